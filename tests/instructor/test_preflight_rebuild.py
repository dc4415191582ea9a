"""The rebuilt notebook is the instructor's, with the student's answers in it; a table of what students do to theirs."""

import copy

import nbformat
import pytest
from preflight_toy import (
    BEST,
    KNOWN,
    RIGHT,
    code,
    fill,
    named,
    order,
    put_after,
    released_content,
    remove,
    source_of,
    text,
)

from cmlib.instructor.preflight.read_copy import read_copy
from cmlib.instructor.preflight.rebuild import rebuild
from cmlib.instructor.sheet import ANSWER, CHECK, GIVEN, TEXT, WRITTEN


@pytest.fixture(scope="module")
def made(released_course, toy):
    return read_copy(released_course, toy)


@pytest.fixture
def content(released_course):
    return fill(released_content(released_course), task_1=RIGHT, task_2=BEST, opinion="No.")


def test_an_honest_notebook_comes_back_with_hidden_tests_and_nothing_said(made, content):
    done = rebuild(made, content)
    assert order(done) == KNOWN
    assert done.flags == ()
    assert [source_of(done, name) for name in ("task_1", "task_2", "opinion")] == [RIGHT, BEST, "No."]
    assert "874213" in source_of(done, "task_1_test_2")
    assert "874213" not in named(content, "task_1_test_2")["source"]
    nbformat.validate(done.notebook)
    assert [cell.kind for cell in done.cells] == [
        TEXT, GIVEN, TEXT, ANSWER, CHECK, CHECK, TEXT, ANSWER, CHECK, CHECK, TEXT, WRITTEN,
    ]  # fmt: skip
    assert [(cell.name, cell.points) for cell in done.cells if cell.points] == [
        ("task_1_test_1", 2), ("task_1_test_2", 3), ("task_2_test_1", 3), ("task_2_test_2", 4), ("opinion", 4),
    ]  # fmt: skip
    assert [cell.number for cell in done.cells] == list(range(12))
    assert [cell.is_code for cell in done.cells] == [node.cell_type == "code" for node in done.notebook.cells]
    assert [cell.source for cell in done.cells] == [node.source for node in done.notebook.cells]
    assert all(cell.own is None for cell in done.cells)


def _drop_nbgrader(content):
    for cell in content["cells"]:
        cell["metadata"].pop("nbgrader", None)


def _drop_names_and_ids(content):
    _drop_nbgrader(content)
    for number, cell in enumerate(content["cells"]):
        cell["id"] = f"new-{number}"


def _set(name, **more):
    return lambda content: named(content, name).update(more)


def _set_marks(name, **marks):
    return lambda content: named(content, name)["metadata"]["nbgrader"].update(marks)


def _tag(name, *tags):
    return lambda content: named(content, name)["metadata"].update(tags=list(tags))


def _outputs(content):
    forged = {"output_type": "execute_result", "data": {"text/plain": "100"}, "metadata": {}, "execution_count": 7}
    named(content, "task_1_test_1")["outputs"] = [forged]


CHANGED = "changed, the instructor's text was used: "
#: What was done to an honest notebook, and what the instructor is told of it. It comes back as if nothing had been.
UNDONE = {
    "a check edited": (_set("task_1_test_1", source="pass"), [f"{CHANGED}'task_1_test_1'"]),
    "a check emptied": (_set("task_2_test_2", source=""), [f"{CHANGED}'task_2_test_2'"]),
    "a check made text": (_set("task_1_test_1", cell_type="markdown"), []),
    "a check deleted": (lambda content: remove(content, "task_1_test_2"), ["missing, put back: 'task_1_test_2'"]),
    "a locked given cell edited": (_set("given", source="sales = []"), [f"{CHANGED}'given'"]),
    "a locked given cell deleted": (lambda content: remove(content, "given"), ["missing, put back: 'given'"]),
    "a text deleted": (lambda content: remove(content, "ask-1"), []),
    "checks tagged to be skipped": (_tag("task_1_test_1", "skip-execution"), []),
    "an answer tagged to be skipped": (_tag("task_1", "skip-execution", "raises-exception"), []),
    "more points": (_set_marks("task_1_test_1", points=100), []),
    "an unlocked check": (_set_marks("task_1_test_1", locked=False, solution=True), []),
    "a schema of the future": (_set_marks("task_1", schema_version=99), []),
    "a schema of the past": (_set_marks("task_1", schema_version=1), []),
    "marks that are no marks": (lambda content: named(content, "ask-1")["metadata"].update(nbgrader=[1]), []),
    "outputs of one's own": (_outputs, []),
    "no outputs at all": (lambda content: [cell.pop("outputs", None) for cell in content["cells"]], []),
    "no metadata in a cell": (lambda content: named(content, "title").pop("metadata"), []),
    "no metadata in the notebook": (lambda content: content.pop("metadata"), []),
    "another kernel": (lambda content: content["metadata"].update(kernelspec={"name": "bash", "language": "bash"}), []),
    "an answer made text": (_set("task_1", cell_type="markdown"), ["of another cell type, turned back: 'task_1'"]),
    "an answer made raw": (_set("task_2", cell_type="raw"), ["of another cell type, turned back: 'task_2'"]),
    "sources as lists": (
        lambda content: [cell.update(source=cell["source"].splitlines(keepends=True)) for cell in content["cells"]], [],
    ),
    "Windows line ends": (
        lambda content: [_set(name, source=named(content, name)["source"].replace("\n", "\r\n"))(content)
                         for name in ("given", "task_1_test_1", "title")], [],
    ),
    "no cell ids": (lambda content: [cell.pop("id") for cell in content["cells"]], []),
    "the same cell id everywhere": (lambda content: [cell.update(id="x") for cell in content["cells"]], []),
    "another order": (
        lambda content: content["cells"].reverse(), ["cells stood in another order; the instructor's order was used"],
    ),
    "nbgrader's marks lost": (_drop_nbgrader, ["without the name that nbgrader gave"]),
    "marks and ids lost": (_drop_names_and_ids, ["without the name that nbgrader gave"]),
}  # fmt: skip


