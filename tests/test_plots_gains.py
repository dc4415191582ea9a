"""The cumulative gain curve is the count done by hand; what it cannot show it refuses in one sentence."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from cmlib import plots
from cmlib.plots.gains import gain_points

TITLE = "A fifth of the calls reach half of those who say yes"


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")


def curve(outcome, score):
    ax = plots.gain_curves({"model": (outcome, score)}, title=TITLE)
    return np.column_stack(ax.lines[2].get_data()), [text.get_text() for text in ax.get_legend().get_texts()]


def test_the_best_score_is_called_first():
    points, labels = curve([0, 1, 0, 1, 0], [2, 5, 3, 4, 1])
    np.testing.assert_allclose(points, [(0, 0), (0.2, 0.5), (0.4, 1), (0.6, 1), (0.8, 1), (1, 1)])
    assert labels == ["model\nlift 2.50 at 20%", "random order\nlift 1"]


def test_a_score_that_is_upside_down_lies_below_the_diagonal_and_is_named_last():
    points, labels = curve([1, 1, 0, 0], [1, 2, 3, 4])
    np.testing.assert_allclose(points, [(0, 0), (0.25, 0), (0.5, 0), (0.75, 0.5), (1, 1)])
    assert labels == ["random order\nlift 1", "model\nlift 0.00 at 20%"]


def test_customers_of_equal_score_share_what_they_bring_in_any_order():
    for outcome in ([1, 0, 0, 0], [0, 0, 0, 1]):
        points, labels = curve(outcome, [7, 7, 7, 7])
        np.testing.assert_allclose(points, [(0, 0), (1, 1)])
        assert labels[0] == "model\nlift 1.00 at 20%"


def test_the_lift_is_taken_at_the_share_asked_for():
    ax = plots.gain_curves({"model": ([1, 1, 0, 0], [4, 3, 2, 1])}, title=TITLE, at=0.5)
    assert ax.get_legend().get_texts()[0].get_text() == "model\nlift 2.00 at 50%"
    assert ax.lines[1].get_xdata()[0] == 0.5
    whole = plots.gain_curves({"model": ([1, 1, 0, 0], [4, 3, 2, 1])}, title=TITLE, at=1)
    assert "lift 1.00 at 100%" in whole.get_legend().get_texts()[0].get_text()


def test_the_curve_agrees_with_a_loop_on_random_data():
    rng = np.random.default_rng([1, 4])
    outcome, score = rng.integers(0, 2, 300), rng.integers(0, 12, 300)
    contacted, reached = gain_points(outcome, score)
    for level, x, y in zip(sorted(set(score.tolist()), reverse=True), contacted[1:], reached[1:], strict=True):
        called = [answer for answer, mark in zip(outcome, score, strict=True) if mark >= level]
        assert x == pytest.approx(len(called) / 300)
        assert y == pytest.approx(sum(called) / outcome.sum())


def test_booleans_are_outcomes_too():
    points, _ = curve([True, False], [2.0, 1.0])
    np.testing.assert_allclose(points, [(0, 0), (0.5, 1), (1, 1)])


@pytest.mark.parametrize(
    ("curves", "more", "error", "message"),
    [
        ([1], {}, TypeError, "needs a mapping of names.*found list"),
        ({}, {}, ValueError, "at least one curve"),
        ({"x": ([0, 1], [1])}, {}, ValueError, "'x'.*found 2 and 1"),
        ({"x": ([0, 0], [1, 2])}, {}, ValueError, "at least one response; 'x' has none"),
        ({"x": ([0, 2], [1, 2])}, {}, ValueError, "outcomes of 0 and 1; found 2"),
        ({"x": ([0, 1], [1, None])}, {}, ValueError, "1 of 2 are missing"),
        ({"x": ([0, 1], [1, 2])}, {"at": 20}, ValueError, "above 0 and at most 1 in at; found 20"),
        ({"x": ([0, 1], [1, 2])}, {"at": 0}, ValueError, "above 0 and at most 1 in at; found 0"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_leaves_no_figure(curves, more, error, message):
    with pytest.raises(error, match=message):
        plots.gain_curves(curves, title=TITLE, **more)
    assert plt.get_fignums() == []
