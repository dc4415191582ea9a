"""A handle: what the judge holds of an object that stays in the student's process.

Its attributes, methods, items, length and text are asked from the object. What decides a test is not: whether it
equals something, is true, is a number or can be made an array is fixed here and never asked.
"""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn, Protocol

from cmlib.instructor.judge.remote_refusal import NotGradable, not_gradable


class Link(Protocol):
    """Whom a handle asks."""

    def ask(self, verb: str, **details: object) -> Any: ...
    def next(self, number: int) -> object: ...
    def call(self, number: int, args: tuple, kwargs: dict) -> object: ...
    def forget(self, number: int) -> None: ...


#: Special names that are asked; they promise nothing but what a program says about itself.
_SPECIAL = frozenset(
    {"__annotations__", "__defaults__", "__kwdefaults__", "__name__", "__qualname__", "__wrapped__"}
    | {"__sklearn_is_fitted__", "__sklearn_tags__"}
)


def may_ask(name: str) -> bool:
    """Whether an attribute is asked from the object: not if a library would take it for a promise of data."""
    if name.startswith("__"):
        return name in _SPECIAL
    return name != "_typ" and not name.startswith(("_repr_", "_ipython_", "_render_", "_constructor"))


#: Attribute of a handle's class that no attribute of a student's object can be.
COMPARES = "<compares>"


class Handle:
    """An object of the student's process; classes derived from this one say what it can do."""

    __slots__ = ("__link", "__number", "__weakref__")

    def __new__(cls, *args: object, **kwargs: object) -> "Handle":
        raise TypeError("a handle is not made by hand")

    # What is asked.

    def __getattr__(self, name: str) -> object:
        if not may_ask(name):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return link_of(self).ask("get_attribute", number=number_of(self), name=name)

    def __setattr__(self, name: str, value: object) -> None:
        link_of(self).ask("set_attribute", number=number_of(self), name=name, value=value)

    def __delattr__(self, name: str) -> None:
        link_of(self).ask("delete_attribute", number=number_of(self), name=name)

    def __dir__(self) -> list[str]:
        return _expect(link_of(self).ask("attribute_names", number=number_of(self)), list)

    @property
    def __dict__(self) -> dict:  # type: ignore[override]  # what vars() gives
        return _expect(link_of(self).ask("variables", number=number_of(self)), dict)

    def __str__(self) -> str:
        return _expect(link_of(self).ask("text", number=number_of(self), how="str"), str)

    def __repr__(self) -> str:
        return _expect(link_of(self).ask("text", number=number_of(self), how="repr"), str)

    def __format__(self, details: str) -> str:
        return _expect(link_of(self).ask("text", number=number_of(self), how="format", details=details), str)

    def __del__(self) -> None:
        link_of(self).forget(number_of(self))

    # What is fixed.

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if other is None or (is_handle(other) and not _compares(self) and not _compares(other)):
            return False
        raise not_gradable(type(self).__name__, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        """Objects of a library's class whose objects are always true are; any other might be the answer itself."""
        known = self.__class__
        if known is type(self) or known.__module__ == "builtins" or {"__bool__", "__len__"} & set(dir(known)):
            raise not_gradable(type(self).__name__, True)
        return True

    def __copy__(self) -> object:
        return link_of(self).ask("copy", number=number_of(self), deep=False)

    def __deepcopy__(self, memory: object) -> object:
        return link_of(self).ask("copy", number=number_of(self), deep=True)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise NotGradable(f"an object of type {type(self).__name__} cannot be copied or stored outside its process")


_LINK: Any = vars(Handle)["_Handle__link"]
_NUMBER: Any = vars(Handle)["_Handle__number"]


def link_of(handle: Handle) -> Link:
    return _LINK.__get__(handle)


def number_of(handle: Handle) -> int:
    return _NUMBER.__get__(handle)


def is_handle(value: object) -> bool:
    """Whether the value is a handle; it cannot say so or deny it itself."""
    return issubclass(type(value), Handle)


def _compares(handle: object) -> bool:
    """Whether the class of the handle's object defines when two of them are equal."""
    return bool(getattr(type(handle), COMPARES, True))


def make_handle(kind: type, link: Link, number: int) -> Handle:
    handle: Handle = object.__new__(kind)
    _LINK.__set__(handle, link)
    _NUMBER.__set__(handle, number)
    return handle


def _expect(value: object, kind: type) -> Any:
    """The value if it is exactly of this type: a special method may give nothing else."""
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}, found {type(value).__name__}")
    return value


# Whatever numbers, sequences and arrays are asked for, a handle refuses.


def _refuses(self: Handle, *others: object, **_: object) -> NoReturn:
    raise not_gradable(type(self).__name__, next(iter(others), 0))


def _refuses_array(self: Handle, *_: object, **__: object) -> NoReturn:
    raise not_gradable(type(self).__name__)


def _two(operation: str) -> Callable[[Handle, object], object]:
    """Between two of the student's objects the object's own operator decides; with data there is none."""

    def operate(self: Handle, other: object) -> object:
        if not is_handle(other):
            raise not_gradable(type(self).__name__, other)
        return link_of(self).ask("operate", operation=operation, number=number_of(self), args=[other])

    return operate


_OPERATORS = "add sub mul truediv floordiv mod divmod pow matmul lshift rshift and or xor"
_REFUSED = "lt le gt ge int float complex index bytes neg pos abs invert round trunc floor ceil"
for _name in _OPERATORS.split():
    setattr(Handle, f"__{_name}__", _two(f"__{_name}__"))
    setattr(Handle, f"__r{_name}__", _refuses)
for _name in _REFUSED.split():
    setattr(Handle, f"__{_name}__", _refuses)
for _name in ("array", "array_ufunc", "array_function"):
    setattr(Handle, f"__{_name}__", _refuses_array)


# What a handle can do if its object can.


def _length(self: Handle) -> int:
    return _expect(link_of(self).ask("operate", operation="__len__", number=number_of(self), args=[]), int)


def _iterate(self: Handle) -> Iterator[object]:
    iterator = link_of(self).ask("operate", operation="__iter__", number=number_of(self), args=[])
    if not hasattr(type(iterator), "__next__"):
        raise TypeError(f"iter() returned non-iterator of type {type(iterator).__name__!r}")
    return iterator


def _next(self: Handle) -> object:
    return link_of(self).next(number_of(self))


def _contains(self: Handle, item: object) -> bool:
    return _expect(link_of(self).ask("operate", operation="__contains__", number=number_of(self), args=[item]), bool)


def _call(self: Handle, /, *args: object, **kwargs: object) -> object:
    return link_of(self).call(number_of(self), args, kwargs)


def _asks(operation: str) -> Callable[..., object]:
    def ask(self: Handle, *args: object) -> object:
        return link_of(self).ask("operate", operation=operation, number=number_of(self), args=list(args))

    return ask


def _leave(self: Handle, kind: object, error: object, trace: object) -> object:
    """The end of a ``with`` block; what was raised there stays with the judge."""
    return link_of(self).ask("operate", operation="__exit__", number=number_of(self), args=[None, None, None])


ABILITIES: dict[str, Callable[..., object]] = {
    "__call__": _call,
    "__iter__": _iterate,
    "__next__": _next,
    "__len__": _length,
    "__contains__": _contains,
    "__getitem__": _asks("__getitem__"),
    "__setitem__": _asks("__setitem__"),
    "__delitem__": _asks("__delitem__"),
    "__reversed__": _asks("__reversed__"),
    "__enter__": _asks("__enter__"),
    "__exit__": _leave,
}
