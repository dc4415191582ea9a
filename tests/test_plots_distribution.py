"""The histogram counts everybody once, its marks stand where they should, and what it cannot show it refuses."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from cmlib import plots

SAY = {"title": "Most have little", "xlabel": "deposits (CNY)"}
AMOUNTS = pd.Series([1.0, 2, 3, 50, 1000])


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")


@pytest.mark.parametrize("log", [False, True])
def test_everybody_is_counted_once_the_least_and_the_greatest_too(log):
    ax = plots.distribution(AMOUNTS, log=log, bins=3, **SAY)
    assert [bar.get_height() for bar in ax.patches] == ([3, 1, 1] if log else [4, 0, 1])
    assert ax.get_xscale() == ("log" if log else "linear")
    assert ax.patches[0].get_x() == pytest.approx(1)
    assert ax.patches[-1].get_x() + ax.patches[-1].get_width() == pytest.approx(1000)


def test_on_a_logarithmic_axis_each_bar_is_as_many_times_wider():
    ax = plots.distribution(AMOUNTS, log=True, bins=3, **SAY)
    edges = [bar.get_x() for bar in ax.patches]
    np.testing.assert_allclose(edges, [1, 10, 100])


def test_what_is_missing_is_left_out_and_counted_below_the_axis():
    ax = plots.distribution(pd.Series([1.0, np.nan, 2, np.inf]), counted="firms", **SAY)
    assert sum(bar.get_height() for bar in ax.patches) == 2
    assert ax.get_ylabel() == "firms (number); 2 missing"
    assert plots.distribution(AMOUNTS, **SAY).get_ylabel() == "customers (number)"


def test_the_same_index_twice_is_no_obstacle():
    ax = plots.distribution(pd.Series([1.0, 2], index=["east", "east"]), **SAY)
    assert sum(bar.get_height() for bar in ax.patches) == 2


def test_marks_stand_at_their_numbers_in_looks_of_their_own():
    ax = plots.distribution(AMOUNTS, marks={"median": 3, "mean": 211.2, "top": 1000}, **SAY)
    assert [line.get_xdata() for line in ax.lines] == [[3, 3], [211.2, 211.2], [1000, 1000]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["median 3", "mean 211", "top 1,000"]
    assert len({(line.get_color(), str(line.get_linestyle())) for line in ax.lines}) == 3
    assert plots.distribution(AMOUNTS, **SAY).get_legend() is None


def test_numbers_on_the_axis_are_written_out():
    ax = plots.distribution(pd.Series([-2e7, 0.25, 2e7]), **SAY)
    write = ax.xaxis.get_major_formatter()
    assert [write(value) for value in (20_000_000, -1500, 0.25, 0)] == ["20,000,000", "−1,500", "0.25", "0"]


@pytest.mark.parametrize(
    ("values", "more", "error", "text"),
    [
        ([1, 2], {}, TypeError, "distribution needs a pandas Series; found list"),
        (pd.Series([], dtype=float), {}, ValueError, "at least one row"),
        (pd.Series(["a"]), {}, ValueError, "needs numbers"),
        (pd.Series([np.nan, np.nan]), {}, ValueError, "every value of the table is missing"),
        (pd.Series([0.0, 1]), {"log": True}, ValueError, "values and marks above zero; use log=False"),
        (AMOUNTS, {"log": True, "marks": {"none": 0}}, ValueError, "values and marks above zero; use log=False"),
        (AMOUNTS, {"marks": dict.fromkeys("abcd", 1)}, ValueError, "at most 3 marks; found 4"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_leaves_no_figure(values, more, error, text):
    with pytest.raises(error, match=text):
        plots.distribution(values, **SAY, **more)
    assert plt.get_fignums() == []
