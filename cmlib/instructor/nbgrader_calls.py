"""What is asked of nbgrader, through its own API. Whoever calls uses `run_apart`."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbgrader.apps.api import NbGraderAPI


def release(root: str, assignment: str, db: str | None = None) -> str:
    """Make the students' notebook from the source; the reason when nbgrader refuses, else ``""``.

    ``db`` is another gradebook than the course's.
    """
    return reason_of(_api(root, db).generate_assignment(assignment, force=True, create=True))


def autograde(root: str, assignment: str, student: str) -> tuple[str, dict[str, float | None]]:
    """Run and score one student's notebook: the reason when nbgrader gives up, else ``""``, and the scores.

    Scores are by grade id; None is a score that a human must give. When nbgrader gives up, the
    scores of an earlier run stay in the gradebook; `forget_scores` takes them out.
    """
    api = _api(root)
    reason = reason_of(api.autograde(assignment, student, force=True, create=True))
    if reason:
        return reason, {}
    with api.gradebook as gradebook:
        grades = gradebook.find_submission_notebook(assignment, assignment, student).grades
        return "", {grade.name: grade.auto_score for grade in grades}


def forget_scores(root: str, assignment: str, student: str) -> None:
    """Take an earlier run's automatic scores out of the gradebook, and its notebook out of the way."""
    from nbgrader.api import MissingEntry

    api = _api(root)
    folder = api.coursedir.format_path(api.coursedir.autograded_directory, student, assignment)
    (Path(folder) / f"{assignment}.ipynb").unlink(missing_ok=True)
    with api.gradebook as gradebook:
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            return
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
        gradebook.db.commit()


def _api(root: str, db: str | None = None) -> "NbGraderAPI":
    import nbgrader.api
    from nbgrader.apps.api import NbGraderAPI

    from cmlib.instructor.course import Course
    from cmlib.instructor.settings import load_settings

    # For a new gradebook nbgrader starts the program `alembic`, which imports nbgrader anew for four
    # seconds, only to learn one word. This process knows it at once.
    nbgrader.api.get_alembic_version = _schema_version
    settings = load_settings(Course(Path(root))).autograde.config
    if db:
        settings.CourseDirectory.db_url = db
    return NbGraderAPI(config=settings)


def _schema_version() -> str:
    """Name of the newest layout of nbgrader's gradebook."""
    import nbgrader
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head())


def reason_of(outcome: dict) -> str:
    """Why nbgrader gave up, in one line: the exception behind its own, or what its log calls an error."""
    if outcome["success"]:
        return ""
    log = outcome.get("log", "") + "\n" + (outcome.get("error") or "")
    # nbgrader's log indents all but the first line of what it tells.
    raised = re.findall(r"^ *(?:\w+\.)*\w*(?:Error|Exception|Empty|Interrupt)\b(?::.*)?$", log, re.M)
    own = [line for line in raised if "NbGraderException" not in line]
    errors = own[-1:] or re.findall(r"^\[ERROR\] (.+)", log, re.M) or raised
    return errors[0].strip() if errors else "nbgrader gave up without a reason"
