"""Rates by two groupings: marks are the counted shares, bars Wilson's intervals, and the highlighted group is told."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from cmlib import plots

TITLE = "Asked directly, the amiable say no"
ASK = {"along": "style", "by": "way", "outcome": "agreed", "ylabel": "agreed (%)", "title": TITLE}


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")


def cases(**counts):
    """Cases of each style and way: (yes, all)."""
    rows = [
        (*name.split("_"), place < yes) for name, (yes, of) in counts.items() for place in range(of)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["style", "way", "agreed"])


TABLE = cases(amiable_direct=(1, 10), amiable_trial=(6, 10), driving_direct=(9, 10), driving_trial=(4, 5))


def test_marks_are_the_shares_in_the_order_of_the_groups():
    ax = plots.rates_by_two(TABLE, **ASK, highlight="direct")
    direct, trial = ax.lines[:2]
    np.testing.assert_allclose(direct.get_ydata(), [0.1, 0.9])
    np.testing.assert_allclose(trial.get_ydata(), [0.6, 0.8])
    np.testing.assert_allclose(trial.get_xdata() - direct.get_xdata(), 0.38)
    assert [text.get_text() for text in ax.texts] == ["10%", "90%"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["amiable\nn = 20", "driving\nn = 15"]


def test_bars_are_wilson_intervals():
    ax = plots.rates_by_two(TABLE, **ASK)
    z2, n, p = 1.959964**2, 10, 0.1
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    reach = np.sqrt(z2) * np.sqrt(p * (1 - p) / n + z2 / (4 * n**2)) / (1 + z2 / n)
    bar = ax.collections[0].get_segments()[0]
    np.testing.assert_allclose(bar[:, 1], [middle - reach, middle + reach], rtol=1e-6)
    assert len(ax.texts) == 0


def test_the_caller_may_order_both_groupings():
    ax = plots.rates_by_two(TABLE, **ASK, along_order=["driving", "amiable"], by_order=["trial", "direct"])
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [0.8, 0.6])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["trial", "direct"]


def test_a_pair_without_a_case_has_no_mark():
    ax = plots.rates_by_two(cases(amiable_direct=(1, 2), driving_trial=(1, 2)), **ASK, highlight="direct")
    assert np.isnan(ax.lines[0].get_ydata()).tolist() == [False, True]
    assert [text.get_text() for text in ax.texts] == ["50%"]


def test_numbers_of_0_and_1_are_outcomes_too_and_any_index_is_right():
    numbers = TABLE.assign(agreed=TABLE["agreed"].astype(int))
    numbers.index = [7] * len(numbers)
    np.testing.assert_allclose(plots.rates_by_two(numbers, **ASK).lines[0].get_ydata(), [0.1, 0.9])


@pytest.mark.parametrize(
    ("table", "more", "error", "message"),
    [
        ([1], {}, TypeError, "needs a pandas table"),
        (TABLE.head(0), {}, ValueError, "at least one row"),
        (TABLE.drop(columns="way"), {}, LookupError, r"needs the columns \['way'\]"),
        (TABLE.assign(style=None), {}, ValueError, "'style' in every row; one is missing"),
        (TABLE.assign(agreed=2), {}, ValueError, "outcomes of 0 and 1; found 2"),
        (TABLE.assign(agreed=np.nan), {}, ValueError, "outcomes of 0 and 1; found nan"),
        (TABLE.assign(agreed="yes"), {}, ValueError, "outcomes of 0 and 1; found text"),
        (TABLE, {"highlight": "gift"}, ValueError, r"knows the groups \['direct', 'trial'\]; found 'gift'"),
        (TABLE, {"along_order": ["driving"]}, ValueError, "'amiable' stands in only one"),
    ],
)
def test_what_cannot_be_shown_gets_one_sentence(table, more, error, message):
    with pytest.raises(error, match=message):
        plots.rates_by_two(table, **ASK, **more)
    assert plt.get_fignums() == []
