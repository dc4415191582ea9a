"""The report as tables for a spreadsheet: one of students, one of tasks and checks, one of messages, one of pairs."""

from collections.abc import Iterable
from pathlib import Path

from cmlib.instructor.export.spreadsheet import as_csv
from cmlib.instructor.report.gather import ClassReport
from cmlib.instructor.report.statistics import ItemStatistics
from cmlib.instructor.whole_file import write_whole

Table = list[list[object]]


def write_tables(report: ClassReport, file: Path) -> list[Path]:
    """Write the students to ``file``, the others beside it under its name; returns the files.

    They begin with a byte-order mark, without which Excel does not take them for UTF-8.
    """
    made = {
        "": students_table(report),
        "-items": items_table(report),
        "-misunderstood": misunderstood_table(report),
        "-similar": similar_table(report),
    }
    files = {file.with_name(f"{file.stem}{ending}{file.suffix}"): table for ending, table in made.items()}
    for path, table in files.items():
        write_whole(path, as_csv(table).encode("utf-8-sig", "replace"))
    return list(files)


def students_table(report: ClassReport) -> Table:
    """One line a student: status, points, what waits, what is odd, the misconceptions shown."""
    groups = report.paper.checks_by_task
    looks = {look.student: look for look in report.looks}
    shown: dict[str, list[str]] = {}
    for one in report.named:
        for student in one.students:
            shown.setdefault(student, []).append(f"{one.task}: {' or '.join(one.names)}")
    heads = ["student", "status", "checks", *groups, *report.paper.checks, "by_hand", "late_penalty", "waiting"]
    table: Table = [[*heads, "stopped", "look", "misconceptions", "seconds"]]
    for each in report.results:
        known, look = report.marks.get(each.student), looks.get(each.student)
        given = [known.cells[cell] for cell in report.paper.written if known and cell in known.cells]
        done = given and not any(mark.waiting for mark in given)
        cells = {check: each.cells.get(check, 0.0) if each.mark is not None else None for check in report.paper.checks}
        table.append(
            [
                each.student,
                each.status,
                each.mark,
                *(_total(cells[check] for check in checks) for checks in groups.values()),
                *cells.values(),
                sum(mark.points for mark in given) if done else None,
                known.penalty if known else None,
                " ".join(report.waiting.get(each.student, ())),
                " ".join(look.stopped) if look else "",
                "; ".join(look.reasons) if look else "",
                "; ".join(shown.get(each.student, ())),
                round(each.seconds, 3),
            ]
        )
    return table


def items_table(report: ClassReport) -> Table:
    """One line a task and a check."""
    heads = ["kind", "name", "task", "title", "points", "students", "mean", "difficulty", "discrimination"]
    table: Table = [[*heads, "interval_low", "interval_high", "upper_lower_27"]]
    table += [["task", each.name, each.name, *_item(report, each)] for each in report.tasks]
    table += [["check", each.name, report.paper.task_of(each.name), *_item(report, each)] for each in report.checks]
    return table


def misunderstood_table(report: ClassReport) -> Table:
    """One line a message, and one a named misconception."""
    table: Table = [["kind", "task", "check", "students", "what", "behind_it", "who"]]
    for one in report.named:
        names, what = " or ".join(one.names), "; or ".join(one.what)
        table.append(["misconception", one.task, "", len(one.students), names, what, " ".join(one.students)])
    for each in report.messages:
        task, cause = report.paper.task_of(each.check), report.causes.get(each, "")
        table.append(["message", task, each.check, len(each.students), each.message, cause, " ".join(each.students)])
    return table


def similar_table(report: ClassReport) -> Table:
    """One line a pair and task; a list to look at, not a verdict."""
    table: Table = [["rank", "student", "other_student", "task", "share_of_code", "rarity"]]
    table += [
        [rank, *pair.students, each.task, round(each.share, 3), round(each.rarity, 2)]
        for rank, pair in enumerate(report.similar, start=1)
        for each in pair.tasks
    ]
    return table


def _item(report: ClassReport, each: ItemStatistics) -> list[object]:
    found = [each.mean, each.difficulty, each.discrimination, each.low, each.high, each.upper_lower]
    numbers = [None if value != value else round(value, 4) for value in found]
    return [report.paper.titles.get(each.name, ""), each.most, each.students, *numbers]


def _total(points: Iterable[float | None]) -> float | None:
    known = [each for each in points if each is not None]
    return sum(known) if known else None
