"""Similar submissions: found whatever names and comments say, not found where chance and the task explain them."""

import itertools
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from cmlib.instructor.answers import load_bank
from cmlib.instructor.report.fingerprints import LENGTH, fingerprints, tokens_of
from cmlib.instructor.report.similar import RULES, Rules, matching_lines, similar_pairs

BANK = Path(__file__).parent.parent / "answers/08"

ANSWER = """
def tightest(statements, year, n):
    chosen = statements[statements["year"] == year]
    ratios = {}
    for row in chosen.itertuples():
        if row.current_liabilities:
            ratios[row.firm_id] = (row.cash + row.receivables) / row.current_liabilities
    return sorted(ratios, key=lambda firm: (ratios[firm], firm))[:n]
"""
#: The same with other names, blanks, quotes' lines and comments.
DISGUISED = """
# my own work
def tightest(table, when, how_many):
    part = table[table["year"] == when]   # one year only

    found = {}
    for line in part.itertuples():
        if line.current_liabilities:
            found[line.firm_id] = (line.cash+line.receivables) / line.current_liabilities
    return sorted(found, key=lambda each: (found[each], each))[:how_many]
"""
OTHER = """
def tightest(statements, year, n):
    frame = statements.query("year == @year").copy()
    frame["quick"] = (frame["cash"] + frame["receivables"]).div(frame["current_liabilities"])
    frame = frame.dropna(subset=["quick"]).sort_values(["quick", "firm_id"])
    return frame["firm_id"].head(n).to_list()
"""


def pairs_of(codes, stub="", rules=RULES):
    return similar_pairs({"task_1": codes}, {"task_1": stub}, rules)


def test_other_names_blanks_and_comments_hide_nothing():
    (pair,) = pairs_of({"s02": ANSWER, "s01": DISGUISED, "s03": OTHER})
    assert pair.students == ("s01", "s02")
    assert [(each.task, each.share) for each in pair.tasks] == [("task_1", 1.0)]


def test_a_changed_line_leaves_a_share():
    changed = ANSWER.replace("(row.cash + row.receivables)", "max(row.cash, row.receivables, row.inventories)")
    (pair,) = pairs_of({"s01": ANSWER, "s02": changed})
    assert 0.6 < pair.tasks[0].share < 0.95


def test_the_share_is_that_of_a_plain_comparison():
    bank = load_bank(BANK)["task_6"]
    codes = {answer.name: answer.code for answer in bank if answer.kind != "constant"}  # too short to be compared
    rules = Rules(share=0.0, telling=1, common=len(codes))
    found = {pair.students: pair.tasks[0] for pair in pairs_of(codes, rules=rules)}
    prints = {name: set(fingerprints(tokens_of(code))) for name, code in codes.items()}
    count = Counter(each for own in prints.values() for each in own)
    for one, other in itertools.combinations(sorted(codes), 2):
        shared = prints[one] & prints[other]
        if not shared:
            assert (one, other) not in found
            continue
        assert found[one, other].share == 2 * len(shared) / (len(prints[one]) + len(prints[other]))
        assert found[one, other].rarity == pytest.approx(sum(1 / (count[each] - 1) for each in shared))


def test_short_answers_are_alike_by_nature():
    short = "def growth(before, after):\n    return (after - before) / before"
    assert pairs_of({"s01": short, "s02": short}) == []
    tokens = len(tokens_of(ANSWER))
    assert pairs_of({"s01": ANSWER, "s02": ANSWER}, rules=Rules(tokens=tokens)) != []
    assert pairs_of({"s01": ANSWER, "s02": ANSWER}, rules=Rules(tokens=tokens + 1)) == []


def test_what_students_were_given_does_not_count():
    assert pairs_of({"s01": ANSWER, "s02": ANSWER}, stub=ANSWER) == []
    given = OTHER + "\n".join(f"step_{number} = prepare({number}, 'x')" for number in range(9))
    assert pairs_of({"s01": given + ANSWER, "s02": given + "\nreturn_nothing = None"}, stub=given) == []


def test_what_many_wrote_makes_no_pair():
    many = {f"s{number:02d}": ANSWER for number in range(11)}
    assert pairs_of(many) == []
    del many["s00"]
    assert len(pairs_of(many)) == 10 * 9 / 2
    assert len(pairs_of(many, rules=Rules(common=9))) == 0


