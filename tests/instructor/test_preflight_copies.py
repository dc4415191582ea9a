"""A cell that stands more than once: an honest copy keeps its marks, whatever was pasted where."""

import pytest
from preflight_toy import BEST, RIGHT, fill, named, order, place, put_after, released_content, source_of, twin

from cmlib.instructor.preflight.read_copy import read_copy
from cmlib.instructor.preflight.rebuild import rebuild
from cmlib.instructor.sheet import ANSWER, CHECK, GIVEN, TEXT

OLD = "def growth(before, after):\n    return after / before"
STUB = "def growth(before, after):\n    # YOUR CODE HERE\n    raise NotImplementedError()"


@pytest.fixture(scope="module")
def made(released_course, toy):
    return read_copy(released_course, toy)


@pytest.fixture
def content(released_course):
    return fill(released_content(released_course), task_2=BEST, opinion="No.")


#: Texts of task_1's own cell, of a copy right below it and of one below its first check (None: no such copy);
#: then the text that counts, and the student's own cells in task_1's part of the rebuilt notebook.
PASTED = {
    "the copy filled in": ((STUB, RIGHT, None), RIGHT, []),
    "the copy below the check filled in": ((STUB, None, RIGHT), RIGHT, []),
    "the copy left as it was": ((RIGHT, STUB, None), RIGHT, []),
    "the copy below the check left as it was": ((RIGHT, None, STUB), RIGHT, []),
    "a better copy": ((OLD, RIGHT, None), RIGHT, [OLD]),
    "an old copy kept below the check": ((RIGHT, None, OLD), RIGHT, [OLD]),
    "pasted and not touched": ((RIGHT, RIGHT, RIGHT), RIGHT, []),
    "stubs only": ((STUB, STUB, STUB), STUB, []),
    "a cell split in two": (("import math\n", RIGHT, None), RIGHT, ["import math\n"]),
    "three of them": ((OLD, RIGHT, "growth = 5"), RIGHT, [OLD, "growth = 5"]),
    "blank lines more": ((RIGHT + "\n\n", RIGHT.replace("\n", "\r\n"), None), RIGHT.replace("\n", "\r\n"), []),
}


@pytest.mark.parametrize("what", PASTED)
def test_the_copy_that_counts_is_the_last_changed_one_before_the_check(made, content, what):
    (first, below, later), counts, own = PASTED[what]
    named(content, "task_1")["source"] = first
    if later is not None:
        put_after(content, "task_1_test_1", twin(content, "task_1", later, id="far"))
    if below is not None:
        put_after(content, "task_1", twin(content, "task_1", below))
    done = rebuild(made, content)
    assert source_of(done, "task_1") == counts
    part = order(done)[3:-6]
    assert [cell for cell in part if cell[0] == "["] == [f"[{text}]" for text in own]
    assert [cell for cell in part if cell[0] != "["] == ["task_1", "task_1_test_1", "task_1_test_2"]
    kinds = {cell.kind for cell in done.cells if f"[{cell.source}]" in part}
    assert kinds == ({ANSWER} if own else set())
    told, *moved = done.flags
    assert moved in ([], ["cells stood in another order; the instructor's order was used"])
    times = 1 + (below is not None) + (later is not None)
    assert told.startswith(f"'task_1' is there {times} times: number ")
    assert told.endswith(f" counts, {len(own)} more kept")


def test_an_older_copy_runs_before_the_one_that_counts_and_a_later_one_after_the_check(made, content):
    named(content, "task_1")["source"] = OLD
    put_after(content, "task_1_test_1", twin(content, "task_1", "growth = 5", id="far"))
    put_after(content, "task_1", twin(content, "task_1", RIGHT))
    assert order(rebuild(made, content))[2:8] == [
        "ask-1", f"[{OLD}]", "task_1", "task_1_test_1", "[growth = 5]", "task_1_test_2",
    ]  # fmt: skip


def test_a_copy_above_the_cell_counts_less_than_the_cell(made, content):
    named(content, "task_1")["source"] = RIGHT
    content["cells"].insert(0, twin(content, "task_1", OLD))
    done = rebuild(made, content)
    assert (order(done)[0], source_of(done, "task_1")) == (f"[{OLD}]", RIGHT)
    assert done.flags == ("'task_1' is there 2 times: number 2 counts, 1 more kept",)


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_old_attempt_turned_into_text_stays_text(made, content, kind):
    named(content, "task_1")["source"] = RIGHT
    put_after(content, "task_1", twin(content, "task_1", OLD, cell_type=kind))
    done = rebuild(made, content)
    assert source_of(done, "task_1") == RIGHT
    (old,) = [cell for cell in done.cells if cell.source == OLD]
    assert (old.kind, old.is_code, old.number) == (TEXT, False, place(content, "task_1") + 1)


def test_if_all_changed_copies_are_text_the_last_one_counts(made, content):
    named(content, "task_1")["source"] = STUB
    put_after(content, "task_1", twin(content, "task_1", RIGHT, cell_type="markdown"))
    done = rebuild(made, content)
    assert source_of(done, "task_1") == RIGHT
    assert "of another cell type, turned back: 'task_1'" in done.flags


def test_a_check_moved_to_the_top_does_not_decide(made, content):
    named(content, "task_1")["source"] = OLD
    put_after(content, "task_1", twin(content, "task_1", RIGHT))
    moved = named(content, "task_1_test_1")
    content["cells"].remove(moved)
    content["cells"].insert(0, moved)
    assert source_of(rebuild(made, content), "task_1") == RIGHT


def test_a_check_of_an_earlier_task_does_not_decide(made, content):
    """Only what tests the answer comes into question, that is a check that follows it."""
    named(content, "task_2")["source"] = "best_customer = 1"
    moved = named(content, "task_1_test_2")
    content["cells"].remove(moved)
    put_after(content, "task_2", moved, twin(content, "task_2", BEST))
    assert source_of(rebuild(made, content), "task_2") == BEST


@pytest.mark.parametrize(("name", "kind"), [("task_1_test_1", CHECK), ("given", GIVEN)])
def test_copies_of_what_students_do_not_write_are_cells_of_their_own(made, content, name, kind):
    put_after(content, name, twin(content, name, "mine = 1"))
    done = rebuild(made, content)
    at = order(done).index(name)
    assert [cell.kind for cell in done.cells[at : at + 2]] == [kind, ANSWER]
    assert order(done)[at + 1] == "[mine = 1]"
    assert done.flags == (f"'{name}' is there 2 times: number 1 counts, 1 more kept",)


def test_a_written_answer_pasted_twice(made, content):
    put_after(content, "opinion", twin(content, "opinion", "Yes."))
    done = rebuild(made, content)
    assert (source_of(done, "opinion"), order(done)[-2:]) == ("Yes.", ["[No.]", "opinion"])
