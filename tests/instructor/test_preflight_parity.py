"""Honest work is rebuilt to what nbgrader's own steps make of it, cell by cell."""

import copy
import json

import nbformat
import pytest
from preflight_toy import BEST, RIGHT, code, fill, named, place, put_after, released_content, remove, text

from cmlib.instructor.classroom import hand_in, simulate_class
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.preflight.read_copy import read_copy
from cmlib.instructor.preflight.rebuild import rebuild


@pytest.fixture(scope="module")
def made(released_course, toy):
    return read_copy(released_course, toy)


@pytest.fixture(scope="module")
def stock(released_course, toy):
    """What ``nbgrader autograde`` makes of a notebook before it runs it."""
    from nbgrader.converters import Autograde
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(released_course.root)).load_config()
    where = {"assignment": toy, "notebook": toy, "db_url": f"sqlite:///{released_course.root}/gradebook.db"}

    def sanitise(content):
        notebook, resources = nbformat.from_dict(copy.deepcopy(content)), {"nbgrader": where}
        for kind in Autograde().sanitize_preprocessors:  # the course has its own step in their place
            step = kind(config=config)
            step.enabled = True
            notebook, resources = step(notebook, resources)
        return nbformat.from_dict(notebook)

    return sanitise


def _edit_given_text(content):
    named(content, "ask-1")["source"] += "\nI read: growth is relative."


def _add_cells(content):
    put_after(content, "given", code("import math"), text("Here I begin."))
    put_after(content, "task_1", code("growth(1, 2)"))
    content["cells"].append(text("Done."))


def _change_locked(content):
    named(content, "task_1_test_1")["source"] = "pass"
    named(content, "given")["source"] = "sales = []"


HONEST = {
    "untouched": lambda content: None,
    "filled in": lambda content: fill(content, task_1=RIGHT, task_2=BEST, opinion="No."),
    "cells added": _add_cells,
    "text edited": _edit_given_text,
    "emptied": lambda content: fill(content, task_1="", opinion=""),
    "locked cells edited": _change_locked,
    "an answer turned into text": lambda content: named(content, "task_1").update(cell_type="markdown"),
    "points changed": lambda content: named(content, "opinion")["metadata"]["nbgrader"].update(points=40),
}


@pytest.mark.parametrize("what", HONEST)
def test_an_honest_notebook_is_what_nbgrader_makes_of_it(made, stock, released_course, what):
    content = released_content(released_course)
    HONEST[what](content)
    expected = stock(content)
    done = rebuild(made, content)
    assert [(cell.cell_type, cell.source) for cell in done.notebook.cells] == [
        (cell.cell_type, cell.source) for cell in expected.cells
    ]
    assert done.notebook.metadata == expected.metadata
    for ours, theirs in zip(done.notebook.cells, expected.cells, strict=True):
        assert ours.metadata.get("nbgrader") == theirs.metadata.get("nbgrader")
        assert (ours.get("outputs"), ours.get("execution_count")) == (
            theirs.get("outputs"),
            theirs.get("execution_count"),
        )


def test_a_deleted_check_comes_back_where_nbgrader_puts_it(made, stock, released_course):
    """nbgrader writes a comment above such a check; the rest is the same."""
    content = released_content(released_course)
    remove(content, "task_1_test_2")
    theirs, ours = named(stock(content), "task_1_test_2"), rebuild(made, content).notebook
    assert theirs.source.endswith(named(ours, "task_1_test_2").source)
    assert place(ours, "task_1_test_2") == place(stock(content), "task_1_test_2")


def test_a_deleted_written_answer_waits_for_a_human_as_with_nbgrader(made, stock, released_course):
    from nbgrader.utils import determine_grade

    content = released_content(released_course)
    assert determine_grade(named(rebuild(made, content).notebook, "opinion")) == (0, 4)
    remove(content, "opinion")
    ours, theirs = (named(notebook, "opinion") for notebook in (rebuild(made, content).notebook, stock(content)))
    assert determine_grade(ours) == determine_grade(theirs) == (None, 4)
    assert theirs.source.startswith(ours.source)


def test_a_simulated_class_is_rebuilt_as_nbgrader_does(made, stock, fresh_course, toy, bank):
    released = Notebook.read(fresh_course.released(toy))
    compared = 0
    for student in simulate_class(bank, 12, seed=5):
        if student.broken:
            continue
        content = json.loads(hand_in(fresh_course, toy, released, student).read_text(encoding="utf-8"))
        content = json.loads(nbformat.writes(nbformat.from_dict(content)))
        for cell in content["cells"]:
            cell["source"] = "".join(cell["source"])
        done = rebuild(made, content)
        assert [cell.source for cell in done.notebook.cells] == [cell.source for cell in stock(content).cells]
        assert done.flags == ()
        compared += 1
    assert compared >= 6
