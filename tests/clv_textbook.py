"""The purchase models as their papers and definitions have them: slow and plain, to hold the library against.

BG/NBD from Fader, Hardie, Lee (2005), Marketing Science 24(2), 275-284; Pareto/NBD from Schmittlein, Morrison,
Colombo (1987), Management Science 33(1), 1-24; Gamma-Gamma from Fader, Hardie (2013), note 025.
"""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.integrate import quad
from scipy.special import betaln, gammaln, hyp2f1, roots_genlaguerre, roots_jacobi

#: As fitted in the papers, time in weeks.
CDNOW_BG_NBD = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
CDNOW_PARETO_NBD = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}


def cdnow() -> pd.DataFrame:
    """2,357 customers: frequency, recency, T (weeks), monetary_value, holdout_frequency."""
    return pd.read_csv(Path(__file__).parent / "reference/cdnow_summary.csv", comment="#")


def bg_nbd_log_likelihood(logs, x, t_x, T):
    """Every customer's term of the paper's log-likelihood."""
    r, alpha, a, b = np.exp(logs)
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
    alive = -(r + x) * np.log(alpha + T)
    dropped = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + t_x)
    return common + np.logaddexp(alive, np.where(x > 0, dropped, -np.inf))


def bg_nbd_expected_purchases(horizon, x, t_x, T, r, alpha, a, b):
    """Equation 10 of the paper; not for a = 1, and only where the hypergeometric function is tame."""
    odds = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + T) / (alpha + t_x)) ** (r + x), 0)
    shrunk = ((alpha + T) / (alpha + T + horizon)) ** (r + x)
    shrunk = 1 - shrunk * hyp2f1(r + x, b + x, a + b + x - 1, horizon / (alpha + T + horizon))
    return (a + b + x - 1) / (a - 1) * shrunk / (1 + odds)


def gamma_mean(function, shape, rate):
    """Mean of a function of a gamma distributed number, by Gauss-Laguerre quadrature."""
    places, weights = roots_genlaguerre(120, shape - 1)
    return weights @ function(places / rate) / weights.sum()


def bg_nbd_likelihood_by_definition(x, t_x, T, r, alpha, a, b):
    """Mean over rates and dropout probabilities of the likelihood that one customer has this history."""
    places, weights = roots_jacobi(60, b - 1, a - 1)
    p, weights = (1 + places) / 2, weights / weights.sum()
    alive = (weights @ (1 - p) ** x) * gamma_mean(lambda rate: rate**x * np.exp(-rate * T), r, alpha)
    if x == 0:
        return alive
    dropped = (weights @ (p * (1 - p) ** (x - 1))) * gamma_mean(lambda rate: rate**x * np.exp(-rate * t_x), r, alpha)
    return alive + dropped


def pareto_nbd_likelihood_by_definition(x, t_x, T, r, alpha, s, beta):
    """The same for Pareto/NBD: no purchase after t_x, up to the moment of dropping out or to T."""

    def bought(until):
        return gamma_mean(lambda rate: rate**x * np.exp(-rate * until), r, alpha)

    def drops_at(moment):
        return gamma_mean(lambda rate: rate * np.exp(-rate * moment), s, beta)

    dropped = quad(lambda moment: bought(moment) * drops_at(moment), t_x, T, epsabs=0, epsrel=1e-10)[0]
    return dropped + bought(T) * gamma_mean(lambda rate: np.exp(-rate * T), s, beta)


def pareto_nbd_endings(x, t_x, T, r, alpha, s, beta):
    """Logarithms of the likelihood's two parts, alive and dropped out, without their common constant.

    The moment of dropping out is integrated over in pieces by adaptive quadrature.
    """

    def fall(u):
        return (r + x) * np.log1p((u - t_x) / (alpha + t_x)) + s * np.log1p((u - t_x) / (beta + t_x))

    def density(z):
        u = t_x + near * np.expm1(z)
        return np.exp(-fall(u)) * s / (beta + u) * (near + u - t_x)

    near = min(alpha, beta) + t_x
    ends = np.log1p((T - t_x) / near) * np.append(0, 0.5 ** np.arange(16, -1, -1))
    dropped = sum(quad(density, low, high, epsabs=0, epsrel=1e-13)[0] for low, high in itertools.pairwise(ends))
    return -fall(T), np.log(dropped) if dropped > 0 else -np.inf


def gamma_gamma_log_likelihood(logs, x, mean):
    """Every customer's term of the note's log-likelihood."""
    p, q, v = np.exp(logs)
    constants = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
    return constants + (p * x - 1) * np.log(mean) + p * x * np.log(x) - (p * x + q) * np.log(v + mean * x)


def numerical_hessian(function, at, step=1e-3):
    """Second derivatives of a function of several numbers, by central differences."""
    moves = step * np.eye(len(at))
    rows = [
        [function(at + i + j) - function(at + i - j) - function(at - i + j) + function(at - i - j) for j in moves]
        for i in moves
    ]
    return np.array(rows) / (4 * step**2)
