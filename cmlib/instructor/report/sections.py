"""The parts of the page, each from what was gathered; a part that has nothing to say says so."""

import statistics
from collections.abc import Sequence
from html import escape

import numpy as np

from cmlib.instructor.report.figures import Bar, bars, histogram
from cmlib.instructor.report.gather import ClassReport
from cmlib.instructor.report.statistics import ItemStatistics
from cmlib.instructor.report.tables import LINES, NUMBER, SHORT, TEXT, names, number, table

#: Below so many students the statistics of a task say little.
FEW = 30
_MOST_BARS = 8

_HOW_TO_READ = """
<em>Difficulty</em> is the mean share of the points: 1.00 is a task that everyone solved. <em>Discrimination</em> is
the correlation of a task's points with the points at everything else: near 0 it does not tell strong students from
weak ones, below 0 the task itself may be at fault. <em>Upper − lower 27%</em> is the mean share of the best students
less that of the weakest.
"""
_FEW = """
<strong>With {students} students this is shaky:</strong> another class of this size would give other numbers, so read
the interval rather than the figure.
"""
_WHO_COUNTS = """<p class="note">A student counts where the checks lost and their messages are those of an answer in
the bank. Where several answers lose the same checks, all are named.</p>"""


def overview(report: ClassReport) -> str:
    """The class in a few numbers."""
    marked = [result.mark or 0.0 for result in report.marked]
    found = {"handed in": f"{len(report.results)}", "with a mark": f"{len(marked)}"}
    if marked:
        found["median"] = f"{number(statistics.median(marked))} of {number(report.paper.most)}"
    found["to look at"] = f"{len(report.looks)}"
    found["to grade by hand"] = f"{len(report.waiting)}"
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in found.items())
    return f"<dl>{items}</dl>"


def marks(report: ClassReport) -> str:
    """The histogram of the points at the automatic checks."""
    points = [result.mark or 0.0 for result in report.marked]
    most = report.paper.most
    if not points or not most:
        return "<p>Nobody has a mark yet.</p>"
    counts, edges = np.histogram(points, bins=10, range=(0, most))
    middle = statistics.median(points)
    title = f"Half of the graded students have {number(middle)} of {number(most)} points or more"
    rounded = [round(float(edge), 2) for edge in edges]
    return histogram(
        "marks", title, [int(count) for count in counts], rounded, middle, "points at the automatic checks"
    )


def tasks(report: ClassReport) -> str:
    """How hard each task was and whether it tells strong from weak students; the checks below, folded."""
    if not report.tasks:
        return "<p>No task has points yet.</p>"
    hardest = min(report.tasks, key=lambda each: (each.difficulty, each.name))
    title = f"{hardest.name} was the hardest: {hardest.difficulty:.0%} of its points were earned"
    rows = [Bar(each.name, each.difficulty, f"{each.mean:.1f} of {number(each.most)}") for each in report.tasks]
    figure = bars("tasks", title, rows, 1.0, "mean points, and their share of the whole bar")
    stopped = [name for look in report.looks for name in look.stopped]
    titles = [
        [number(float(stopped.count(each.name))), report.paper.titles.get(each.name, "")] for each in report.tasks
    ]
    by_task = _statistics_table("Difficulty and discrimination of each task", "Task", report.tasks, titles)
    owners = [[report.paper.task_of(each.name)] for each in report.checks]
    by_check = _statistics_table("Difficulty and discrimination of each check", "Check", report.checks, owners)
    return (
        f"{figure}\n{by_task}\n{_how_to_read(report.tasks[0].students)}\n"
        f"<details><summary>The same for each of the {len(report.checks)} checks</summary>\n{by_check}\n</details>"
    )


def _statistics_table(caption: str, head: str, items: Sequence[ItemStatistics], more: Sequence[Sequence[str]]) -> str:
    heads = {head: SHORT, "Points": NUMBER, "Difficulty": NUMBER, "Discrimination": NUMBER, "95% interval": NUMBER}
    heads |= {"Upper − lower 27%": NUMBER, "Strong from weak": SHORT}
    heads |= {"Stopped": NUMBER, "Title": SHORT} if head == "Task" else {"Task": SHORT}
    rows = [
        [
            each.name,
            number(each.most),
            number(each.difficulty, 2),
            number(each.discrimination, 2),
            f"{number(each.low, 2)} to {number(each.high, 2)}" if each.low == each.low else "–",
            number(each.upper_lower, 2),
            verdict(each.discrimination),
            *rest,
        ]
        for each, rest in zip(items, more, strict=True)
    ]
    return table(caption, heads, rows)


def verdict(discrimination: float) -> str:
    """A discrimination in words, by the bounds of Ebel (1965, "Measuring educational achievement", chapter 10).

    >>> [verdict(each) for each in (0.4, 0.2, 0.19, -0.1, float("nan"))]
    ['well', 'somewhat', 'hardly', 'the wrong way round', 'cannot tell']
    """
    if discrimination != discrimination:
        return "cannot tell"
    if discrimination < 0:
        return "the wrong way round"
    return "well" if discrimination >= 0.4 else "somewhat" if discrimination >= 0.2 else "hardly"


