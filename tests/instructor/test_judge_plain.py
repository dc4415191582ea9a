"""Sheets and outcomes cross between processes as plain data and are the same afterwards."""

from dataclasses import fields

import pytest

from cmlib.instructor.judge.plain import from_plain, to_plain
from cmlib.instructor.outcome import RAISED, CellOutcome
from cmlib.instructor.sheet import CHECK, GIVEN, Cell, Sheet
from cmlib.instructor.wire.codec import pack, unpack

CELLS = (Cell(0, GIVEN, "x = 1", own="x = 2"), Cell(1, CHECK, "assert x", "task", 2.5, True))
IMPORTS = {"np": "import numpy as np"}
SHEET = Sheet("s01", "a", "n", CELLS, ("x",), ("task",), {"d/x.csv": b"\x00\xff"}, 3.0, IMPORTS, ("h",))
OUTPUTS = ({"output_type": "error", "ename": "E", "evalue": "", "traceback": ["a", "b"]},)
OUTCOME = CellOutcome(1, RAISED, OUTPUTS, 0.5, "message", "remark")


@pytest.mark.parametrize("thing", [SHEET, OUTCOME, CELLS[0], CellOutcome(3), Sheet("s", "a", "n", ())])
def test_there_and_back(thing):
    assert from_plain(type(thing), unpack(pack(to_plain(thing)))) == thing


def test_every_field_is_looked_at():
    for thing in (SHEET, OUTCOME, CELLS[0]):
        for each in fields(thing):
            with pytest.raises(ValueError, match=f"{each.name} of a {type(thing).__name__} cannot be"):
                from_plain(type(thing), {**to_plain(thing), each.name: object()})


@pytest.mark.parametrize("content", [None, [], {"number": 1}, {**to_plain(OUTCOME), "score": 100}])
def test_anything_else_is_refused(content):
    with pytest.raises(ValueError, match="a CellOutcome has the fields"):
        from_plain(CellOutcome, content)


def test_cells_of_a_sheet_are_looked_at():
    with pytest.raises(ValueError, match="a Cell has the fields"):
        from_plain(Sheet, {**to_plain(SHEET), "cells": (1,)})
