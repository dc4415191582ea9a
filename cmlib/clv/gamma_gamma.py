"""Gamma-Gamma: how much customers spend at a purchase.

Amounts of one customer are gamma distributed with shape ``p`` and a rate of his own, which is gamma
distributed with shape ``q`` and rate ``v``. What a customer spends has nothing to do with how often he
buys: check that first.

Source: Fader, Hardie (2013), The Gamma-Gamma model of monetary value, note 025, brucehardie.com.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from cmlib.clv.columns import equal_columns, like_inputs, refuse, whole_frequency
from cmlib.clv.estimate import EstimatedModel, estimate_of, warn_of_no_maximum
from cmlib.clv.fitting import maximise
from cmlib.clv.gamma_gamma_likelihood import GammaGammaLikelihood, Spending
from cmlib.clv.newton import Array
from cmlib.clv.purchase_history import FEWEST_REPEAT_BUYERS

#: Where a search without a maximum stopped, a parameter above this is on its way to infinity.
_MANY = 50.0


@dataclass(frozen=True)
class GammaGamma(EstimatedModel):
    """The Gamma-Gamma model of spend a purchase, fitted (`GammaGamma.fit`) or from known parameters.

    ``frequency`` counts a customer's repeat purchases, ``monetary_value`` is their mean amount, as in
    the table of `summarise_purchases`.

    Raises ``ValueError`` for a parameter that is not above zero.

    Source: Fader, Hardie (2013), The Gamma-Gamma model of monetary value, note 025.

    >>> model = GammaGamma(p=6.25, q=3.74, v=15.44)  # the note's estimates
    >>> round(model.population_mean, 2)
    35.22
    >>> round(model.expected_value(frequency=2, monetary_value=50), 2)  # between 35.22 and 50
    47.34
    """

    p: float
    q: float
    v: float

    @classmethod
    def fit(cls, frequency: ArrayLike, monetary_value: ArrayLike, weights: ArrayLike | None = None) -> Self:
        """Fit by maximum likelihood (最大似然).

        Customers without a repeat purchase say nothing about it and are left out, whatever their
        ``monetary_value``. ``weights`` counts the customers that a row stands for. Columns are read by
        position: the index of a Series is not looked at.

        Warns (``RuntimeWarning``) when the likelihood has no maximum, because the data do not tell a
        parameter: customers do not seem to differ in what they spend, say. The model is then where the
        search stopped, ``converged`` is False and standard errors are missing.

        Raises ``ValueError`` for columns of unequal length, a frequency that is no count, an amount of a
        repeat buyer that is missing or not above zero, fewer than five repeat buyers, and amounts that
        are all equal.

        >>> frequency = np.tile([1, 2, 3, 5], 1_000)
        >>> amounts = GammaGamma(p=4, q=4.5, v=280).simulate(frequency, seed=7)
        >>> model = GammaGamma.fit(frequency, amounts)
        >>> model.converged, bool(abs(model.p - 4) < 2 * model.standard_errors["p"])
        (True, True)
        """
        spending = _spending(frequency, monetary_value, weights, "GammaGamma.fit")
        amounts = spending.monetary_value
        if spending.weights.sum() < FEWEST_REPEAT_BUYERS:
            raise ValueError(
                f"GammaGamma.fit needs at least {FEWEST_REPEAT_BUYERS} customers who bought again; "
                f"found {spending.weights.sum():g} among {np.size(frequency):,} rows"
            )
        if np.ptp(amounts) <= 1e-12 * amounts[0]:
            raise ValueError(
                f"GammaGamma.fit cannot tell how amounts vary: monetary_value is {amounts[0]:g} for all "
                f"{spending.weights.sum():,.0f} customers who bought again"
            )
        mean = float(spending.weights @ amounts / spending.weights.sum())
        summit = maximise(GammaGammaLikelihood, spending, np.log([2.0, 3.0, mean]))
        estimate = estimate_of(summit)
        model = cls(*np.exp(summit.point).tolist(), estimate=estimate)
        if not estimate.converged:
            warn_of_no_maximum("GammaGamma.fit", model._what_runs_off(), model.parameters)
        return model

    @property
    def population_mean(self) -> float:
        """Mean spend a purchase over all customers, p v / (q - 1); missing (NaN) where infinite: q is 1 or less."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else np.nan

    def expected_value(self, frequency: ArrayLike, monetary_value: ArrayLike) -> float | Array:
        """Expected spend a purchase of a customer with so many repeat purchases of that mean amount.

        It lies between the customer's mean and that of the population, the nearer to his own the more
        often he bought. Where there is no repeat purchase it is the population's, whatever the amount.
        It is missing (NaN) where the expectation is infinite: p * frequency + q is 1 or less.

        Raises ``ValueError`` for columns of unequal length, a frequency that is no count, and an amount
        of a repeat buyer that is missing or not above zero.
        """
        columns = _columns({"frequency": frequency, "monetary_value": monetary_value}, "expected_value")
        x = columns["frequency"]
        spent = x * np.where(x > 0, columns["monetary_value"], 0)
        below = self.p * x + self.q - 1
        found = np.where(below > 0, self.p * (self.v + spent) / np.where(below > 0, below, 1), np.nan)
        return like_inputs(found, frequency, monetary_value)

    def log_likelihood_of(
        self, frequency: ArrayLike, monetary_value: ArrayLike, weights: ArrayLike | None = None
    ) -> float:
        """Log-likelihood (对数似然) of the mean amounts of repeat buyers under this model, added up.

        Raises ``ValueError`` as `GammaGamma.fit` does for what are no frequencies and amounts.
        """
        spending = _spending(frequency, monetary_value, weights, "log_likelihood_of")
        return GammaGammaLikelihood(spending)(np.log([self.p, self.q, self.v]))[0]

    def simulate(self, frequency: ArrayLike, *, seed: int) -> Array:
        """Draw the mean amount of customers with so many repeat purchases; missing (NaN) where there is none.

        Raises ``ValueError`` for a frequency that is no count.
        """
        x = _columns({"frequency": frequency}, "simulate")["frequency"]
        rng = np.random.default_rng(seed)
        rate = rng.gamma(self.q, 1 / self.v, len(x))
        bought = np.maximum(x, 1)
        return np.where(x > 0, rng.gamma(self.p * bought) / (rate * bought), np.nan)

    def _what_runs_off(self) -> str:
        if self.q > _MANY:
            return f"customers do not seem to differ in what they spend, {self.population_mean:.4g} a purchase"
        if self.p > _MANY:
            return "each customer seems always to spend the same amount"
        return "the data do not tell its parameters apart"


def _columns(named: dict[str, ArrayLike], asked_by: str) -> dict[str, Array]:
    columns = equal_columns(named, asked_by)
    x = columns["frequency"]
    refuse(~((x >= 0) & (x < np.inf)), columns, "frequency that is missing, infinite or below zero", asked_by)
    whole_frequency(columns, asked_by)
    if "monetary_value" in columns:
        amounts = columns["monetary_value"]
        wrong = (x > 0) & ~((amounts > 0) & (amounts < np.inf))
        refuse(wrong, columns, "monetary_value of a repeat buyer that is missing or not above zero", asked_by)
    return columns


def _spending(frequency: ArrayLike, monetary_value: ArrayLike, weights: ArrayLike | None, asked_by: str) -> Spending:
    named = {"frequency": frequency, "monetary_value": monetary_value}
    columns = _columns(named if weights is None else named | {"weights": weights}, asked_by)
    counts = columns.get("weights", np.ones(len(columns["frequency"])))
    refuse(~((counts >= 0) & (counts < np.inf)), columns, "weights that are missing, infinite or below zero", asked_by)
    again = (columns["frequency"] > 0) & (counts > 0)
    return Spending(columns["frequency"][again], columns["monetary_value"][again], counts[again])
