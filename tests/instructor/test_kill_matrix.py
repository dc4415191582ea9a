"""The kill matrix holds for a sound bank, and shows each way in which a bank can be wrong."""

from dataclasses import replace

import pytest

from cmlib.instructor.kill_matrix import kill_matrix, unfit
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.summary import kill_table


@pytest.fixture(scope="module")
def released(released_course, toy):
    return Notebook.read(released_course.released(toy))


def the(bank, task, name):
    return next(answer for answer in bank[task] if answer.name == name)


def test_every_answer_of_the_toy_bank_is_as_expected(fresh_course, toy, released, bank):
    verdicts = kill_matrix(fresh_course, toy, released, bank)
    table = kill_table(verdicts)
    assert [each for each in verdicts if not each.held] == [], table
    assert len(verdicts) == 9 + 2  # the bank and the blank of each task
    earned = {(each.task, each.answer): each.earned for each in verdicts}
    assert earned["task_2", "misconception_largest_purchase"] == 2  # partial credit: 2 of the 4 other lists
    assert earned["task_1", "blank"] == earned["task_2", "blank"] == 0
    assert len(table.splitlines()) == 1 + len(verdicts)


def test_a_survivor_a_wrong_hint_a_wrong_check_and_a_harmful_right_answer_are_shown(fresh_course, toy, released, bank):
    percent, wrong_base = (
        the(bank, "task_1", f"misconception_{name}") for name in ("percent_for_fraction", "wrong_base")
    )
    right = the(bank, "task_1", "right_difference")
    bad = [
        replace(right, name="survivor", kind="misconception", points=2.0, loses=("task_1_test_2",), hint="sign"),
        replace(percent, name="wrong_hint", hint="the sign is wrong"),
        replace(wrong_base, name="wrong_check", loses=("task_1_test_1",)),
        replace(right, name="ends", code="import os\nos._exit(0)"),
    ]
    verdicts = kill_matrix(fresh_course, toy, released, {"task_1": bad, "task_2": bank["task_2"][-1:]})
    why = {each.answer: " | ".join(each.why) for each in verdicts if each.task == "task_1"}
    assert why["blank"] == ""
    assert "earns 5 points, expected 2" in why["survivor"]
    assert "loses at no check, expected task_1_test_2" in why["survivor"]
    assert why["wrong_hint"].startswith(
        "the hint 'the sign is wrong' is not in what the student sees: 'growth: give a fraction"
    )
    assert "loses at task_1_test_2, expected task_1_test_1" in why["wrong_check"]
    assert "earns 0 points, expected 5" in why["ends"]


def test_a_bank_that_does_not_belong_to_the_notebook_is_refused(fresh_course, toy, released, bank):
    strange = replace(the(bank, "task_1", "constant"), maximum=9.0, loses=("task_1_test_7",))
    assert unfit(released, bank) == []
    assert unfit(released, {"task_1": [strange], "task_3": bank["task_2"]}) == [
        "no answers to task_2",
        "answers to task_3, which is no solution cell",
        "task_1/constant says of 9, the checks give 5",
        "task_1/constant loses task_1_test_7, which is no check",
    ]
    with pytest.raises(ValueError, match="the answer bank does not fit '01_toy': no answers to task_2"):
        kill_matrix(fresh_course, toy, released, {"task_1": [strange]})
