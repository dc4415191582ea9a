"""The file that each learning management system imports, as rows: who, and the mark that counts.

A student who handed in nothing, or who still waits for a human, has an empty cell: both systems then keep what they
have. Where an id or a name begins like a formula it is changed (`harmless`), and the system does not find the student.
"""

from collections.abc import Callable, Sequence

from cmlib.instructor.gradebook_marks import ClassMarks, StudentMarks

Rows = list[list[object]]


def canvas(marks: ClassMarks, title: str, zero: bool = False) -> Rows:
    """Rows for Canvas: *Grades*, *Import*.

    The heads are those of its own export; the first row says how many points there are. Canvas looks for the student
    by its number (nbgrader's ``lms_user_id``), then by SIS id, by login, by name. ``title`` is the assignment's in
    Canvas; with its number in brackets, as in Canvas's export, it is found for certain, otherwise a new one is made.
    """
    heads: list[object] = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
    points: list[object] = ["    Points Possible", "", "", "", "", marks.most]
    return [heads, points] + [
        [_last_first(each), each.lms_id, each.student, each.student, "", _grade(each, zero)] for each in marks.students
    ]


def moodle(marks: ClassMarks, title: str, zero: bool = False) -> Rows:
    """Rows for Moodle: *Grades*, *Import*, *CSV file*; map "ID number" to useridnumber or "Email address" to useremail.

    ``title`` is the grade item's name; its greatest grade must be the assignment's points.
    """
    heads: list[object] = ["First name", "Last name", "ID number", "Email address", title]
    return [heads] + [
        [each.first_name, each.last_name, each.student, each.email, _grade(each, zero)] for each in marks.students
    ]


def plain(marks: ClassMarks, title: str, zero: bool = False) -> Rows:
    """Rows with every part of the mark: by program, by hand, extra credit, what being late costs, and each cell."""
    heads: list[object] = ["assignment", "student", "last_name", "first_name", "email", "handed_in", "automatic"]
    heads += ["by_hand", "extra_credit", "late_penalty", "mark", "points_possible", "waiting", *marks.cells]
    rows: Rows = [heads]
    for each in marks.students:
        cells = list(each.cells.values())
        by_hand = [mark.by_hand for mark in cells if mark.by_hand is not None]
        automatic = [mark.automatic for mark in cells if mark.automatic is not None and mark.by_hand is None]
        parts: list[object] = [sum(automatic), sum(by_hand), sum(mark.extra for mark in cells), each.penalty]
        when = each.when.isoformat(" ") if each.when else "yes" if each.handed_in else ""
        row: list[object] = [title, each.student, each.last_name, each.first_name, each.email, when]
        row += parts if each.handed_in else [None] * len(parts)
        row += [_grade(each, zero), marks.most, " ".join(each.waiting)]
        row += [each.cells[cell].points if each.has(cell) else None for cell in marks.cells]
        rows.append(row)
    return rows


#: What makes the rows of each format.
FORMATS: dict[str, Callable[[ClassMarks, str, bool], Rows]] = {"canvas": canvas, "moodle": moodle, "csv": plain}


def still_waiting(marks: ClassMarks) -> Sequence[StudentMarks]:
    """Students with a score that a human must still give."""
    return [each for each in marks.students if each.waiting]


def _grade(each: StudentMarks, zero: bool) -> float | None:
    if not each.handed_in:
        return 0.0 if zero else None
    return None if each.waiting else round(each.score, 4)


def _last_first(each: StudentMarks) -> str:
    return ", ".join(name for name in (each.last_name, each.first_name) if name) or each.student
