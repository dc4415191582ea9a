"""Requests in both directions over one channel, each with an answer."""

import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from cmlib.instructor.wire import raised
from cmlib.instructor.wire.channel import Channel, moment
from cmlib.instructor.wire.codec import pack, unpack
from cmlib.instructor.wire.interrupts import Held
from cmlib.instructor.wire.raised import Raised
from cmlib.instructor.wire.reference import Reference
from cmlib.instructor.wire.refusal import WireError

__all__ = ["Conversation", "Raised"]

# What a message is.
_ASK, _ANSWER, _RAISED = "ask", "answer", "raised"

#: Requests within requests. Python's own stack must hold them.
DEEPEST = 50


class Conversation:
    """Two sides that ask each other; while one waits for its answer, it serves what the other asks.

    ``serve`` maps a verb to the function that answers it, called with the details by name. ``refer`` and
    ``resolve`` are those of `pack` and `unpack`. Text of tracebacks is told only with ``tell_tracebacks``: it
    holds source lines, which a trusted side keeps to itself.

    A request carries a fresh random mark, and an answer is believed only under the mark of a request that still
    waits; any other is dropped. A request that is made within one which nobody waits for any more is refused.
    """

    def __init__(
        self,
        channel: Channel,
        serve: Mapping[str, Callable[..., object]],
        refer: Callable[[object], Reference] | None = None,
        resolve: Callable[[Reference], object] | None = None,
        *,
        tell_tracebacks: bool = False,
    ):
        self._channel = channel
        self._serve = serve
        self._refer = refer
        self._resolve = resolve
        self._tell_tracebacks = tell_tracebacks
        #: Requests that wait, the innermost last; an answer that came before its turn.
        self._open: dict[str, tuple[Any, ...] | None] = {}
        #: Marks of the other side's requests that are being served, the innermost last.
        self._serving: list[str] = []
        self._until: float | None = None
        self._home: tuple[int, int] | None = None

    def ask(self, verb: str, /, *, timeout: float | None = None, **details: object) -> object:
        """Ask the other side and wait for its answer.

        ``timeout`` in seconds counts everything, requests of the other side included; a request within another
        never has more time than the outer one.

        Raises ``TimeoutError``, ``EOFError`` when the other side is gone, `Raised` when its code raised,
        `WireError` when it sends what is no message, `NotPlain` when the details cannot cross.
        """
        self._stay_home()
        mark = secrets.token_hex(16)
        within = self._serving[-1] if self._serving else ""
        data = self._packed((_ASK, mark, within, verb, details))
        outer = self._until
        with Held() as held:
            self._open[mark] = None
            self._until = _earlier(outer, moment(timeout))
            try:
                self._transmit(data, held)
                kind, _, answer = self._answer_to(mark, held)
            finally:
                del self._open[mark]
                self._until = outer
        if kind == _RAISED:
            raise raised.read(answer)
        return answer

    def listen(self, until: Callable[[], bool] | None = None) -> None:
        """Serve what the other side asks until it is gone, or ``until()`` is true after a request was served.

        An interrupt while nothing is served is ignored: there is nothing to stop.
        """
        self._stay_home()
        with Held() as held:
            while True:
                try:
                    message = self._next(held)
                    if message[0] == _ASK:
                        self._answer(message, held)
                except (EOFError, BrokenPipeError):
                    return
                except KeyboardInterrupt:
                    continue
                held.came = False  # it was meant for what has been served
                if until is not None and until():
                    return

    def _answer_to(self, mark: str, held: Held) -> tuple[Any, ...]:
        while True:
            answer = self._open[mark]
            if answer is not None:
                return answer
            message = self._next(held)
            if message[0] == _ASK:
                self._answer(message, held)
            elif message[1] in self._open:
                self._open[message[1]] = message

    def _next(self, held: Held) -> tuple[Any, ...]:
        if self._until is not None and time.monotonic() >= self._until:  # however much the other side has to say
            raise TimeoutError("the other end of the wire did not answer in time")
        data = self._channel.next_message(self._until, held)
        return _checked(unpack(data, self._resolve, self._channel.sizes))

    def _answer(self, message: tuple[Any, ...], held: Held) -> None:
        _, mark, within, verb, details = message
        self._serving.append(mark)
        try:
            data = held.through(lambda: self._packed((_ANSWER, mark, self._served(within, verb, details))))
        except BaseException as error:
            data = self._packed((_RAISED, mark, self._told(error, held)))
        finally:
            self._serving.pop()
        self._transmit(data, held)

    def _told(self, error: BaseException, held: Held) -> bytes:
        """An exception as plain data. Its text is made by its own code, which may do anything, or never end."""
        try:
            return held.through(lambda: raised.tell(error, with_traceback=self._tell_tracebacks))
        except BaseException:
            return raised.tell_type(error)

    def _served(self, within: str, verb: str, details: dict[str, Any]) -> object:
        if within and within not in self._open:
            raise TimeoutError("this was asked within a request that nobody waits for any more")
        if verb not in self._serve:
            raise LookupError(f"nobody answers {verb!r} here")
        if len(self._serving) > DEEPEST:
            raise RecursionError(f"requests within requests are more than {DEEPEST} deep")
        return self._serve[verb](**details)

    def _packed(self, message: tuple[object, ...]) -> bytes:
        return pack(message, self._refer, self._channel.sizes)

    def _transmit(self, data: bytes, held: Held) -> None:
        try:
            self._channel.transmit(data, self._until, held)
        except BrokenPipeError as error:
            raise EOFError("the other end of the wire is gone") from error

    def _stay_home(self) -> None:
        """One thread of one process talks; messages of two would be torn."""
        here = (os.getpid(), threading.get_ident())
        if self._home is None:
            self._home = here
        if here != self._home:
            raise RuntimeError("a conversation goes on in the thread and process that began it")


def _checked(message: object) -> tuple[Any, ...]:
    """A message of a conversation, or `WireError`."""
    if type(message) is tuple and len(message) == 5:
        kind, mark, within, verb, details = message
        are_texts = all(type(each) is str for each in (kind, mark, within, verb))
        if are_texts and kind == _ASK and type(details) is dict and all(type(name) is str for name in details):
            return message
    elif type(message) is tuple and len(message) == 3:
        kind, mark, _ = message
        if type(kind) is str and type(mark) is str and kind in (_ANSWER, _RAISED):
            return message
    raise WireError("the message is neither a request nor an answer")


def _earlier(first: float | None, second: float | None) -> float | None:
    known = [each for each in (first, second) if each is not None]
    return min(known, default=None)
