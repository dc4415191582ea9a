"""The instructor's copy is what nbgrader released, hidden tests included, by the course's own settings."""

import contextlib
import json
import shutil
import sqlite3

import pytest
from preflight_toy import change_source, code, fill, named, put_after, text, twin

from cmlib.instructor.course import Course
from cmlib.instructor.preflight.read_copy import read_copies, read_copy
from cmlib.instructor.preflight.rebuild import rebuild
from cmlib.instructor.release import release
from cmlib.instructor.sheet import ANSWER, CHECK, GIVEN, TEXT, WRITTEN


@pytest.fixture
def school(course, toy, tmp_path):
    """A course that is not released."""
    return course.copy_to(tmp_path / "school", toy)


def settings(course, *lines):
    path = course.root / "nbgrader_config.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def in_gradebook(course, query):
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as gradebook:
        found = gradebook.execute(query).fetchall()
        gradebook.commit()
        return found


def cell_of(copy, name):
    return copy.cells[copy.by_name[name]]


def test_the_copy_agrees_with_the_release_and_with_the_gradebook(released_course, toy):
    copy = read_copy(released_course, toy)
    assert (copy.assignment, copy.notebook, copy.changed, copy.flags) == (toy, toy, (), ())
    released = json.loads(released_course.released(toy).read_text(encoding="utf-8"))
    assert [cell.released for cell in copy.cells] == ["".join(cell["source"]) for cell in released["cells"]]
    remembered = dict(in_gradebook(released_course, "select name, source from source_cell"))
    assert {cell.name: cell.source for cell in copy.cells if cell.name} == remembered
    checksums = dict(in_gradebook(released_course, "select name, checksum from source_cell"))
    assert {cell.name: cell.metadata["nbgrader"]["checksum"] for cell in copy.cells if cell.name} == checksums
    for cell, theirs in zip(copy.cells, released["cells"], strict=True):
        assert {key: value for key, value in cell.metadata.items() if key != "nbgrader"} == {
            key: value for key, value in theirs["metadata"].items() if key != "nbgrader"
        }


def test_what_the_copy_tells_by_name(released_course, toy):
    copy = read_copy(released_course, toy)
    assert copy.kinds == {
        "given": GIVEN, "task_1": ANSWER, "task_1_test_1": CHECK, "task_1_test_2": CHECK,
        "task_2": ANSWER, "task_2_test_1": CHECK, "task_2_test_2": CHECK, "opinion": WRITTEN,
    }  # fmt: skip
    assert copy.points == {"task_1_test_1": 2, "task_1_test_2": 3, "task_2_test_1": 3, "task_2_test_2": 4, "opinion": 4}
    assert copy.stubs.keys() == copy.solutions.keys() == {"task_1", "task_2", "opinion"}
    assert copy.stubs["opinion"] == "YOUR ANSWER HERE"
    assert "return (after - before) / before" in copy.solutions["task_1"]
    assert [cell.solved for cell in copy.cells] == [
        "".join(cell["source"]) for cell in json.loads(released_course.source(toy).read_text(encoding="utf-8"))["cells"]
    ]
    assert "return (after - before) / before" not in json.dumps([cell.source for cell in copy.cells])
    assert [cell.kind for cell in copy.cells if not cell.name] == [TEXT] * 4
    assert [cell.name for cell in copy.cells if cell.locked] == [
        name for name, kind in copy.kinds.items() if kind in (GIVEN, CHECK)
    ]


def test_a_source_that_was_never_released_is_told(school, toy):
    copy = read_copy(school, toy)
    assert copy.flags == ("the gradebook does not know '01_toy': release the assignment before grading",)
    assert not (school.root / "gradebook.db").exists()


def _another_test(content):
    named(content, "task_1_test_1")["source"] += "\nassert growth(1, 3) == 2"


def _fewer_points(content):
    named(content, "opinion")["metadata"]["nbgrader"]["points"] = 3


def _other_solution(content):
    named(content, "task_1")["source"] = named(content, "task_1")["source"].replace("before) /", "before) / 1 /")


def _one_check_more(content):
    put_after(content, "task_2_test_2", twin(content, "task_2_test_1", "assert best_customer"))
    content["cells"][10]["metadata"]["nbgrader"]["grade_id"] = "task_2_test_3"


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (_another_test, ("task_1_test_1",)),
        (_fewer_points, ("opinion",)),
        (_other_solution, ()),
        (_one_check_more, ("task_2_test_3",)),
        (lambda content: content["cells"].remove(named(content, "task_1_test_2")), ("task_1_test_2",)),
        (lambda content: fill(content, title="# Another title"), ()),
    ],
)
def test_a_source_changed_since_the_release_is_told(fresh_course, toy, change, changed):
    change_source(fresh_course, toy, change)
    copy = read_copy(fresh_course, toy)
    assert copy.changed == changed
    told = "{} of '01_toy' changed since the release and is graded as it is now; release it again"
    assert copy.flags == ((told.format(", ".join(map(repr, changed))),) if changed else ())