def test_a_part_of_a_large_class_is_not_many():
    large = {f"a{number:03d}": ANSWER for number in range(20)} | {f"b{number:03d}": "pass" for number in range(380)}
    assert len(pairs_of(large)) == 20 * 19 / 2
    del large["b000"]
    assert pairs_of(large) == []  # 20 are more than 5% of 399


def test_few_telling_fingerprints_are_not_enough():
    prints = len(set(fingerprints(tokens_of(ANSWER))))
    assert len(pairs_of({"s01": ANSWER, "s02": ANSWER}, rules=Rules(telling=prints))) == 1
    assert pairs_of({"s01": ANSWER, "s02": ANSWER}, rules=Rules(telling=prints + 1)) == []


def test_what_only_two_share_comes_before_what_more_share():
    answers = {
        "task_1": {"s01": ANSWER, "s02": ANSWER, "s03": ANSWER},
        "task_2": {"s03": OTHER, "s04": OTHER},
    }
    pairs = similar_pairs(answers, {})
    assert pairs[0].students == ("s03", "s04")
    assert [pair.students for pair in pairs[1:]] == [("s01", "s02"), ("s01", "s03"), ("s02", "s03")]
    assert pairs[0].rarity == len(set(fingerprints(tokens_of(OTHER))))
    assert pairs[1].rarity == pytest.approx(len(set(fingerprints(tokens_of(ANSWER)))) / 2)


def test_tasks_of_a_pair_stand_together():
    answers = {task: {"s01": code, "s02": code} for task, code in (("task_1", ANSWER), ("task_2", OTHER))}
    (pair,) = similar_pairs(answers, {})
    assert [each.task for each in pair.tasks] == ["task_1", "task_2"]


@pytest.mark.parametrize(
    "nothing", [{}, {"task_1": {}}, {"task_1": {"s01": ANSWER}}, {"task_1": {"s01": "", "s02": ""}}]
)
def test_nothing_to_compare_is_no_pair(nothing):
    assert similar_pairs(nothing, {}) == []


@pytest.mark.parametrize(
    "broken", ["def f(:\n" + ANSWER, ANSWER + "\nx = '''open", "\x00" + ANSWER, ANSWER + "\n    ("]
)
def test_what_is_not_python_is_compared_too(broken):
    (pair,) = pairs_of({"s01": broken, "s02": broken})
    assert pair.tasks[0].share == 1.0


def test_the_bank_of_right_answers_in_other_styles_makes_no_pair():
    for task, answers in load_bank(BANK).items():
        right = {answer.name: answer.code for answer in answers if answer.kind == "right"}
        assert similar_pairs({task: right}, {}) == []


def test_a_row_of_tokens():
    assert [token.text for token in tokens_of("for x in data:\n    y = x # c\n")] == [
        *["for", "name", "in", "data", ":"],
        *["name", "=", "name"],
    ]
    assert [token.line for token in tokens_of("a\nb\n\nc")] == [0, 1, 3]
    assert len(fingerprints(tokens_of(" + ".join("abcdefgh")))) == 15 - LENGTH + 1
    assert fingerprints(tokens_of("a + b")) == []


def test_matching_lines_are_those_of_runs_that_both_have():
    here, there = matching_lines(ANSWER, DISGUISED)
    assert here == {1, 2, 3, 4, 5, 6, 7}
    assert there == {2, 3, 5, 6, 7, 8, 9}
    assert matching_lines("a = 1", "b = 1") == (frozenset(), frozenset())
    one, other = "first = open_it('x')\n" + ANSWER, ANSWER + "last = close_it('x')\n"
    here, there = matching_lines(one, other)
    assert 0 not in here
    assert max(there) == 7


def test_a_class_of_hundreds_takes_seconds():
    """A bound against a slip into pair-by-pair comparison, which takes minutes; the figures are in docs."""
    draw = random.Random(3)
    bank = load_bank(BANK)
    answers = {task: {f"s{n:03d}": draw.choice(each).code for n in range(600)} for task, each in bank.items()}
    began = time.process_time()
    assert similar_pairs(answers, {})
    assert time.process_time() - began < 20
