"""The part of the page on submissions that look alike: a list, and the code of the first pairs side by side."""

from html import escape

from cmlib.instructor.report.gather import ClassReport
from cmlib.instructor.report.similar import Pair, matching_lines
from cmlib.instructor.report.tables import NUMBER, SHORT, TEXT, table

#: Pairs in the list, and pairs whose code is shown.
LISTED, SHOWN = 25, 8

_NOTE = (
    '<p class="note">A list to look at, <strong>not a verdict</strong>. Code can be alike because a lesson showed it, '
    "because there is one obvious way, or because two worked together as they were allowed to. Names, blanks and "
    "comments do not count; neither do what students were given, short answers, and lines that many wrote. What only "
    "two students share comes first.</p>"
)


def similar(report: ClassReport) -> str:
    """The list of pairs, and the first of them in full."""
    if not report.similar:
        return f"{_NOTE}\n<p>No two submissions are alike.</p>"
    rows = [
        [
            " and ".join(pair.students),
            f"{len(pair.tasks)}",
            ", ".join(f"{each.task} {each.share:.0%}" for each in pair.tasks),
        ]
        for pair in report.similar[:LISTED]
    ]
    rest = len(report.similar) - len(rows)
    more = f"<p>{rest} more pairs are in the table of the command's option --table.</p>" if rest else ""
    listed = table("Pairs whose code is alike", {"Students": SHORT, "Tasks": NUMBER, "Share of code": TEXT}, rows)
    shown = "\n".join(_pair(report, pair) for pair in report.similar[:SHOWN])
    return f"{_NOTE}\n{listed}\n{more}\n{shown}"


def _pair(report: ClassReport, pair: Pair) -> str:
    one, other = pair.students
    parts = []
    for each in pair.tasks:
        codes = report.answers[each.task]
        here, there = matching_lines(codes[one], codes[other])
        parts.append(
            f'<h4>{escape(each.task)}: {each.share:.0%} the same</h4>\n<div class="beside">'
            f"{_code(one, codes[one], here)}{_code(other, codes[other], there)}</div>"
        )
    heading = f"{one} and {other}: {', '.join(each.task for each in pair.tasks)}"
    return f'<details class="code"><summary>{escape(heading)}</summary>\n{"".join(parts)}\n</details>'


def _code(student: str, code: str, marked: frozenset[int]) -> str:
    lines = "\n".join(
        f"<mark>{escape(line)}</mark>" if number in marked and line.strip() else escape(line)
        for number, line in enumerate(code.splitlines())
    )
    return f'<div><p>{escape(student)}</p><pre tabindex="0">{lines}</pre></div>'
