"""One common factor behind several items, fitted by maximum likelihood."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

_LEAST_UNIQUE = 1e-4  # of an item's variance; a fit that ends there (a Heywood case) is improper


@dataclass(frozen=True)
class OneFactor:
    """The model: covariances are ``loadings`` times ``loadings``, plus ``unique_variances`` on the diagonal.

    ``proper`` is false when an item's unique variance fell to nothing or the fit did not converge.
    """

    loadings: NDArray[np.float64]
    unique_variances: NDArray[np.float64]
    proper: bool


def one_factor(covariances: NDArray[np.float64]) -> OneFactor:
    """Fit one factor to covariances, shape (items, items), whose diagonal is above zero.

    For given unique variances the best loadings are known in closed form (the first eigenvector of the rescaled
    matrix), so that only the unique variances are searched for. The loadings' sum is not negative.

    Source: Jöreskog (1967), Some contributions to maximum likelihood factor analysis, Psychometrika 32(4), 443-482.
    """
    spread = np.sqrt(np.diag(covariances))
    correlations = covariances / np.outer(spread, spread)
    start = np.full(len(spread), np.log(0.5))
    found = optimize.minimize(
        _discrepancy, start, args=(correlations,), jac=True, method="L-BFGS-B",
        bounds=[(np.log(_LEAST_UNIQUE), 0.0)] * len(spread), options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2_000},
    )  # fmt: skip
    unique = np.exp(found.x)
    loadings = _loadings(unique, correlations) * spread
    loadings = loadings if loadings.sum() >= 0 else -loadings
    proper = bool(unique.min() > 1.01 * _LEAST_UNIQUE) and np.abs(found.jac[unique < 1]).max(initial=0) < 1e-5
    return OneFactor(loadings, unique * spread**2, proper)


def _discrepancy(
    log_unique: NDArray[np.float64], correlations: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Minus twice the log-likelihood a person but for a constant, and its slope in the log unique variances."""
    unique = np.exp(log_unique)
    loadings = _loadings(unique, correlations)
    model = np.outer(loadings, loadings) + np.diag(unique)
    inverse = np.linalg.inv(model)
    value = np.linalg.slogdet(model)[1] + np.trace(inverse @ correlations)
    slope = np.diag(inverse @ (model - correlations) @ inverse) * unique
    return float(value), slope


def _loadings(unique: NDArray[np.float64], correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlations / np.outer(root, root))
    return root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
