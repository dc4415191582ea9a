"""A course folder whose author never heard of cmlib is graded as well."""

import json

import pytest

from cmlib.__main__ import main
from cmlib.instructor.apart import run_apart
from cmlib.instructor.course import Course
from cmlib.instructor.grade import grade
from cmlib.instructor.nbgrader_calls import release
from cmlib.instructor.notebook import grade_id
from cmlib.instructor.outcome import GRADED
from cmlib.instructor.wall.needed import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "a wall can be built")


def test_what_others_wrote_is_graded_too(tmp_path):
    """A course folder whose author never heard of cmlib: stock settings, an example of nbgrader's own kind."""
    course = strange_course(tmp_path)
    (result,) = grade(course, "ps1", ["bitdiddle"]).results
    assert (result.status, dict(result.cells)) == (GRADED, {"test_squares": 1.5, "test_names": 1.0})
    assert result.waiting == ("essay",)


SQUARES = """\
def squares(n):
    ### BEGIN SOLUTION
    return [i**2 for i in range(1, n + 1)]
    ### END SOLUTION"""
TEST_SQUARES = """\
points = 0
if squares(2) == [1, 4]:
    points += 1.5
### BEGIN HIDDEN TESTS
if squares(0) == []:
    points += 0.5
### END HIDDEN TESTS
points"""
NAMES = """\
### BEGIN SOLUTION
DATA.append(4)
total = sum(DATA)
### END SOLUTION"""
ANSWERS = {
    "squares": "squares = lambda n: [i * i for i in range(1, n + 1)] or None",
    "names": "DATA += [4]\ntotal = sum(DATA)",
    "essay": "Because.",
}


def cell(source, kind="code", **marks):
    known = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "task": False} | marks
    made = {"cell_type": kind, "id": marks.get("grade_id", "given").replace("_", "-"), "source": source}
    made["metadata"] = {"nbgrader": known} if marks else {}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def test_the_commands_take_it_too(tmp_path, capsys):
    course = strange_course(tmp_path)
    named = ["ps1", "--course", str(course.root)]
    assert main(["release", *named]) == 0
    assert "No solution and no hidden test is in the release." in capsys.readouterr().out
    assert main(["grade", *named, "--timeout", "10"]) == 0
    shown = capsys.readouterr().out
    assert "1 submissions, 1 graded, 0 for a human to look at." in shown
    assert (course.root / "report-ps1.html").is_file()
    assert main(["report", *named, "--out", str(tmp_path / "again.html")]) == 0
    assert main(["export", *named, "--format", "csv", "--out", str(tmp_path / "marks.csv")]) == 1
    assert "bitdiddle" in capsys.readouterr().out
    assert main(["grade", "ps2", "--course", str(course.root)]) == 2
    assert "there is no assignment 'ps2'" in capsys.readouterr().err


def strange_course(folder):
    cells = [
        cell("import math\n%matplotlib inline\nDATA = [1, 2, 3]"),
        cell(SQUARES, grade_id="squares", solution=True),
        cell(TEST_SQUARES, grade_id="test_squares", grade=True, locked=True, points=2),
        cell(NAMES, grade_id="names", solution=True),
        cell("assert total == 10 and DATA[-1] == 4", grade_id="test_names", grade=True, locked=True, points=1),
        cell("Why?", "markdown", grade_id="essay", grade=True, solution=True, points=3),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'x'\n")
    write(folder / "source/ps1/problems.ipynb", notebook)
    assert run_apart(release, str(folder), "ps1", limit=100) == ""
    for each in cells:
        each["source"] = ANSWERS.get(grade_id(each), each["source"])
    write(folder / "submitted/bitdiddle/ps1/problems.ipynb", notebook)
    return Course(folder)


def write(path, notebook):
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
