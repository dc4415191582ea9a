"""nbgrader's settings of a course, as its own ``autograde`` command would read them.

System-wide and personal Jupyter settings come first, those of the course folder last. Only the current folder's
are left out: who grades may stand anywhere.
"""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from nbconvert.preprocessors import Preprocessor
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets.config import Application
from traitlets.utils.importstring import import_item

from cmlib.instructor.course import SETTINGS, Course

#: nbgrader's own time for a cell.
_SECONDS = 30.0

Kind = TypeVar("Kind", bound=Preprocessor)


@dataclass(frozen=True)
class Settings:
    """Where things are (``folders``) and how this course wants them graded (``autograde``)."""

    folders: CourseDirectory
    autograde: Autograde

    def source(self, assignment: str) -> Path:
        """Folder of the instructor's files."""
        return self._path(self.folders.source_directory, ".", assignment)

    def graded(self, student: str, assignment: str) -> Path:
        """Folder of a student's graded submission."""
        return self._path(self.folders.autograded_directory, student, assignment)

    @property
    def root(self) -> Path:
        """The course folder."""
        return Path(self.folders.root)

    @property
    def above_graded(self) -> Path:
        """The folder in which those of all students and assignments are."""
        one, other = self.graded("one", "one"), self.graded("other", "other")
        return Path(os.path.commonpath([one, other]))

    @property
    def seconds(self) -> float:
        """The time of a cell."""
        return float(Execute(parent=self.autograde).timeout or _SECONDS)

    def _path(self, step: str, student: str, assignment: str) -> Path:
        return Path(os.path.normpath(self.folders.format_path(step, student, assignment)))

    def preprocessor(self, stock: type[Kind]) -> Kind | None:
        """The course's own kind of a preprocessor of nbgrader; None where the course does without."""
        with modules_of(self.root), usable(self.root):
            named = self.autograde.autograde_preprocessors
            kinds = [import_item(each) if isinstance(each, str) else each for each in named]
            ours = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, stock)]
            return ours[0](parent=self.autograde) if ours else None


@contextmanager
def modules_of(root: Path) -> Iterator[None]:
    """Meanwhile modules beside the settings can be imported: a course may name a plugin of its own there."""
    sys.path.append(str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))


@contextmanager
def usable(root: Path) -> Iterator[None]:
    """Raise ``ValueError`` with a sentence for settings of which nbgrader can make nothing."""
    try:
        yield
    except (Exception, SystemExit) as error:  # traitlets exits where a setting is of the wrong kind
        reason = error.__context__ if isinstance(error, SystemExit) else error
        raise ValueError(f"nbgrader's settings in {root / SETTINGS} cannot be used: {reason}") from error


def load_settings(course: Course) -> Settings:
    """Read the settings. Raises ``ValueError`` when nbgrader cannot use them."""
    root = course.root
    with modules_of(root), usable(root):
        app = AutogradeApp(raise_config_file_errors=True, log_level=logging.CRITICAL)
        app.load_cwd_config = False
        app.coursedir = CourseDirectory(parent=app, root=str(root))
        app.load_config_file()
        Application.load_config_file(app, SETTINGS, path=str(root))
        app.config.CourseDirectory.root = str(root)
        folders = CourseDirectory(parent=app)
        return Settings(folders, Autograde(coursedir=folders, parent=app))
