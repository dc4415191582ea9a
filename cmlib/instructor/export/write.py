"""Write the marks of a class to the file that a learning management system imports."""

from pathlib import Path

from cmlib.instructor.course import Course
from cmlib.instructor.export.rows import FORMATS, still_waiting
from cmlib.instructor.export.spreadsheet import as_csv
from cmlib.instructor.gradebook_marks import ClassMarks, read_marks
from cmlib.instructor.whole_file import write_whole

#: Only the file that people open in Excel begins with a byte-order mark: Excel needs one to know UTF-8, Canvas and
#: Moodle read UTF-8 anyway, and to them the mark would be part of the first column's name.
ENCODINGS = {"canvas": "utf-8", "moodle": "utf-8", "csv": "utf-8-sig"}


class NotComplete(ValueError):
    """Scores must still be given by hand; the message names the students."""


def export(
    course: Course,
    assignment: str,
    format: str,
    file: Path,
    *,
    title: str = "",
    partial: bool = False,
    zero: bool = False,
    db: str | None = None,
) -> ClassMarks:
    """Write the marks of an assignment; returns them.

    ``title`` is the assignment's name in the other system, by default its name here. ``partial`` leaves the cells of
    students empty whose scores are not complete; ``zero`` gives 0 to those who handed in nothing.

    Raises `NotComplete` where scores must still be given by hand and ``partial`` does not allow it, ``LookupError``
    and ``OSError`` as `read_marks` does, ``ValueError`` for an unknown format.
    """
    if format not in FORMATS:
        raise ValueError(f"export knows the formats {', '.join(FORMATS)}; found {format!r}")
    marks = read_marks(course, assignment, db)
    if (waiting := still_waiting(marks)) and not partial:
        listed = "".join(f"\n  {each.student}: {_listed(each.waiting)}" for each in waiting)
        raise NotComplete(
            f"{len(waiting)} students have scores that must still be given by hand; give them in formgrader, "
            f"or export the others with --partial:{listed}"
        )
    rows = FORMATS[format](marks, title or assignment, zero)
    write_whole(file, as_csv(rows).encode(ENCODINGS[format], "replace"))
    return marks


def _listed(cells: tuple[str, ...], most: int = 4) -> str:
    rest = len(cells) - most
    return ", ".join(cells[:most]) + (f" and {rest} more" if rest > 0 else "")
