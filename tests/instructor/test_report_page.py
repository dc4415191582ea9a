"""The page stands alone, can be heard, shows what was gathered, and never runs what a student wrote."""

import csv
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from cmlib.instructor.gradebook_marks import CellMark, StudentMarks
from cmlib.instructor.outcome import GRADED, UNREADABLE
from cmlib.instructor.report.csv_tables import write_tables
from cmlib.instructor.report.figures import WIDTH, Bar, bars, histogram
from cmlib.instructor.report.gather import ClassReport, Look, check_statistics, task_statistics
from cmlib.instructor.report.misconceptions import Misconception
from cmlib.instructor.report.page import page
from cmlib.instructor.report.paper import Paper
from cmlib.instructor.report.similar import Alike, Pair
from cmlib.instructor.result import Result
from cmlib.instructor.summary import Misunderstanding, misunderstood

PAPER = Paper(
    {"t_1": 2.0, "t_2": 3.0, "u_1": 5.0},
    {"essay": 4.0},
    {"t": "", "u": ""},
    {"t": "First & foremost", "essay": "Why?"},
    {"t_1": "t", "t_2": "t", "u_1": "u"},
)
RESULTS = (
    Result("s01", GRADED, cells=PAPER.checks, seconds=0.5),
    Result("s02", GRADED, cells=PAPER.checks | {"t_1": 0.0}, messages={"t_1": "a fraction"}),
    Result("s03", GRADED, cells=dict.fromkeys(PAPER.checks, 0.0), messages={"t_1": "a fraction", "u_1": "more"}),
    Result("s04", UNREADABLE, "not a notebook"),
)
CODE = "def f(x):\n    return x  # <b>"
MARKS = {
    "s01": StudentMarks("s01", handed_in=True, penalty=1.5, cells={"essay": CellMark(4, by_hand=3.0)}),
    "s02": StudentMarks("s02", handed_in=True, cells={"essay": CellMark(4, waiting=True)}),
}
REPORT = ClassReport(
    "rating",
    PAPER,
    RESULTS,
    MARKS,
    tuple(task_statistics(RESULTS, PAPER)),
    tuple(check_statistics(RESULTS, PAPER)),
    tuple(misunderstood(RESULTS, PAPER)),
    {},
    (Misconception("t", ("wrong unit", "percent"), ("gives percent", "gives percent"), ("s02", "s03")),),
    (Look("s03", GRADED, ("copied a cell",), ("u",)), Look("s04", UNREADABLE, ("not a notebook",))),
    {"s02": ("essay",)},
    (Pair(("s01", "s02"), (Alike("t", 0.875, 12.0),)),),
    {"t": {"s01": CODE, "s02": CODE}},
)


