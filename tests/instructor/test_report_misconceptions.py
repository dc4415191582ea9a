"""Messages and lost checks joined with the answer bank: who shows which misconception."""

import pytest

from cmlib.instructor.answers import Answer
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.outcome import GRADED, UNREADABLE
from cmlib.instructor.report.misconceptions import Misconception, causes_of, named_misconceptions, plain_name
from cmlib.instructor.report.paper import Paper, paper_of
from cmlib.instructor.result import Result
from cmlib.instructor.summary import Misunderstanding, misunderstood

PAPER = Paper(
    {"t_1": 2.0, "t_2": 3.0, "u_1": 1.0}, tasks={"t": "", "u": ""}, owners={"t_1": "t", "t_2": "t", "u_1": "u"}
)


def answer(name, loses, hint="", task="t"):
    kind = name.partition("_")[0]
    return Answer(task, name, kind, f"does {name}", "code", 0.0, 5.0, tuple(loses), hint)


BANK = {
    "t": [
        answer("right_loop", []),
        answer("misconception_percent", ["t_1", "t_2"], "a Fraction"),
        answer("misconception_unit", ["t_1"], "a fraction"),
        answer("misconception_wrong_base", ["t_2"], "wrong amount"),
        answer("constant", ["t_2"]),
    ]
}


def result(student, **messages):
    cells = {check: 0.0 if check in messages else points for check, points in PAPER.checks.items()}
    return Result(student, GRADED, cells=cells, messages=messages)


def test_message_and_lost_checks_name_the_misconception():
    found = named_misconceptions(
        [
            result("s01", t_1="give a  fraction,\nnot percent", t_2="wrong"),
            result("s02", t_1="give a fraction"),
            result("s03", t_2="the wrong amount"),
            result("s04", t_2="something else"),
            result("s05", t_1="give a fraction"),
            result("s06", u_1="no bank for this"),
            result("s07"),
        ],
        PAPER,
        BANK,
    )
    assert found == [
        Misconception("t", ("unit",), ("does misconception_unit",), ("s02", "s05")),
        Misconception("t", ("percent",), ("does misconception_percent",), ("s01",)),
        Misconception("t", ("typed-in result",), ("does constant",), ("s04",)),
        Misconception("t", ("wrong base",), ("does misconception_wrong_base",), ("s03",)),
    ]


def test_where_the_lost_checks_fit_none_all_that_the_message_fits_are_named():
    bank = {"t": [answer("misconception_a", ["t_1"], "unit"), answer("misconception_b", ["t_1"], "unit")]}
    (found,) = named_misconceptions([result("s01", t_1="the unit is wrong", t_2="too")], PAPER, bank)
    assert found.names == ("a", "b")


def test_a_hint_counts_at_the_first_lost_check_only():
    bank = {"t": [answer("misconception_a", ["t_2", "t_1"], "unit")]}
    assert named_misconceptions([result("s01", t_1="the unit", t_2="else")], PAPER, bank) == []


def test_who_did_not_answer_or_has_no_mark_shows_nothing():
    blank = Result(
        "s01", GRADED, cells=dict.fromkeys(PAPER.checks, 0.0), messages={"t_1": "a fraction"}, unanswered=("t",)
    )
    broken = Result("s02", UNREADABLE, "not a notebook")
    assert named_misconceptions([blank, broken], PAPER, BANK) == []


def test_a_part_of_the_points_is_a_lost_check():
    half = Result("s01", GRADED, cells=PAPER.checks | {"t_2": 1.5}, messages={"t_2": "wrong amount"})
    (found,) = named_misconceptions([half], PAPER, BANK)
    assert found.names == ("wrong base",)


def test_causes_say_what_the_bank_knows_of_a_message():
    seen = [Misunderstanding("t_1", "give a fraction", ("s01",)), Misunderstanding("t_2", "a fraction", ("s02",))]
    assert causes_of(seen, PAPER, BANK) == {
        seen[0]: "percent: does misconception_percent; unit: does misconception_unit",
        seen[1]: "",
    }


def test_names_read_as_words():
    assert plain_name(answer("misconception_wrong_base", [])) == "wrong base"
    assert plain_name(answer("constant_public", [])) == "typed-in result"


def test_every_misconception_of_a_bank_is_recognised_from_its_own_results(released_course, toy, bank):
    """The bank says which checks an answer loses and what is seen at the first: from that alone it is named."""
    paper = paper_of(Notebook.read(released_course.released(toy)))
    wrong = [each for answers in bank.values() for each in answers if each.kind != "right"]
    results = [
        Result(
            f"{each.task}-{each.name}",
            GRADED,
            cells=paper.checks | dict.fromkeys(each.loses, 0.0),
            messages=dict.fromkeys(each.loses, each.hint),
        )
        for each in wrong
    ]
    found = {student: one.names for one in named_misconceptions(results, paper, bank) for student in one.students}
    assert found.keys() == {each.student for each in results}
    assert all(plain_name(each) in found[f"{each.task}-{each.name}"] for each in wrong)
    assert causes_of(misunderstood(results, paper), paper, bank)


@pytest.mark.parametrize("bank", [{}, {"t": []}, {"other": BANK["t"]}])
def test_without_a_fitting_bank_nothing_is_named(bank):
    assert named_misconceptions([result("s01", t_1="a fraction")], PAPER, bank) == []
