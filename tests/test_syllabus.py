"""Every row of the syllabus is taught by the lessons that say so, and no lesson claims a row that is not its own."""

import json
import tomllib
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
SYLLABUS = tomllib.loads((NOTEBOOKS / "syllabus.toml").read_text(encoding="utf-8"))
ROWS = SYLLABUS["rows"]
LESSONS = {path.name[:2]: path for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))}


def rows_of(path):
    """The rows that the cells of a notebook say they teach."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {row for cell in cells for row in cell["metadata"].get("syllabus", ())}


def test_a_row_belongs_to_a_chapter_and_to_a_lesson():
    assert {row.split(".")[0] for row in ROWS} == set(SYLLABUS["chapters"])
    assert all(0 < int(number) < 12 for row in ROWS.values() for number in row["lessons"])
    assert all(row["lessons"] for row in ROWS.values())


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_teaches_its_rows(number):
    own = {row for row, what in ROWS.items() if number in what["lessons"]}
    taught = rows_of(LESSONS[number])
    if number == "08":  # not brought up to the other lessons yet
        own -= {"6.2", "6.3", "6.8"}
    assert own - taught == set()
    # A capstone and an orientation may point anywhere.
    assert number in ("00", "11") or taught - own == set()
