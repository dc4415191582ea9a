"""Answers on a scale of marks: several items measure one thing, with a planted Cronbach's alpha."""

import numpy as np

_ROUNDING = 1 / 12  # variance that rounding to whole marks adds


def normal(rng: np.random.Generator, shape) -> np.ndarray:
    """Standard normal numbers, rounded so that they are the same on every machine."""
    return np.round(rng.standard_normal(shape), 6)


def marks(values: np.ndarray, low: int, high: int) -> np.ndarray:
    """Whole marks from ``low`` to ``high``.

    >>> marks(np.array([0.2, 3.6, 9.0]), 1, 7)
    array([1, 4, 7])
    """
    return np.clip(np.rint(np.round(values, 6)), low, high).astype(int)


def item_spread(alpha: float, items: int, spread: float) -> float:
    """Standard deviation of an item's own error, such that the items together have this alpha.

    ``spread`` is the standard deviation of what they measure. By Spearman and Brown, two items then
    correlate by alpha / (items - (items - 1) alpha). Rounding to whole marks is part of the error.

    >>> round(item_spread(0.80, 3, 1.0), 3)
    0.816
    """
    correlation = alpha / (items - (items - 1) * alpha)
    return float(np.sqrt(spread**2 * (1 - correlation) / correlation - _ROUNDING))


def items(rng: np.random.Generator, level: np.ndarray, alpha: float, count: int, spread: float) -> np.ndarray:
    """``count`` items around each level, not yet rounded; shape (customers, count)."""
    return level[:, None] + item_spread(alpha, count, spread) * normal(rng, (len(level), count))
