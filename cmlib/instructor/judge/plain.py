"""Sheets and outcomes as plain data, to cross between the worker and the judge."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from cmlib.instructor.outcome import CellOutcome
from cmlib.instructor.sheet import Cell, Sheet

#: What the fields of any of the three may hold; where they share a name they share its type.
_TEXT, _NUMBER, _TUPLE = (str,), (int, float), (tuple,)
_TYPES: dict[str, tuple[type, ...]] = {
    "assignment": _TEXT,
    "became": _TEXT,
    "cells": _TUPLE,
    "files": (Mapping,),
    "given_files": _TUPLE,
    "imports": (Mapping,),
    "inside": _TUPLE,
    "is_code": (bool,),
    "kind": _TEXT,
    "message": _TEXT,
    "name": _TEXT,
    "notebook": _TEXT,
    "number": (int,),
    "outputs": _TUPLE,
    "own": (str, type(None)),
    "partial": _TUPLE,
    "points": (*_NUMBER, type(None)),
    "remark": _TEXT,
    "seconds": _NUMBER,
    "source": _TEXT,
    "student": _TEXT,
    "student_names": _TUPLE,
}

Kind = TypeVar("Kind", Cell, CellOutcome, Sheet)


def to_plain(thing: Cell | CellOutcome | Sheet) -> dict[str, Any]:
    """The fields by name, with nothing in them but plain data.

    >>> to_plain(Cell(3, "check", "assert x == 1", "test_x", 2))["points"]
    2
    """
    return {each.name: _plain(getattr(thing, each.name)) for each in fields(thing)}


def from_plain(kind: type[Kind], content: object) -> Kind:
    """The sheet, cell or outcome again. Raises ``ValueError`` for anything that `to_plain` does not give."""
    known = {each.name for each in fields(kind)}
    if not isinstance(content, Mapping) or set(content) != known:
        raise ValueError(f"a {kind.__name__} has the fields {sorted(known)}, found {_found(content)}")
    for name, value in content.items():
        if name in _TYPES and not isinstance(value, _TYPES[name]):
            raise ValueError(f"{name} of a {kind.__name__} cannot be {type(value).__name__}")
    made: dict[str, Any] = dict(content)
    if kind is Sheet:
        made["cells"] = tuple(from_plain(Cell, cell) for cell in made["cells"])
    return kind(**made)


def _plain(value: Any) -> Any:
    if isinstance(value, Cell):
        return to_plain(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_plain(each) for each in value)
    return value


def _found(content: object) -> str:
    return str(sorted(map(str, content))) if isinstance(content, Mapping) else type(content).__name__
