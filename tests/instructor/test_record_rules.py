"""nbgrader's rules for a cell and a notebook, one case at a time."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.utils import compute_checksum, determine_grade

from cmlib.instructor.outcome import GRADED, MISSING, NEEDS_A_LOOK, CellOutcome, Outcome
from cmlib.instructor.record.plan import plan
from cmlib.instructor.record.score import NO_RESPONSE, Score, needs_a_human, score
from cmlib.instructor.record.treatment import GradeRow, NotGradable, NotHandedIn, Scored

OLD = GradeRow(3.0, False, 2.0)
SCORES = {"a": Score("a", 1.0, NO_RESPONSE), "b": Score("b", None, None)}


def cell(kind, *, untouched=False, **marks):
    made = (new_code_cell if kind == "code" else new_markdown_cell)("x = 1")
    made.metadata["nbgrader"] = {"grade": False, "solution": False, "locked": False, "grade_id": "c", **marks}
    if untouched:
        made.metadata.nbgrader["checksum"] = compute_checksum(made)
    return made


@pytest.mark.parametrize(
    ("made", "points", "automatic", "comment"),
    [
        (cell("code", grade=True, points=2), 1.5, 1.5, None),
        (cell("code", grade=True, points=2, untouched=True), 2, 2.0, None),
        (cell("code", grade=True, points=2), None, None, None),
        (cell("code", grade=True, points=0), 0, 0.0, None),
        (cell("code", grade=True, solution=True, points=2), 2, None, None),
        (cell("code", grade=True, solution=True, points=2, untouched=True), None, 0.0, NO_RESPONSE),
        (cell("markdown", grade=True, solution=True, points=2, untouched=True), None, 0.0, NO_RESPONSE),
        (cell("markdown", grade=True, points=2), 2, None, None),
        (cell("code", solution=True, untouched=True), None, None, NO_RESPONSE),
        (cell("code", solution=True), None, None, None),
        (cell("markdown", task=True, locked=True, points=4, untouched=True), None, None, None),
    ],
)
def test_the_score_of_a_cell(made, points, automatic, comment):
    found = score(made, points)
    assert (found.name, found.automatic, found.comment) == ("c", automatic, comment)
    marks = made.metadata.nbgrader
    if marks.grade and (marks.solution or made.cell_type == "markdown"):
        assert found.automatic == determine_grade(made)[0]  # nbgrader's own word


@pytest.mark.parametrize("made", [new_code_cell("x"), new_markdown_cell("x"), cell("code", locked=True)])
def test_cells_that_have_no_score(made):
    assert score(made, 1.0) is None


@pytest.mark.parametrize(
    ("automatic", "manual", "human"), [(1.0, None, False), (0.0, None, False), (None, None, True), (1.0, 0.0, True)]
)
def test_when_a_human_must_look(automatic, manual, human):
    assert needs_a_human(automatic, manual) is human


def test_what_happens_to_rows():
    scored = Scored(SCORES)
    assert scored.check("a", OLD) == GradeRow(1.0, True, 2.0)
    assert scored.check("a", GradeRow()) == GradeRow(1.0, False, None)
    assert scored.check("b", OLD) == GradeRow(None, True, 2.0)
    assert scored.check("gone", OLD) == GradeRow(None, True, 2.0)
    assert scored.task("t", OLD) == GradeRow(None, True, 2.0)
    assert scored.task("t", GradeRow(None, False, 2.0)) == GradeRow(None, False, 2.0)
    assert [scored.comment(name, "old") for name in ("a", "b", "gone")] == [NO_RESPONSE, None, None]
    assert NotHandedIn().check("a", OLD) == NotHandedIn().task("t", OLD) == GradeRow(0.0, False, 2.0)
    assert NotHandedIn().comment("a", "old") == "old"
    assert NotGradable().check("a", OLD) == NotGradable().task("t", OLD) == GradeRow(None, True, 2.0)
    assert NotGradable().comment("a", "old") is None
    assert [each.may_be_late for each in (scored, NotHandedIn(), NotGradable())] == [True, False, False]


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def test_the_plan_for_several_notebooks():
    made = cell("code", grade=True, points=2)
    ran = Outcome("s", GRADED, cells={1: CellOutcome(1, points=2.0)})
    outcomes = {"ran": ran, "broken": Outcome("s", NEEDS_A_LOOK, "why"), "absent": Outcome("s", MISSING)}
    planned = plan(
        outcomes, {"ran": notebook(new_code_cell("x"), made), "extra": notebook()}, ["ran", "broken", "absent", "other"]
    )
    assert planned.treatments["ran"].scores["c"].automatic == 2.0
    assert [type(planned.treatments[name]) for name in ("broken", "absent", "other")] == [
        NotGradable,
        NotHandedIn,
        NotHandedIn,
    ]
    assert list(planned.cells) == ["ran/c"]
    assert list(planned.notebooks) == ["ran"]
    assert (planned.whole.status, planned.whole.reason) == (NEEDS_A_LOOK, "broken: why")
    alone = plan(ran, {"ran": notebook(new_code_cell("x"), made)}, ["ran"])
    assert list(alone.cells) == ["c"]
    assert alone.whole is ran


def test_the_notebook_that_is_given_stays_as_it_is():
    given = notebook(new_code_cell("x", outputs=[]))
    planned = plan(Outcome("s", GRADED), {"n": given}, ["n"])
    planned.notebooks["n"].cells[0].source = "changed"
    planned.notebooks["n"].cells[0].outputs.append("changed")
    assert (given["cells"][0].source, given["cells"][0].outputs) == ("x", [])
