"""Survival curves: steps are the estimate, bands the intervals of the log(-log) scale, labels tell the median."""

from types import SimpleNamespace

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from cmlib import plots
from cmlib.plots.end_labels import EndLabels

TITLE = "Half of the proposals are decided after five weeks"
FIVE = SurvfuncRight([10, 20, 20, 30, 40], [1, 1, 0, 1, 0])


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")


def drawn(curves=None, **more):
    return plots.survival_curves(curves or {"proposal": FIVE}, title=TITLE, **more)


def labels(ax):
    return [text.get_text() for artist in ax.get_children() if isinstance(artist, EndLabels) for text in artist.texts]


def test_steps_begin_at_one_and_are_the_kaplan_meier_estimate():
    x, y = drawn().lines[0].get_data()
    np.testing.assert_allclose(x[:4], [0, 10, 20, 30])
    np.testing.assert_allclose(y[:4], [1, 0.8, 0.6, 0.3])
    assert labels(drawn()) == ["proposal\nhalf ended by 30"]


def test_the_band_is_the_interval_by_hand():
    ax = drawn(confidence=0.9)
    band = ax.collections[0].get_paths()[0].vertices[:, 1]
    share, error = 0.8, 0.8 * np.sqrt(1 / (5 * 4))  # Greenwood: one of five ended
    reach = np.exp(1.6448536 * error / (share * np.log(share)))
    for end in (share ** (1 / reach), share**reach):
        assert np.isclose(band, end, atol=1e-6).any()
    assert "with 90% interval" in ax.get_ylabel()


def test_a_curve_that_stays_above_a_half_says_how_many_are_left():
    assert labels(drawn(until=25)) == ["proposal\n60% not ended"]
    ax = drawn(until=25)
    assert ax.get_xlim() == (0, 25)
    assert ax.lines[0].get_xdata()[-1] == 25


def test_all_ended_is_drawn_to_zero_without_a_warning():
    ax = drawn({"a": SurvfuncRight([1, 2], [1, 1]), "b": FIVE})
    assert ax.lines[0].get_ydata()[-1] == 0
    assert labels(ax)[0] == "a\nhalf ended by 1"


@pytest.mark.parametrize(
    ("curves", "more", "message"),
    [
        ([FIVE], {}, "at least one curve: a mapping"),
        ({}, {}, "at least one curve"),
        ({"a": SimpleNamespace(surv_times=[], surv_prob=[], surv_prob_se=[])}, {}, "'a' has none"),
        ({"a": FIVE}, {"confidence": 95}, "between 0 and 1, such as 0.95; found 95"),
    ],
)
def test_what_cannot_be_shown_gets_one_sentence(curves, more, message):
    with pytest.raises(ValueError, match=message):
        plots.survival_curves(curves, title=TITLE, **more)
    assert plt.get_fignums() == []