def test_the_courses_own_marks_stubs_header_and_footer_hold(school, toy):
    lines = [
        'c.ClearSolutions.begin_solution_delimeter = "MY BEGIN"', 'c.ClearSolutions.end_solution_delimeter = "MY END"',
        'c.ClearSolutions.code_stub = {"python": "pass  # yours"}', 'c.ClearHiddenTests.begin_test_delimeter = "HIDE"',
        'c.ClearHiddenTests.end_test_delimeter = "SHOW"', 'c.IncludeHeaderFooter.header = "source/header.ipynb"',
        'c.IncludeHeaderFooter.footer = "source/footer.ipynb"', 'c.LockCells.lock_all_cells = True',
        'c.CourseDirectory.ignore = ["*.bak"]', f'c.Autograde.exclude_overwriting = {{"{toy}": ["mine.py"]}}',
        'c.OverwriteCells.missing_cell_notification = "Lost: {cell_id}"',
    ]  # fmt: skip
    settings(school, *lines)
    (school.root / "source" / toy / "mine.py").write_bytes(b"x = 1")
    (school.root / "source" / toy / "old.bak").write_bytes(b"old")
    for place in ("header", "footer"):
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [text(f"the {place}", id="title")]}
        (school.root / f"source/{place}.ipynb").write_text(json.dumps(content), encoding="utf-8")

    def other_marks(content):
        for cell in content["cells"]:
            for old, new in (("BEGIN SOLUTION", "MY BEGIN"), ("END SOLUTION", "MY END")):
                cell["source"] = cell["source"].replace(old, new)
            for old, new in (("BEGIN HIDDEN TESTS", "HIDE"), ("END HIDDEN TESTS", "SHOW")):
                cell["source"] = cell["source"].replace(old, new)

    change_source(school, toy, other_marks)
    copy = read_copy(school, toy)
    assert [copy.cells[0].source, copy.cells[-1].source] == ["the header", "the footer"]
    assert len({cell.id for cell in copy.cells}) == len(copy.cells) == 14
    assert cell_of(copy, "task_1").source == "def growth(before, after):\n    pass  # yours"
    assert "874213" in cell_of(copy, "task_1_test_2").source
    assert "874213" not in cell_of(copy, "task_1_test_2").released
    assert copy.cells[1].metadata["editable"] is False
    assert (copy.files, copy.students_own, copy.ignore) == ({"mine.py": b"x = 1"}, {"mine.py"}, ("*.bak",))
    assert rebuild(copy, {"cells": []}).cells[-2].source == "Lost: opinion"
    release(school, toy)
    again = read_copy(school, toy)
    assert (again.flags, [cell.source for cell in again.cells]) == ((), [cell.source for cell in copy.cells])


def test_a_step_of_the_courses_own_is_taken(school, toy):
    (school.root / "own_steps.py").write_text(
        "from nbgrader.preprocessors import NbGraderPreprocessor\n\n\nclass Shout(NbGraderPreprocessor):\n"
        "    def preprocess_cell(self, cell, resources, index):\n"
        "        cell.source = cell.source.upper() if cell.cell_type == 'markdown' else cell.source\n"
        "        return cell, resources\n"
    )
    settings(
        school,
        "from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, SaveCells",
        'c.GenerateAssignment.preprocessors = ["own_steps.Shout", ClearSolutions, ComputeChecksums, SaveCells]',
    )
    copy = read_copy(school, toy)
    assert copy.cells[0].source.startswith("# A TOY ASSIGNMENT")
    assert "BEGIN HIDDEN TESTS" in cell_of(copy, "task_1_test_2").released


def test_without_its_source_the_copy_is_the_release_and_the_gradebook(fresh_course, toy):
    whole = read_copy(fresh_course, toy)
    shutil.rmtree(fresh_course.root / "source")
    in_gradebook(fresh_course, "update grade_cells set max_score = 9 where max_score = 2")
    copy = read_copy(fresh_course, toy)
    assert copy.flags == ("there is no source of '01_toy'; which names its solution defines is not known",)
    assert (copy.solutions, copy.changed) == ({}, ())
    assert [cell.solved for cell in copy.cells] == [cell.source for cell in copy.cells]
    assert [(cell.source, cell.released, cell.kind) for cell in copy.cells] == [
        (cell.source, cell.released, cell.kind) for cell in whole.cells
    ]
    assert [cell.metadata for cell in copy.cells if cell.name != "task_1_test_1"] == [
        cell.metadata for cell in whole.cells if cell.name != "task_1_test_1"
    ]
    assert copy.points == whole.points | {"task_1_test_1": 9}


