"""Classes of the student's process: mirrored here, so that ``isinstance``, ``except`` and calling them work."""

import builtins
import inspect
from typing import Any

from cmlib.instructor.judge.remote_function import signature_from
from cmlib.instructor.judge.remote_handle import ABILITIES, COMPARES, Handle, Link, link_of, may_ask, number_of
from cmlib.instructor.judge.remote_library import passes_for
from cmlib.instructor.judge.remote_refusal import NotGradable

# Names that no attribute of a student's class can have.
_LINK, _NUMBER, _TEXT = "<link>", "<number>", "<text>"


class Mirror(type):
    """The type of mirrored classes; calling one makes an object in the student's process."""

    def __new__(cls, name: str, bases: tuple[type, ...], content: dict[str, Any]) -> "Mirror":
        if _LINK not in content:
            raise NotGradable("a class of the student's cannot be subclassed outside the student's process")
        return type.__new__(cls, name, bases, content)

    def __call__(cls, /, *args: object, **kwargs: object) -> Any:
        return class_link(cls).call(class_number(cls), args, kwargs)

    def __getattr__(cls, name: str) -> object:
        if not may_ask(name):
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        return class_link(cls).ask("get_attribute", number=class_number(cls), name=name)

    def __setattr__(cls, name: str, value: object) -> None:
        class_link(cls).ask("set_attribute", number=class_number(cls), name=name, value=value)

    @property
    def __signature__(cls) -> inspect.Signature:
        return signature_from(class_link(cls).ask("signature", number=class_number(cls)))


def class_link(kind: type) -> Link:
    return type.__getattribute__(kind, _LINK)


def class_number(kind: type) -> int:
    return type.__getattribute__(kind, _NUMBER)


class MirroredError:
    """What every mirrored exception has: the text that the student's process gave it, and more to ask for there."""

    def __str__(self) -> str:
        return str(self.__dict__.get(_TEXT, ""))

    def __getattr__(self, name: str) -> object:
        if not may_ask(name) or not error_number(self):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return class_link(type(self)).ask("get_attribute", number=error_number(self), name=name)


def error_number(error: MirroredError) -> int:
    """The number of the exception in the student's process; 0 for one that was made here."""
    return int(error.__dict__.get(_NUMBER, 0))


def made_error(kind: Any, facts: dict[str, Any]) -> Exception:
    """An exception of a mirrored class, as the student's process described it."""
    error: Exception = kind.__new__(kind, *facts["args"])
    error.args = tuple(facts["args"])
    own = {name: value for name, value in dict(facts["state"]).items() if type(name) is str and name[:2] != "__"}
    error.__dict__.update(own)
    error.__dict__.update({_TEXT: str(facts["text"]), _NUMBER: int(facts["number"])})
    return error


def mirror(link: Link, facts: dict[str, Any], bases: tuple[type, ...]) -> type:
    """A class like the one that the facts describe; its objects pass for those of a library's class it comes from."""
    content = _content(link, facts) | {"__slots__": ()}
    content |= {name: ABILITIES[name] for name in facts["can"] if name in ABILITIES}
    if "__call__" in content:
        content["__signature__"] = property(_signature)
    content[COMPARES] = "__eq__" in facts["can"]
    lineage = list(facts["library"])
    if not facts["own"] or len(lineage) > 1:
        content["__class__"] = property(lambda handle: passes_for(lineage) or type(handle))
    return Mirror(_name(facts, "object"), bases or (Handle,), content)


def mirror_error(link: Link, facts: dict[str, Any], bases: tuple[type, ...], builtin: str) -> type:
    """A mirrored exception class, with its builtin ancestor as base."""
    bases = bases or (MirroredError, builtin_error(builtin))
    return Mirror(_name(facts, "Error"), bases, _content(link, facts))


def _signature(handle: Handle) -> inspect.Signature:
    return signature_from(link_of(handle).ask("signature", number=number_of(handle)))


def _name(facts: dict[str, Any], otherwise: str) -> str:
    """The name of the class, if it is one that is no surprise in a message."""
    name = facts["name"]
    return name if type(name) is str and name.isidentifier() and len(name) <= 100 else otherwise


def _content(link: Link, facts: dict[str, Any]) -> dict[str, Any]:
    doc = facts["doc"]
    return {
        "__module__": str(facts["module"])[:200],
        "__doc__": doc if type(doc) is str else None,
        _LINK: link,
        _NUMBER: int(facts["number"]),
    }


def builtin_error(name: str) -> type[Exception]:
    """The builtin exception of this name; one that would end more than the test becomes ``RuntimeError``."""
    kind = getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, _ENDING):
        return kind
    return RuntimeError


#: ``map`` and ``zip`` in a test would silently end with these.
_ENDING = (StopIteration, StopAsyncIteration)
