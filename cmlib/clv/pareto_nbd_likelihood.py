"""The Pareto/NBD log-likelihood with its gradient and Hessian, in logarithms of r, alpha, s, beta.

A customer with history (x, t_x, T) either is alive at T, or dropped out at some moment between t_x and
T. With F(u) = (alpha + u)^-(r+x) (beta + u)^-s the likelihood is a constant times

    F(T) + integral from t_x to T of F(u) s / (beta + u) du.

Papers write the integral as a difference of hypergeometric functions, which loses all digits when t_x
is near T and overflows when x is large. Here it is a sum over Gauss-Legendre nodes of positive terms,
all taken relative to F(t_x). The nodes lie at equal shares of z = ln((k + u) / (k + t_x)), with k the
smaller of alpha and beta, up to T or to where F has fallen by the factor e^-45. Derivatives are means
and covariances over the same terms.
"""

import functools
from dataclasses import dataclass

import numpy as np

from cmlib.clv.newton import Array, Surface
from cmlib.clv.purchase_history import PurchaseHistory

#: Rows that stay in the processor's cache.
_BLOCK = 480
_NEGLIGIBLE = 45.0
#: Nodes that give twelve digits up to this fall and this length in z.
_ENOUGH = ((8, 4.0, 2.0), (12, 12.0, 4.0), (16, 24.0, 6.0), (32, np.inf, np.inf))


class ParetoNBDLikelihood:
    """The log-likelihood of given histories, as a surface over the four logarithms."""

    def __init__(self, history: PurchaseHistory) -> None:
        self._beyond = history.customers_beyond()
        # Customers with few purchases need few nodes: they share blocks.
        self._history = history[np.argsort(history.frequency, kind="stable")]

    def __call__(self, logs: Array) -> Surface:
        """Value, gradient and Hessian, added up over all customers."""
        r, alpha, s, beta = np.exp(logs)
        rho = r / (r + np.arange(len(self._beyond)))
        value = float(self._beyond @ (logs[0] - np.log(rho) - logs[1]))
        gradient, hessian = np.zeros(4), np.zeros((4, 4))
        gradient[:2] = self._beyond @ rho, -self._beyond.sum()
        hessian[0, 0] = self._beyond @ (rho * (1 - rho))
        for block in self._history.blocks(_BLOCK):
            one = _block(block, r, alpha, s, beta)
            value, gradient, hessian = value + one[0], gradient + one[1], hessian + one[2]
        return value, gradient, hessian


@dataclass(frozen=True)
class Endings:
    """What may have become of each customer. Arrays have one row an ending, one column a customer.

    In the last row the customer is alive at T, in those above he dropped out at the age ln ``log_a`` =
    ln((alpha + age) / alpha), ``log_b`` likewise. ``weights`` are the likelihoods relative to exp(``level``).
    """

    log_a: Array
    log_b: Array
    weights: Array
    level: Array


def endings(history: PurchaseHistory, r: float, alpha: float, s: float, beta: float) -> Endings:
    """The possible endings of each history and their likelihoods."""
    m, from_a, from_b = r + history.frequency, alpha + history.recency, beta + history.recency
    near, far = (from_a, from_b) if alpha < beta else (from_b, from_a)
    length = history.T - history.recency
    whole = np.log1p(length / near)
    fall = m * np.log1p(length / from_a) + s * np.log1p(length / from_b)
    end = whole
    if fall.max(initial=0) > _NEGLIGIBLE:
        end = _negligible_beyond(whole, m, s, from_a, from_b)
    shares, share_weights = _nodes(min(fall.max(initial=0), _NEGLIGIBLE), end.max(initial=0))
    z = np.vstack([end * shares, whole])
    since = near * np.expm1(z)
    other = np.log1p(since / far)
    grown_a, grown_b = (z, other) if alpha < beta else (other, z)
    weights = np.exp(-m * grown_a - s * grown_b)
    weights[:-1] *= end * share_weights * s * (near + since[:-1]) / (from_b + since[:-1])
    log_a, log_b = np.log1p(history.recency / alpha), np.log1p(history.recency / beta)
    return Endings(log_a + grown_a, log_b + grown_b, weights, -m * log_a - s * log_b)


@functools.cache
def _gauss_legendre(nodes: int) -> tuple[Array, Array]:
    places, weights = np.polynomial.legendre.leggauss(nodes)
    return (1 + places[:, None]) / 2, weights[:, None] / 2


def _nodes(fall: float, end: float) -> tuple[Array, Array]:
    """Places between 0 and 1 and weights, as many as the steepest of the customers needs."""
    return next(_gauss_legendre(nodes) for nodes, steep, long in _ENOUGH if fall <= steep and end <= long)


def _negligible_beyond(end: Array, m: Array, s: float, from_a: Array, from_b: Array) -> Array:
    """Where F has fallen far enough, if that is before ``end``.

    The fall is a convex function of z, so that Newton's steps from the right never pass the place.
    """
    near = np.minimum(from_a, from_b)
    for _ in range(60):
        since = near * np.expm1(end)
        fall = m * np.log1p(since / from_a) + s * np.log1p(since / from_b)
        far = fall > _NEGLIGIBLE + 1
        if not far.any():
            break
        slope = (near + since) * (m / (from_a + since) + s / (from_b + since))
        end = np.where(far, end - (fall - _NEGLIGIBLE) / slope, end)
    return end


def _block(block: PurchaseHistory, r: float, alpha: float, s: float, beta: float) -> Surface:
    ways = endings(block, r, alpha, s, beta)
    total = ways.weights.sum(axis=0)
    chances = ways.weights / total
    m = r + block.frequency
    power = np.full((len(chances), 1), s + 1.0)  # of 1 / (beta + age), where the customer dropped out then
    power[-1] = s
    left_a, left_b = np.exp(-ways.log_a), np.exp(-ways.log_b)  # alpha / (alpha + age)
    past_a, past_b = 1 - left_a, 1 - left_b
    slopes = np.stack([-r * ways.log_a, m * past_a, power - s - s * ways.log_b, power * past_b - (power - s)])
    means = (slopes * chances).sum(axis=1)

    weights = block.weights
    weighted = weights * chances
    flat = slopes.reshape(4, -1)
    hessian = (flat * weighted.ravel()) @ flat.T - (means * weights) @ means.T
    bends = {
        (0, 0): -r * (weighted * ways.log_a).sum(),
        (0, 1): r * (weighted * past_a).sum(),
        (1, 1): -(weighted * m * past_a * left_a).sum(),
        (2, 2): -s * (weighted * ways.log_b).sum(),
        (2, 3): s * (weighted * past_b).sum(),
        (3, 3): -(weighted * power * past_b * left_b).sum(),
    }
    for (one, other), bend in bends.items():
        hessian[one, other] += bend
        if one != other:
            hessian[other, one] += bend
    return float(weights @ (ways.level + np.log(total))), means @ weights, hessian
