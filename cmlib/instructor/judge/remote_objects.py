"""Which object stands for which: handles for the student's objects, numbers for what the judge lends."""

import builtins
import sys
import weakref
from typing import Any

from cmlib.instructor.inside import things
from cmlib.instructor.inside.copies import namedtuple_from
from cmlib.instructor.inside.crossing import COPY, Crossing
from cmlib.instructor.inside.objects import BOTH, INSIDE, JUDGE, is_frozen_dataclass
from cmlib.instructor.judge.remote_class import Mirror, MirroredError, class_number, error_number, mirror, mirror_error
from cmlib.instructor.judge.remote_function import make_function
from cmlib.instructor.judge.remote_handle import Handle, Link, is_handle, make_handle, number_of
from cmlib.instructor.judge.remote_library import is_refused, plain_type
from cmlib.instructor.judge.remote_raised import error_from
from cmlib.instructor.judge.remote_random import Generators, is_generator
from cmlib.instructor.wire.codec import NotPlain, Reference, unpack

Facts = dict[str, Any]

#: Classes that one student's process may have mirrored.
_MOST_CLASSES = 2000


class Objects:
    """The judge's side of every reference."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._crossing = Crossing(self.refer, self.resolve, self.shares, _makes)
        #: Classes of the instructor's cells that the student's process has, too.
        self.given: frozenset[str] = frozenset()
        self._handles: weakref.WeakValueDictionary[int, Handle] = weakref.WeakValueDictionary()
        self._classes: dict[int, Any] = {}
        self._tuples: dict[int, int] = {}
        self._forgotten: set[int] = set()
        self._states = Generators()
        self._lent: dict[int, object] = {}
        self._numbers: dict[int, int] = {}

    def lent(self, number: int) -> Any:
        """What was lent under this number; None where nothing was."""
        return self._lent.get(number)

    def lend(self, value: object) -> int:
        """The number under which the student's process may use the value."""
        number = self._numbers.get(id(value))
        if number is None:
            number = len(self._lent) + 1
            self._lent[number] = value
            self._numbers[id(value)] = number
        return number

    def forget(self, number: int) -> None:
        """No handle of this number is left."""
        self._forgotten.add(number)

    def forgotten(self) -> list[int]:
        """The numbers to tell the student's process, once."""
        numbers, self._forgotten = sorted(self._forgotten), set()
        return numbers

    def shares(self, value: object) -> bool:
        """Whether an object of the judge's crosses with its attributes."""
        kind = type(value)
        if kind.__module__ == things.NOTEBOOK:
            return kind.__qualname__ in self.given and _makes(kind)
        return kind.__module__ not in sys.stdlib_module_names and things.is_simple(kind) and bool(things.place(kind))

    def refer(self, value: object) -> Reference:
        """What the student's process gets in place of the value. Raises `NotPlain` where there is nothing."""
        if is_handle(value):
            return Reference(INSIDE, number_of(value), {})  # type: ignore[arg-type]  # it is a handle
        if type(value) is Mirror:
            return Reference(INSIDE, class_number(value), {})
        if id(value) in self._tuples:
            return Reference(INSIDE, self._tuples[id(value)], {})
        if isinstance(value, MirroredError) and error_number(value):
            return Reference(INSIDE, error_number(value), {})
        if is_generator(value):
            return Reference(COPY, 0, {**self._states.facts(value), "kind": "random", "number": self.lend(value)})
        copy = self._crossing.reference(value, number=self.lend(value) if self.shares(value) else 0)
        if copy is not None:
            return copy
        if not callable(value):
            raise NotPlain(f"an object of type {type(value).__name__} cannot cross; expected plain data or a function")
        name = getattr(value, "__name__", type(value).__name__)
        about = {"name": name if type(name) is str else "function"}
        place = things.place(value)
        if place is not None and (place[0] != things.NOTEBOOK or place[1] in self.given):
            return Reference(BOTH, self.lend(value), {"module": place[0], "name": place[1]})
        return Reference(JUDGE, self.lend(value), about)

    def resolve(self, reference: Reference) -> object:
        """What stands for an object of the student's, or for one that was lent."""
        number, facts = reference.number, dict(reference.about)
        _check(facts)
        if reference.owner == JUDGE:
            return self._lent[number]
        if reference.owner == COPY:
            return self._copied(reference, facts)
        if number in self._handles:
            return self._handles[number]
        if number in self._classes:
            return self._classes[number]
        if facts["kind"] == "class":
            return self._plain(facts["class"]) or self.mirrored(facts["class"])
        if facts["kind"] == "error":
            raised: Any = unpack(facts["packed"], self.resolve)
            return error_from(raised, self.mirrored)
        return self._handle(number, facts)

    def mirrored(self, facts: Facts) -> Any:
        """The class that mirrors a class of the student's process, or one of a library as it is there."""
        _check(facts)
        number = int(facts["number"])
        if number not in self._classes:
            if len(self._classes) >= _MOST_CLASSES:
                raise ValueError(f"more than {_MOST_CLASSES} classes")
            self._classes[number] = self._mirror(facts)
        return self._classes[number]

    def _handle(self, number: int, facts: Facts) -> Handle:
        self._forgotten.discard(number)
        if facts["kind"] == "function":
            handle: Handle = make_function(self._link, number, facts)
        else:
            handle = make_handle(self.mirrored(facts["class"]), self._link, number)
        self._handles[number] = handle
        return handle

    def _copied(self, reference: Reference, facts: Facts) -> object:
        """A copy; where its class is not the same here, a handle on the object itself."""
        value = self._crossing.value(reference)
        number = int(facts["number"])
        if value is None and number in self._handles:
            return self._handles[number]
        if value is None:
            return self._handle(number, {"kind": "instance", "class": facts["class"]})
        if number:
            self.forget(number)
        return value

    def _plain(self, facts: Facts) -> object:
        if facts["own"]:
            return None
        return plain_type(*facts["library"][0]) if facts["library"] else None

    def _mirror(self, facts: Facts) -> object:
        if facts["namedtuple"]:
            named: Any = unpack(facts["namedtuple"])
            kind = namedtuple_from(*named)
            self._tuples[id(kind)] = int(facts["number"])
            return kind
        bases = tuple(self.mirrored(base) for base in facts["bases"])
        builtin = next((str(name) for module, name in facts["library"] if module == "builtins"), "")
        if _is_error(builtin):
            return mirror_error(self._link, facts, tuple(each for each in bases if _is_mirrored_error(each)), builtin)
        return mirror(self._link, facts, tuple(each for each in bases if issubclass(each, Handle)))


def given_classes() -> list[str]:
    """The classes that the instructor's cells have defined."""
    notebook = vars(sys.modules[things.NOTEBOOK])
    return sorted(name for name, kind in notebook.items() if isinstance(kind, type) and _makes(kind))


def _check(facts: object) -> None:
    """Facts are plain throughout: a handle among them would be asked about itself. Raises ``ValueError``."""
    if type(facts) in (list, tuple):
        for each in facts:  # type: ignore[attr-defined]  # it is one of the two
            _check(each)
    elif type(facts) is dict:
        for name, each in facts.items():
            _check(name)
            _check(each)
    elif type(facts) not in (str, bytes, int, bool, type(None)):
        raise ValueError(f"facts about an object hold a {type(facts).__name__}")


def _makes(kind: type) -> bool:
    """Of which classes objects are made here from the attributes that the student's process sends."""
    if type(kind) is Mirror or not things.is_simple(kind):
        return False
    if kind.__module__ == things.NOTEBOOK:
        return things.place(kind) is not None
    return is_frozen_dataclass(kind) and not is_refused(kind.__module__)


def _is_error(name: str) -> bool:
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, BaseException)


def _is_mirrored_error(kind: type) -> bool:
    return issubclass(kind, MirroredError)
