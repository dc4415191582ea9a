"""Histories of purchases at their bounds: what is one still, what is none, and which row is shown."""

import numpy as np
import pytest

from cmlib.clv.columns import MOST_PURCHASES
from cmlib.clv.purchase_history import purchase_history, require_repeat_buyers


def history(frequency, recency, T, weights=None):
    return purchase_history(frequency, recency, T, weights, asked_by="example")


@pytest.mark.parametrize(
    "row",
    [
        (0, 0, 0, 1),  # the day of the first purchase
        (0, 0, 9, 0),  # nobody has this history
        (2, 9, 9, 1),  # bought again today
        (1, 0.25, 9, 0.5),
        (2, 0, 9, 1),  # twice more at once
        (MOST_PURCHASES, 9, 9, 1),
    ],
)
def test_what_is_a_history(row):
    found = history(*([value] for value in row))
    assert (*found.frequency, *found.recency, *found.T, *found.weights) == row


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((-1, 0, 9, 1), "a missing, infinite or negative frequency"),
        ((np.inf, 1, 9, 1), "a missing, infinite or negative frequency"),
        ((1, -0.5, 9, 1), "a missing, infinite or negative recency"),
        ((0, 0, -0.5, 1), "a missing, infinite or negative T"),
        ((0, 0, np.nan, 1), "a missing, infinite or negative T"),
        ((0, 0, np.inf, 1), "a missing, infinite or negative T"),
        ((1, 1, 9, -0.5), "a missing, infinite or negative weights"),
        ((1, 1, 9, np.inf), "a missing, infinite or negative weights"),
        ((1.5, 1, 9, 1), "frequency that is no whole number"),
        ((MOST_PURCHASES + 1, 1, 9, 1), "frequency above 10,000,000"),
        ((1, 9.5, 9, 1), "recency above T"),
        ((0, 0.5, 9, 1), "frequency 0 with recency above 0"),
    ],
)
def test_what_is_none(row, message):
    good = (0, 0, 0, 1)  # a row at the bounds, before the one at fault
    with pytest.raises(ValueError, match=f"^example cannot use {message}.*; row 1 has .*1 of 2 rows"):
        history(*(list(pair) for pair in zip(good, row, strict=True)))


def test_customers_beyond_each_number_of_purchases():
    found = history([0, 1, 3, 3], [0, 1, 2, 2], 9, weights=[7, 5, 2, 1])
    assert found.customers_beyond().tolist() == [8, 3, 3]
    assert [len(block) for block in found.blocks(3)] == [3, 1]
    assert np.concatenate([block.weights for block in found.blocks(3)]).tolist() == [7, 5, 2, 1]


def test_how_many_must_have_bought_again():
    require_repeat_buyers(history([0, 1, 2], [0, 1, 2], 9, weights=[90, 4, 1]), "example")
    with pytest.raises(ValueError, match="at least 5 customers who bought again; found 4 among 94 customers"):
        require_repeat_buyers(history([0, 1], [0, 1], 9, weights=[90, 4]), "example")
    with pytest.raises(ValueError, match="none of 90 customers bought again"):
        require_repeat_buyers(history([0], [0], 9, weights=[90]), "example")
    with pytest.raises(ValueError, match="T is 0 for all customers"):
        require_repeat_buyers(history([0, 2], [0, 0], 0), "example")
