"""Marks as Canvas, Moodle and a spreadsheet take them; nothing incomplete, nothing that runs."""

import csv
import shutil
from datetime import datetime

import pytest
from graded_class import FRACTION, record_class
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from cmlib.__main__ import main
from cmlib.instructor.export.spreadsheet import as_csv, harmless
from cmlib.instructor.export.write import NotComplete, export
from cmlib.instructor.outcome import UNREADABLE

STUDENTS = {
    "s01": {},
    "s02": {"lost": {"task_1_test_1": FRACTION, "task_1_test_2": "unit"}},
    "s03": {"written": ""},  # an untouched written answer has 0 points and does not wait
    "s04": {"status": UNREADABLE},
}
FORMULA = '=HYPERLINK("http://example.org","Ann")'


@pytest.fixture(scope="module")
def graded(released_course, toy, tmp_path_factory):
    """Graded, and by hand too but for s01 and s04; s02 was late; s05 handed in nothing."""
    folder = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(released_course.root, folder)
    course = type(released_course)(folder)
    record_class(course, toy, STUDENTS, timestamp=datetime(2030, 1, 2, 3, 4, 5))
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        opinion = gradebook.find_grade("opinion", toy, toy, "s02")
        opinion.manual_score, opinion.extra_credit, opinion.needs_manual_grade = 3, 0.5, False
        check = gradebook.find_grade("task_1_test_1", toy, toy, "s02")
        check.manual_score = 1
        gradebook.find_submission_notebook(toy, toy, "s02").late_submission_penalty = 1.25
        gradebook.update_or_create_student("s02", first_name=FORMULA, last_name="Wáng 王", email="w@example.org")
        gradebook.update_or_create_student("s03", first_name="Ann", last_name="Li", lms_user_id="4711")
        gradebook.update_or_create_student("s05")
        gradebook.db.commit()
    return course


def written(graded, toy, tmp_path, format, **how):
    file = tmp_path / f"{format}.csv"
    export(graded, toy, format, file, **{"partial": True} | how)
    text = file.read_bytes().decode("utf-8")
    return text, list(csv.reader(text.removeprefix("\ufeff").splitlines()))


def test_canvas_finds_columns_where_its_importer_looks(graded, toy, tmp_path):
    """Its importer wants "Student" in the first head, "ID" in the second, SIS user and login in the next two, then
    "Section" and the assignments; a row that begins with "Points Possible" is no student."""
    text, (heads, points, *rows) = written(graded, toy, tmp_path, "canvas", title="Rating (1234)")
    assert heads == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Rating (1234)"]
    assert points == ["    Points Possible", "", "", "", "", "16"]
    assert text.startswith("Student,")
    assert rows == [
        ["s01", "", "s01", "s01", "", ""],
        ["Wáng 王, " + FORMULA, "", "s02", "s02", "", "10.25"],
        ["Li, Ann", "4711", "s03", "s03", "", "12"],
        ["s04", "", "s04", "s04", "", ""],
        ["s05", "", "s05", "s05", "", ""],
    ]


def test_moodle_gets_number_and_address_to_map(graded, toy, tmp_path):
    text, (heads, *rows) = written(graded, toy, tmp_path, "moodle", title="Rating", zero=True)
    assert heads == ["First name", "Last name", "ID number", "Email address", "Rating"]
    assert text.startswith("First name,")
    assert rows[1] == ["'" + FORMULA, "Wáng 王", "s02", "w@example.org", "10.25"]
    assert [row[4] for row in rows] == ["", "10.25", "12", "", "0"]


def test_the_plain_table_has_every_part(graded, toy, tmp_path):
    text, (heads, *rows) = written(graded, toy, tmp_path, "csv")
    assert text.startswith("\ufeffassignment,")
    first, second, third, fourth, last = (dict(zip(heads, row, strict=True)) for row in rows)
    parts = {"automatic": "7", "by_hand": "4", "extra_credit": "0.5", "late_penalty": "1.25", "mark": "10.25"}
    assert second == second | parts | {"points_possible": "16", "waiting": "", "opinion": "3.5", "task_1_test_1": "1"}
    assert second["handed_in"] == "2030-01-02 03:04:05"
    assert first == first | {"mark": "", "waiting": "opinion", "opinion": "", "automatic": "12"}
    assert third == third | {"mark": "12", "opinion": "0"}
    assert fourth == fourth | {"mark": "", "task_1_test_1": "", "automatic": "0"}
    assert set(last.values()) == {toy, "s05", "", "16"}


