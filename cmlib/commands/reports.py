"""Commands about a graded class: what it misunderstood, and its marks for another system."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from cmlib.commands.assignments import find_assignment, known_bank
from cmlib.instructor.export.formats import DEFAULT, NAMES


def report(options: Namespace) -> int:
    """Say what a graded class understood and what it did not.

    Writes one HTML page that needs no network: marks, difficulty and discrimination of each task, which
    misconception how often and who, time-outs and submissions to look at, written answers still to grade, and
    submissions that are alike. It reads what `grade` left in the course folder; no submission runs.
    """
    from cmlib.instructor.report.write import write_report

    course, name = find_assignment(options)
    file = options.out or course.root / f"report-{name}.html"
    bank = known_bank(options, name)
    made = write_report(course, name, file, tables=options.table, bank=bank, db=options.db)
    print(f"{len(made.results)} handed in, {len(made.marked)} with a mark, {len(made.looks)} to look at")
    print(f"{len(made.waiting)} with answers still to grade by hand, {len(made.similar)} pairs that are alike")
    print(f"report: {file}", *([f"tables: {options.table} and beside it"] if options.table else []), sep="\n")
    return 0


def export(options: Namespace) -> int:
    """Write the marks for Canvas, Moodle or a spreadsheet.

    The marks are those of the gradebook: by program, by hand, less what being late costs. Canvas and Moodle find
    students by the ids of the gradebook. The status is 1, and nothing is written, while scores must still be given
    by hand, unless --partial leaves their cells empty.
    """
    from cmlib.instructor.export.write import NotComplete
    from cmlib.instructor.export.write import export as write_marks

    course, name = find_assignment(options)
    file = options.out or course.root / f"marks-{name}-{options.format}.csv"
    how = {"title": options.title or "", "partial": options.partial, "zero": options.zero, "db": options.db}
    try:
        marks = write_marks(course, name, options.format, file, **how)
    except NotComplete as reason:
        print(reason)
        return 1
    given = sum(each.handed_in and not each.waiting for each in marks.students)
    print(f"{given} marks of {len(marks.students)} students: {file}")
    return 0


def add_report(add: Callable) -> None:
    """Options: where the report goes."""
    add("--out", type=Path, metavar="FILE", help="the page (default: report-NAME.html in the course folder)")
    add("--table", type=Path, metavar="FILE.csv", help="the same as tables: students here, the others beside it")


def add_export(add: Callable) -> None:
    """Options: which marks, in which format."""
    add("--format", choices=NAMES, default=DEFAULT, help=f"who imports them (default: {DEFAULT})")
    add("--out", type=Path, metavar="FILE", help="default: marks-NAME-FORMAT.csv in the course folder")
    add("--title", metavar="TEXT", help="the assignment's name there, for Canvas with its number: 'Rating (1234)'")
    add("--partial", action="store_true", help="leave the cells empty where scores must still be given by hand")
    add("--zero", action="store_true", help="0 for who handed in nothing (default: an empty cell)")
