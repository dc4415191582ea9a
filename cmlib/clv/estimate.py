"""What a fitted model knows of its own uncertainty.

The fits work on logarithms of the parameters, which are all positive. There the estimates are nearly
normal, with the inverse of the information as their covariance; standard errors of the parameters and
of whatever is computed from them follow by the delta method, or from draws.
"""

import dataclasses
import numbers
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri

from cmlib.clv.newton import Array, Summit

#: A logarithm with a standard error above this is not known at all: the likelihood is flat there.
_FLAT = 100.0
_STEP = 1e-4  # for the derivatives of the delta method, in logarithms


@dataclass(frozen=True)
class Estimate:
    """How parameters were found: the log-likelihood, the covariance of their logarithms, and whether it ended well."""

    log_likelihood: float
    covariance_of_logarithms: Array
    converged: bool


@dataclass(frozen=True)
class Interval:
    """A quantity computed from a fitted model, with the bounds of its confidence interval at ``confidence``."""

    estimate: float | Array
    lower: float | Array
    upper: float | Array
    confidence: float


@dataclass(frozen=True)
class EstimatedModel:
    """A model of positive parameters, fitted to data or built from known values.

    Known values have no log-likelihood (NaN), no standard errors (NaN) and no ``converged`` (None).
    """

    estimate: Estimate | None = field(default=None, kw_only=True, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for a parameter that is not above zero."""
        for name, value in self.parameters.items():
            if not (isinstance(value, numbers.Real) and 0 < value < np.inf):
                raise ValueError(f"{type(self).__name__} needs {name} above zero and finite; found {value!r}")

    @property
    def parameters(self) -> dict[str, float]:
        """The parameters by name."""
        names = (one.name for one in dataclasses.fields(self) if one.name != "estimate")
        return {name: getattr(self, name) for name in names}

    @property
    def log_likelihood(self) -> float:
        """Logarithm of the likelihood of the data the model was fitted to, in the time unit of the data."""
        return self.estimate.log_likelihood if self.estimate else np.nan

    @property
    def converged(self) -> bool | None:
        """Whether the fit found a maximum; None for a model from known parameters."""
        return self.estimate.converged if self.estimate else None

    @property
    def covariance(self) -> pd.DataFrame:
        """Covariance matrix of the parameters, by the delta method from that of their logarithms."""
        names, values = list(self.parameters), np.array(list(self.parameters.values()))
        logs = self.estimate.covariance_of_logarithms if self.estimate else np.full((len(values),) * 2, np.nan)
        return pd.DataFrame(logs * np.outer(values, values), index=names, columns=names)

    @property
    def standard_errors(self) -> pd.Series:
        """Standard errors (标准误) of the parameters by name."""
        covariance = self.covariance
        return pd.Series(np.sqrt(np.diag(covariance)), index=covariance.index, name="standard_error")

    def confidence_intervals(self, confidence: float = 0.95) -> pd.DataFrame:
        """Estimate, standard error, lower and upper bound of every parameter (置信区间).

        The bounds are symmetric in the logarithm, so that they are above zero.

        Raises ``ValueError`` for a confidence that is not between 0 and 1.
        """
        _check_confidence(confidence)
        estimates = pd.Series(self.parameters, dtype=float)
        errors = self.standard_errors
        reach = np.exp(ndtri(0.5 + confidence / 2) * errors / estimates)
        columns = {"estimate": estimates, "standard_error": errors}
        return pd.DataFrame(columns | {"lower": estimates / reach, "upper": estimates * reach})

    def standard_error_of(self, quantity: Callable[[Self], ArrayLike]) -> float | Array:
        """Standard error, by the delta method, of what ``quantity`` computes from a model.

        ``quantity`` is called with models whose parameters differ a little from the estimates:
        ``model.standard_error_of(lambda m: m.expected_purchases(52, frequency, recency, T))``.

        Raises ``ValueError`` for a model that was not fitted.
        """
        covariance = self._covariance_of_logarithms("standard_error_of")
        slopes = []
        for step in _STEP * np.eye(len(covariance)):
            ahead, back = (np.asarray(quantity(self._moved(sign * step)), dtype=float) for sign in (1, -1))
            slopes.append((ahead - back) / (2 * _STEP))
        slope = np.stack(slopes)
        error = np.sqrt(np.einsum("i...,ij,j...->...", slope, covariance, slope))
        return error if error.ndim else float(error)

    def interval_of(
        self, quantity: Callable[[Self], ArrayLike], *, seed: int, confidence: float = 0.95, draws: int = 400
    ) -> Interval:
        """Confidence interval, from draws, of what ``quantity`` computes from a model.

        Parameters are drawn ``draws`` times from the normal approximation of their logarithms; the
        bounds are quantiles of what ``quantity`` makes of them. The interval holds the uncertainty of
        the parameters, not the chance in what a single customer will do.

        Raises ``ValueError`` for a model that was not fitted, a confidence that is not between 0 and 1 and
        fewer than two draws.
        """
        _check_confidence(confidence)
        if draws < 2:
            raise ValueError(f"interval_of needs at least 2 draws; found {draws}")
        covariance = self._covariance_of_logarithms("interval_of")
        estimate = np.asarray(quantity(self), dtype=float)
        if np.isnan(covariance).any():
            missing = np.full(estimate.shape, np.nan)
            return _interval(estimate, missing, missing, confidence)
        moves = np.random.default_rng(seed).multivariate_normal(np.zeros(len(covariance)), covariance, draws)
        drawn = np.stack([np.asarray(quantity(self._moved(move)), dtype=float) for move in moves])
        lower, upper = np.quantile(drawn, [0.5 - confidence / 2, 0.5 + confidence / 2], axis=0)
        return _interval(estimate, lower, upper, confidence)

    def _covariance_of_logarithms(self, asked_by: str) -> Array:
        if self.estimate is None:
            raise ValueError(
                f"{asked_by} needs a model made by {type(self).__name__}.fit: known parameters are certain"
            )
        return self.estimate.covariance_of_logarithms

    def _moved(self, step: Array) -> Self:
        """The model with its parameters moved by ``step`` in logarithms."""
        moved = {name: value * np.exp(move) for (name, value), move in zip(self.parameters.items(), step, strict=True)}
        return dataclasses.replace(self, estimate=None, **moved)


def estimate_of(summit: Summit) -> Estimate:
    """The estimate at the end of a climb.

    It has not converged, and its covariance is missing, where the climb found no maximum or a
    parameter that the data say nothing about.
    """
    size = len(summit.point)
    covariance = np.full((size, size), np.nan)
    converged = summit.reached
    if converged:
        covariance = np.linalg.inv(-summit.hessian)
        if not np.all(np.diag(covariance) < _FLAT**2):
            converged, covariance = False, np.full((size, size), np.nan)
    return Estimate(summit.log_likelihood, covariance, converged)


def warn_of_no_maximum(asked_by: str, reason: str, parameters: dict[str, float]) -> None:
    """Warn (``RuntimeWarning``) the user, who called the fit that called this, that there is no maximum."""
    shown = ", ".join(f"{name} {value:.4g}" for name, value in parameters.items())
    warnings.warn(
        f"{asked_by} found no maximum of the likelihood: {reason}. The search stopped at {shown}; converged is False "
        "and standard errors are missing. More customers or a longer time may help",
        RuntimeWarning,
        stacklevel=3,
    )


def _interval(estimate: Array, lower: Array, upper: Array, confidence: float) -> Interval:
    if estimate.ndim:
        return Interval(estimate, lower, upper, confidence)
    return Interval(float(estimate), float(lower), float(upper), confidence)


def _check_confidence(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, such as 0.95; found {confidence!r}")