def _how_to_read(students: int) -> str:
    few = _FEW.format(students=students) if students < FEW else ""
    return f'<p class="note">n = {students} students with a mark. {_HOW_TO_READ}{few}</p>'


def misunderstandings(report: ClassReport) -> str:
    """Named misconceptions where there is an answer bank, and what students saw."""
    if not report.messages:
        return "<p>No check was lost by a student who answered it.</p>"
    parts = []
    if report.named:
        first = report.named[0]
        title = f"{first.task}, {_either(first.names)}: {_students(len(first.students))}"
        rows = [
            Bar(f"{rank}. {each.task}: {_either(each.names)}", len(each.students), f"{len(each.students)}")
            for rank, each in enumerate(report.named[:_MOST_BARS], start=1)
        ]
        parts += [
            bars("misconceptions", title, rows, len(first.students), "students, numbered as in the table"),
            table(
                "Misconceptions that the answer bank knows, the most frequent first",
                {"No.": SHORT, "Students": NUMBER, "Task": SHORT, "Misconception": TEXT, "What it does": TEXT}
                | {"Who": TEXT},
                [
                    [
                        f"{rank}.",
                        f"{len(each.students)}",
                        each.task,
                        _either(each.names),
                        "; or ".join(dict.fromkeys(each.what)),
                        names(each.students),
                    ]
                    for rank, each in enumerate(report.named, start=1)
                ],
            ),
            _WHO_COUNTS,
        ]
    else:
        first_seen = report.messages[0]
        title = f"{first_seen.check} caught the most students with one message: {len(first_seen.students)}"
        rows = [
            Bar(f"{rank}. {each.check}", len(each.students), f"{len(each.students)}")
            for rank, each in enumerate(report.messages[:_MOST_BARS], start=1)
        ]
        parts.append(bars("messages", title, rows, len(first_seen.students), "students, numbered as in the table"))
    heads = {"No.": SHORT, "Students": NUMBER, "Check": SHORT, "What they saw": LINES}
    heads |= {"Behind it": TEXT} if any(report.causes.values()) else {}
    shown = [
        [
            f"{rank}.",
            f"{len(each.students)}",
            each.check,
            each.message,
            *([report.causes.get(each, "")] if any(report.causes.values()) else []),
            names(each.students),
        ]
        for rank, each in enumerate(report.messages, start=1)
    ]
    every = table("Messages, the most frequent first", heads | {"Who": TEXT}, shown)
    if report.named:
        return "\n".join([*parts, f"<details><summary>All {len(shown)} messages</summary>\n{every}\n</details>"])
    return "\n".join([*parts, every])


def looks(report: ClassReport) -> str:
    """Submissions with a status, a flag or a stopped cell."""
    if not report.looks:
        return "<p>Every submission was graded, and none is odd.</p>"
    rows = [[each.student, each.status, "\n".join(each.reasons), ", ".join(each.stopped)] for each in report.looks]
    heads = {"Student": SHORT, "Status": SHORT, "Why": LINES, "Cells that were stopped": TEXT}
    return table("Worth a look, one line a student", heads, rows)


def waiting(report: ClassReport) -> str:
    """Answers that a human must still grade."""
    if not report.waiting:
        return "<p>No written answer waits.</p>"
    cells: dict[str, list[str]] = {}
    for student, missing in report.waiting.items():
        for cell in missing:
            cells.setdefault(cell, []).append(student)
    rows = [
        [cell, f"{len(students)}", report.paper.titles.get(cell, ""), names(students)]
        for cell, students in cells.items()
    ]
    heads = {"Answer": SHORT, "Students": NUMBER, "Title": TEXT, "Who": TEXT}
    return table("Still to grade by hand", heads, rows)


def students(report: ClassReport) -> str:
    """One line a student."""
    groups = report.paper.checks_by_task
    by_hand = bool(report.paper.written) and bool(report.marks)
    late = any(each.penalty for each in report.marks.values())
    heads = {"Student": SHORT, f"Checks, of {number(report.paper.most)}": NUMBER}
    heads |= {f"By hand, of {number(sum(report.paper.written.values()))}": NUMBER} if by_hand else {}
    heads |= {"Late": NUMBER} if late else {}
    heads |= dict.fromkeys(groups, NUMBER) | {"Status": SHORT}
    rows = []
    for each in report.results:
        known = report.marks.get(each.student)
        given = [known.cells[cell] for cell in report.paper.written if known and cell in known.cells]
        hand = "–" if not given or any(mark.waiting for mark in given) else number(sum(mark.points for mark in given))
        rows.append(
            [
                each.student,
                number(each.mark),
                *([hand] if by_hand else []),
                *([number(-known.penalty if known and known.penalty else None)] if late else []),
                *(
                    number(sum(each.cells.get(check, 0.0) for check in checks) if each.mark is not None else None)
                    for checks in groups.values()
                ),
                each.status,
            ]
        )
    return table("One line a student; points by task are those of the automatic checks", heads, rows)


def _either(found: Sequence[str]) -> str:
    return " or ".join(found)


def _students(count: int) -> str:
    return f"{count} student" + ("s" if count != 1 else "")