def test_tests_that_are_made_by_running_come_from_the_gradebook(fresh_course, toy):
    change_source(fresh_course, toy, lambda content: fill(content, task_1_test_1="### AUTOTEST growth(1, 2)"))
    copy = read_copy(fresh_course, toy)
    assert cell_of(copy, "task_1_test_1").source.startswith("assert abs(growth(100, 200)) > 0")
    assert "return (after - before) / before" in copy.solutions["task_1"]
    assert copy.flags == ()
    shutil.rmtree(fresh_course.root / "release")
    with pytest.raises(
        ValueError, match="must be released and in the gradebook first: its tests are made at the release"
    ):
        read_copy(fresh_course, toy)


def test_an_assignment_of_two_notebooks(school, toy):
    second = school.root / "source" / toy / "second.ipynb"
    shutil.copy(school.source(toy), second)
    (school.root / "source" / toy / "data.csv").write_bytes(b"1")
    copies = read_copies(school, toy)
    assert list(copies) == [toy, "second"]
    assert [copy.notebook for copy in copies.values()] == [toy, "second"]
    assert [copy.others for copy in copies.values()] == [{"second"}, {toy}]
    assert [copy.files for copy in copies.values()] == [{"data.csv": b"1"}] * 2
    assert read_copy(school, toy).notebook == toy
    assert read_copy(school, toy, "second").notebook == "second"
    with pytest.raises(LookupError, match=r"has no notebook 'third'; it has \['01_toy', 'second'\]"):
        read_copy(school, toy, "third")
    school.source(toy).unlink()
    assert read_copy(school, toy).notebook == "second"


def test_a_notebook_without_ids_gets_the_same_ones_at_every_reading(school, toy):
    def without_ids(content):
        content["nbformat_minor"] = 4
        for cell in content["cells"]:
            del cell["id"]
        content["cells"][1]["id"] = content["cells"][2]["id"] = "twice"
        content["cells"][0]["id"], content["cells"][3]["id"] = "cell-4-1", "cell-4"

    change_source(school, toy, without_ids)
    once, again = read_copy(school, toy), read_copy(school, toy)
    assert [cell.id for cell in once.cells] == [cell.id for cell in again.cells]
    assert [cell.id for cell in once.cells][:7] == [
        "cell-4-1", "twice", "cell-2", "cell-4", "cell-4-2", "cell-5", "cell-6",
    ]  # fmt: skip


def test_marks_of_every_kind(school, toy):
    def all_kinds(content):
        marks = {"schema_version": 3, "grade": False, "solution": False, "locked": True, "task": False}
        task = marks | {"task": True, "points": 2, "grade_id": "essay"}
        put_after(content, "given", text("Write below.\n=== BEGIN MARK SCHEME ===\nsecret\n=== END MARK SCHEME ===",
                                         id="essay", metadata={"nbgrader": task}))  # fmt: skip
        figures = marks | {"locked": False, "grade": True, "solution": True, "points": 1, "grade_id": "figures"}
        put_after(content, "given", code("x", id="figures", metadata={"nbgrader": figures}))
        put_after(content, "given", code("slow()", id="slow", metadata={"tags": ["skip-execution"]}))
        put_after(content, "given", {"cell_type": "raw", "id": "raw", "metadata": {}, "source": "raw"})

    change_source(school, toy, all_kinds)
    copy = read_copy(school, toy)
    assert [(cell.id, cell.kind, cell.points, cell.locked) for cell in copy.cells[1:6]] == [
        ("given", GIVEN, 0, True), ("raw", TEXT, 0, False), ("slow", TEXT, 0, False),
        ("figures", WRITTEN, 1, False), ("essay", WRITTEN, 2, True),
    ]  # fmt: skip
    assert "secret" in copy.cells[5].source
    assert copy.cells[5].released == "Write below."
    missing = rebuild(copy, {"cells": []})
    assert missing.cells[4].source.startswith("# This cell (id:figures) was missing from the submission.")
    assert missing.cells[5].source == copy.cells[5].source


def test_a_course_may_keep_things_elsewhere(fresh_course, toy):
    (fresh_course.root / "source").rename(fresh_course.root / "masters")
    settings(
        fresh_course, 'c.CourseDirectory.source_directory = "masters"', 'c.CourseDirectory.submitted_directory = "in"'
    )
    copy = read_copy(Course(fresh_course.root), toy)
    assert (copy.flags, copy.submitted) == ((), "in/{student_id}/{assignment_id}")
    assert copy.solutions
