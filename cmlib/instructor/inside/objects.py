"""The objects of the student's process that the judge holds handles on, and those of the judge that are used here."""

import dataclasses
import importlib
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from cmlib.instructor.inside import things
from cmlib.instructor.inside.crossing import COPY, Crossing
from cmlib.instructor.inside.describe import Facts, describe, describe_class
from cmlib.instructor.inside.raised import describe_raised
from cmlib.instructor.wire.codec import Reference, pack

#: Whose object a reference stands for: of either side, or one that both sides find under its name.
INSIDE, JUDGE, BOTH = "inside", "judge", "both"


class Objects:
    """Numbers for objects, and objects for numbers; numbers are never used again."""

    def __init__(self, ask_call: Callable[[int, tuple, dict], object]) -> None:
        self._ask_call = ask_call
        self._crossing = Crossing(self.refer, self.resolve, self.shares, things.is_simple)
        self._given: frozenset[str] = frozenset()
        self._last = 0
        self._kept: dict[int, object] = {}
        self._numbers: dict[int, int] = {}
        self._judges: dict[int, object] = {}
        self._judges_numbers: dict[int, int] = {}
        self._versions: dict[int, int] = {}

    def give(self, names: Collection[str]) -> list[str]:
        """These classes of the notebook are the instructor's; which of them exist here, too."""
        found = {name: things.found(things.NOTEBOOK, name) for name in names}
        self._given = frozenset(n for n, kind in found.items() if isinstance(kind, type) and things.is_simple(kind))
        return sorted(self._given)

    def shares(self, value: object) -> bool:
        """Whether an object crosses with its attributes, because the judge has the same class."""
        kind = type(value)
        if id(value) in self._judges_numbers:
            return things.is_simple(kind)
        if kind.__module__ == things.NOTEBOOK:
            return kind.__qualname__ in self._given and things.place(kind) is not None
        return is_frozen_dataclass(kind)

    def refer(self, value: object) -> Reference:
        """A reference to the value, which the judge gets in its place."""
        judges = self._judges_numbers.get(id(value))
        if judges is not None:
            return Reference(JUDGE, judges, {})
        about: Facts = {"number": 0}
        if self.shares(value):
            about = {"number": self.number(value), "class": describe_class(type(value), self.number)}
        copy = self._crossing.reference(value, **about)
        if copy is not None:
            return copy
        if isinstance(value, BaseException):
            packed = pack(describe_raised(value, self.number), self.refer)
            return Reference(INSIDE, self.number(value), {"kind": "error", "packed": packed})
        return Reference(INSIDE, self.number(value), describe(value, self.number))

    def stay(self, value: object) -> Reference:
        """A reference to a value that could cross but for its size."""
        return Reference(INSIDE, self.number(value), describe(value, self.number))

    def number(self, value: object) -> int:
        """The number of the value, which is kept from now on."""
        number = self._numbers.get(id(value))
        if number is None:
            self._last += 1
            number = self._last
            self._kept[number] = value
            self._numbers[id(value)] = number
        return number

    def resolve(self, reference: Reference) -> object:
        """The object that a reference of the judge stands for."""
        number, about = reference.number, reference.about
        if reference.owner == INSIDE:
            return self._kept[number]
        if reference.owner == BOTH:
            return _imported(str(about["module"]), str(about["name"])) or self._judges_function(number, about)
        if reference.owner != COPY:
            return self._judges_function(number, about)
        if about["kind"] == "random":
            return self._judges_generator(int(about["number"]), about)
        value = self._crossing.value(reference)
        return self._judges_object(int(about["number"]), value) if about["number"] else value

    def kept(self, number: int) -> Any:
        """The object of this number."""
        return self._kept[number]

    def forget(self, numbers: Iterable[int]) -> None:
        """The judge has no handle on these any more."""
        for number in numbers:
            if number in self._kept:
                del self._numbers[id(self._kept.pop(number))]

    def _judges_object(self, number: int, value: object) -> object:
        """What stands here for an object of the judge: the same one each time, as the judge has it now."""
        known = self._judges.get(number)
        if known is None or type(known) is not type(value):
            self._judges[number] = value
            self._judges_numbers[id(value)] = number
            return value
        things.give(known, things.attributes(value))
        return known

    def _judges_generator(self, number: int, about: Mapping[str, Any]) -> object:
        """NumPy's random numbers, which draw on until the judge's own generator was used."""
        if number not in self._judges:
            random = importlib.import_module("numpy.random")
            generator = getattr(random, about["type"])(getattr(random, about["bits"])())
            self._judges[number] = generator
            self._judges_numbers[id(generator)] = number
        known: Any = self._judges[number]
        if self._versions.get(number) != about["version"]:
            self._versions[number] = about["version"]
            known._bit_generator.state = about["state"]
        return known

    def _judges_function(self, number: int, about: Mapping[str, object]) -> object:
        if number in self._judges:
            return self._judges[number]

        def ask_the_judge(*args: object, **kwargs: object) -> object:
            return self._ask_call(number, args, kwargs)

        ask_the_judge.__name__ = ask_the_judge.__qualname__ = str(about.get("name", "function"))
        ask_the_judge.__doc__ = None
        self._judges[number] = ask_the_judge
        self._judges_numbers[id(ask_the_judge)] = number
        return ask_the_judge


def is_frozen_dataclass(kind: type) -> bool:
    """Whether objects of a library's class are data that does not change."""
    parameters = getattr(kind, "__dataclass_params__", None)
    frozen = dataclasses.is_dataclass(kind) and bool(getattr(parameters, "frozen", False))
    return frozen and things.is_simple(kind) and things.place(kind) is not None


def _imported(module: str, name: str) -> object:
    """A class or function of a library by its name."""
    if module != things.NOTEBOOK and module not in sys.modules:
        try:
            importlib.import_module(module)
        except ImportError:
            return None
    return things.found(module, name)
