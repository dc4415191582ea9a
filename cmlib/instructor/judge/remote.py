"""The judge's view of the student's process: run cells there, and use the student's values as if they were here."""

import socket
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cmlib.instructor.inside.changes import Changes, Snapshot
from cmlib.instructor.judge.remote_objects import Objects, given_classes
from cmlib.instructor.judge.remote_raised import error_from
from cmlib.instructor.judge.remote_random import Seeds
from cmlib.instructor.judge.remote_refusal import CallTimedOut, Gone, NotGradable
from cmlib.instructor.judge.remote_streams import Surroundings
from cmlib.instructor.wire.channel import Channel
from cmlib.instructor.wire.codec import NotPlain, WireError
from cmlib.instructor.wire.conversation import Conversation, Raised

#: Values of names larger than this are not looked at before each call, to see whether a test has changed them.
_WATCHED = 200_000


@dataclass(frozen=True)
class Ran:
    """What running a cell gave: outputs in the notebook format, and name and text of what it raised, if anything."""

    outputs: tuple[dict[str, Any], ...]
    raised: tuple[str, str] | None = None


_UNTOLD = "the process could not tell what the cell put out"
_NOT_TOLD = Ran(
    ({"output_type": "error", "ename": "Error", "evalue": _UNTOLD, "traceback": [f"Error: {_UNTOLD}"]},),
    ("Error", _UNTOLD),
)


