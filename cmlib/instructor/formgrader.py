"""The wall for formgrader's own "Autograde" button and for ``nbgrader autograde``, switched on by settings alone.

In ``nbgrader_config.py``, `BehindTheWall` stands where nbgrader runs the notebook; nbgrader itself then records what
it finds in the outputs, as ever. Nothing of the student's is sanitised before: this does it.
"""

import os
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Integer

from cmlib.instructor.course import Course
from cmlib.instructor.executed import executed
from cmlib.instructor.nbgrader_calls import forget_scores
from cmlib.instructor.preflight.check import preflight
from cmlib.instructor.prepare import Prepared, prepare, proven, wall_plan
from cmlib.instructor.settings import load_settings
from cmlib.instructor.wall.limits import LIMITS, MEGABYTE, Limits
from cmlib.instructor.wall.needed import missing
from cmlib.instructor.wall.wall import Plan, WallMissing
from cmlib.instructor.worker import grade_sheet


class NotGradedError(Exception):
    """The submission has no marks; the message says why. nbgrader shows it and goes on with the next student."""


class BehindTheWall(NbGraderPreprocessor):
    """Rebuilds the student's notebook from the instructor's copy, runs it behind the wall and judges it outside."""

    unsafe = Bool(False, help="Grade without a wall: students' code can then do what you can.").tag(config=True)
    memory = Integer(LIMITS.memory // MEGABYTE, help="Megabytes that one submission may take.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Give the graded notebook; nothing of ``nb`` itself is used. Raises `NotGradedError`, `WallMissing`."""
        marks = resources["nbgrader"]
        course, assignment, student = Course(Path.cwd()), marks["assignment"], marks["student"]
        try:
            if not self.unsafe and (reason := missing()):
                raise WallMissing(reason)
            limits = self._limits(course)
            prepared, plan = self._prepared(course, assignment, limits)
            one = prepared[marks["notebook"]]
            checked = preflight(course, assignment, student, one.copy)
            if checked.sheet is None:
                raise NotGradedError(f"{checked.status}: {checked.reason}")
            self._keep_only(Path(resources["metadata"]["path"]), set(checked.sheet.files) | set(one.copy.files))
            outcome = grade_sheet(one.complete(checked.sheet), plan, limits)
        except Exception:
            forget_scores(str(course.root), assignment, student)
            raise
        for flag in filter(None, (outcome.reason, *checked.flags, *outcome.flags)):
            self.log.warning("%s: %s", student, flag)
        return executed(checked.notebook, outcome), resources

    def _limits(self, course: Course) -> Limits:
        seconds = load_settings(course).seconds
        return Limits(self.memory * MEGABYTE, cell_seconds=seconds, seconds=max(LIMITS.seconds, 10 * seconds))

    def _prepared(self, course: Course, assignment: str, limits: Limits) -> tuple[dict[str, Prepared], Plan]:
        """Read anew each time: the instructor may have mended a test since the last click."""
        found = prepare(course, assignment, limits)
        plan = wall_plan(course, found, bare=self.unsafe)
        return {name: proven(each, plan, limits) for name, each in found.items()}, plan

    def _keep_only(self, folder: Path, files: set[str]) -> None:
        """Take out what nbgrader copied along before: a planted link's target must not stay in the graded folder."""
        for parent, _, names in os.walk(folder):
            for name in names:
                path = Path(parent) / name
                if path.suffix != ".ipynb" and path.relative_to(folder).as_posix() not in files | {"timestamp.txt"}:
                    path.unlink()
