"""BG/NBD: customers buy at a steady rate and may drop out after any purchase.

Each customer buys at random at a rate of his own, gamma distributed with shape ``r`` and rate
``alpha``, and after each repeat purchase drops out with a probability of his own, beta distributed
with ``a`` and ``b``.

Source: Fader, Hardie, Lee (2005), "Counting your customers" the easy way: an alternative to the
Pareto/NBD model, Marketing Science 24(2), 275-284.
"""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln, expit, gammaln

from cmlib.clv.age_curve import read_off, rows_by_frequency
from cmlib.clv.beta_quadrature import beta_nodes
from cmlib.clv.bg_nbd_likelihood import BGNBDLikelihood, dropped_log_odds
from cmlib.clv.newton import Array
from cmlib.clv.purchase_history import PurchaseHistory
from cmlib.clv.repeat_purchase import RepeatPurchaseModel

_BLOCK = 1_024
#: Where a search without a maximum stopped, a parameter beyond these is on its way to infinity or zero.
_MANY, _FEW = 1e4, 1e-4
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(32)


@dataclass(frozen=True)
class BGNBD(RepeatPurchaseModel):
    """The beta-geometric / negative binomial model of repeat purchase, fitted (`fit`) or from known parameters.

    ``r`` and ``alpha`` describe the customers' rates of purchase (mean r / alpha a unit of time), ``a``
    and ``b`` their probabilities of dropping out after a purchase (mean a / (a + b)).

    Raises ``ValueError`` for a parameter that is not above zero.

    Source: Fader, Hardie, Lee (2005), Marketing Science 24(2), 275-284.

    >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)  # the paper's estimates, in weeks
    >>> round(model.expected_purchases(39, frequency=2, recency=30.43, T=38.86), 3)
    1.226
    >>> round(model.probability_alive(frequency=2, recency=30.43, T=38.86), 3)
    0.727
    """

    r: float
    alpha: float
    a: float
    b: float

    @classmethod
    def _surface(cls, history: PurchaseHistory) -> BGNBDLikelihood:
        return BGNBDLikelihood(history)

    @classmethod
    def _start(cls, rate: float, time: float) -> list[float]:
        return [0.5, 0.25 / rate, 1.0, 3.0]

    def _what_runs_off(self, time: float) -> str:
        r, a, b = self.r, self.a, self.b
        if a / (a + b) < _FEW:
            return "hardly a customer seems ever to drop out, so that a / (a + b) goes to 0"
        if a + b > _MANY:
            return f"all customers seem to drop out with the same probability, {a / (a + b):.3g} after each purchase"
        if a + b < _FEW:
            return "customers seem to drop out either at their first repeat purchase or never"
        if r > _MANY:
            return f"all customers seem to buy at the same rate, {r / self.alpha:.3g} a unit of time"
        return "the data do not tell its parameters apart"

    def _alive(self, history: PurchaseHistory) -> Array:
        return expit(-dropped_log_odds(history, self.r, self.alpha, self.a, self.b))

    def _log_likelihoods(self, history: PurchaseHistory) -> Array:
        r, alpha, a, b, x = self.r, self.alpha, self.a, self.b, history.frequency
        counts = gammaln(r + x) - gammaln(r) - x * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
        waiting = -(r + x) * np.log1p(history.T / alpha)
        return counts + waiting + np.logaddexp(0, dropped_log_odds(history, r, alpha, a, b))

    def _purchases_if_alive(self, horizon: Array, frequency: Array, T: Array, force: float = 0.0) -> Array:
        age = self.alpha + T
        found = np.empty(len(age))
        one = bool(np.all(horizon == horizon[:1]))
        for x, rows in rows_by_frequency(frequency):
            if one:
                of_age = functools.partial(self._one_frequency, x, horizon=horizon[0], force=force)
                found[rows] = read_off(of_age, age[rows])
            else:
                found[rows] = self._one_frequency(x, age[rows], horizon[rows], force)
        return found

    def _one_frequency(self, x: float, age: Array, horizon: float | Array, force: float) -> Array:
        """Expected purchases of customers alive who bought ``x`` times, with ``age`` = alpha + T.

        Given the dropout probability p, a customer alive makes (1 - (1 + p c)^-(r+x)) / p purchases, with
        c = horizon / (alpha + T). This is averaged over p, of which a customer alive has Beta(a, b + x).
        """
        p, weights = beta_nodes(self.a, self.b + x)
        if not force:
            return _mean_purchases(p, weights, self.r + x, horizon / age)
        # By parts: purchases made by each moment, at moments that crowd near now as the rate changes there.
        end = np.log1p(horizon / age)
        moments = np.expm1(end / 2 * (1 + _NODES[:, None]))
        lengths = end / 2 * _NODE_WEIGHTS[:, None] * (1 + moments) * age
        made = _mean_purchases(p, weights, self.r + x, moments)
        whole = np.exp(-force * horizon) * _mean_purchases(p, weights, self.r + x, horizon / age)
        return whole + force * (lengths * np.exp(-force * moments * age) * made).sum(axis=0)

    def _probability_of(self, frequency: Array, T: Array) -> Array:
        r, a, b, x = self.r, self.a, self.b, frequency
        share = T / (self.alpha + T)
        with np.errstate(divide="ignore", invalid="ignore"):
            counted = gammaln(r + x) - gammaln(r) - gammaln(x + 1) - r * np.log1p(T / self.alpha)
            counted += np.where(x > 0, x * np.log(share), 0)
        alive = np.exp(betaln(a, b + x) - betaln(a, b) + counted)
        at_least_one = np.maximum(x, 1)
        stopped = np.exp(betaln(a + 1, b + at_least_one - 1) - betaln(a, b)) * betainc(at_least_one, r, share)
        return alive + np.where(x > 0, stopped, 0)

    def _draw(self, T: Array, rng: np.random.Generator) -> dict[str, NDArray]:
        """Purchases as if nobody dropped out, then cut at the one after which the customer does."""
        rate, dropout = rng.gamma(self.r, 1 / self.alpha, len(T)), rng.beta(self.a, self.b, len(T))
        made = rng.poisson(rate * T)
        last = rng.geometric(np.maximum(dropout, 1e-18))
        frequency = np.minimum(made, last)
        alive = made < last
        # The n-th of N moments at random in (0, T) is T times a beta(n, N - n + 1) number.
        bought = frequency > 0
        recency = np.zeros(len(T))
        recency[bought] = T[bought] * rng.beta(frequency[bought], (made - frequency + 1)[bought])
        return {"frequency": frequency, "recency": recency, "alive": alive}


def _mean_purchases(p: Array, weights: Array, m: float, c: Array) -> Array:
    """Mean of (1 - (1 + p c)^-m) / p over the nodes p, for every c; in blocks, for memory's sake."""
    flat, found = c.ravel(), np.empty(c.size)
    for start in range(0, c.size, _BLOCK):
        each = np.log1p(np.multiply.outer(flat[start : start + _BLOCK], p))
        found[start : start + _BLOCK] = np.expm1(-m * each) @ (-weights / p)
    return found.reshape(c.shape)