class Inside:
    """The student's process, at the other end of ``connection``.

    A call may take ``seconds``; a test as a whole may last until ``ends`` (of ``time.monotonic``), if that is set.
    Whatever ends the conversation is kept in ``trouble``, in case a test has caught it, and raised again by every
    further question until `listens` finds that the process is back.
    """

    def __init__(self, connection: socket.socket, seconds: float = 30.0) -> None:
        self.seconds = seconds
        self.ends: float | None = None
        self.trouble: BaseException | None = None
        self.surroundings = Surroundings()
        self._seeds = Seeds()
        self._objects = Objects(self)
        self._changes = Changes(self._objects.refer, self._objects.shares)
        self._names: dict[str, object] = {}
        self._snapshot: Snapshot = {}
        self._channel = Channel(connection)
        serve: dict[str, Callable[..., object]] = {"call": self._serve_call, "input": self._serve_input}
        self._conversation = Conversation(self._channel, serve, self._objects.refer, self._objects.resolve)

    # Cells and names.

    def run(self, source: str, timeout: float | None = None) -> Ran:
        """Run a cell there. Raises `CallTimedOut` or `Gone`."""
        self._names, self._snapshot = {}, {}
        try:
            answer = self._ask("run", timeout, source=source)
        except NotGradable:  # out of memory while it gathered the outputs, or the student has replaced what runs cells
            return _NOT_TOLD
        outputs, raised = _as_json(answer.get("outputs")), _as_json(answer.get("raised"))
        return Ran(
            tuple(each for each in outputs if type(each) is dict) if type(outputs) is list else (),
            (str(raised.get("name")), str(raised.get("value"))) if type(raised) is dict else None,
        )

    def fetch(self, names: Iterable[str]) -> dict[str, object]:
        """The values of the names that exist there: plain copies, stubs of functions, handles of other objects.

        They are kept equal on both sides, whichever changes them in place, as long as no cell runs there.
        """
        names = list(names)
        answer = self._ask("names", None, names=names, given=given_classes())
        with _Sense():
            found = {name: value for name, value in answer["value"].items() if name in names}
            self._objects.given = frozenset(map(str, answer["given"]))
        self._names |= found
        self._snapshot |= self._changes.snapshot(found, most=_WATCHED)
        return found

    def mirror_seeds(self) -> Callable[[], None]:
        """From now on random numbers that a test seeds here are seeded there; returns what ends that."""
        return self._seeds.watch()

    def listens(self, timeout: float) -> bool:
        """Whether it answers within the time, for example after an interrupt."""
        try:
            self._conversation.ask("ping", timeout=timeout)
        except (TimeoutError, EOFError, OSError, WireError, Raised):
            return False
        self.trouble = None
        return True

    def close(self) -> None:
        """Hang up; the process there ends."""
        self._channel.close()

    # What handles ask (the `Link`).

    def ask(self, verb: str, **details: object) -> Any:
        """Ask about an object, and raise here what the student's code raised."""
        return self._settled(self._told(verb, **details))

    def next(self, number: int) -> object:
        answer = self._told("next", number=number)
        value = self._settled(answer)
        if answer.get("ended") is True:
            raise StopIteration
        return value

    def call(self, number: int, args: tuple, kwargs: dict) -> object:
        """Call an object there; what it changed in place is changed here, too."""
        answer = self._told("call", number=number, args=list(args), kwargs=kwargs)
        ours = {**dict(enumerate(args)), **kwargs}
        with _Sense():
            for key, value in answer.get("changed", {}).items():
                if key in ours:
                    self._changes.bring_back(ours[key], value)
        return self._settled(answer)

    def forget(self, number: int) -> None:
        """No handle of this number is left; told with the next question."""
        self._objects.forget(number)

    # How it works.

    def _told(self, verb: str, **details: object) -> dict[str, Any]:
        """Ask, telling what the test has changed, and follow what the student's code has changed."""
        names = self._changes.changed(self._snapshot)
        told = {"names": names, "random": self._seeds.states(), "listens": self.surroundings.listens()}
        told = {name: value for name, value in told.items() if value}
        answer = self._ask(verb, None, **details, **({"told": told} if told else {}))
        with _Sense():
            self._follow(answer.get("rebound", {}), answer.get("grown", {}), names)
        return answer

    def _ask(self, verb: str, timeout: float | None, **details: Any) -> Any:
        if self.trouble is not None:
            raise self.trouble
        if numbers := self._objects.forgotten():
            details["forget"] = numbers
        answer = self._asked(verb, timeout, **details)
        if type(answer) is not dict:
            raise self._in_trouble(Gone("the student's process speaks no sense"))
        return answer

    def _asked(self, verb: str, timeout: float | None, **details: Any) -> object:
        try:
            return self._conversation.ask(verb, timeout=self._time_left(timeout), **details)
        except NotPlain as error:
            for number in details.get("forget", ()):  # nothing was sent
                self._objects.forget(number)
            raise NotGradable(f"this cannot be handed to the student's code: {error}") from None
        except TimeoutError:
            raise self._in_trouble(CallTimedOut("the student's code ran too long")) from None
        except (EOFError, OSError):
            raise self._in_trouble(Gone("the student's process has ended")) from None
        except WireError as error:
            raise self._in_trouble(Gone(f"the student's process speaks no sense: {error}")) from None
        except Raised as error:  # its text is the student's, and could hold what a test has handed in
            why = "too large or too deep" if error.name in ("NotPlain", "TooMuch") else "no plain data"
            raise NotGradable(f"the answer cannot be graded: it is {why}") from None

    def _time_left(self, timeout: float | None) -> float:
        seconds = self.seconds if timeout is None else timeout
        return seconds if self.ends is None else max(0.0, min(seconds, self.ends - time.monotonic()))

    def _in_trouble(self, trouble: BaseException) -> BaseException:
        self.trouble = trouble
        return trouble

    def _settled(self, answer: dict[str, Any]) -> object:
        """The value of an answer, after its printed text and warnings; or its exception."""
        with _Sense():
            said, warned = _as_json(answer.get("said")), _as_json(answer.get("warned"))
            error = None if answer.get("raised") is None else self._error(answer["raised"])
        if type(said) is dict:
            self.surroundings.said(said)
        if type(warned) is list:
            self.surroundings.warned(warned)
        if error is not None:
            raise error
        return answer.get("value")

    def _error(self, raised: dict[str, Any]) -> BaseException:
        ours = self._objects.lent(raised["judges"])
        return ours if isinstance(ours, Exception) else error_from(raised, self._objects.mirrored)

    def _follow(self, rebound: dict[str, object], grown: dict[str, object], told: dict[str, object]) -> None:
        """Names that a call has changed: changed values in place, new ones in the notebook's namespace."""
        namespace = vars(sys.modules["__main__"])
        for name, value in grown.items():
            if name in self._names:
                self._changes.bring_back(self._names[name], value)
        for name, value in rebound.items():
            if name in self._names and namespace.get(name) is self._names[name]:
                namespace[name] = self._names[name] = value
        changed = {name: self._names[name] for name in (*rebound, *grown, *told) if name in self._names}
        self._snapshot |= self._changes.snapshot(changed, most=_WATCHED)

    # What the student's process asks.

    def _serve_call(self, number: int, args: list, kwargs: dict) -> dict[str, object]:
        return self._served(lambda: self._objects.lent(number)(*args, **kwargs))

    def _serve_input(self, prompt: str) -> dict[str, object]:
        return self._served(lambda: str(self.surroundings.input(prompt)))

    def _served(self, work: Callable[[], object]) -> dict[str, object]:
        try:
            return {"value": work()}
        except Exception as error:
            return {"raised": {**_plain_facts(error), "number": self._objects.lend(error)}}


class _Sense:
    """In here, answers are taken apart; one that is not made as it should be says no sense."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError | TypeError | AttributeError | ValueError | LookupError):
            raise NotGradable("the answer cannot be graded: it makes no sense") from None


def _as_json(value: object) -> Any:
    """What JSON could hold of the value; None in place of anything else."""
    if type(value) is list:
        return [_as_json(each) for each in value]
    if type(value) is dict:
        return {key: _as_json(each) for key, each in value.items() if type(key) is str}
    return value if type(value) in (str, int, float, bool) else None


def _plain_facts(error: Exception) -> dict[str, object]:
    """An exception of the judge's own callable, as far as the student's code may see it."""
    plain = (str, int, float, bool, type(None))
    builtin = next(each.__name__ for each in type(error).__mro__ if each.__module__ == "builtins")
    return {"name": builtin, "args": [each for each in error.args if type(each) in plain], "text": str(error)}