def test_the_marks_are_those_of_nbgraders_own_export(graded, toy, tmp_path):
    _, (heads, *rows) = written(graded, toy, tmp_path, "csv")
    ours = {row[heads.index("student")]: row[heads.index("mark")] for row in rows}
    plugin = CsvExportPlugin()
    plugin.to = str(tmp_path / "stock.csv")
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        plugin.export(gradebook)
    names = ["assignment", "due", "timestamp", "student", "last", "first", "email", "raw", "penalty", "score", "most"]
    with (tmp_path / "stock.csv").open(encoding="utf-8", newline="") as file:
        lines = [line.replace(FORMULA, "") for line in file]
    stock = {row["student"]: row["score"] for row in csv.DictReader(lines[1:], names)}
    complete = {student: mark for student, mark in ours.items() if mark}
    assert complete.keys() == {"s02", "s03"}
    assert {student: float(mark) for student, mark in complete.items()} == {
        student: float(stock[student]) for student in complete
    }


def test_incomplete_marks_are_refused_and_listed(graded, toy, tmp_path, capsys):
    file = tmp_path / "marks.csv"
    with pytest.raises(NotComplete, match=r"(?s)2 students .*s01: opinion\n  s04: task_1_test_1, .* and 1 more$"):
        export(graded, toy, "canvas", file)
    asked = ["export", toy, "--course", str(graded.root), "--format", "canvas", "--out", str(file)]
    assert main(asked) == 1
    assert "s01: opinion" in capsys.readouterr().out
    assert not file.exists()
    assert main([*asked, "--partial"]) == 0
    assert capsys.readouterr().out == f"2 marks of 5 students: {file}\n"
    assert file.is_file()


def test_the_file_lies_in_the_course_and_its_format_is_named(graded, toy, capsys):
    assert main(["export", "--course", str(graded.root), "--partial"]) == 0
    assert (graded.root / f"marks-{toy}-csv.csv").is_file()
    with pytest.raises(ValueError, match="canvas, moodle, csv; found 'excel'"):
        export(graded, toy, "excel", graded.root / "x.csv")
    with pytest.raises(SystemExit):
        main(["export", "--course", str(graded.root), "--format", "excel"])
    assert "invalid choice" in capsys.readouterr().err


def test_a_penalty_never_makes_a_mark_negative(graded, toy, tmp_path):
    shutil.copytree(graded.root, tmp_path / "course")
    with Gradebook(f"sqlite:///{tmp_path}/course/gradebook.db") as gradebook:
        gradebook.find_submission_notebook(toy, toy, "s02").late_submission_penalty = 99
        gradebook.db.commit()
    _, (_, _, _, row, *_) = written(type(graded)(tmp_path / "course"), toy, tmp_path, "canvas")
    assert row[-1] == "0"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1+1",
        "\u3000=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\ufeff=1",
    ],
)
def test_no_text_begins_like_a_formula(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ann", "王小明", "O'Neil", "a=b", "3-1", "", "   "])
def test_other_texts_stay_as_they_are(text):
    assert harmless(text) == text


def test_numbers_are_numbers():
    assert [harmless(each) for each in (-1.5, 0, 2.0, 1 / 3, None)] == ["-1.5", "0", "2", "0.3333333333", ""]


def test_commas_quotes_and_line_ends_stay_inside_their_cell():
    rows = [["a,b", 'say "x"', "two\nlines"], [1, None, "ß"]]
    assert list(csv.reader(as_csv(rows).splitlines(keepends=True))) == [
        ["a,b", 'say "x"', "two\nlines"],
        ["1", "", "ß"],
    ]