@pytest.mark.parametrize("what", UNDONE)
def test_what_is_done_to_the_instructors_part_does_not_matter(made, content, what):
    do, told = UNDONE[what]
    honest = rebuild(made, copy.deepcopy(content))
    do(content)
    done = rebuild(made, content)
    assert [node.source.replace("\r\n", "\n") for node in done.notebook.cells] == [
        node.source for node in honest.notebook.cells
    ]
    assert [(node.cell_type, node.metadata, node.id) for node in done.notebook.cells] == [
        (node.cell_type, node.metadata, node.id) for node in honest.notebook.cells
    ]
    assert done.notebook.metadata == honest.notebook.metadata
    assert [cell.kind for cell in done.cells] == [cell.kind for cell in honest.cells]
    assert len(done.flags) == len(told)
    assert all(sentence.startswith(beginning) for sentence, beginning in zip(done.flags, told, strict=True)), done.flags


def test_added_cells_keep_their_place_and_nothing_but_their_text(made, content):
    put_after(
        content, "given", code("import math", id="mine", metadata={"nbgrader": {"grade_id": "task_9", "points": 5}})
    )
    put_after(content, "ask-1", text("my plan"), {"cell_type": "raw", "metadata": {}, "source": "raw"})
    content["cells"].insert(0, code("first", id="task-1"))
    content["cells"].append(code("last", metadata={"tags": ["skip-execution"]}))
    done = rebuild(made, content)
    expected = ["[first]", "title", "given", "[import math]", "ask-1", "[my plan]", "[raw]", *KNOWN[3:], "[last]"]
    assert order(done) == expected
    assert done.flags == ()
    kinds = {cell.source: (cell.kind, cell.is_code, cell.name, cell.points) for cell in done.cells}
    assert kinds["import math"] == (ANSWER, True, "", 0)
    assert kinds["my plan"] == kinds["raw"] == (TEXT, False, "", 0)
    added = [node for node in done.notebook.cells if node.source in ("first", "import math", "last")]
    assert [dict(node.metadata) for node in added] == [{}, {}, {}]
    assert [node.id for node in added] == ["added-0", "mine", f"added-{len(content['cells']) - 1}"]
    nbformat.validate(done.notebook)


def test_a_missing_answer_is_empty_and_a_written_one_says_so(made, content):
    remove(content, "task_1", "opinion")
    done = rebuild(made, content)
    assert order(done) == KNOWN
    assert source_of(done, "task_1") == ""
    assert source_of(done, "opinion").startswith("This cell (id:opinion) was missing from the submission.")
    assert done.flags == ("missing answers: 'task_1', 'opinion'",)


def test_what_stands_in_the_place_of_a_lost_answer_is_the_answer(made, content):
    """Deleted and written anew, as code that runs before the checks, not after a stub that came back."""
    remove(content, "task_1")
    put_after(content, "ask-1", code(RIGHT))
    done = rebuild(made, content)
    assert (order(done), source_of(done, "task_1")) == (KNOWN, RIGHT)
    assert done.flags == ("without the name that nbgrader gave, known by id, text or place: 'task_1'",)


def test_two_cells_in_the_place_of_a_lost_answer_run_before_its_checks(made, content):
    remove(content, "task_1")
    put_after(content, "ask-1", code("import math"), code(RIGHT))
    done = rebuild(made, content)
    assert order(done)[2:7] == ["ask-1", "[import math]", f"[{RIGHT}]", "task_1", "task_1_test_1"]
    assert source_of(done, "task_1") == ""


@pytest.mark.parametrize("name", ["given", "task_1_test_1"])
def test_what_stands_in_the_place_of_a_locked_cell_is_not_taken_for_it(made, content, name):
    at = [cell.get("id") for cell in content["cells"]].index(name.replace("_", "-"))
    content["cells"][at] = code("mine = 1")
    done = rebuild(made, content)
    assert sorted(order(done)[at : at + 2]) == ["[mine = 1]", name]
    assert done.flags == (f"missing, put back: {name!r}",)


def test_a_helper_above_an_answer_that_was_moved_down_stays_above_it(made, content):
    moved = named(content, "task_1")
    content["cells"].remove(moved)
    put_after(content, "ask-2", code("helper"), moved)
    assert order(rebuild(made, content))[:6] == ["title", "given", "ask-1", "[helper]", "task_1", "task_1_test_1"]


def test_a_whole_task_moved_to_the_end_comes_back_with_its_helper(made, content):
    block = [named(content, name) for name in ("ask-1", "task_1", "task_1_test_1", "task_1_test_2")]
    for cell in block:
        content["cells"].remove(cell)
    content["cells"] += [block[0], code("helper"), *block[1:]]
    assert order(rebuild(made, content)) == [*KNOWN[:3], "[helper]", *KNOWN[3:]]


def test_text_below_a_check_moved_up_stays_where_it_was(made, content):
    moved = named(content, "task_1_test_1")
    content["cells"].remove(moved)
    content["cells"][0:0] = [moved, code("x = 1")]
    assert order(rebuild(made, content))[3:7] == ["task_1", "task_1_test_1", "[x = 1]", "task_1_test_2"]
