"""The report of a graded class: one HTML file that needs nothing else and prints well."""

import base64
import io
from collections.abc import Mapping, Sequence
from html import escape
from string import Template

from cmlib.instructor.notebook import Notebook
from cmlib.instructor.result import Result
from cmlib.instructor.summary import Misunderstanding, misunderstood, number, points_by_task

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; }
figure { margin: 1.5rem 0; break-inside: avoid; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; }
th, td { border-bottom: 1px solid #bbb; white-space: nowrap; }
td.text { white-space: pre-line; overflow-wrap: anywhere; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
@media print { body { font-size: 10pt; max-width: none; margin: 0; } }
</style>
</head>
<body>
<main>
<h1>$title</h1>
<p>$summary</p>
$figures
<h2>What was misunderstood most</h2>
$misunderstood
<h2>Marks</h2>
$marks
</main>
</body>
</html>
""")


def html_report(
    title: str,
    summary: str,
    results: Sequence[Result],
    released: Notebook,
    causes: Mapping[Misunderstanding, str] | None = None,
) -> str:
    """The page as text. ``causes`` may name what lies behind a message; all text is escaped.

    Raises ``ValueError`` when no student has a mark.
    """
    found = misunderstood(results, released)
    figures = [_distribution(results, released), _by_task(results, released)]
    if found:
        figures.append(_most_misunderstood(found))
    return _PAGE.substitute(
        title=escape(title),
        summary=escape(summary),
        figures="\n".join(figures),
        misunderstood=_misunderstood_table(found, causes or {}),
        marks=_marks_table(results, released),
    )


def _distribution(results: Sequence[Result], released: Notebook) -> str:
    most = sum(released.checks.values())
    marks = sorted(result.mark for result in results if result.mark is not None)
    middle = (marks[(len(marks) - 1) // 2] + marks[len(marks) // 2]) / 2
    title = f"Half of the graded students have {middle:g} of {most:g} points or more"
    figure, axes = _figure(3.2)
    counts, edges, _ = axes.hist(marks, bins=10, range=(0, most), color="#0072b2", edgecolor="white")
    axes.axvline(middle, color="#1a1a1a", linestyle="--")
    axes.set(title=title, xlabel="points at the automatic checks", ylabel="students")
    axes.yaxis.get_major_locator().set_params(integer=True)
    bins = [
        f"{count:g} from {low:g} to {high:g}"
        for count, low, high in zip(counts, edges[:-1], edges[1:], strict=True)
        if count
    ]
    without = len(results) - len(marks)
    text = f"{title}. Students by points: {', '.join(bins)}." + (f" Without a mark: {without}." if without else "")
    return _html(figure, text)


def _by_task(results: Sequence[Result], released: Notebook) -> str:
    by_task = points_by_task(results, released)
    shares = {task: mean / most if most else 0.0 for task, (mean, most) in by_task.items()}
    hardest = min(shares, key=shares.get)
    title = f"{hardest} was the hardest: {shares[hardest]:.0%} of its points were earned"
    figure, axes = _figure(0.9 + 0.35 * len(shares))
    bars = axes.barh(list(shares), [100 * share for share in shares.values()], color="#0072b2")
    axes.bar_label(bars, [f"{mean:.1f} of {most:g}" for mean, most in by_task.values()], padding=4)
    axes.invert_yaxis()
    axes.set(title=title, xlabel="points earned on average, percent", xlim=(0, 118))
    axes.set_xticks(range(0, 101, 20))
    listed = ", ".join(f"{task} {mean:.1f} of {most:g}" for task, (mean, most) in by_task.items())
    return _html(figure, f"{title}. Mean points: {listed}.")


def _most_misunderstood(found: Sequence[Misunderstanding], most: int = 8) -> str:
    shown = found[:most]
    title = f"{shown[0].check} caught the most students with one message: {len(shown[0].students)}"
    figure, axes = _figure(0.9 + 0.35 * len(shown))
    labels = [f"{rank}. {each.check}" for rank, each in enumerate(shown, start=1)]
    bars = axes.barh(labels, [len(each.students) for each in shown], color="#d55e00", hatch="//", edgecolor="white")
    axes.bar_label(bars, padding=4)
    axes.invert_yaxis()
    axes.set(title=title, xlabel="students who saw the same message")
    axes.xaxis.get_major_locator().set_params(integer=True)
    listed = ", ".join(f"{each.check} {len(each.students)}" for each in shown)
    return _html(figure, f"{title}. Students by message, numbered as in the table below: {listed}.")


def _figure(height: float):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _html(figure, text: str) -> str:
    import matplotlib

    drawn = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "cmlib", "text.parse_math": False}):
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    picture = base64.b64encode(drawn.getvalue()).decode("ascii")
    return (
        f'<figure><img alt="{escape(text)}" src="data:image/svg+xml;base64,{picture}">'
        f"<figcaption>{escape(text)}</figcaption></figure>"
    )


def _misunderstood_table(found: Sequence[Misunderstanding], causes: Mapping[Misunderstanding, str]) -> str:
    if not found:
        return "<p>No check was lost by a student who answered it.</p>"
    heads = {"Rank": "number", "Students": "number", "Check": "", "What they saw": "text"}
    heads |= {"Behind it": "text"} if causes else {}
    rows = [
        [f"{rank}.", f"{len(each.students)}", each.check, each.message, *([causes.get(each, "")] if causes else [])]
        for rank, each in enumerate(found, start=1)
    ]
    return _table("Messages, the most frequent first", heads, rows)


def _marks_table(results: Sequence[Result], released: Notebook) -> str:
    most = sum(released.checks.values())
    heads = {
        "Student": "",
        f"Points of {most:g}": "number",
        "Status": "",
        "Reason": "text",
        "Left to grade by hand": "text",
    }
    rows = [[each.student, number(each.mark), each.status, each.reason, ", ".join(each.waiting)] for each in results]
    return _table("One line a student; points are those of the automatic checks", heads, rows)


def _table(caption: str, heads: Mapping[str, str], rows: Sequence[Sequence[str]]) -> str:
    """``heads`` maps each column's head to its class in the style sheet."""
    top = "".join(f'<th scope="col" class="{kind}">{escape(head)}</th>' for head, kind in heads.items())
    lines = [
        "".join(f'<td class="{kind}">{escape(cell)}</td>' for cell, kind in zip(row, heads.values(), strict=True))
        for row in rows
    ]
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return (
        f"<table><caption>{escape(caption)}</caption>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    )
