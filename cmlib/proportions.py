"""Intervals for a proportion, such as the share of firms that moved from one grade to another.

The textbook interval p ± 1.96 √(p (1 - p) / n) fails where credit risk lives: with no default among
40 firms it says that the probability is 0, for certain. These two do not.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri

METHODS = ("wilson", "jeffreys")


def proportion_interval(
    successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.95, method: str = "wilson"
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper end of the interval for successes / trials; missing where there was no trial.

    ``method`` is ``"wilson"`` (the score interval) or ``"jeffreys"`` (the Bayesian interval with the
    prior Beta(½, ½), set to 0 with no success and to 1 with successes only).

    Raises ``ValueError`` for a ``confidence`` outside 0 to 1, an unknown method, and successes below 0 or
    above the trials.

    Source: Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference, Journal
    of the American Statistical Association 22(158), 209-212. Brown, Cai, DasGupta (2001), Interval
    Estimation for a Binomial Proportion, Statistical Science 16(2), 101-133.

    >>> low, high = proportion_interval(0, 40)
    >>> float(low), round(float(high), 4)
    (0.0, 0.0876)
    """
    check_confidence(confidence, "proportion_interval")
    if method not in METHODS:
        raise ValueError(f"proportion_interval: method is one of {list(METHODS)}; found {method!r}")
    count, total = np.broadcast_arrays(np.asarray(successes, dtype=float), np.asarray(trials, dtype=float))
    if ((count < 0) | (count > total)).any():
        raise ValueError("proportion_interval needs successes from 0 to the number of trials")
    total = np.where(total > 0, total, np.nan)
    low, high = (_wilson if method == "wilson" else _jeffreys)(count, total, confidence)
    return np.where(count == 0, total * 0, low), np.where(count == total, total / total, high)


def check_confidence(confidence: float, asked_by: str) -> None:
    """Refuse a confidence that is not between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"{asked_by}: confidence is between 0 and 1, such as 0.95; found {confidence!r}")


def _wilson(
    count: NDArray[np.float64], total: NDArray[np.float64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    z2 = ndtri(0.5 + confidence / 2) ** 2
    middle = (count + z2 / 2) / (total + z2)
    reach = np.sqrt(z2 * (count * (total - count) / total + z2 / 4)) / (total + z2)
    return middle - reach, middle + reach


def _jeffreys(
    count: NDArray[np.float64], total: NDArray[np.float64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    a, b = count + 0.5, total - count + 0.5
    return betaincinv(a, b, 0.5 - confidence / 2), betaincinv(a, b, 0.5 + confidence / 2)
