"""Objects that are nearly plain data, such as a ``Counter`` or a named tuple: they cross as what they hold.

Both sides use this. What arrives is made anew by this side's own classes from plain parts, so it can hold nothing
but data. The parts are packed by themselves, which lets them hold further such objects.
"""

import re
import sys
import types
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path, PosixPath
from typing import Any

Parts = Any

_FACTORIES: dict[str, type | None] = {
    each.__name__: each for each in (bool, bytes, dict, float, frozenset, int, list, set, str, tuple)
}
#: Types of columns that their name describes in full.
_SIMPLE_DTYPE = re.compile(r"[<>|=]?[A-Za-z]+\d*(?:\[(?:ns|us|ms|s|D)\])?")
_OF_NAMEDTUPLE = frozenset(vars(namedtuple("_Empty", ()))) | {"__annotations__", "__orig_bases__"}  # the thing itself


def kind_and_parts(value: object) -> tuple[str, Parts] | None:
    """The kind of copy that the value can cross as, and its parts; None where there is none."""
    kind = type(value)
    if kind in _TAKEN:
        name, take = _TAKEN[kind]
        return name, take(value)
    if is_namedtuple(kind):
        return "namedtuple", (*namedtuple_facts(kind), tuple(tuple.__iter__(value)))  # type: ignore[arg-type]
    if is_dtype(kind) and _SIMPLE_DTYPE.fullmatch(str(value)):
        return "dtype", str(value)
    return None


def from_parts(kind: str, parts: Parts) -> object:
    """The object again. Raises whatever a constructor raises when the parts make none."""
    expected, make = _MADE[kind]
    if type(parts) is not expected:
        raise TypeError(f"a {kind} is made from a {expected.__name__}, found {type(parts).__name__}")
    return make(parts)


def is_namedtuple(kind: type) -> bool:
    """Whether a class is a named tuple with nothing added: no methods, no other behaviour."""
    fields = vars(kind).get("_fields")
    if kind.__bases__ != (tuple,) or type(fields) is not tuple or vars(kind).get("__slots__") != ():
        return False
    return all(type(field) is str for field in fields) and vars(kind).keys() <= _OF_NAMEDTUPLE | set(fields)


def namedtuple_facts(kind: Any) -> tuple[str, tuple[str, ...], tuple[Any, ...]]:
    """Name, fields and default values of the last fields."""
    defaults = vars(kind).get("_field_defaults")
    return str(kind.__name__), kind._fields, tuple(defaults.values()) if type(defaults) is dict else ()


def namedtuple_from(name: str, fields: tuple[str, ...], defaults: tuple[Any, ...]) -> Any:
    """The class again: the same one for the same facts."""
    try:
        return _namedtuple(name, fields, defaults)
    except TypeError:  # defaults that cannot be hashed
        return namedtuple(name, fields, defaults=defaults)  # the thing itself


@lru_cache(maxsize=200)
def _namedtuple(name: str, fields: tuple[str, ...], defaults: tuple[Any, ...]) -> Any:
    return namedtuple(name, fields, defaults=defaults)  # the thing itself


def is_dtype(kind: type) -> bool:
    """Whether a class is one of NumPy's or pandas' types of columns."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and issubclass(kind, numpy.dtype):
        return kind.__module__ == "numpy.dtypes" or kind is numpy.dtype
    return kind.__name__.endswith("Dtype") and kind.__module__.startswith(
        ("pandas.core.dtypes.", "pandas.core.arrays.")
    )


def _dtype(name: str) -> object:
    if not _SIMPLE_DTYPE.fullmatch(name):
        raise ValueError(f"{name} is described by more than its name")
    return sys.modules["pandas"].api.types.pandas_dtype(name)


def _made_namedtuple(parts: Parts) -> object:
    name, fields, defaults, values = parts
    return namedtuple_from(name, fields, defaults)(*values)


def _made_counter(parts: Parts) -> Counter[Any]:
    counter: Counter[Any] = Counter()
    dict.update(counter, parts)
    return counter


def _taken_defaultdict(value: Any) -> Parts:
    factory = value.default_factory
    known = factory if isinstance(factory, type) and _FACTORIES.get(factory.__name__) is factory else None
    return (known.__name__ if known else "", _items(value))


def _items(value: Any) -> dict[Any, Any]:
    return {key: dict.__getitem__(value, key) for key in dict.__iter__(value)}


_TAKEN: dict[type, tuple[str, Callable[[Any], Parts]]] = {
    Counter: ("Counter", _items),
    OrderedDict: ("OrderedDict", lambda value: list(OrderedDict.items(value))),
    defaultdict: ("defaultdict", _taken_defaultdict),
    deque: ("deque", lambda value: (list(value), value.maxlen)),
    type({}.keys()): ("keys", list),
    type({}.values()): ("values", list),
    type({}.items()): ("items", list),
    types.SimpleNamespace: ("SimpleNamespace", lambda value: dict(vars(value))),
    PosixPath: ("Path", str),
}

_MADE: dict[str, tuple[type, Callable[[Parts], object]]] = {
    "Counter": (dict, _made_counter),
    "OrderedDict": (list, OrderedDict),
    "defaultdict": (tuple, lambda parts: defaultdict(_FACTORIES.get(parts[0]), parts[1])),
    "deque": (tuple, lambda parts: deque(*parts)),
    "keys": (list, lambda parts: dict.fromkeys(parts).keys()),
    "values": (list, lambda parts: dict(enumerate(parts)).values()),
    "items": (list, lambda parts: dict(parts).items()),
    "SimpleNamespace": (dict, lambda parts: types.SimpleNamespace(**parts)),
    "Path": (str, Path),
    "namedtuple": (tuple, _made_namedtuple),
    "dtype": (str, _dtype),
}
