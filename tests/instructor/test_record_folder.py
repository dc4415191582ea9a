"""The graded folder: links that a student planted, a full disk, a folder that may not be written, shared courses."""

import errno
import os
import resource
import shutil
import stat
import tempfile
from pathlib import Path

import pytest
from recording import ASSIGNMENT, copy_course, files_of, gradebook_of, record, released, rows_of, submission

from cmlib.instructor.outcome import UNREADABLE, Outcome
from cmlib.instructor.record.beside import instructors_files, students_files
from cmlib.instructor.record.folder import GradedFolder, Rights
from cmlib.instructor.record.recorder import Recorder


@pytest.fixture
def course(tmp_path):
    return copy_course(released(), tmp_path / "course")


@pytest.fixture
def folder(tmp_path):
    return GradedFolder(tmp_path / "autograded/s1/credit", tmp_path / "autograded", Rights())


def in_a_fork(do):
    """What ``do`` says, from a process that may lower its limits and rights for good."""
    reading, writing = os.pipe()
    fork = os.fork()
    if not fork:
        try:
            said = do()
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode()[:4000])
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(fork, 0)
    return said


def test_nothing_is_written_through_a_link_in_place_of_the_students_folder(course, tmp_path):
    (tmp_path / "elsewhere" / ASSIGNMENT).mkdir(parents=True)
    (tmp_path / "elsewhere" / ASSIGNMENT / "precious.txt").write_text("1")
    (course.root / "autograded").mkdir()
    for student in ("s1", "s2"):
        (course.root / "autograded" / student).symlink_to(tmp_path / "elsewhere")
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission())
        recorder.clear(Outcome("s2", UNREADABLE), "1")
    assert [each.name for each in (tmp_path / "elsewhere").rglob("*")] == [ASSIGNMENT, "precious.txt"]
    assert not (course.root / "autograded/s1").is_symlink()
    assert not (course.root / "autograded/s2").exists()
    assert files_of(course, "s1")


def test_a_link_to_somebody_elses_graded_folder_is_no_graded_folder(course):
    graded = course.root / "autograded"
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission(), "1")
        record(recorder, "s2", submission(), "1")
        (graded / "s1" / ASSIGNMENT).rename(course.root / "away")
        (graded / "s1" / ASSIGNMENT).symlink_to(graded / "s2" / ASSIGNMENT)
        assert not recorder.already("s1", "1")
        record(recorder, "s1", submission(), "1")
    assert not (graded / "s1" / ASSIGNMENT).is_symlink()
    assert files_of(course, "s2")


def test_a_link_that_the_instructor_made_is_followed(course, tmp_path):
    (tmp_path / "large disk").mkdir()
    (course.root / "autograded").symlink_to(tmp_path / "large disk")
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission())
    assert (tmp_path / "large disk/s1" / ASSIGNMENT / "credit.ipynb").is_file()
    assert (course.root / "autograded").is_symlink()


@pytest.mark.parametrize("name", [ASSIGNMENT, f".{ASSIGNMENT}.new", f".{ASSIGNMENT}.old"])
def test_a_link_in_place_of_a_graded_folder_is_replaced_and_what_it_leads_to_stays(course, tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/precious.txt").write_text("1")
    (course.root / "autograded/s1").mkdir(parents=True)
    (course.root / "autograded/s1" / name).symlink_to(tmp_path / "elsewhere")
    with Recorder(course, ASSIGNMENT) as recorder:
        assert not recorder.already("s1", "1")
        record(recorder, "s1", submission())
    assert [each.name for each in (tmp_path / "elsewhere").iterdir()] == ["precious.txt"]
    assert [each.name for each in (course.root / "autograded/s1").iterdir()] == [ASSIGNMENT]
    assert not (course.root / "autograded/s1" / ASSIGNMENT).is_symlink()
    assert files_of(course, "s1")


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "a\0b", ""])
def test_a_path_that_leads_out_of_the_folder_is_refused(course, name):
    with (
        Recorder(course, ASSIGNMENT) as recorder,
        pytest.raises(ValueError, match="relative path within the submission"),
    ):
        record(recorder, "s1", submission() | {name: b"1"})
    assert not (course.root / "autograded").exists()


