"""Write the report of a graded assignment: the page, and if wanted the tables."""

from collections.abc import Mapping
from pathlib import Path

from cmlib.instructor.course import Course
from cmlib.instructor.report.csv_tables import write_tables
from cmlib.instructor.report.gather import ClassReport, gather
from cmlib.instructor.report.misconceptions import Bank
from cmlib.instructor.report.page import page
from cmlib.instructor.summary import Misunderstanding
from cmlib.instructor.whole_file import write_whole


def write_report(
    course: Course,
    assignment: str,
    file: Path,
    *,
    tables: Path | None = None,
    title: str = "",
    note: str = "",
    bank: Bank | None = None,
    causes: Mapping[Misunderstanding, str] | None = None,
    db: str | None = None,
) -> ClassReport:
    """Write the page to ``file``, the tables to ``tables``; returns what they say.

    ``note`` is a line below the title. An answer bank names misconceptions; ``causes`` may say better what lies
    behind the messages. Raises as `gather` does.
    """
    report = gather(course, assignment, bank=bank, causes=causes, db=db)
    text = page(report, title or f"Report on {assignment}", note)
    write_whole(file, text.encode("utf-8", "replace"))  # a name may hold half a character
    if tables is not None:
        write_tables(report, tables)
    return report
