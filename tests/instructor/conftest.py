"""A toy course: two tasks with checks, one answer graded by hand, and a bank of answers."""

import shutil
from pathlib import Path

import pytest
from student_process import inside, notebook, student, warm  # noqa: F401  # fixtures

from cmlib.instructor.answers import load_bank
from cmlib.instructor.course import Course
from cmlib.instructor.release import release

HERE = Path(__file__).parent
SETTINGS = HERE.parent.parent / "assignments/nbgrader_config.py"

# The bank's files hold code of students, not modules that could be imported.
collect_ignore_glob = ["toy_course/*"]


@pytest.fixture(scope="session")
def toy():
    """Name of the only assignment."""
    return "01_toy"


@pytest.fixture(scope="session")
def bank():
    return load_bank(HERE / "toy_course/answers")


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """The toy course under the real course's settings, but with less patience for endless loops."""
    folder = tmp_path_factory.mktemp("toy") / "course"
    shutil.copytree(HERE / "toy_course/source", folder / "source")
    (folder / "nbgrader_config.py").write_text(
        SETTINGS.read_text(encoding="utf-8") + "\nc.Execute.timeout = 5\n", encoding="utf-8"
    )
    return Course(folder)


@pytest.fixture(scope="session")
def released_course(course, toy, tmp_path_factory):
    """A copy of the course in which the assignment is released; nothing may be handed in here."""
    copy = course.copy_to(tmp_path_factory.mktemp("released"), toy)
    release(copy, toy)
    return copy


@pytest.fixture
def fresh_course(released_course, tmp_path):
    """A released course of one's own."""
    shutil.copytree(released_course.root, tmp_path / "course")
    return Course(tmp_path / "course")
