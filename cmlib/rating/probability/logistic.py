"""Logistic regression by maximum likelihood: Newton's method on arrays, with standard errors.

Equal rows may be merged into one with its number of cases, so that a table of counts gives the same fit
as the cases behind it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from cmlib.rating.probability.identification import require_identified, require_overlap

_STEPS, _HALVINGS = 50, 30
#: Rows of a block. Its arrays fit the processor's cache, and its products are too few for the linear algebra
#: library to call further threads, for which it would wait long on a busy machine.
_ROWS, _FEWEST_ROWS, _PRODUCTS = 4_096, 256, 400_000
#: Converged when a Newton step would raise the log-likelihood by less than this share of it.
_TOLERANCE = 1e-14
_ROUNDING = 1e-8
#: Log odds this far from 0 are a default rate of one in three million: a sign that the goods and bads may be separable.
_FAR = 15.0


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """Coefficients, their covariance matrix (the inverse of the information matrix), and how well they fit.

    ``null_log_likelihood`` is that of the default rate alone. Without convergence the covariance is missing.
    """

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    log_likelihood: float
    null_log_likelihood: float
    converged: bool


def fit_logistic(
    design: NDArray[np.float64],
    bads: NDArray[np.float64],
    cases: NDArray[np.float64],
    *,
    names: list[str],
    offset: NDArray[np.float64] | None = None,
    asked_by: str = "fit_logistic",
) -> LogisticFit:
    """Fit the log odds of default, ``offset + design @ coefficients``.

    ``design`` has one row for each kind of case and one column for each coefficient (a column of ones for
    the intercept); ``cases`` counts the cases of each row and ``bads`` those that defaulted. ``names`` are
    the columns', for messages.

    Raises ``ValueError`` when columns are collinear, or when a combination of them separates the
    defaults from the rest, so that no finite coefficients are best. The message names the columns.

    Source: McCullagh, Nelder (1989), Generalized Linear Models, 2nd ed., Chapman & Hall, section 4.4.

    >>> design = np.array([[1.0, 0], [1, 1]])
    >>> fit = fit_logistic(design, np.array([10.0, 40]), np.array([100.0, 100]), names=["intercept", "late"])
    >>> np.exp(fit.coefficients).round(6)  # odds 10 : 90, and the odds ratio 6
    array([0.111111, 6.      ])
    """
    kept = cases > 0
    design, bads, cases = design[kept], bads[kept], cases[kept]
    shift = np.zeros(len(design)) if offset is None else offset[kept]
    start = np.zeros(design.shape[1])
    here = _look(start, design, bads, cases, np.zeros(len(design)))
    require_identified(here.information, names, asked_by)  # all probabilities are a half: a quarter of the products
    here = here if offset is None else _look(start, design, bads, cases, shift)
    rate = bads.sum() / cases.sum()
    null = float(special.xlogy(bads.sum(), rate) + special.xlogy(cases.sum() - bads.sum(), 1 - rate))
    beta, converged = start, False
    for _ in range(_STEPS):
        try:
            step = np.linalg.solve(here.information, here.gradient)
        except np.linalg.LinAlgError:  # all probabilities have run into 0 or 1
            break
        gain = float(here.gradient @ step)  # twice what the step adds where the likelihood is a parabola
        converged = gain <= _TOLERANCE * abs(here.log_likelihood)
        if converged or not np.isfinite(gain):
            break
        for _ in range(_HALVINGS):  # a step that goes too far is halved
            there = _look(beta + step, design, bads, cases, shift)
            if there.log_likelihood > here.log_likelihood:
                break
            step = step / 2
        else:  # nothing is higher: the top, if what was to be gained is rounding
            converged = gain <= _ROUNDING * abs(here.log_likelihood)
            break
        beta, here = beta + step, there
    if not converged or here.farthest > _FAR:
        require_overlap(design, bads, cases, names, asked_by)
    covariance = np.full_like(here.information, np.nan)
    if converged:
        covariance[:] = np.linalg.inv(here.information)
    return LogisticFit(beta, covariance, here.log_likelihood, null, converged)


class _Point(NamedTuple):
    """The log-likelihood at some coefficients, its gradient and information matrix, and the largest log odds."""

    log_likelihood: float
    gradient: NDArray[np.float64]
    information: NDArray[np.float64]
    farthest: float


def _look(
    beta: NDArray[np.float64],
    design: NDArray[np.float64],
    bads: NDArray[np.float64],
    cases: NDArray[np.float64],
    shift: NDArray[np.float64],
) -> _Point:
    """All in one pass, block by block, so that a block's arrays stay in the cache."""
    likelihood, gradient, information = 0.0, np.zeros(len(beta)), np.zeros((len(beta), len(beta)))
    farthest = 0.0
    block = min(_ROWS, max(_FEWEST_ROWS, _PRODUCTS // len(beta) ** 2))
    for start in range(0, len(design), block):
        rows = slice(start, start + block)
        x, bad, case = design[rows], bads[rows], cases[rows]
        effect = x @ beta
        logit = shift[rows] + effect
        farthest = max(farthest, float(np.abs(effect).max()))
        small = np.exp(-np.abs(logit))  # at most 1: nothing overflows, and p (1 - p) loses no digits
        likelihood += float(bad @ logit - case @ (np.maximum(logit, 0) + np.log1p(small)))
        gradient += (bad - case * np.where(logit >= 0, 1.0, small) / (1 + small)) @ x
        information += x.T @ (x * (case * small / (1 + small) ** 2)[:, None])
    return _Point(likelihood, gradient, information, farthest)
