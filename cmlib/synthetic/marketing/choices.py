"""Choosing one customer for each of many occasions, from among those who can be chosen."""

import numpy as np

from cmlib.synthetic.people.block import PeopleBlock


def customers_on(block: PeopleBlock, days: np.ndarray) -> np.ndarray:
    """Who is a customer on each day; boolean, of shape (days, customers)."""
    gone = block.life.left_month
    until = np.where(gone < 0, np.datetime64("9999-12-31"), block.calendar.last_days[gone])
    return (block.people.joined <= days[:, None]) & (days[:, None] <= until)


def pick(place: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """A column for each row, drawn with probabilities proportional to the row's weights; -1 where all are 0.

    ``place`` is a uniform number a row.

    >>> pick(np.array([0.1, 0.9, 0.5]), np.array([[1, 0, 3], [1, 0, 3], [0, 0, 0]]))
    array([ 0,  2, -1])
    """
    ends = np.cumsum(weights, axis=1)
    at = (ends <= (place * ends[:, -1])[:, None]).sum(axis=1)
    return np.where(ends[:, -1] > 0, np.minimum(at, weights.shape[1] - 1), -1)
