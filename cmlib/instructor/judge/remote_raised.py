"""Exceptions of the student's process, raised again here as what a test expects of them."""

from collections.abc import Callable
from typing import Any

from cmlib.instructor.judge.remote_class import MirroredError, builtin_error, made_error
from cmlib.instructor.judge.remote_library import library_error


def error_from(raised: dict[str, Any], class_from: Callable[[dict[str, Any]], type]) -> Exception:
    """The exception that the facts describe.

    A class of the student's is mirrored, a library's is that of the library, any other is the nearest builtin one.
    What would end more than the test (``SystemExit``, ``StopIteration`` …) is a ``RuntimeError``.
    """
    facts, text, name = raised["class"], str(raised["text"]), str(raised["builtin"])
    if facts["own"]:
        kind = class_from(facts)
        if issubclass(kind, Exception) and issubclass(kind, MirroredError):
            return made_error(kind, raised)
    base = builtin_error(name)
    if base is RuntimeError and name != "RuntimeError":
        return RuntimeError(f"{facts['name']}: {text}" if text else str(facts["name"]))
    kind = library_error(facts["library"]) or base
    return _made(kind, base, tuple(raised["args"]), text)


def _made(kind: type[Exception], base: type[Exception], args: tuple[Any, ...], text: str) -> Exception:
    for each in (kind, base):
        try:
            return each(*args)
        except Exception:  # its constructor wants something else
            continue
    return RuntimeError(text)
