"""A stub: what the judge holds of a function of the student's process. Calling it calls the function there."""

import inspect
import linecache
import types
from typing import Any, NoReturn

from cmlib.instructor.judge.remote_handle import Handle, Link, _call, link_of, make_handle, number_of


def _template() -> NoReturn:
    raise RuntimeError("the function runs elsewhere")


class Function(Handle):
    """Looks like a function: name, text of documentation, signature and source are those of the student's."""

    __slots__ = ("__facts",)

    __call__ = _call

    def __getattr__(self, name: str) -> object:
        facts = _FACTS.__get__(self)
        return facts[name] if name in facts else Handle.__getattr__(self, name)

    @property  # type: ignore[misc]  # object's own can be set
    def __class__(self) -> type:  # for isinstance(f, types.FunctionType)
        return types.FunctionType

    @property
    def __signature__(self) -> inspect.Signature:
        return signature_from(link_of(self).ask("signature", number=number_of(self)))

    @property
    def __code__(self) -> types.CodeType:
        """Code that nobody runs; it says where the source is, for ``inspect.getsource``."""
        found = link_of(self).ask("source", number=number_of(self))
        file = f"<student function {number_of(self)}>"
        text = str(found["text"])
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        return _template.__code__.replace(co_filename=file, co_firstlineno=1, co_name=_FACTS.__get__(self)["__name__"])

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        return True

    def __get__(self, instance: object, owner: object = None) -> object:
        return self if instance is None else types.MethodType(self, instance)


_FACTS: Any = vars(Function)["_Function__facts"]
Function.__doc__ = property(lambda self: _FACTS.__get__(self)["__doc__"])  # type: ignore[assignment]
Function.__module__ = property(lambda self: _FACTS.__get__(self)["__module__"])  # type: ignore[assignment]


def make_function(link: Link, number: int, facts: dict[str, Any]) -> Function:
    function = make_handle(Function, link, number)
    assert type(function) is Function
    _FACTS.__set__(function, {f"__{name}__": facts[name] for name in ("name", "qualname", "module", "doc")})
    return function


def signature_from(parameters: list[list[Any]]) -> inspect.Signature:
    """The signature that the student's process described."""
    empty = inspect.Parameter.empty
    return inspect.Signature(
        [
            inspect.Parameter(
                name,
                inspect._ParameterKind(kind),
                default=default if has_default else empty,
                annotation=annotation if has_annotation else empty,
            )
            for name, kind, has_default, default, has_annotation, annotation in parameters
        ]
    )
