"""Given cells that students may edit: theirs runs inside the wall, the instructor's stays with the judge."""

import json

import pytest
from preflight_toy import BEST, RIGHT, code, fill, named, order, put_after, released_content, text

from cmlib.instructor.course import Course
from cmlib.instructor.preflight.read_copy import read_copy
from cmlib.instructor.preflight.rebuild import rebuild
from cmlib.instructor.sheet import GIVEN


@pytest.fixture
def content(released_course):
    return fill(released_content(released_course), task_1=RIGHT, task_2=BEST, opinion="No.")


@pytest.fixture(scope="module")
def open_copy(released_course, toy, tmp_path_factory):
    """The toy course with a given cell that nbgrader does not lock."""
    course = Course(released_course.root).copy_to(tmp_path_factory.mktemp("open"), toy)
    path = course.source(toy)
    content = json.loads(path.read_text(encoding="utf-8"))
    put_after(content, "given", code("limit = 3", id="limit"), code("names = {}", id="names"))
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_copy(course, toy)


@pytest.fixture
def open_content(content):
    put_after(content, "given", code("limit = 3", id="limit"), code("names = {}", id="names"))
    return content


def test_what_the_student_made_of_an_open_given_cell_runs_inside_only(open_copy, open_content):
    named(open_content, "limit")["source"] = "limit = 4"
    done = rebuild(open_copy, open_content)
    cell = done.cells[2]
    assert (cell.kind, cell.source, cell.own, cell.name) == (GIVEN, "limit = 3", "limit = 4", "")
    assert done.notebook.cells[2].source == "limit = 4"
    assert done.cells[3].own is None
    assert done.flags == ()


@pytest.mark.parametrize(
    ("change", "expected", "own"),
    [
        ("ids lost", ["limit", "names"], ["limit = 4", None]),
        ("one deleted, one of two unknown", ["limit", "names", "[so]", "[limit = 4]", "[other]"], [None, None]),
        ("made text", ["limit", "[limit = 3]", "names"], [None, None]),
        ("both rewritten", ["limit", "names"], ["one", "two"]),
        ("one more", ["limit", "names", "[one]", "[two]", "[three]"], [None, None]),
    ],
)
def test_an_open_given_cell_is_found_again(open_copy, open_content, change, expected, own):
    limit, names = named(open_content, "limit"), named(open_content, "names")
    if change == "ids lost":
        limit.update(id="a", source="limit = 4")
        names.update(id="b")
    elif change == "one deleted, one of two unknown":
        open_content["cells"].remove(names)
        limit.update(id="a", source="limit = 4")
        names.update(id="b", source="other")
        put_after(open_content, "given", text("so"))
        open_content["cells"].insert(4, names)
        expected = ["limit", "names", "[so]", "[limit = 4]", "[other]"]
    elif change == "made text":
        limit.update(cell_type="markdown")
    else:
        limit.update(id="a", source="one")
        names.update(id="b", source="two")
        if change == "one more":
            put_after(open_content, "b", code("three"))
    done = rebuild(open_copy, open_content)
    shown = order(done)
    assert shown[2 : shown.index("ask-1")] == expected
    assert [cell.own for cell in done.cells if cell.kind == GIVEN and not cell.name] == own
