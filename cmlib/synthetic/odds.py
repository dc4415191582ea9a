"""From log-odds to probabilities."""

import numpy as np


def logistic(x: np.ndarray) -> np.ndarray:
    """Probability from log-odds, rounded so that it is the same on every processor.

    >>> logistic(np.array([0.0, 2.0]))
    array([0.5     , 0.880797])
    """
    return np.round(1.0 / (1.0 + np.exp(-x)), 6)
