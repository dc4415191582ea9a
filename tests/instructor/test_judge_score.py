"""The points of a check are those of nbgrader's own ``determine_grade``, from the outputs that are recorded."""

import itertools

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.utils import determine_grade

from cmlib.instructor.judge.outputs import clean
from cmlib.instructor.judge.remote import Ran
from cmlib.instructor.judge.score import STDERR, Score, has_failed, score, settled
from cmlib.instructor.judge.verdict import killed, not_judged, nothing, of_check, of_check_inside, timed_out
from cmlib.instructor.outcome import CELL_KILLED, CELL_TIMED_OUT, NOT_RUN, RAISED, RAN
from cmlib.instructor.sheet import ANSWER, CHECK, Cell

STREAM = {"output_type": "stream", "name": "stdout", "text": "half done\n"}
ERRORS = {"output_type": "stream", "name": "stderr", "text": "UserWarning\n"}
SHOWN = {"output_type": "display_data", "data": {"text/plain": "7"}, "metadata": {}}
ERROR = {"output_type": "error", "ename": "AssertionError", "evalue": "off", "traceback": ["off"]}

RESULTS = [
    *("0", "0.0", "1", "1.5", "2", "2.0", "3", "2.0000001", "-1", "-0.0", "nan", "inf", "-inf", "1e-3", "1_0", "True"),
    *(
        "'2'",
        "np.float64(1.0)",
        "array(1.)",
        "[1]",
        "None",
        "1+0j",
        "Decimal('1')",
        " 1 ",
        "1\n",
        "text",
        "٢",
        "1" * 400,
    ),
]


def result(text):
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}, "execution_count": None}


def of_nbgrader(outputs, most):
    """What stock nbgrader gives; None where it gives nothing and stops."""
    marks = {"grade": True, "solution": False, "grade_id": "x", "points": most, "locked": True, "schema_version": 3}
    cell = nbformat.v4.new_code_cell("x", metadata={"nbgrader": marks})
    cell.outputs = [nbformat.from_dict(each) for each in outputs]
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))
    try:
        return determine_grade(cell)[0]
    except ValueError:
        return None


@pytest.mark.parametrize("most", [2, 0, 1.5])
@pytest.mark.parametrize("text", RESULTS)
def test_a_result_counts_as_with_nbgrader(text, most):
    outputs = [STREAM, result(text)]
    found = of_check(Cell(0, CHECK, "x", "x", most), outputs, "")
    assert found.points == of_nbgrader(found.outputs, most) == of_nbgrader(outputs, most)
    assert type(found.points) in (float, type(None))


@pytest.mark.parametrize("kinds", list(itertools.product([STREAM, ERRORS, SHOWN, ERROR], repeat=3)))
def test_any_outputs_count_as_with_nbgrader(kinds):
    for outputs in (kinds, kinds[:1], [*kinds, result("1.5")]):
        found = of_check(Cell(0, CHECK, "x", "x", 2), outputs, "")
        assert found.points == of_nbgrader(found.outputs, 2) == of_nbgrader(outputs, 2)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text(max_size=20), st.floats(0, 100))
def test_any_text_counts_as_with_nbgrader(text, most):
    found = of_check(Cell(0, CHECK, "x", "x", most), [result(text)], "")
    assert found.points == of_nbgrader(found.outputs, most)


@pytest.mark.parametrize(
    "before", [[{**STREAM, "text": "x" * 300_000}], [{**STREAM, "text": "x\n" * 3000}], [SHOWN] * 250], ids=len
)
def test_what_decides_is_never_cut(before):
    cell = Cell(0, CHECK, "x", "x", 2)
    for last, points in ((result("1.5"), 1.5), (ERROR, 0), (result("2"), 2)):
        found = of_check(cell, [*before, last], "")
        assert found.points == points == of_nbgrader(found.outputs, 2) == of_nbgrader([*before, last], 2)


def test_a_check_worth_nothing_that_fails_has_its_message():
    assert of_check(Cell(0, CHECK, "x", "x", 0), [ERROR], "off").message == "off"