def test_a_disk_that_is_full_in_the_middle_of_a_file(course):
    """A limit on the size of files is the nearest thing to a full disk that the system does for one process."""
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission("right", "right"))
    before = rows_of(gradebook_of(course)), files_of(course, "s1")

    def do():
        with Recorder(course, ASSIGNMENT) as recorder:
            files = submission("wrong", "wrong") | {"large.txt": b"x" * 2_000_000}
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
            try:
                record(recorder, "s1", files)
            finally:
                assert recorder.entry("s1").status == "graded"
                assert recorder.unfinished == []
        return "recorded"

    said = in_a_fork(do)
    assert said.startswith(f"OSError: [Errno {errno.EFBIG}]")
    assert f"autograded/s1/{ASSIGNMENT} could not be written" in said
    assert (rows_of(gradebook_of(course)), files_of(course, "s1")) == before
    assert [each.name for each in (course.root / "autograded/s1").iterdir()] == [ASSIGNMENT]


def test_a_folder_that_may_not_be_written():
    """Tried as an ordinary user: root may write everything."""
    place = Path(tempfile.mkdtemp())
    try:
        course = copy_course(released(), place / "course")
        with Recorder(course, ASSIGNMENT) as recorder:
            record(recorder, "s1", submission("right", "right"))
        before = rows_of(gradebook_of(course)), files_of(course, "s1")
        other = submission("wrong", "wrong")
        for path in [place, *place.rglob("*")]:
            os.chmod(path, 0o777 if path.is_dir() else 0o666)
        os.chmod(course.root / "autograded/s1", 0o555)

        def do():
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            with Recorder(course, ASSIGNMENT) as recorder:
                record(recorder, "s1", other)
            return "recorded"

        said = in_a_fork(do)
        assert said.startswith("PermissionError")
        assert "could not be written: Permission denied" in said
        os.chmod(course.root / "autograded/s1", 0o777)
        os.chmod(course.root / "gradebook.db", 0o444)
        said = in_a_fork(do)
        assert "it may not be written; grade as its owner" in said
        os.chmod(course.root / "gradebook.db", 0o666)
        assert rows_of(gradebook_of(course)) == before[0]
        assert {name: content for name, (_, content) in files_of(course, "s1").items()} == {
            name: content for name, (_, content) in before[1].items()
        }
        assert in_a_fork(do) == "recorded"
    finally:
        shutil.rmtree(place, ignore_errors=True)


def test_a_course_that_several_instructors_share(course):
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as settings:
        settings.write("c.CourseDirectory.groupshared = True\n")
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission() | {"own/a.txt": b"1"})
    assert {mode for mode, _ in files_of(course, "s1").values()} == {0o664}
    for path in ("autograded", f"autograded/s1/{ASSIGNMENT}", f"autograded/s1/{ASSIGNMENT}/own"):
        assert stat.S_IMODE((course.root / path).stat().st_mode) & 0o2770 == 0o2770
    assert stat.S_IMODE((course.root / "grading").stat().st_mode) & 0o2770 == 0o2770
    assert {stat.S_IMODE(each.stat().st_mode) for each in (course.root / "grading").iterdir()} == {0o664}


def test_folders_may_be_laid_out_the_other_way_round(course):
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as settings:
        settings.write("c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'\n")
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission())
    graded = course.root / "autograded/credit"
    (graded / "s1").rename(graded / ".s1.old")
    (graded / ".s2.new").mkdir()
    with Recorder(course, ASSIGNMENT):
        assert [each.name for each in graded.iterdir()] == ["s1"]
    assert (graded / "s1/credit.ipynb").is_file()


