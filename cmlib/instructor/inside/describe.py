"""What the judge is told about an object that stays here: plain facts, found without asking the object itself."""

import inspect
import sys
import types
from collections.abc import Callable
from typing import Any

from cmlib.instructor.inside.copies import is_namedtuple, namedtuple_facts
from cmlib.instructor.wire.codec import NotPlain, pack

#: What an object of the type can do, as far as the judge's handle must be able to do it, too.
ABILITIES = (
    "__call__",
    "__iter__",
    "__next__",
    "__len__",
    "__getitem__",
    "__setitem__",
    "__delitem__",
    "__contains__",
    "__reversed__",
    "__enter__",
    "__exit__",
)
#: Types of what is a function for a test.
_FUNCTIONS = (types.FunctionType, types.MethodType, types.BuiltinFunctionType)
_OWN = (*ABILITIES, "__eq__")

Facts = dict[str, object]


def describe(value: Any, number_of: Callable[[object], int]) -> Facts:
    """Facts about the value; ``number_of`` gives the number of another object that the judge must know."""
    kind = type(value)
    if kind in _FUNCTIONS:
        about = {name: getattr(value, f"__{name}__", None) for name in ("name", "qualname", "module", "doc")}
        return {"kind": "function", **{name: _text(text) if text else None for name, text in about.items()}}
    if issubclass(kind, type):
        return {"kind": "class", "class": describe_class(value, number_of)}
    return {"kind": "instance", "class": describe_class(kind, number_of)}


def describe_class(kind: type, number_of: Callable[[object], int]) -> Facts:
    """Name, abilities and ancestors of a class: the notebook's own ones in full, a library's by name."""
    lineage = type.__dict__["__mro__"].__get__(kind)
    bases = type.__dict__["__bases__"].__get__(kind)
    return {
        "number": number_of(kind),
        "name": _text(kind.__name__),
        "module": _module(kind),
        "doc": _text(kind.__doc__) if type(kind.__doc__) is str else None,
        "can": [name for name in _OWN if any(_defines(each, name) for each in lineage if each is not object)],
        "namedtuple": _namedtuple(kind),
        "bases": [describe_class(base, number_of) for base in bases if is_own(base)],
        "library": [[_module(each), _text(each.__qualname__)] for each in lineage if not is_own(each)],
        "own": is_own(kind),
    }


def is_own(kind: type) -> bool:
    """Whether the class was made by the notebook's cells rather than by a library."""
    return _module(kind) not in sys.modules or _module(kind) == "__main__"


def signature_of(value: object) -> list[list[object]]:
    """The parameters of a callable: name, kind, whether there is a default, the default, and the annotation."""
    return [
        [
            each.name,
            int(each.kind),
            each.default is not each.empty,
            None if each.default is each.empty else each.default,
            each.annotation is not each.empty,
            None if each.annotation is each.empty else each.annotation,
        ]
        for each in inspect.signature(value).parameters.values()  # type: ignore[arg-type]  # it says so itself
    ]


def source_of(value: object) -> Facts:
    """The text that defines a function or class, with the line on which it begins."""
    lines, first = inspect.getsourcelines(value)  # type: ignore[arg-type]  # it says so itself
    return {"text": "".join(lines), "first": first}


def _namedtuple(kind: type) -> bytes:
    """Facts that make a class of named tuples; none for another class."""
    try:
        return pack(namedtuple_facts(kind)) if is_namedtuple(kind) else b""
    except NotPlain:  # a default value that is not plain data
        return b""


def _defines(kind: type, name: str) -> bool:
    return type.__dict__["__dict__"].__get__(kind).get(name) is not None


def _module(kind: type) -> str:
    module = type.__dict__["__module__"].__get__(kind)
    return _text(module) if isinstance(module, str) else ""


def _text(text: object) -> str:
    return str.__str__(text) if isinstance(text, str) else ""
