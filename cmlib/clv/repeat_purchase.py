"""What the models of repeat purchase have in common: customers buy at their own rate until, unseen, they drop out.

A model says how likely a history is, how likely a customer is still alive, and how much one who is
buys from now on. All the rest follows here.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from cmlib.clv.columns import Array, equal_columns, like_inputs, refuse
from cmlib.clv.estimate import EstimatedModel, estimate_of, warn_of_no_maximum
from cmlib.clv.fitting import maximise
from cmlib.clv.newton import Surface
from cmlib.clv.purchase_history import PurchaseHistory, purchase_history, require_repeat_buyers


@dataclass(frozen=True)
class RepeatPurchaseModel(EstimatedModel, ABC):
    """A model of purchases over time: see `cmlib.clv.BGNBD` and `cmlib.clv.ParetoNBD`.

    Everywhere ``frequency`` counts a customer's repeat purchases (all but the first), ``recency`` is the
    age at the last of them and ``T`` the age now, both since the first purchase. The unit of time is
    that of the data the model was fitted to. Columns may be lists, arrays or Series; single numbers
    stand for every customer, and give a number back.
    """

    @classmethod
    def fit(cls, frequency: ArrayLike, recency: ArrayLike, T: ArrayLike, weights: ArrayLike | None = None) -> Self:
        """Fit by maximum likelihood (最大似然).

        ``weights`` counts the customers with the same history, so that a table may be reduced first, in
        an engine of any size (`count_histories`); the result is the same. Columns are read by position: the index
        of a Series is not looked at.

        Warns (``RuntimeWarning``) when the likelihood has no maximum, because the data do not tell a
        parameter: nobody seems ever to drop out, say, or all alike. The model is then where the search
        stopped, ``converged`` is False and standard errors are missing. Its predictions may still serve.

        Raises ``ValueError`` for what is no history (lengths that differ, missing or negative values, a
        recency above T, …), and when fewer than five customers bought again.

        >>> from cmlib.clv import BGNBD
        >>> customers = BGNBD(r=0.5, alpha=4, a=1, b=3).simulate(np.linspace(20, 60, 4_000), seed=7)
        >>> model = BGNBD.fit(customers["frequency"], customers["recency"], customers["T"])
        >>> model.converged, bool(abs(model.r - 0.5) < 2 * model.standard_errors["r"])
        (True, True)
        """
        asked_by = f"{cls.__name__}.fit"
        history = purchase_history(frequency, recency, T, weights, asked_by=asked_by)
        require_repeat_buyers(history, asked_by)
        time = float((history.weights @ history.T) / history.weights.sum())
        rate = float((history.weights @ history.frequency) / (history.weights @ history.T))
        summit = maximise(cls._surface, history, np.log(cls._start(rate, time)))
        estimate = estimate_of(summit)
        model = cls(*np.exp(summit.point).tolist(), estimate=estimate)
        if not estimate.converged:
            warn_of_no_maximum(asked_by, model._what_runs_off(time), model.parameters)
        return model

    def expected_purchases(
        self, horizon: ArrayLike, frequency: ArrayLike, recency: ArrayLike, T: ArrayLike
    ) -> float | Array:
        """Purchases that a customer with this history is expected to make within ``horizon`` from now.

        Raises ``ValueError`` for a horizon below zero and for what is no history.
        """
        named = {"horizon": horizon, "frequency": frequency, "recency": recency, "T": T}
        columns = equal_columns(named, "expected_purchases")
        ahead = columns.pop("horizon")
        _require_horizon(ahead, "expected_purchases")
        history = purchase_history(**columns, asked_by="expected_purchases")
        found = self._alive(history) * self._purchases_if_alive(ahead, history.frequency, history.T)
        return like_inputs(found, horizon, frequency, recency, T)

    def expected_purchases_new_customer(self, horizon: ArrayLike) -> float | Array:
        """Repeat purchases that a customer of whom nothing is known makes on average within ``horizon``.

        Raises ``ValueError`` for a horizon below zero.
        """
        ahead = equal_columns({"horizon": horizon}, "expected_purchases_new_customer")["horizon"]
        _require_horizon(ahead, "expected_purchases_new_customer")
        nothing = np.zeros(len(ahead))
        return like_inputs(self._purchases_if_alive(ahead, nothing, nothing), horizon)

    def probability_alive(self, frequency: ArrayLike, recency: ArrayLike, T: ArrayLike) -> float | Array:
        """Probability that a customer with this history has not dropped out (存活概率).

        Raises ``ValueError`` for what is no history.
        """
        history = purchase_history(frequency, recency, T, asked_by="probability_alive")
        return like_inputs(self._alive(history), frequency, recency, T)

    def discounted_purchases(
        self,
        horizon: float,
        frequency: ArrayLike,
        recency: ArrayLike,
        T: ArrayLike,
        *,
        discount_rate_per_year: float,
        time_units_per_year: float,
    ) -> float | Array:
        """Expected purchases within ``horizon``, each discounted from its moment to now.

        A purchase after one year counts 1 / (1 + ``discount_rate_per_year``). ``time_units_per_year``
        says how long the model's unit of time is: 365.25 / 7 for weeks.

        Raises ``ValueError`` for a horizon or a rate below zero, a unit that is not above zero, and for
        what is no history.
        """
        asked_by = "discounted_purchases"
        history = purchase_history(frequency, recency, T, asked_by=asked_by)
        if np.ndim(horizon):
            raise ValueError(f"{asked_by} needs one horizon for all customers; found {np.shape(horizon)}")
        ahead = np.full(len(history), float(horizon))
        _require_horizon(ahead, asked_by)
        force = discount_force(discount_rate_per_year, time_units_per_year, asked_by)
        found = self._alive(history) * self._purchases_if_alive(ahead, history.frequency, history.T, force)
        return like_inputs(found, frequency, recency, T)

    def log_likelihood_of(
        self, frequency: ArrayLike, recency: ArrayLike, T: ArrayLike, weights: ArrayLike | None = None
    ) -> float:
        """Log-likelihood (对数似然) of histories under this model, added up.

        Raises ``ValueError`` for what is no history.
        """
        history = purchase_history(frequency, recency, T, weights, asked_by="log_likelihood_of")
        return float(history.weights @ self._log_likelihoods(history))

    def probability_of_purchases(self, purchases: ArrayLike, T: ArrayLike) -> float | Array:
        """Probability that a customer makes exactly so many repeat purchases up to age ``T``.

        Raises ``ValueError`` for numbers that are missing, negative or not whole, and for an age below zero.
        """
        columns = equal_columns({"frequency": purchases, "T": T}, "probability_of_purchases")
        ages = purchase_history(columns["frequency"], 0.0, columns["T"], asked_by="probability_of_purchases")
        return like_inputs(self._probability_of(ages.frequency, ages.T), purchases, T)

    def simulate(self, T: ArrayLike, *, seed: int) -> pd.DataFrame:
        """Draw customers with the given ages: their frequency, recency, T, and whether they are still alive.

        Raises ``ValueError`` for an age that is missing, infinite or below zero.
        """
        columns = equal_columns({"T": T}, "simulate")
        age = columns["T"]
        refuse(~((age >= 0) & (age < np.inf)), columns, "T that is missing, infinite or below zero", "simulate")
        drawn = self._draw(age, np.random.default_rng(seed))
        return pd.DataFrame(
            {"frequency": drawn["frequency"], "recency": drawn["recency"], "T": age, "alive": drawn["alive"]}
        )

    @classmethod
    @abstractmethod
    def _surface(cls, history: PurchaseHistory) -> Callable[[Array], Surface]:
        """The log-likelihood of histories over the logarithms of the parameters."""

    @classmethod
    @abstractmethod
    def _start(cls, rate: float, time: float) -> list[float]:
        """Where a search starts, given the mean rate of purchase and the mean age."""

    @abstractmethod
    def _what_runs_off(self, time: float) -> str:
        """Why there is no maximum, read from where the search stopped; ``time`` is the mean age."""

    @abstractmethod
    def _alive(self, history: PurchaseHistory) -> Array:
        """Probability of being alive."""

    @abstractmethod
    def _purchases_if_alive(self, horizon: Array, frequency: Array, T: Array, force: float = 0.0) -> Array:
        """Expected purchases of customers who are alive, discounted at ``force`` a unit of time."""

    @abstractmethod
    def _log_likelihoods(self, history: PurchaseHistory) -> Array:
        """Log-likelihood of each history."""

    @abstractmethod
    def _probability_of(self, frequency: Array, T: Array) -> Array:
        """Probability of a number of purchases."""

    @abstractmethod
    def _draw(self, T: Array, rng: np.random.Generator) -> dict[str, NDArray]:
        """Frequency, recency and whether alive, of new customers of the given ages."""


def discount_force(discount_rate_per_year: float, time_units_per_year: float, asked_by: str) -> float:
    """The continuous rate a unit of time that equals a yearly discount rate (折现率)."""
    if not 0 <= discount_rate_per_year < np.inf:
        raise ValueError(f"{asked_by} needs discount_rate_per_year of 0 or above; found {discount_rate_per_year!r}")
    if not 0 < time_units_per_year < np.inf:
        raise ValueError(f"{asked_by} needs time_units_per_year above 0; found {time_units_per_year!r}")
    return float(np.log1p(discount_rate_per_year) / time_units_per_year)


def _require_horizon(ahead: Array, asked_by: str) -> None:
    possible = (ahead >= 0) & (ahead < np.inf)
    if not possible.all():
        raise ValueError(f"{asked_by} needs a horizon of 0 or above, and finite; found {ahead[~possible][0]:g}")
