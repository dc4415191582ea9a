"""A rehearsal ends with every mark as expected, or says which is not; its report stands alone."""

import html
import json
from dataclasses import replace

import pytest

from cmlib.__main__ import main
from cmlib.instructor.classroom import BROKEN
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.outcome import GRADED
from cmlib.instructor.rehearse import differences, fresh_folder, rehearse
from cmlib.instructor.result import Result
from cmlib.instructor.summary import Misunderstanding, misunderstood, points_by_task


@pytest.fixture(scope="module")
def done(course, toy, bank, tmp_path_factory):
    return rehearse(course, toy, bank, tmp_path_factory.mktemp("play") / "rehearsal", students=10, seed=3)


def test_every_mark_and_status_is_the_expected_one(done):
    assert done.differences == []
    assert {each.status for each in done.results} == {GRADED, *BROKEN.values()}
    assert "every mark and status as expected" in done.summary


def test_another_mark_or_status_is_a_difference(done):
    other_mark = [
        replace(each, cells={"task_1_test_1": 99.0}) if each.student == "s05" else each for each in done.results
    ]
    other_status = [
        replace(each, status="odd", reason="so") if each.student == "s01" else each for each in done.results
    ]
    by_id = {each.student: f"{each.mark:g}" for each in done.results if each.mark is not None}
    assert differences(done.students, other_mark) == [f"s05: expected {by_id['s05']}, graded; found 99, graded"]
    mark = by_id["s01"]
    assert differences(done.students, other_status) == [f"s01: expected {mark}, graded; found {mark}, odd (so)"]


def test_the_folder_is_made_anew_but_a_foreign_one_is_left_alone(tmp_path):
    folder = fresh_folder(tmp_path / "play")
    (folder / "old").touch()
    assert [each.name for each in fresh_folder(folder).iterdir()] == ["made-by-cmlib-rehearse"]
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="was not made by a rehearsal"):
        fresh_folder(tmp_path / "thesis")
    assert (tmp_path / "thesis/chapter.txt").read_text(encoding="utf-8") == "mine"


def test_the_report_is_of_the_whole_class_and_names_what_the_answers_do(done, bank):
    page = done.report.read_text(encoding="utf-8")
    assert "<title>Rehearsal of 01_toy</title>" in page
    assert done.summary in html.unescape(page)
    assert all(f">{student.id}<" in page for student in done.students)
    assert any(done.causes.values())
    assert all(html.escape(cause) in page for cause in done.causes.values())


def test_the_misunderstood_are_counted_without_those_who_did_not_answer(released_course, toy):
    released = Notebook.read(released_course.released(toy))
    cells = dict.fromkeys(released.checks, 0.0)
    results = [
        Result("s01", GRADED, cells=cells, messages={"task_1_test_1": "unit", "task_2_test_1": "add up"}),
        Result("s02", GRADED, cells=released.checks, messages={"task_2_test_1": "add up"}),
        Result("s03", GRADED, cells=cells, messages={"task_1_test_1": "unit"}, unanswered=("task_1",)),
    ]
    assert misunderstood(results, released) == [
        Misunderstanding("task_2_test_1", "add up", ("s01", "s02")),
        Misunderstanding("task_1_test_1", "unit", ("s01",)),
    ]
    assert points_by_task(results, released) == {"task_1": (5 / 3, 5), "task_2": (7 / 3, 7)}


def test_the_commands_tell_by_their_status_what_they_found(released_course, toy, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["rehearse"]) == 2
    assert capsys.readouterr().err.startswith(
        "cmlib rehearse: a course folder holds nbgrader_config.py; there is none in"
    )
    here = ["--course", str(released_course.root)]
    assert main(["grade", *here]) == 2
    assert "nobody handed in '01_toy'" in capsys.readouterr().err
    assert main(["check", *here, "--assignment", "02"]) == 2
    assert "no assignment '02'" in capsys.readouterr().err


def test_release_and_grade_from_the_command_line(fresh_course, toy, capsys):
    here = ["--course", str(fresh_course.root)]
    planted = json.loads(fresh_course.source(toy).read_text(encoding="utf-8"))
    planted["cells"][0]["source"] = "Hint: total_by_customer[customer] = total_by_customer.get(customer, 0) + amount"
    clean = fresh_course.source(toy).read_bytes()
    fresh_course.source(toy).write_text(json.dumps(planted), encoding="utf-8")
    assert main(["release", *here]) == 1
    assert "Students would see these secrets:\n  01_toy.ipynb: total_by_customer[customer] =" in capsys.readouterr().out
    fresh_course.source(toy).write_bytes(clean)
    assert main(["release", *here]) == 0
    path = fresh_course.submitted("s01", toy)
    path.parent.mkdir(parents=True)
    path.write_bytes(fresh_course.released(toy).read_bytes())
    assert main(["grade", *here]) == 0
    assert "1 submissions, 1 graded, 0 for a human" in capsys.readouterr().out
    assert (fresh_course.root / "report-01_toy.html").is_file()
    page = (fresh_course.root / "report-01_toy.html").read_bytes()
    assert main(["report", *here, "--table", str(fresh_course.root / "class.csv")]) == 0
    assert "1 handed in, 1 with a mark, 0 to look at" in capsys.readouterr().out
    assert (fresh_course.root / "class-items.csv").is_file()
    assert (fresh_course.root / "report-01_toy.html").stat().st_size == pytest.approx(len(page), abs=200)
    assert main(["grade", *here, "--student", "s09"]) == 1
    assert "missing notebook" in capsys.readouterr().out
