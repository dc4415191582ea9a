"""What cannot be graded at all is said in a sentence before the first student."""

import json
import shutil

import pytest
from preflight_toy import change_source, named

from cmlib.instructor.preflight.gradebook_cells import read_gradebook
from cmlib.instructor.preflight.read_copy import read_copies, read_copy
from cmlib.instructor.preflight.sizes import Sizes


@pytest.fixture
def school(course, toy, tmp_path):
    """A course that is not released."""
    return course.copy_to(tmp_path / "school", toy)


def test_a_release_that_lacks_what_the_gradebook_has_is_refused(fresh_course, toy):
    shutil.rmtree(fresh_course.root / "source")
    content = json.loads(fresh_course.released(toy).read_text(encoding="utf-8"))
    content["cells"].remove(named(content, "opinion"))
    fresh_course.released(toy).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ValueError, match="the released notebook lacks cells that the gradebook has: 'opinion'"):
        read_copy(fresh_course, toy)
    (fresh_course.root / "gradebook.db").unlink()
    with pytest.raises(ValueError, match="must be released and in the gradebook first: there is no source of it"):
        read_copy(fresh_course, toy)


def test_an_unknown_assignment_is_a_lookup_error(released_course):
    with pytest.raises(LookupError, match=r"there is no assignment '02' in .*; it has \['01_toy'\]"):
        read_copies(released_course, "02")


def _break_solution(content):
    named(content, "task_1")["source"] = "### BEGIN SOLUTION\nx"


def _old_schema(content):
    named(content, "task_1")["metadata"]["nbgrader"]["schema_version"] = 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_break_solution, "nbgrader refuses the source of '01_toy': no end solution statement found"),
        (_old_schema, "nbgrader refuses the source of '01_toy': Outdated schema version: 1"),
        (
            lambda content: content["metadata"]["kernelspec"].update(language="R"),
            "notebook '01_toy' is in R; only Python",
        ),
        (
            lambda content: content.update(metadata={"language_info": {"name": "julia"}}),
            "notebook '01_toy' is in julia",
        ),
        (lambda content: content.update(nbformat=9), "01_toy/01_toy.ipynb is not a notebook"),
    ],
)
def test_what_cannot_be_graded_at_all_is_said_before_the_first_student(school, toy, change, reason):
    change_source(school, toy, change)
    with pytest.raises(ValueError, match=reason):
        read_copy(school, toy)


def test_too_much_beside_the_notebook_is_refused(school, toy):
    (school.root / "source" / toy / "big.csv").write_bytes(b"12345")
    assert read_copy(school, toy, sizes=Sizes(given=5)).files == {"big.csv": b"12345"}
    with pytest.raises(ValueError, match=r"more than 0\.0 MB lie beside the notebook in 01_toy"):
        read_copy(school, toy, sizes=Sizes(given=4))


def test_a_gradebook_that_is_none_is_told(fresh_course, toy):
    (fresh_course.root / "gradebook.db").write_bytes(b"not a database, but long enough to look like a file" * 100)
    with pytest.raises(ValueError, match="the gradebook cannot be read: file is not a database"):
        read_copy(fresh_course, toy)


def test_a_gradebook_that_is_not_there_is_not_made(tmp_path):
    for address in (f"sqlite:///{tmp_path}/none.db", "sqlite://"):
        assert read_gradebook(address, "a", "a") == {}
    assert list(tmp_path.iterdir()) == []


def test_a_gradebook_that_does_not_know_the_notebook_has_no_cells(released_course, toy):
    address = f"sqlite:///{released_course.root}/gradebook.db"
    assert read_gradebook(address, toy, "other") == read_gradebook(address, "other", toy) == {}
    opinion = read_gradebook(address, toy, toy)["opinion"]
    assert (opinion.cell_type, opinion.locked, opinion.points) == ("markdown", False, 4)
