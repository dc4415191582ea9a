"""Pareto/NBD: customers buy at a steady rate until they drop out at a moment of its own.

Each customer buys at random at a rate of his own, gamma distributed with shape ``r`` and rate
``alpha``, and drops out at a rate of his own, gamma distributed with shape ``s`` and rate ``beta``,
whether or not he buys.

Sources: Schmittlein, Morrison, Colombo (1987), Counting your customers: who are they and what will
they do next?, Management Science 33(1), 1-24; Fader, Hardie, Lee (2005), RFM and CLV: using iso-value
curves for customer base analysis, Journal of Marketing Research 42(4), 415-430.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import exprel, gammaln

from cmlib.clv.age_curve import read_off, rows_by_frequency
from cmlib.clv.columns import like_inputs
from cmlib.clv.newton import Array
from cmlib.clv.pareto_nbd_likelihood import Endings, ParetoNBDLikelihood, endings
from cmlib.clv.purchase_history import PurchaseHistory, purchase_history
from cmlib.clv.repeat_purchase import RepeatPurchaseModel, discount_force

#: Where a search without a maximum stopped, a parameter above this is on its way to infinity.
_MANY = 1e4
_BLOCK = 4_096
_NEGLIGIBLE = 60.0
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(64)
_SHARES, _SHARE_WEIGHTS = (1 + _NODES[:, None]) / 2, _NODE_WEIGHTS[:, None] / 2


@dataclass(frozen=True)
class ParetoNBD(RepeatPurchaseModel):
    """The Pareto / negative binomial model of repeat purchase, fitted (`fit`) or from known parameters.

    ``r`` and ``alpha`` describe the customers' rates of purchase (mean r / alpha a unit of time), ``s``
    and ``beta`` their rates of dropping out (mean s / beta).

    Raises ``ValueError`` for a parameter that is not above zero.

    Source: Fader, Hardie, Lee (2005), Journal of Marketing Research 42(4), 415-430.

    >>> model = ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)  # their estimates, in weeks
    >>> round(model.probability_alive(frequency=26, recency=30.86, T=31), 3)
    0.998
    >>> round(model.expected_purchases(52, frequency=26, recency=30.86, T=31), 1)
    25.5
    """

    r: float
    alpha: float
    s: float
    beta: float

    def discounted_residual_purchases(
        self,
        frequency: ArrayLike,
        recency: ArrayLike,
        T: ArrayLike,
        *,
        discount_rate_per_year: float,
        time_units_per_year: float,
    ) -> float | Array:
        """All purchases to come, without end, each discounted from its moment to now.

        A purchase after one year counts 1 / (1 + ``discount_rate_per_year``). ``time_units_per_year``
        says how long the model's unit of time is: 365.25 / 7 for weeks.

        Raises ``ValueError`` for a rate that is not above zero (the sum may have no end), a unit that is
        not above zero, and for what is no history.

        Source: Fader, Hardie, Lee (2005), Journal of Marketing Research 42(4), 415-430.
        """
        asked_by = "discounted_residual_purchases"
        history = purchase_history(frequency, recency, T, asked_by=asked_by)
        force = discount_force(discount_rate_per_year, time_units_per_year, asked_by)
        if force == 0:
            raise ValueError(f"{asked_by} needs discount_rate_per_year above 0: undiscounted, the sum has no end")
        endless = np.full(len(history), np.inf)
        found = self._alive(history) * self._purchases_if_alive(endless, history.frequency, history.T, force)
        return like_inputs(found, frequency, recency, T)

    @classmethod
    def _surface(cls, history: PurchaseHistory) -> ParetoNBDLikelihood:
        return ParetoNBDLikelihood(history)

    @classmethod
    def _start(cls, rate: float, time: float) -> list[float]:
        return [0.5, 0.25 / rate, 0.5, time / 2]

    def _what_runs_off(self, time: float) -> str:
        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        if s / beta * time < 1 / _MANY:
            return "hardly a customer seems ever to drop out, so that s / beta goes to 0"
        if s > _MANY:
            return f"all customers seem to drop out at the same rate, {s / beta:.3g} a unit of time"
        if r > _MANY:
            return f"all customers seem to buy at the same rate, {r / alpha:.3g} a unit of time"
        return "the data do not tell its parameters apart"

    def _alive(self, history: PurchaseHistory) -> Array:
        return self._by_blocks(history, lambda ways: ways.weights[-1] / ways.weights.sum(axis=0))

    def _log_likelihoods(self, history: PurchaseHistory) -> Array:
        r, x = self.r, history.frequency
        counts = gammaln(r + x) - gammaln(r) - x * np.log(self.alpha)
        return counts + self._by_blocks(history, lambda ways: ways.level + np.log(ways.weights.sum(axis=0)))

    def _purchases_if_alive(self, horizon: Array, frequency: Array, T: Array, force: float = 0.0) -> Array:
        """The rate of purchase, times the time that a customer alive stays so within the horizon.

        That is the integral of ((beta + T) / (beta + T + u))^s, discounted; over y = ln(1 + u / (beta + T)).
        """
        rate, age = (self.r + frequency) / (self.alpha + T), self.beta + T
        end = np.log1p(horizon / age)
        if not force:
            return rate * age * end * exprel((1 - self.s) * end)
        end = np.minimum(end, np.log1p(_NEGLIGIBLE / (force * age)))
        if self.s > 1:
            end = np.minimum(end, _NEGLIGIBLE / (self.s - 1))
        found = np.empty(len(age))
        for start in range(0, len(age), _BLOCK):
            rows = slice(start, start + _BLOCK)
            y = end[rows] * _SHARES
            height = np.exp((1 - self.s) * y - force * age[rows] * np.expm1(y))
            found[rows] = rate[rows] * age[rows] * end[rows] * (_SHARE_WEIGHTS * height).sum(axis=0)
        return found

    def _probability_of(self, frequency: Array, T: Array) -> Array:
        found = np.empty(len(T))
        for x, rows in rows_by_frequency(frequency):
            of_age = read_off(functools.partial(self._one_frequency, x), self.alpha + T[rows])
            found[rows] = np.maximum(of_age, 0)
        return found

    def _one_frequency(self, x: float, age: Array) -> Array:
        """Probability of x purchases, with ``age`` = alpha + T: up to the moment of dropping out, or to T.

        The integral over that moment u runs over ln(1 + u / k), with k the smaller of alpha and beta.
        """
        T = np.maximum(age - self.alpha, 0)
        near = min(self.alpha, self.beta)
        end = np.log1p(T / near)
        z = end * _SHARES
        moment = near * np.expm1(z)
        drop = self.s / (self.beta + moment) * np.exp(-self.s * np.log1p(moment / self.beta)) * (near + moment)
        dropped = (end * _SHARE_WEIGHTS * drop * self._purchases_in(x, moment)).sum(axis=0)
        return dropped + np.exp(-self.s * np.log1p(T / self.beta)) * self._purchases_in(x, T)

    def _purchases_in(self, x: float, time: Array) -> Array:
        """Probability of x purchases in a time without dropping out: negative binomial."""
        r, alpha = self.r, self.alpha
        log = gammaln(r + x) - gammaln(r) - gammaln(x + 1) - r * np.log1p(time / alpha)
        return np.exp(log) * (time / (alpha + time)) ** x

    def _draw(self, T: Array, rng: np.random.Generator) -> dict[str, NDArray]:
        rate, dropout = rng.gamma(self.r, 1 / self.alpha, len(T)), rng.gamma(self.s, 1 / self.beta, len(T))
        with np.errstate(divide="ignore"):
            end = rng.exponential(size=len(T)) / dropout
        active = np.minimum(end, T)
        frequency = rng.poisson(rate * active)
        # The last of N moments at random in (0, time) is time times a beta(N, 1) number.
        recency = np.where(frequency > 0, active * rng.beta(np.maximum(frequency, 1), 1.0), 0.0)
        return {"frequency": frequency, "recency": recency, "alive": end > T}

    def _by_blocks(self, history: PurchaseHistory, read: Callable[[Endings], Array]) -> Array:
        order = np.argsort(history.frequency, kind="stable")
        found = np.empty(len(order))
        for start in range(0, len(order), _BLOCK):
            rows = order[start : start + _BLOCK]
            found[rows] = read(endings(history[rows], self.r, self.alpha, self.s, self.beta))
        return found