class Page(HTMLParser):
    """Tags with their attributes, and the text of each kind of cell."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.text = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in {"meta", "rect", "path", "line"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append((self.open[-1] if self.open else "", data))

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    def texts(self, tag):
        return [data for name, data in self.text if name == tag]


@pytest.fixture(scope="module")
def shown():
    return Page(page(REPORT, "A report", "4 submissions"))


def test_the_page_needs_nothing_else(shown):
    assert ("html", {"lang": "en"}) in shown.tags
    assert shown.open == []
    names = {tag for tag, _ in shown.tags}
    assert not names & {"script", "link", "iframe", "img", "object", "form"}
    assert not [attributes for _, attributes in shown.tags if {"src", "style", "onclick"} & attributes.keys()]
    assert not re.search(r"url\(|@import|https?:", page(REPORT, "A report"))
    targets = {attributes["id"] for _, attributes in shown.tags if "id" in attributes}
    assert {attributes["href"].removeprefix("#") for attributes in shown.all("a")} <= targets
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in shown.all("meta")


def test_every_figure_has_words_for_what_it_shows(shown):
    figures = shown.all("svg")
    assert len(figures) == len(shown.all("figure")) == 3
    ids = [attributes["id"] for _, attributes in shown.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for figure in figures:
        assert figure["role"] == "img"
        assert set(figure["aria-labelledby"].split()) <= set(ids)
    described = shown.texts("desc")
    assert (
        described[0]
        == "points at the automatic checks, students: 1 from 0 to 1, 1 from 8 to 9, 1 from 9 to 10. Median 8."
    )
    assert described[1] == "mean points, and their share of the whole bar: t 2.7 of 5, u 3.3 of 5."


def test_every_table_scrolls_by_key_and_has_caption_and_heads(shown):
    tables = shown.all("table")
    regions = [attributes for attributes in shown.all("div") if attributes.get("class") == "scroll"]
    assert len(tables) == len(regions) == len(shown.all("caption")) >= 6
    assert all(each["tabindex"] == "0" and each["role"] == "region" and each["aria-label"] for each in regions)
    assert {each.get("scope") for each in shown.all("th")} == {"col", "row"}


def test_the_page_says_what_was_gathered(shown):
    text = "\n".join(data for _, data in shown.text)
    for said in (
        "Half of the graded students have 8 of 10 points or more",
        "t was the hardest: 53% of its points were earned",
        "First & foremost",
        "n = 3 students",
        "With 3 students this is shaky",
        "wrong unit or percent",
        "gives percent",
        "not a notebook",
        "copied a cell",
        "not a verdict",
        "t 88%",
        "s01 and s02",
        "return x  # <b>",
    ):
        assert said in text, said
    assert text.count("gives percent") == 1


def test_a_line_for_each_student_with_all_parts(shown):
    rows = re.findall(r'<tr><th scope="row" class="short">(s0\d)</th>((?:<td [^<]*</td>)*)</tr>', page(REPORT, "x"))
    cells = {name: re.findall(r">([^<]*)</td>", row) for name, row in rows}
    assert cells["s01"] == ["10", "3", "−1.5", "5", "5", GRADED]
    assert cells["s02"] == ["8", "–", "–", "3", "5", GRADED]
    assert cells["s04"] == ["–", "–", "–", "–", "–", UNREADABLE]


def test_a_large_class_is_not_shaky():
    many = tuple(replace(RESULTS[number % 3], student=f"s{number}") for number in range(30))
    report = replace(REPORT, results=many, tasks=tuple(task_statistics(many, PAPER)))
    assert "shaky" not in page(report, "x")
    assert "shaky" in page(replace(report, tasks=tuple(task_statistics(many[:29], PAPER))), "x")


def test_without_a_bank_the_messages_are_the_figure():
    text = page(replace(REPORT, named=(), causes={REPORT.messages[0]: "a cause"}), "x")
    assert "t_1 caught the most students with one message: 2" in text
    assert "Behind it" in text
    assert "a cause" in text


def test_a_class_without_marks_has_a_page_too():
    empty = ClassReport("rating", PAPER, RESULTS[3:], looks=REPORT.looks[1:])
    text = page(empty, "x")
    assert "Nobody has a mark yet." in text
    assert "No task has points yet." in text
    assert "<svg" not in text
    assert "No two submissions are alike." in page(ClassReport("rating", Paper({}), ()), "x")


ATTACK = "<script>alert('$x$ & \"y\"')</script>\x07\ud800"


def test_what_students_write_is_text():
    attacked = Result(ATTACK, GRADED, ATTACK, dict.fromkeys(PAPER.checks, 0.0), dict.fromkeys(PAPER.checks, ATTACK))
    paper = replace(PAPER, titles={"t": ATTACK})
    report = replace(
        REPORT,
        paper=paper,
        results=(attacked, RESULTS[0]),
        messages=(Misunderstanding("t_1", ATTACK, (ATTACK,)),),
        named=(Misconception("t", (ATTACK,), (ATTACK,), (ATTACK,)),),
        causes={Misunderstanding("t_1", ATTACK, (ATTACK,)): ATTACK},
        looks=(Look(ATTACK, ATTACK, (ATTACK,), (ATTACK,)),),
        waiting={ATTACK: (ATTACK,)},
        similar=(Pair((ATTACK, "s01"), (Alike("t", 1.0, 1.0),)),),
        answers={"t": {ATTACK: ATTACK, "s01": ATTACK}},
    )
    text = page(report, ATTACK, ATTACK)
    assert "script" not in {tag for tag, _ in Page(text).tags}
    assert text.count("&lt;script&gt;") >= 20


def test_figures_are_drawn_to_scale():
    drawn = bars(
        "n", "title", [Bar("a", 1.0, "x"), Bar("b", 0.25, "y"), Bar("c", -1, "z"), Bar("d", 9, "w")], 1.0, "axis"
    )
    figure = ElementTree.fromstring(drawn).find("svg")
    widths = [float(each.get("width")) for each in figure.iter("rect") if each.get("class") == "bar"]
    ground = [float(each.get("width")) for each in figure.iter("rect") if each.get("class") == "ground"]
    assert widths == pytest.approx([ground[0], ground[0] / 4, 0, ground[0]], abs=0.1)
    columns = ElementTree.fromstring(histogram("n", "title", [4, 0, 1], [0, 1, 2, 3], 1.5, "axis")).find("svg")
    heights = [float(each.get("height")) for each in columns.iter("rect")]
    assert heights[0] == pytest.approx(4 * heights[2])
    assert heights[1] == 0
    (marker,) = columns.iter("path")
    assert marker.get("d").startswith(f"M{WIDTH / 2:.1f} ")


def test_long_labels_stand_above_their_bars_and_are_cut():
    label = "a misconception with a very long name that no telephone could show in one line"
    figure = ElementTree.fromstring(bars("n", "t", [Bar(label, 2, "2")], 2, "axis")).find("svg")
    first = next(each for each in figure.iter("text"))
    assert first.get("x") == "0"
    assert first.text.endswith("…")
    assert label in figure.find("desc").text


def test_the_tables_say_the_same(tmp_path):
    files = write_tables(REPORT, tmp_path / "class.csv")
    assert [file.name for file in files] == [
        "class.csv",
        "class-items.csv",
        "class-misunderstood.csv",
        "class-similar.csv",
    ]
    assert all(file.read_bytes().startswith(b"\xef\xbb\xbf") for file in files)
    students, items, seen, pairs = (
        list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())) for file in files
    )
    assert [row["student"] for row in students] == ["s01", "s02", "s03", "s04"]
    assert [row["checks"] for row in students] == ["10", "8", "0", ""]
    assert students[0] | {"by_hand": "3", "late_penalty": "1.5", "t": "5", "u_1": "5"} == students[0]
    assert (
        students[1] | {"waiting": "essay", "by_hand": "", "misconceptions": "t: wrong unit or percent"} == students[1]
    )
    assert students[2] | {"stopped": "u", "look": "copied a cell", "t_1": "0"} == students[2]
    assert students[3] | {"t": "", "t_1": "", "status": UNREADABLE} == students[3]
    assert [(row["kind"], row["name"], row["task"]) for row in items] == [
        ("task", "t", "t"),
        ("task", "u", "u"),
        ("check", "t_1", "t"),
        ("check", "t_2", "t"),
        ("check", "u_1", "u"),
    ]
    assert float(items[0]["difficulty"]) == pytest.approx(8 / 15, abs=1e-4)
    assert [(row["kind"], row["students"], row["who"]) for row in seen] == [
        ("misconception", "2", "s02 s03"),
        ("message", "2", "s02 s03"),
        ("message", "1", "s03"),
    ]
    assert pairs == [
        {"rank": "1", "student": "s01", "other_student": "s02", "task": "t", "share_of_code": "0.875", "rarity": "12"}
    ]
