"""Objects whose class is the same on both sides of the wire cross as what their attributes hold.

That is a class of the instructor's cells, which run on both sides, or of a library. The other side makes an object of
its own class, without calling it, and gives it the attributes.
"""

import sys
import types
from abc import ABCMeta
from collections.abc import Mapping
from functools import cached_property
from typing import Any

NOTEBOOK = "__main__"


def found(module: str, name: str) -> object:
    """What is called so in a module that is imported here; None where there is no such thing."""
    value: object = sys.modules.get(module)
    for part in name.split("."):
        if not isinstance(value, type | types.ModuleType):
            return None
        value = vars(value).get(part)
    return value


def place(value: Any) -> tuple[str, str] | None:
    """Module and name under which a class or function is found; None where it is not found so."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if isinstance(value, types.BuiltinFunctionType | type) and module is None:
        module = "builtins"
    if module is None and type(value).__name__ == "ufunc":
        module, name = "numpy", value.__name__
    if type(module) is str and type(name) is str and found(module, name) is value:
        return module, name
    return None


def is_simple(kind: type) -> bool:
    """Whether an object of the class is no more than its attributes: nothing else would be lost or run."""
    return (
        kind.__flags__ & _MADE_BY_PYTHON != 0
        and getattr(kind, "__new__", None) is object.__new__
        and all(each is object or each.__flags__ & _MADE_BY_PYTHON for each in kind.__mro__)
        and type(kind) in (type, ABCMeta)
    )


#: A class statement made it (``Py_TPFLAGS_HEAPTYPE``).
_MADE_BY_PYTHON = 1 << 9


def attributes(thing: object) -> dict[str, object]:
    """What the object's attributes hold."""
    held: dict[str, object] = dict(getattr(thing, "__dict__", {}))
    for name in _slots(type(thing)):
        try:
            held[name] = object.__getattribute__(thing, name)
        except AttributeError:
            continue
    return held


def made(kind: type, held: Mapping[str, object]) -> object:
    """An object of the class with these attributes."""
    thing: object = object.__new__(kind)
    give(thing, held)
    return thing


def give(thing: object, held: Mapping[str, object]) -> None:
    """Set the attributes of an object to these and no others, frozen or not.

    Nothing stands in the place of what the class computes: its methods and cached properties.
    """
    kind = type(thing)
    held = {name: value for name, value in held.items() if not _is_computed(kind, name)}
    slots = set(_slots(kind))
    if hasattr(thing, "__dict__"):
        thing.__dict__.clear()
        thing.__dict__.update({name: value for name, value in held.items() if name not in slots})
    for name in slots & held.keys():
        object.__setattr__(thing, name, held[name])


def _is_computed(kind: type, name: str) -> bool:
    if name.startswith("__"):
        return True
    value = next((vars(each)[name] for each in kind.__mro__ if name in vars(each)), None)
    return callable(value) or isinstance(value, classmethod | cached_property | property)


def _slots(kind: type) -> list[str]:
    names: list[str] = []
    for each in kind.__mro__:
        slots = vars(each).get("__slots__", ())
        names += [slots] if isinstance(slots, str) else [name for name in slots if isinstance(name, str)]
    return [name for name in names if name not in ("__dict__", "__weakref__") and not name.startswith("__")]