def test_a_regrade_that_changes_nothing_leaves_the_files_alone(course):
    graded = course.root / "autograded/s1" / ASSIGNMENT
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission() | {"own.txt": b"1"})
        first = (graded / "credit.ipynb").stat().st_ino
        record(recorder, "s1", submission() | {"own.txt": b"1"})
        assert (graded / "credit.ipynb").stat().st_ino == first
        os.chmod(graded / "own.txt", 0o644)
        record(recorder, "s1", submission() | {"own.txt": b"1"})
        second = (graded / "credit.ipynb").stat().st_ino
        assert second != first
        record(recorder, "s1", submission() | {"own.txt": b"2"})
        assert (graded / "own.txt").read_bytes() == b"2"
        (course.root / "source" / ASSIGNMENT / "data/customers.csv").write_bytes(b"changed")
        record(recorder, "s1", submission() | {"own.txt": b"2"})
        assert (graded / "data/customers.csv").read_bytes() == b"changed"
        record(recorder, "s1", submission())
        assert not (graded / "own.txt").exists()


def test_what_was_changed_can_be_put_back(folder):
    folder.prepare({"a.txt": b"1"}, {})
    folder.put_back()
    assert not folder.exists
    folder.prepare({"a.txt": b"1"}, {})
    folder.change()
    assert folder.exists
    folder.put_back()
    assert not folder.exists
    folder.prepare({"a.txt": b"1"}, {})
    folder.change()
    folder.forget_old()
    folder.put_back()  # too late
    folder.prepare({"a.txt": b"2"}, {})
    folder.put_back()
    assert (folder.path / "a.txt").read_bytes() == b"1"
    folder.prepare({"a.txt": b"2"}, {})
    folder.change()
    folder.put_back()
    assert (folder.path / "a.txt").read_bytes() == b"1"
    folder.change()  # nothing new: the folder goes
    assert not folder.exists
    folder.put_back()
    assert (folder.path / "a.txt").read_bytes() == b"1"
    assert [each.name for each in folder.path.parent.iterdir()] == ["credit"]


def test_put_back_between_the_two_renamings(folder, monkeypatch):
    folder.prepare({"a.txt": b"1"}, {})
    folder.change()
    folder.forget_old()
    folder.prepare({"a.txt": b"2"}, {})
    rename = os.rename

    def no_second(source, target):
        if str(source).endswith(".new"):
            raise OSError(errno.EIO, "broken")
        rename(source, target)

    monkeypatch.setattr(os, "rename", no_second)
    with pytest.raises(OSError, match="broken"):
        folder.change()
    monkeypatch.undo()
    folder.put_back()
    assert (folder.path / "a.txt").read_bytes() == b"1"
    assert [each.name for each in folder.path.parent.iterdir()] == ["credit"]


def test_which_files_of_the_student_stay():
    files = {
        "a.txt": b"1",
        "./b/c.txt": b"2",
        "data": b"stands where the instructor has a folder",
        "table.csv/x": b"stands below the instructor's file",
        "table.csv": b"is the instructor's",
        "timestamp.txt": b"3",
        "deep/x.ipynb": b"4",
        "__pycache__/a.py": b"5",
        "x/__pycache__/a.py": b"6",
        ".a.pyc": b"7",
        "a.pyc": b"8",
    }
    instructors = {"data/customers.csv", "table.csv"}
    kept = students_files(files, instructors, ["__pycache__", "*.pyc"])
    assert kept == {"a.txt": b"1", "b/c.txt": b"2", ".a.pyc": b"7"}


def test_which_files_of_the_instructor_are_copied(tmp_path):
    for name in ("data/a.csv", "own.py", "b/own.py", "x.ipynb", ".ipynb_checkpoints/y.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = instructors_files(tmp_path, [".ipynb_checkpoints"], ["own.py", "./data/../b/own.py"])
    assert found == {"data/a.csv": tmp_path / "data/a.csv"}
