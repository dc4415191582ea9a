"""Expected losses at their edges: certain and impossible defaults, loans of nothing and of next to nothing."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import every_engine, on

from cmlib.rating import capital_requirement, loss_given_default, portfolio_expected_loss
from cmlib.rating.pricing import CapitalSegment


def book(chances, lost, owed):
    names = ["probability_of_default", "loss_given_default", "exposure_at_default"]
    return pd.DataFrame(dict(zip(names, (chances, lost, owed), strict=True)))


@every_engine
def test_rates_of_a_loan_of_ten(engine):
    """What is expected to default is 0.1 CNY, and a third of it is lost."""
    found = on(engine, portfolio_expected_loss, book([0.01], [1 / 3], [10.0])).iloc[0]
    assert found["loss_given_default"] == pytest.approx(1 / 3)
    assert found["probability_of_default"] == pytest.approx(0.01)


def test_a_rate_on_nothing_is_missing_and_not_a_number_that_is_none():
    rates = ["expected_loss_rate", "probability_of_default", "loss_given_default"]
    found = portfolio_expected_loss(pl.from_pandas(book([0.0, 0.5], [0.5, 0.5], [0.0, 0.0])))
    assert found.select(rates).row(0) == (None, None, None)
    never = portfolio_expected_loss(pl.from_pandas(book([0.0], [0.5], [100.0])))
    assert never.select(rates).row(0) == (0, 0, None)


def test_fractions_and_amounts_may_lie_on_their_bounds():
    found = portfolio_expected_loss(book([0.0, 1.0], [1.0, 0.0], [0.0, 200.0])).iloc[0]
    assert (found["exposure_at_default"], found["expected_loss"], found["probability_of_default"]) == (200, 0, 1)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ((1.5, 0.5, 1.0), "probability_of_default"),
        ((-0.5, 0.5, 1.0), "probability_of_default"),
        ((0.5, 1.5, 1.0), "loss_given_default"),
        ((0.5, -0.5, 1.0), "loss_given_default"),
        ((0.5, 0.5, -0.5), "exposure_at_default"),
    ],
)
def test_a_value_on_its_bound_hides_no_wrong_one_below_it(wrong, named):
    rows = [(0.0, 0.0, 0.0), (1.0, 1.0, 0.0), wrong]
    with pytest.raises(ValueError, match=f"^portfolio_expected_loss: {named} is a number"):
        portfolio_expected_loss(book(*zip(*rows, strict=True)))


def test_collateral_for_what_is_missing():
    """No warning, and missing: nothing is owed, nothing is known."""
    found = loss_given_default([0, math.nan, 100, math.inf, 100], [0, 10, math.nan, math.inf, math.inf])
    assert [math.isnan(one) for one in found] == [True, True, True, True, False]
    assert found[4] == 0.2


@pytest.mark.parametrize("decay", [0.5, 5, 50])
def test_a_correlation_goes_from_high_at_no_risk_to_low_at_certain_default(decay):
    segment = CapitalSegment("a bank's own", "", low=0.1, high=0.3, decay=decay)
    assert segment.correlation(np.array([0.0, 1.0])) == pytest.approx([0.3, 0.1])


def test_all_may_be_lost_and_nothing():
    """At a loss of 1 capital is twice that at a half: it is proportional to the loss."""
    half, whole, nothing = capital_requirement(0.02, [0.5, 1.0, 0.0])
    assert (whole, nothing) == (pytest.approx(2 * half), 0)
    assert np.isnan(capital_requirement(0.02, [1.01, -0.01])).all()


def test_half_a_yuan_may_be_owed():
    assert loss_given_default(0.5, 0.25) == pytest.approx(0.3)
