"""The Lorenz curve, the whale curve and the cross-table show their data; what they cannot show they refuse."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import Table

from cmlib import plots

T = {"title": "A finding"}
PROFITS = pd.Series([-30.0, 80.0, 50.0, -10.0, 0.0], list("abcde"))
COUNTS = pd.DataFrame({"loans": [30, 10, 5], "deposits": [10, 30, 6]}, index=["private", "state", "foreign"])


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")


def test_the_lorenz_curve_adds_up_from_the_least_and_names_the_evenest_first():
    ax = plots.lorenz({"profit": [-10, 20, 90], "deposits": [10, 10, 20]}, **T)
    np.testing.assert_allclose(ax.lines[1].get_ydata(), [0, -0.1, 0.1, 1])
    np.testing.assert_allclose(ax.lines[2].get_ydata(), [0, 0.25, 0.5, 1])
    assert [text.get_text().split("\n")[0] for text in ax.get_legend().get_texts()] == [
        "all bring the same", "deposits", "profit",
    ]  # fmt: skip
    # All pairs: mean difference 2 x 200 / 9, over twice the mean 100 / 3.
    assert ax.get_legend().get_texts()[2].get_text() == "profit\nGini 0.67"
    assert ax.get_ylim()[0] < -0.1


def test_the_lorenz_curve_without_losses_begins_at_zero():
    ax = plots.lorenz({"deposits": [1, 3]}, customers="firms", **T)
    assert ax.get_ylim() == (0, 1)
    assert ax.get_xlabel() == "firms, the least valuable first (%)"
    assert len(ax.lines) == 2


def test_the_whale_curve_names_the_best_the_peak_the_end_and_who_is_asked_for():
    ax = plots.whale(PROFITS, named=["b", "a"], scale=1, unit="CNY", **T)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [0, 80, 130])
    np.testing.assert_allclose(ax.lines[1].get_ydata(), [130, 130, 120, 90])
    assert {text.get_text() for text in ax.texts} == {
        "the best 20%: 88.9% of the profit\nb: 80 CNY",
        "peak: 144.4% of the profit, after 40% of the customers",
        "total: 90 CNY\na: −30 CNY",
    }
    assert ax.get_ylabel() == "profit, added up (CNY)"


def test_a_whale_without_losers_has_its_peak_at_the_end_and_one_below_zero_has_no_shares():
    ax = plots.whale(pd.Series([1.0, 2.0, 3.0, 4.0]), scale=1, **T)
    assert "peak: 100.0% of the profit, after 100% of the customers" in [text.get_text() for text in ax.texts]
    ax = plots.whale(pd.Series([5.0, -20.0]), best=0.5, scale=1, **T)
    assert "peak: no total above 0, after 50% of the customers" in [text.get_text() for text in ax.texts]
    assert ax.get_ylim()[0] < -15


def test_residuals_are_those_of_statsmodels():
    ax = plots.association(COUNTS, counted="firms", **T)
    wanted = Table(COUNTS, shift_zeros=False).standardized_resids.to_numpy().ravel()
    shown = [text.get_text().replace("−", "-").split("\n") for text in ax.texts]
    np.testing.assert_allclose([float(residual) for _, residual in shown], wanted, atol=0.051)
    assert [int(count) for count, _ in shown] == COUNTS.to_numpy().ravel().tolist()
    assert [text.get_fontweight() for text in ax.texts] == ["bold" if abs(one) > 2 else "normal" for one in wanted]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["private", "state", "foreign"]


def test_cross_tables_name_what_stands_at_their_sides():
    counts = COUNTS.rename_axis(index="owner_kind", columns="needs")
    ax = plots.association(counts, counted="firms", **T)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("needs\n(firms; below, standardised residual)", "owner kind")


def test_estimates_can_have_the_truth_beside_them():
    found = pd.DataFrame({"estimate": [0.5, 0.2], "lower": [0.4, 0.1], "upper": [0.6, 0.3], "truth": [0.45, 0.35]})
    ax = plots.intervals(found, xlabel="share (%)", percent=True, **T)
    assert ax.lines[1].get_xdata().tolist() == [0.45, 0.35]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["truth"]


REFUSED = [
    (lambda: plots.lorenz([1, 2], **T), TypeError, "lorenz needs a mapping"),
    (lambda: plots.lorenz({}, **T), ValueError, "at least one amount"),
    (lambda: plots.lorenz({"profit": [-1, 0]}, **T), ValueError, "total above 0; that of 'profit'"),
    (lambda: plots.lorenz({"profit": [1, None]}, **T), ValueError, "1 of 2 are missing"),
    (lambda: plots.whale([1, 2], **T), TypeError, "whale needs a pandas Series"),
    (lambda: plots.whale(pd.Series([1.0, 2.0], ["a", "a"]), **T), ValueError, "'a' comes twice"),
    (lambda: plots.whale(PROFITS, best=0, **T), ValueError, "best between 0 and 1; found 0"),
    (lambda: plots.whale(PROFITS, best=1, **T), ValueError, "best between 0 and 1; found 1"),
    (lambda: plots.whale(PROFITS, named=["z"], **T), LookupError, "no profit of 'z'"),
    (lambda: plots.whale(-PROFITS.abs(), **T), ValueError, "at least one customer who brings a profit"),
    (lambda: plots.association(COUNTS - 8, counted="firms", **T), ValueError, "counts from 0 in every cell"),
    (
        lambda: plots.association(COUNTS[["loans"]], counted="firms", **T),
        ValueError,
        "at least two rows and two columns",
    ),
    (lambda: plots.association(COUNTS * [1, 0], counted="firms", **T), ValueError, "each with something counted"),
    (lambda: plots.association(COUNTS.T * [1, 0, 1], counted="firms", **T), ValueError, "each with something counted"),
    (lambda: plots.association([1], counted="firms", **T), TypeError, "association needs a pandas table"),
]


@pytest.mark.parametrize(("draw", "error", "message"), REFUSED, ids=[message for _, _, message in REFUSED])
def test_what_cannot_be_shown_is_refused_and_leaves_no_figure(draw, error, message):
    with pytest.raises(error, match=message):
        draw()
    assert plt.get_fignums() == []
