"""The Gamma-Gamma log-likelihood with its gradient and Hessian, in logarithms of p, q, v.

With z = frequency * mean spend and R = ln(1 + z / v), that of one customer is

    -ln beta(p x, q) + p x (ln(z / v) - R) - q R - ln(mean spend).

The beta functions depend on the frequency alone and are computed once for each frequency that occurs;
what is left for each customer is one logarithm.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, digamma, polygamma

from cmlib.clv.newton import Array, Surface

_BLOCK = 16_384


@dataclass(frozen=True)
class Spending:
    """Customers who bought again: how often, what they spent on average, and how many customers a row stands for."""

    frequency: Array
    monetary_value: Array
    weights: Array

    def __len__(self) -> int:
        return len(self.frequency)

    def __getitem__(self, rows: slice) -> "Spending":
        """Some of the rows."""
        return Spending(self.frequency[rows], self.monetary_value[rows], self.weights[rows])


class GammaGammaLikelihood:
    """The log-likelihood of given spending, as a surface over the three logarithms."""

    def __init__(self, spending: Spending) -> None:
        counts = np.bincount(spending.frequency.astype(np.int64), spending.weights)
        self._values = np.flatnonzero(counts)
        self._counts = counts[self._values]
        self._total = spending.frequency * spending.monetary_value
        self._spending = spending
        weighted = spending.weights * spending.frequency
        self._purchases, self._customers = weighted.sum(), spending.weights.sum()
        self._logs = weighted @ np.log(self._total)
        self._log_means = spending.weights @ np.log(spending.monetary_value)

    def __call__(self, logs: Array) -> Surface:
        """Value, gradient and Hessian, added up over all customers."""
        p, q, v = np.exp(logs)
        R, xR, past, x_past, bend, x_bend = self._sums(v)
        px, n = p * self._values, self._counts
        both, bent = digamma(px + q), polygamma(1, px + q)
        share = p * (self._logs - self._purchases * logs[2] - xR)
        value = -(n @ betaln(px, q)) + share - q * R - self._log_means
        by_p = n @ (px * (both - digamma(px))) + share
        by_q = q * (n @ (both - digamma(q)) - R)
        by_v = p * (x_past - self._purchases) + q * past
        mixed = q * (n @ (px * bent))
        by_pv, by_qv = p * (x_past - self._purchases), q * past
        hessian = np.array([
            [by_p + n @ (px**2 * (bent - polygamma(1, px))), mixed, by_pv],
            [mixed, by_q + q**2 * (n @ (bent - polygamma(1, q))), by_qv],
            [by_pv, by_qv, -(p * x_bend + q * bend)],
        ])  # fmt: skip
        return float(value), np.array([by_p, by_q, by_v]), hessian

    def _sums(self, v: float) -> Array:
        """Over customers: R, z / (v + z) and v z / (v + z)^2, each plain and times the frequency."""
        sums = np.zeros((3, 2))
        for start in range(0, len(self._total), _BLOCK):
            rows = slice(start, start + _BLOCK)
            ratio = 1 + self._total[rows] / v
            past = 1 - 1 / ratio
            weights = self._spending.weights[rows]
            both = np.stack([weights, weights * self._spending.frequency[rows]])
            sums += np.stack([np.log(ratio), past, past / ratio]) @ both.T
        return sums.ravel()
