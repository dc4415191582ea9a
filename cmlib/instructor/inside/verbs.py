"""What the judge may ask the student's process: to run a cell, to show values, to use objects that stay here."""

import copy
from collections.abc import Callable, Collection, Mapping
from functools import partial

from cmlib.instructor.inside.changes import Changes, Snapshot
from cmlib.instructor.inside.describe import signature_of, source_of
from cmlib.instructor.inside.objects import Objects
from cmlib.instructor.inside.outputs import Output
from cmlib.instructor.inside.process import Process, set_random_state, warnings_caught
from cmlib.instructor.inside.raised import describe_raised, text_of
from cmlib.instructor.inside.shell import Shell
from cmlib.instructor.wire.codec import NotPlain, pack

Answer = dict[str, object]

#: Names whose values are larger than so many bytes are not looked at after each call.
_WATCHED = 200_000

_TEXTS: dict[str, Callable[..., str]] = {"str": str, "repr": repr, "format": format}


class Verbs:
    """Every public method is a verb; each answers with plain data and references.

    With a question may come numbers to ``forget``, and what is ``told``: ``names`` that a test has changed, states
    of ``random`` numbers, and that the test ``listens`` to what is printed.

    An answer holds ``value``, or ``raised`` where student code raised; ``ended`` where an iterator has no more; and
    where there are any, ``changed`` arguments, names that hold something else (``rebound``) or something changed
    (``grown``), ``said`` text and ``warned`` warnings.
    """

    def __init__(self, shell: Shell, objects: Objects, process: Process) -> None:
        self._shell = shell
        self._objects = objects
        self._process = process
        self._changes = Changes(objects.refer, objects.shares)
        self._watched: dict[str, object] = {}
        self._snapshot: Snapshot = {}
        self._listens = False

    def run(self, source: str) -> Answer:
        """Run a cell."""
        raised = None
        self._process.close_figures()
        self._watched, self._snapshot = {}, {}
        recording = self._process.record(keep=True)
        try:
            with self._process.run(asks=False):
                result = self._shell.run_cell(source, store_history=True)
            raised = result.error_before_exec or result.error_in_exec
        except BaseException as error:  # whatever it is, the conversation goes on
            raised = error
            text = text_of(error)
            self._shell.recorder.error(type(error).__name__, text, [f"{type(error).__name__}: {text}"])
        finally:
            outputs = self._process.recorded(recording)
        for output in outputs:
            if "execution_count" in output:
                output["execution_count"] = self._shell.execution_count - 1
        return {
            "outputs": outputs,
            "raised": None if raised is None else {"name": type(raised).__name__, "value": text_of(raised)},
            "count": self._shell.execution_count - 1,
        }

    def names(self, names: list[str], given: list[str]) -> Answer:
        """The values of those names that exist; from now on the judge is told when a call changes them.

        ``given`` are the classes of the instructor's cells; which of them exist here is told, too.
        """
        known = self._objects.give(given)
        found = {name: self._shell.user_ns[name] for name in names if name in self._shell.user_ns}
        self._watched |= found
        self._snapshot |= self._changes.snapshot(found, most=_WATCHED)
        return {"value": {name: self._fitting(value) for name, value in found.items()}, "given": known}

    def call(self, number: int, args: list, kwargs: dict) -> Answer:
        """Call an object, and say which arguments it has changed in place."""
        called = self._objects.kept(number)
        before = self._changes.snapshot({**dict(enumerate(args)), **kwargs})
        answer = self._do(lambda: called(*args, **kwargs))
        if changed := self._changes.changed(before):
            answer["changed"] = changed
        return answer

    def get_attribute(self, number: int, name: str) -> Answer:
        return self._do(lambda: getattr(self._objects.kept(number), name))

    def set_attribute(self, number: int, name: str, value: object) -> Answer:
        return self._do(lambda: setattr(self._objects.kept(number), name, value))

    def delete_attribute(self, number: int, name: str) -> Answer:
        return self._do(lambda: delattr(self._objects.kept(number), name))

    def attribute_names(self, number: int) -> Answer:
        return self._do(lambda: [name for name in dir(self._objects.kept(number)) if type(name) is str])

    def variables(self, number: int) -> Answer:
        return self._do(lambda: dict(vars(self._objects.kept(number))))

    def operate(self, operation: str, number: int, args: list) -> Answer:
        """Call the special method ``operation`` of the object's type, such as ``__len__``."""
        value = self._objects.kept(number)
        return self._do(lambda: getattr(type(value), operation)(value, *args))

    def copy(self, number: int, deep: bool) -> Answer:
        """A copy of the object, which stays here, too."""
        return self._do(lambda: (copy.deepcopy if deep else copy.copy)(self._objects.kept(number)))

    def next(self, number: int) -> Answer:
        done = object()
        answer = self._do(lambda: next(self._objects.kept(number), done))
        if answer.get("value") is done:
            del answer["value"]
            answer["ended"] = True
        return answer

    def text(self, number: int, how: str, details: str = "") -> Answer:
        value = self._objects.kept(number)
        return self._do(lambda: format(value, details) if how == "format" else _TEXTS[how](value))

    def signature(self, number: int) -> Answer:
        return self._do(lambda: signature_of(self._objects.kept(number)))

    def source(self, number: int) -> Answer:
        return self._do(lambda: source_of(self._objects.kept(number)))

    def ping(self) -> None:
        """It is there and listens."""

    def table(self) -> Mapping[str, Callable[..., object]]:
        """The verbs by name."""
        names = [name for name in vars(Verbs) if name[0] != "_" and name != "table"]
        return {name: partial(self._serve, getattr(self, name)) for name in names}

    def _serve(
        self, verb: Callable[..., object], *, forget: Collection[int] = (), told: dict | None = None, **details: object
    ) -> object:
        """Do what comes with a question, then what it asks."""
        self._objects.forget(forget)
        listened, self._listens = self._listens, False
        if told:
            self._tell(told)
        try:
            return verb(**details)
        finally:
            self._listens = listened

    def _fitting(self, value: object) -> object:
        """The value, or a reference to it where it is too much to cross."""
        try:
            pack(value, self._objects.refer)
        except NotPlain:
            return self._objects.stay(value)
        return value

    def _tell(self, told: dict) -> None:
        """Bring about here what a test has changed in the judge."""
        for name, value in told.get("names", {}).items():
            self._changes.bring_back(self._watched[name], value)
            self._snapshot |= self._changes.snapshot({name: self._watched[name]})
        for which, state in told.get("random", {}).items():
            set_random_state(which, state)
        self._listens = told.get("listens") is True

    def _add_names(self, answer: Answer) -> None:
        """Add the values of watched names that the call has changed."""
        now = self._shell.user_ns
        rebound = {name: now[name] for name, was in self._watched.items() if name in now and now[name] is not was}
        grown = {name: value for name, value in self._changes.changed(self._snapshot).items() if name not in rebound}
        if rebound:
            answer["rebound"] = rebound
            self._watched |= rebound
        if grown:
            answer["grown"] = grown
        again = {name: now[name] for name in (*rebound, *grown)}
        self._snapshot |= self._changes.snapshot(again, most=_WATCHED)

    def _do(self, work: Callable[[], object]) -> Answer:
        """Do something that may run student code."""
        answer: Answer = {}
        recording = self._process.record(keep=self._listens)
        with warnings_caught() as caught:
            try:
                with self._process.run(asks=True):
                    answer["value"] = work()
            except BaseException as error:  # whatever it is, the judge is told
                answer = {"raised": describe_raised(error, self._objects.number)}
        said = self._process.recorded(recording)
        if said:
            answer["said"] = _texts(said)
        if caught:
            answer["warned"] = [[_category(each.category), str(each.message)] for each in caught[:100]]
        self._add_names(answer)
        return answer


def _texts(outputs: list[Output]) -> dict[str, str]:
    """What was printed to each stream."""
    texts: dict[str, str] = {}
    for output in outputs:
        if output["output_type"] == "stream":
            name = str(output["name"])
            texts[name] = texts.get(name, "") + str(output["text"])
    return texts


def _category(category: type) -> list[str]:
    """Names of the warning's class and its ancestors, nearest first."""
    return [f"{each.__module__}.{each.__qualname__}" for each in category.__mro__]
