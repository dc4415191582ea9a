"""The simulated class is the same for the same seed, and what each student must get follows from the bank."""

from collections import Counter

import pytest

from cmlib.instructor.classroom import BROKEN, ENDLESS_LOOP, Student, fill, hand_in, simulate_class
from cmlib.instructor.notebook import Notebook, source


@pytest.fixture(scope="module")
def released(released_course, toy):
    return Notebook.read(released_course.released(toy))


def test_the_notebook_knows_its_tasks_checks_and_written_answers(released):
    assert list(released.tasks) == ["task_1", "task_2"]
    assert released.checks == {"task_1_test_1": 2, "task_1_test_2": 3, "task_2_test_1": 3, "task_2_test_2": 4}
    assert released.written == {"opinion": 4}
    assert released.checks_of("task_2") == {"task_2_test_1": 3, "task_2_test_2": 4}
    assert released.task_of("task_1_test_2") == "task_1"


def test_the_same_seed_gives_the_same_class_and_another_seed_another(bank):
    assert simulate_class(bank, 24, seed=7) == simulate_class(bank, 24, seed=7)
    assert simulate_class(bank, 24, seed=7) != simulate_class(bank, 24, seed=8)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 24, 120])
def test_a_class_has_its_size_its_ids_and_each_kind_of_broken_file_once(bank, size):
    people = simulate_class(bank, size, seed=1)
    assert [each.id for each in people] == [f"s{number:02d}" for number in range(1, size + 1)]
    broken = Counter(each.broken for each in people if each.broken)
    assert set(broken.values()) <= {1}
    assert len(broken) == min(size // 2, len(BROKEN))
    assert sum(each.kind == "blank" for each in people) == size // 12


def test_a_mark_is_the_sum_of_the_answers_points(bank):
    wrong_base = next(each for each in bank["task_1"] if each.name == "misconception_wrong_base")
    right = next(each for each in bank["task_2"] if each.kind == "right")
    answers = {"task_1": wrong_base, "task_2": right}
    assert Student("s01", "weak", answers).mark == 2 + 7
    assert Student("s01", "weak", {"task_1": None, "task_2": right}).mark == 7
    assert Student("s01", "weak", answers, "endless loop").mark == 7
    assert Student("s01", "weak", answers, "corrupt file").mark is None


def test_an_impossible_class_is_refused(bank):
    with pytest.raises(ValueError, match="at least 1 student, found 0"):
        simulate_class(bank, 0, seed=1)
    with pytest.raises(ValueError, match="a right answer to task_1"):
        simulate_class({"task_1": [each for each in bank["task_1"] if each.kind != "right"]}, 3, seed=1)


def test_filling_changes_the_given_cells_and_nothing_else(released):
    filled = fill(released, {"task_1": "growth = None", "task_2": None}, "No.")
    changed = {
        source(before): source(after)
        for before, after in zip(released.cells, filled.cells, strict=True)
        if before != after
    }
    assert set(changed.values()) == {"growth = None", "No."}
    assert len(changed) == 2


def test_filling_an_unknown_cell_is_refused(released):
    with pytest.raises(LookupError, match=r"no solution cell \['task_9'\]; it has \['task_1', 'task_2'\]"):
        fill(released, {"task_9": "x = 1"})


def test_a_broken_submission_is_broken_in_its_way(bank, fresh_course, toy, released):
    answers = {task: choices[0] for task, choices in bank.items()}
    files = {how: hand_in(fresh_course, toy, released, Student(f"s-{how}", "average", answers, how)) for how in BROKEN}
    with pytest.raises(ValueError, match="is not a notebook"):
        Notebook.read(files["corrupt file"])
    assert files["wrong file name"].name == "01_toy (1).ipynb"
    assert len(Notebook.read(files["duplicated check"]).cells) == len(released.cells) + 1
    assert Notebook.read(files["endless loop"]).tasks["task_1"] == ENDLESS_LOOP