def test_a_result_before_an_error_is_no_result():
    """nbgrader takes the first result that is shown, even before an error."""
    outputs = [result("2"), ERROR]
    assert of_nbgrader(outputs, 2) == 2
    found = of_check(Cell(0, CHECK, "x", "x", 2), outputs, "off")
    assert (found.points, found.message, found.became) == (0, "off", RAISED)
    assert of_nbgrader(found.outputs, 2) == 0
    assert [each["output_type"] for each in found.outputs] == ["display_data", "error"]
    nbformat.validate({"output_type": "display_data", "data": {}, "metadata": {}}, "display_data", version=4)


def test_odd_results_leave_a_remark():
    assert score([result("np.float64(1.0)")], 2).remark.startswith("the result np.float64(1.0) is no plain number")
    assert score([result("-1")], 2) == Score(2.0, "the result -1 is no number of points, so nbgrader gives all")
    assert score([result("3")], 2) == Score(
        None, "the result 3 is more than the 2 points of the check; nbgrader refuses it"
    )
    assert score([ERRORS], 2) == Score(0.0, STDERR)
    assert score([result("9" * 400)], 2).remark.startswith(f"the result {'9' * 60}… is more")
    for text in ("'all passed'", "True", "<function f>"):
        assert score([result(text)], 2) == Score(2.0)
    for text in ("0", "1.5", "2"):
        assert score([result(text)], 2) == Score(float(text))


def test_messages_of_checks_without_an_error():
    cell = Cell(3, CHECK, "x", "x", 2)
    assert of_check(cell, [STREAM], "").message == ""
    assert of_check(cell, [STREAM, result("1")], "").message == "half done"
    assert of_check(cell, [result("1")], "").message == "1 of 2 points"
    assert of_check(cell, [result("0")], "").message == "the check was not passed"
    assert of_check(cell, [ERRORS], "").message == "the check was not passed"
    assert of_check(cell, [result("3")], "").message == "the check was not passed"
    assert of_check(cell, [ERRORS], "").became == RAN


def test_a_check_that_ran_inside_is_scored_by_its_outputs_and_remarked_on():
    cell = Cell(0, CHECK, "assert f(), 'off by one'", "x", 2)
    found = of_check_inside(cell, Ran((STREAM, ERRORS)))
    assert (found.points, found.outputs) == (2, ({**STREAM, "text": "half done\nUserWarning\n"},))
    assert found.remark == "this check ran in the student's process, so its points could have been forged"
    raised = of_check_inside(cell, Ran((), ("AssertionError", "off by one")))
    assert (raised.points, raised.message, raised.became) == (0, "off by one", RAISED)
    assert of_nbgrader(raised.outputs, 2) == 0
    hooked = of_check_inside(cell, Ran((result("2"), ERROR), ("AssertionError", "hidden 3.14")))
    assert (hooked.points, hooked.message) == (0, "the check was not passed")
    warns = Cell(0, CHECK, "import sys\nprint('no', file=sys.stderr)", "x", 2)
    assert of_check_inside(warns, Ran((ERRORS,))).points == 0


def test_cells_that_came_to_no_end():
    check, answer = Cell(1, CHECK, "x", "x", 2), Cell(2, ANSWER, "x")
    found = of_check(check, [STREAM, result("2"), ERROR], "")
    late = timed_out(found, check, 30)
    why = "the cell took longer than 30 seconds and was stopped"
    assert (late.became, late.points, late.message) == (CELL_TIMED_OUT, 0, why)
    assert [each["output_type"] for each in late.outputs] == ["stream", "display_data", "error"]
    assert late.outputs[-1]["ename"] == "CellTimeoutError"
    gone = killed(nothing(answer, "remark"), answer)
    assert (gone.became, gone.points, gone.message, gone.remark) == (CELL_KILLED, None, "", "remark")
    never = not_judged(check)
    assert (never.became, never.points) == (NOT_RUN, 0)
    for outcome in (late, never, killed(found, check)):
        assert of_nbgrader(outcome.outputs, 2) == 0
        assert has_failed(outcome.outputs)


def test_settling_leaves_the_outputs_of_a_passed_check_alone():
    outputs = [STREAM, result("1")]
    assert settled(outputs, False) == outputs
    assert list(clean(settled(outputs, False))) == outputs
