"""The BG/NBD log-likelihood with its gradient and Hessian, in logarithms of r, alpha, a, b.

With A = ln((alpha + T) / alpha), B = ln((alpha + t_x) / alpha), the log-likelihood of one customer is

    sum of ln(r+i) - ln(alpha) + ln(b+i) - ln(a+b+i) for i < x, minus (r+x) A, plus ln(1 + e^d),
    d = ln(a / (b+x-1)) + (r+x) (A - B) for x > 0 (for x = 0 the last term is absent).

d is the logarithm of the odds that the customer has dropped out. Written this way nothing overflows,
and the sums over i need only how many customers bought more than i times.
"""

import numpy as np

from cmlib.clv.newton import Array, Surface
from cmlib.clv.purchase_history import PurchaseHistory

#: Rows that stay in the processor's cache.
_BLOCK = 8_192


class BGNBDLikelihood:
    """The log-likelihood of given histories, as a surface over the four logarithms."""

    def __init__(self, history: PurchaseHistory) -> None:
        self._beyond = history.customers_beyond()
        bought = history.frequency > 0
        self._once, self._repeat = history[~bought], history[bought]

    def __call__(self, logs: Array) -> Surface:
        """Value, gradient and Hessian, added up over all customers."""
        r, alpha, a, b = np.exp(logs)
        parts = [_counts(self._beyond, r, logs[1], a, b)]
        parts += [_bought_once(block, r, alpha) for block in self._once.blocks(_BLOCK)]
        odds = np.log(a) - np.log(b + np.arange(len(self._beyond)))
        share = b / (b + np.arange(len(self._beyond)))
        parts += [_bought_again(block, r, alpha, odds, share) for block in self._repeat.blocks(_BLOCK)]
        values, gradients, hessians = zip(*parts, strict=True)
        return sum(values), np.sum(gradients, axis=0), np.sum(hessians, axis=0)


def dropped_log_odds(history: PurchaseHistory, r: float, alpha: float, a: float, b: float) -> Array:
    """Logarithm of the odds that each customer has dropped out; minus infinity where nobody can have."""
    x = history.frequency
    with np.errstate(divide="ignore"):
        first = np.log(np.where(x > 0, a / (b + np.maximum(x, 1) - 1), 0))
    return first + (r + x) * np.log1p((history.T - history.recency) / (alpha + history.recency))


def _counts(beyond: Array, r: float, log_alpha: float, a: float, b: float) -> Surface:
    """The part that depends on the frequency alone."""
    i = np.arange(len(beyond))
    rho, beta, gamma = r / (r + i), b / (b + i), 1 / (a + b + i)
    terms = np.stack([np.log((r + i) * (b + i) * gamma), rho, rho**2, beta, beta**2, gamma, gamma**2])
    value, rho, rho_2, beta, beta_2, gamma, gamma_2 = (terms @ beyond).tolist()
    purchases = float(beyond.sum())
    gradient = np.array([rho, -purchases, -a * gamma, beta - b * gamma])
    hessian = np.zeros((4, 4))
    hessian[0, 0] = rho - rho_2
    hessian[2, 2] = a * (a * gamma_2 - gamma)
    hessian[3, 3] = beta - beta_2 + b * (b * gamma_2 - gamma)
    hessian[2, 3] = hessian[3, 2] = a * b * gamma_2
    return value - log_alpha * purchases, gradient, hessian


def _waiting(weights: Array, m: Array | float, r: float, A: Array, q: Array) -> Surface:
    """-(r + x) A: no purchase since the first one but those counted, with q = alpha / (alpha + T)."""
    gradient, hessian = np.zeros(4), np.zeros((4, 4))
    with_weights = weights * m
    gone = with_weights * (1 - q)
    hessian[0, 0] = gradient[0] = -r * (weights @ A)
    gradient[1] = gone.sum()
    hessian[0, 1] = hessian[1, 0] = r * (weights @ (1 - q))
    hessian[1, 1] = -(gone @ q)
    return -float(with_weights @ A), gradient, hessian


def _bought_once(block: PurchaseHistory, r: float, alpha: float) -> Surface:
    ratio = 1 + block.T / alpha
    return _waiting(block.weights, r, r, np.log(ratio), 1 / ratio)


def _bought_again(block: PurchaseHistory, r: float, alpha: float, odds: Array, share: Array) -> Surface:
    weights, m = block.weights, r + block.frequency
    before = block.frequency.astype(np.intp) - 1
    ratio, ratio_x = 1 + block.T / alpha, 1 + block.recency / alpha
    A, q, q_x = np.log(ratio), 1 / ratio, 1 / ratio_x
    value, gradient, hessian = _waiting(weights, m, r, A, q)

    quiet = A - np.log(ratio_x)
    d, d_alpha, d_b = odds[before] + m * quiet, m * (q - q_x), -share[before]
    likelier = 1 / (1 + np.exp(-np.abs(d)))
    dropped = np.where(d > 0, likelier, 1 - likelier)
    value += float(weights @ (np.maximum(d, 0) - np.log(likelier)))

    slopes = np.stack([r * quiet, d_alpha, np.ones_like(d), d_b])  # of d
    dropped_weights = weights * dropped
    weighted = slopes * dropped_weights
    gradient += weighted.sum(axis=1)
    hessian += (weighted * (1 - dropped)) @ slopes.T
    hessian[0, 0] += r * (dropped_weights @ quiet)
    bend = r * (dropped_weights @ (q - q_x))
    hessian[0, 1] += bend
    hessian[1, 0] += bend
    hessian[1, 1] += dropped_weights @ (d_alpha * (1 - q - q_x))  # q(1-q) - p(1-p) = (q-p)(1-q-p)
    hessian[3, 3] += dropped_weights @ (d_b * (1 + d_b))
    return value, gradient, hessian
