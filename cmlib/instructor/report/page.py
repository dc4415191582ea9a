"""The report as a page: one HTML file that needs nothing else, reads on a phone, and prints."""

from html import escape
from string import Template

from cmlib.instructor.report import sections
from cmlib.instructor.report.gather import ClassReport
from cmlib.instructor.report.similar_section import similar

_STYLE = """
:root { color-scheme: light; --ink: #1b1f24; --pale: #5a626b; --line: #d5d9de; --ground: #eef1f4; --bar: #0b5c93; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
body { color: var(--ink); background: #fff; overflow-wrap: break-word; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; line-height: 1.25; margin: 2.75rem 0 .75rem; padding-top: .75rem; }
h2 { border-top: 2px solid var(--ink); }
h3, h4 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { margin: .5rem 0; max-width: 44rem; }
.note { color: var(--pale); font-size: .875rem; }
.note strong, .note em { color: var(--ink); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; font-size: .875rem; margin: 1rem 0 0; }
a { color: var(--bar); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0 0; }
dl div { border-left: 3px solid var(--bar); padding: .1rem 0 .1rem .75rem; }
dt { font-size: .8rem; color: var(--pale); }
dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; max-width: 28rem; break-inside: avoid; }
figcaption { font-weight: 600; margin-bottom: .5rem; }
svg { display: block; width: 100%; height: auto; font: 11px system-ui, sans-serif; fill: var(--ink); }
svg .bar { fill: var(--bar); }
svg .ground { fill: var(--ground); }
svg .label { text-anchor: end; }
svg .above { text-anchor: middle; }
svg text.axis { fill: var(--pale); }
svg line { stroke: var(--ink); stroke-width: 1; }
.scroll { overflow-x: auto; margin: 1rem 0; }
.scroll:focus-visible, pre:focus-visible, summary:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.4; min-width: 100%; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
caption span { position: sticky; left: 0; display: inline-block; max-width: calc(100vw - 2.5rem); }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--pale); font-weight: 600; border-bottom-color: var(--ink); vertical-align: bottom; }
tbody th { font-weight: 600; }
.kept th:first-child { position: sticky; left: 0; background: #fff; }
.short, .number { white-space: nowrap; }
thead .number { white-space: normal; min-width: 4.75rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.text, .lines { min-width: 17rem; }
.lines { white-space: pre-line; }
details { border-bottom: 1px solid var(--line); padding: .6rem 0; }
summary { cursor: pointer; font-weight: 600; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: .75rem; }
.beside > div { min-width: 0; }
.beside p { font-size: .875rem; margin: 0 0 .25rem; }
pre { margin: 0; padding: .6rem; background: var(--ground); overflow-x: auto; font: .8rem/1.5 ui-monospace, monospace; }
mark { color: inherit; background: #ffe8a3; box-shadow: -3px 0 0 #8a6100; }
footer { margin-top: 3rem; color: var(--pale); font-size: .875rem; }
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  h2 { break-after: avoid; }
  .scroll, pre { overflow: visible; }
  pre { white-space: pre-wrap; }
  .short, .number, thead .number { white-space: normal; min-width: 4.75rem; }
  .text, .lines { min-width: 0; }
  .kept th:first-child { position: static; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  details:not(.code)::details-content { content-visibility: visible; block-size: auto; }
  svg, mark, dl div { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<header>
<h1>$title</h1>
<p>$note</p>
$overview
<nav aria-label="Parts of this page">$contents</nav>
</header>
$parts
</main>
</body>
</html>
""")

#: The parts of the page: their anchor, heading, and what makes them.
_PARTS = {
    "marks": ("Marks", sections.marks),
    "tasks": ("Tasks", sections.tasks),
    "misunderstood": ("What was misunderstood", sections.misunderstandings),
    "looks": ("For you to look at", sections.looks),
    "by-hand": ("Written answers", sections.waiting),
    "similar": ("Similar submissions", similar),
    "students": ("Every student", sections.students),
}


def page(report: ClassReport, title: str, note: str = "") -> str:
    """The page as text, under a title and a line below it. Whatever a student wrote is shown as text."""
    contents = "".join(f'<a href="#{name}">{escape(heading)}</a>' for name, (heading, _) in _PARTS.items())
    parts = "\n".join(
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{escape(heading)}</h2>\n{make(report)}\n</section>'
        for name, (heading, make) in _PARTS.items()
    )
    return _PAGE.substitute(
        title=escape(title),
        style=_STYLE,
        note=escape(note),
        overview=sections.overview(report),
        contents=contents,
        parts=parts,
    )
