"""Where loyalty turns: a line with a bend at an unknown place, by profile likelihood."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

from cmlib.survey.checks import require_fraction
from cmlib.survey.item_matrix import numbers_of

_CANDIDATES = 200  # places tried between the ends, before the best one is refined
_MOST_STEPS = 60
_NO_GAIN = 1e-9  # of log-likelihood


@dataclass(frozen=True)
class TurningPoint:
    """Where the slope changes, and the line on both sides.

    ``lower`` and ``upper`` are the ends of the interval at ``confidence``. ``level`` is the fitted value at the turn
    (for shares of loyal customers: the log-odds), ``slope_below`` and ``slope_above`` what a step of satisfaction
    adds on either side. ``p_value`` is of the likelihood-ratio test that there is no turn; it is only a guide, since
    the place of the turn was looked for.
    """

    place: float
    lower: float
    upper: float
    confidence: float
    level: float
    slope_below: float
    slope_above: float
    p_value: float
    log_likelihood: float
    answers: int


@dataclass(frozen=True)
class _Marks:
    """All that the likelihood needs: answers by satisfaction, their mean loyalty, and the squares within."""

    x: NDArray[np.float64]
    count: NDArray[np.float64]
    mean: NDArray[np.float64]
    within: float
    only_0_and_1: bool


_Fit = Callable[[NDArray[np.float64], _Marks], tuple[float, NDArray[np.float64]]]


def turning_point(satisfaction: ArrayLike, loyalty: ArrayLike, *, confidence: float = 0.95) -> TurningPoint:
    """The satisfaction above which loyalty rises at another pace (转折点): a straight line with one bend.

    Both columns are Series of any engine, arrays or lists; pairs with a missing value are left out. The bend is
    looked for between the second lowest and the second highest satisfaction found. The interval holds every place
    whose likelihood is not significantly below the best; it may end at a limit of the search.

    Raises ``TypeError`` for what are no numbers, ``ValueError`` for columns of unequal length, fewer than four
    different satisfactions, loyalty without any variation, and a confidence that is not between 0 and 1.

    Source: Hinkley (1971), Inference in two-phase regression, Journal of the American Statistical Association
    66(336), 736-743; on the bend in loyalty: Heskett, Jones, Loveman, Sasser, Schlesinger (1994), Putting the
    service-profit chain to work, Harvard Business Review 72(2), 164-174.

    >>> satisfaction = np.arange(1, 11)
    >>> wobble = np.tile([0.01, -0.01], 5)
    >>> found = turning_point(satisfaction, 2 + np.maximum(satisfaction - 7, 0) + wobble)
    >>> round(found.place, 1), round(found.slope_above, 1)
    (7.0, 1.0)
    """
    marks = _marks(satisfaction, loyalty, "turning_point", confidence)
    if marks.within == 0 and np.ptp(marks.mean) == 0:
        raise ValueError(f"turning_point needs loyalty that varies; found {marks.mean[0]:g} everywhere")
    return _searched(marks, _least_squares, confidence)


def turning_point_of_share(satisfaction: ArrayLike, loyal: ArrayLike, *, confidence: float = 0.95) -> TurningPoint:
    """The same for customers who are loyal or not: a logistic regression with one bend.

    ``loyal`` holds 1 or True for who is loyal, 0 or False for who is not.

    Raises as `turning_point` does, and ``ValueError`` for other values than these, and where one side of the turn
    holds only loyal or only disloyal customers, so that the slope has no end.

    Source: McCullagh, Nelder (1989), Generalized Linear Models, 2nd ed., Chapman and Hall, ch. 4; Hinkley (1971).

    >>> satisfaction = np.repeat([1, 2, 3, 4, 5, 6], 10)
    >>> loyal = np.concatenate([np.arange(10) < share for share in (2, 2, 2, 2, 5, 8)])
    >>> 3 < turning_point_of_share(satisfaction, loyal).place < 5
    True
    """
    marks = _marks(satisfaction, loyal, "turning_point_of_share", confidence)
    if not marks.only_0_and_1 or marks.mean.max() == 0 or marks.mean.min() == 1:
        raise ValueError("turning_point_of_share needs 0 and 1 (or False and True), both of them, for who is loyal")
    found = _searched(marks, _logistic, confidence)
    for side in (marks.mean[marks.x < found.place], marks.mean[marks.x > found.place]):
        if (side == 0).all() or (side == 1).all():
            raise ValueError(
                "turning_point_of_share needs loyal and disloyal customers on both sides of the turn; at its best "
                f"place, {found.place:.3g}, one side holds only the ones or only the others"
            )
    return found


def _marks(satisfaction: ArrayLike, loyalty: ArrayLike, asked_by: str, confidence: float) -> _Marks:
    require_fraction(confidence, asked_by, "confidence")
    x, y = numbers_of(satisfaction, asked_by, "satisfaction"), numbers_of(loyalty, asked_by, "loyalty")
    if len(x) != len(y):
        raise ValueError(f"{asked_by} needs columns of equal length; found {len(x)} and {len(y)}")
    complete = ~(np.isnan(x) | np.isnan(y))
    x, y = x[complete], y[complete]
    values, place = np.unique(x, return_inverse=True)
    if len(values) < 4:
        raise ValueError(f"{asked_by} needs four different satisfactions at least; found {values.tolist()}")
    count = np.bincount(place).astype(float)
    mean = np.bincount(place, y) / count
    return _Marks(values, count, mean, float(((y - mean[place]) ** 2).sum()), bool(np.isin(y, (0, 1)).all()))


def _searched(marks: _Marks, fit: _Fit, confidence: float) -> TurningPoint:
    """The place with the highest likelihood, the interval around it, and the line there."""
    straight, _ = fit(np.column_stack([np.ones_like(marks.x), marks.x]), marks)

    def likelihood(place: float) -> float:
        return fit(_bent(marks.x, place), marks)[0]

    places = np.linspace(marks.x[1], marks.x[-2], _CANDIDATES)
    found = np.array([likelihood(place) for place in places])
    best = int(found.argmax())
    low, high = places[max(best - 1, 0)], places[min(best + 1, _CANDIDATES - 1)]
    refined = optimize.minimize_scalar(lambda place: -likelihood(place), bounds=(low, high), method="bounded")
    place = float(refined.x if -refined.fun > found[best] else places[best])
    log_likelihood, (level, below, above) = fit(_bent(marks.x, place), marks)
    limit = log_likelihood - stats.chi2(1).ppf(confidence) / 2
    kept = np.flatnonzero(found >= limit)
    first, last = (int(kept[0]), int(kept[-1])) if kept.size else (best, best)
    lower = places[0] if first == 0 else _crossing(likelihood, limit, places[first - 1], min(places[first], place))
    upper = places[-1] if last == len(places) - 1 else _crossing(
        likelihood, limit, places[last + 1], max(places[last], place)
    )  # fmt: skip
    p_value = float(stats.chi2(2).sf(2 * max(log_likelihood - straight, 0.0)))
    return TurningPoint(
        place, float(lower), float(upper), confidence, float(level), float(below), float(above), p_value,
        float(log_likelihood), int(marks.count.sum()),
    )  # fmt: skip


def _crossing(likelihood: Callable[[float], float], limit: float, outside: float, inside: float) -> float:
    """Where the likelihood meets the limit."""
    if likelihood(outside) >= limit or likelihood(inside) <= limit:
        return float(inside)
    return float(optimize.brentq(lambda place: likelihood(place) - limit, outside, inside, xtol=1e-6))


def _bent(x: NDArray[np.float64], place: float) -> NDArray[np.float64]:
    return np.column_stack([np.ones_like(x), np.minimum(x - place, 0), np.maximum(x - place, 0)])


def _least_squares(design: NDArray[np.float64], marks: _Marks) -> tuple[float, NDArray[np.float64]]:
    root = np.sqrt(marks.count)
    coefficients = np.linalg.lstsq(design * root[:, None], marks.mean * root, rcond=None)[0]
    answers = marks.count.sum()
    squares = marks.within + float((marks.count * (marks.mean - design @ coefficients) ** 2).sum())
    mean_square = max(squares / answers, np.finfo(float).tiny)
    return float(-answers / 2 * (np.log(2 * np.pi * mean_square) + 1)), coefficients.astype(float)


def _logistic(design: NDArray[np.float64], marks: _Marks) -> tuple[float, NDArray[np.float64]]:
    """Newton's method with halved steps on a concave likelihood, until it gains nothing.

    Where one side of the bend holds only loyal or only disloyal customers the coefficients run away, but the
    likelihood still comes to an end.
    """
    coefficients = np.zeros(design.shape[1])
    here = _bernoulli(design @ coefficients, marks)
    for _ in range(_MOST_STEPS):
        chance = special.expit(design @ coefficients)
        information = design.T @ (design * (marks.count * chance * (1 - chance))[:, None])
        information += np.eye(len(information)) * (1e-12 * np.trace(information) + np.finfo(float).tiny)
        step = np.linalg.solve(information, design.T @ (marks.count * (marks.mean - chance)))
        while (there := _bernoulli(design @ (coefficients + step), marks)) < here and np.abs(step).max() > 1e-12:
            step = step / 2
        if there - here < _NO_GAIN:
            break
        coefficients, here = coefficients + step, there
    return here, coefficients


def _bernoulli(odds: NDArray[np.float64], marks: _Marks) -> float:
    return float((marks.count * (marks.mean * odds - np.logaddexp(0, odds))).sum())
