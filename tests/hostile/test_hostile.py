"""Whatever is handed in: the points that it deserves, nothing stolen, nobody else touched, and the batch goes on."""

import stat

from hostile_cases import MOST, Case
from hostile_class import ASSIGNMENT, INNOCENT, Class
from hostile_records import HIDDEN_INPUTS, SECRETS, dangers, files, gradebook, most_points, own_outputs, recorded

from cmlib.instructor.notebook import Notebook
from cmlib.instructor.outcome import GRADED


def test_a_case_gets_what_it_deserves_and_the_next_student_too(graded: Class, case: Case, record_property):
    record_property("hostile group", case.group)
    result = graded.result(case.student)
    assert (result.status, result.mark) == (case.status, case.points), (result.reason, result.flags, result.messages)
    for flag in result.flags:
        assert any(phrase in flag for phrase in case.flags), f"unexpected: {flag}"
    for phrase in case.flags:
        assert any(phrase in flag for flag in result.flags), f"missing: {phrase}; found {result.flags}"
    if case.says:
        assert case.says in (next(iter(result.messages.values())) if result.messages else result.reason)
    assert_nothing_leaks(graded, case.student, result)
    assert_innocent(graded, f"{INNOCENT}{case.student}")


def assert_nothing_leaks(graded: Class, student: str, result) -> None:
    shown = own_outputs(graded, student)
    told = "\n".join([result.reason, *result.messages.values()])
    for secret in (*SECRETS, *HIDDEN_INPUTS):
        assert secret not in shown, f"{secret} is in what the student's cells are recorded to have shown"
        assert secret not in told, f"{secret} is in what the student may read"
    assert dangers(graded, student) == []


def assert_innocent(graded: Class, student: str) -> None:
    """Full marks, and to the letter what an innocent student got before anybody had handed in anything else."""
    result = graded.result(student)
    assert (result.status, result.mark, result.flags, result.messages) == (GRADED, MOST, (), {})
    assert result.waiting == ("opinion",)
    first = {name: path.read_bytes() for name, path in files(graded, f"{INNOCENT}first").items()}
    assert {name: path.read_bytes() for name, path in files(graded, student).items()} == first
    assert set(first) == {f"{ASSIGNMENT}.ipynb"}


def test_the_batch_was_done_by_workers_that_lived_to_its_end(graded: Class):
    students = {each.student for each in graded.batch.results}
    assert students == {f"{INNOCENT}first"} | {
        name for case in graded.cases for name in (case.student, f"{INNOCENT}{case.student}")
    }
    assert graded.batch.flags == ()
    assert graded.starts == 1


def test_no_process_outlived_its_submission(graded: Class):
    assert graded.left_running == []


def test_what_was_handed_in_and_the_courses_own_files_are_as_they_were(graded: Class):
    assert graded.after == graded.before
    there = {path.name for path in graded.course.root.iterdir()}
    assert there == {"source", "release", "submitted", "autograded", "grading", "gradebook.db", "nbgrader_config.py"}


def test_the_gradebook_holds_the_marks_that_were_reported_and_no_others(graded: Class):
    released = Notebook.read(graded.course.released(ASSIGNMENT))
    assert most_points(graded) == released.checks | released.written
    book = gradebook(graded)
    for result in graded.batch.results:
        rows = book.pop(result.student, {})
        automatic = {check: rows[check][0] for check in released.checks if check in rows}
        if result.mark is None:
            assert set(automatic.values()) <= {None}
        else:
            assert automatic == result.cells
        assert all(manual is None and not extra for _, manual, extra in rows.values())
    assert book == {}


def test_graded_folders_hold_plain_files_of_the_students_own(graded: Class):
    for case in graded.cases:
        for name, path in files(graded, case.student).items():
            assert stat.S_ISREG(path.lstat().st_mode), f"{case.student}: {name}"
            assert b"root:" not in path.read_bytes()[:1000]


def test_the_given_answers_are_what_was_recorded(graded: Class):
    """Were nothing recorded, nothing could leak."""
    first = recorded(graded, f"{INNOCENT}first")
    assert first is not None
    assert first.checks
    assert "HIDDEN" in "".join(map(str, first.cells))
