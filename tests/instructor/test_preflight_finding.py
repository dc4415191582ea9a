"""A renamed notebook is found by a stated rule, and only when exactly one fits."""

import unicodedata

import pytest

from cmlib.instructor.preflight.finding import find_notebook

RENAMED = [
    "loans_2.ipynb", "loans_2 (1).ipynb", "loans_2(12).ipynb", "loans_2-1.ipynb", "loans_2_1.ipynb", "loans_2 1.ipynb",
    "Loans_2.ipynb", "LOANS_2.IPYNB", "loans 2.ipynb", "loans-2.ipynb", "loans_2 copy.ipynb", "loans_2 copy 2.ipynb",
    "loans_2-Copy1.ipynb", "loans_2 - Copy.ipynb", "loans_2 - Copy (2).ipynb", "Copy of loans_2.ipynb",
    "loans_2 副本.ipynb", "loans_2的副本.ipynb", "loans_2 - 副本 (2).ipynb", "loans_2 .ipynb", "loans_2.ipynb.txt",
    "loans_2.ipynb.json", "loans_2-Copy1 (1).ipynb", "ｌｏａｎｓ_2.ipynb", "loans_2(1)(1).ipynb",
]  # fmt: skip
OTHER = [
    "loans.ipynb", "loans_20.ipynb", "loans_21.ipynb", "my_loans_2.ipynb", "loans_2.py", "loans_2.ipynb.bak", "loans_2",
    "loans_2_final.ipynb", "Untitled.ipynb", ".ipynb", "loans_2x.ipynb", "loans_2.json", "loans_2 (1000).ipynb",
    "loans_2copycat.ipynb", "loans_2-100.ipynb", "loans_.ipynb", "x.ipynb/loans_2.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", RENAMED)
def test_one_that_was_renamed_is_found(name):
    assert find_notebook("loans_2", ["data.csv", name, *OTHER]) == [name]


@pytest.mark.parametrize("name", OTHER)
def test_another_file_is_not(name):
    assert find_notebook("loans_2", [name]) == []


def test_the_very_name_wins_over_every_other():
    assert find_notebook("loans_2", sorted(RENAMED)) == ["loans_2.ipynb"]
    assert find_notebook("loans_2", ["loans_2.ipynb", "below/loans_2.ipynb"]) == ["loans_2.ipynb"]


def test_two_that_fit_are_both_named():
    assert find_notebook("a", ["a (1).ipynb", "a (2).ipynb"]) == ["a (1).ipynb", "a (2).ipynb"]
    assert find_notebook("a", ["x/a.ipynb", "y/a.ipynb"]) == ["x/a.ipynb", "y/a.ipynb"]


def test_the_folder_itself_comes_before_those_below():
    assert find_notebook("a", ["below/a.ipynb", "a (1).ipynb"]) == ["a (1).ipynb"]
    assert find_notebook("a", ["below/a.ipynb", "below/a (1).ipynb"]) == ["below/a.ipynb"]
    assert find_notebook("a", ["below/a (1).ipynb"]) == ["below/a (1).ipynb"]


def test_another_notebook_of_the_course_is_never_taken():
    assert find_notebook("loans", ["loans-2.ipynb", "loans-2 (1).ipynb"], others={"loans_2"}) == []
    assert find_notebook("loans", ["loans-3.ipynb"], others={"loans_2"}) == ["loans-3.ipynb"]
    assert find_notebook("loans-2", ["loans-2 (1).ipynb"], others={"loans"}) == ["loans-2 (1).ipynb"]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("name", ["作业１", "Übung é", "ﬁnance"])
def test_letters_may_be_written_in_any_way(name, form):
    written = unicodedata.normalize(form, name) + ".ipynb"
    assert find_notebook(name, [written]) == [written]
