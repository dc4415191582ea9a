"""The likelihoods of purchase and retention models, as their papers write them, and how to maximise them.

BG/NBD from Fader, Hardie, Lee (2005), Marketing Science 24(2), 275-284; Gamma-Gamma from Fader, Hardie (2013), note
025; shifted-beta-geometric from Fader, Hardie (2007), Journal of Interactive Marketing 21(1), 76-90. All take
logarithms of parameters.
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1


def bgnbd(log_parameters, x, t_x, T):
    r, alpha, a, b = np.exp(log_parameters)
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
    alive = -(r + x) * np.log(alpha + T)
    dropped = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + t_x)
    return (common + np.logaddexp(alive, np.where(x > 0, dropped, -np.inf))).sum()


def gamma_gamma(log_parameters, x, mean):
    p, q, v = np.exp(log_parameters)
    constants = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
    return (constants + (p * x - 1) * np.log(mean) + p * x * np.log(x) - (p * x + q) * np.log(v + mean * x)).sum()


def shifted_beta_geometric(log_parameters, survived, cancelled):
    alpha, beta = np.exp(log_parameters)
    return (betaln(alpha + cancelled, beta + survived) - betaln(alpha, beta)).sum()


def maximum_likelihood(log_likelihood, start, *data):
    """Logarithms of the parameters, and their covariance from the numerical Hessian."""

    def loss(theta):
        return -log_likelihood(theta, *data)

    best = minimize(loss, np.log(start), method="L-BFGS-B", bounds=[(-6, 12)] * len(start)).x
    step = 1e-3 * np.eye(len(best))
    hessian = [
        [loss(best + i + j) - loss(best + i - j) - loss(best - i + j) + loss(best - i - j) for j in step] for i in step
    ]
    return best, np.linalg.inv(np.array(hessian) / (4 * 1e-6))


def fit_cards(table, **changed):
    data = table.assign(**changed)
    return maximum_likelihood(bgnbd, (1, 1, 1, 1), *(data[name].to_numpy(float) for name in ("x", "t_x", "T")))


def fit_package(table):
    return maximum_likelihood(
        shifted_beta_geometric, (1, 1), table["survived"].to_numpy(float), table["cancelled"].to_numpy(float)
    )


def sbg_survival(alpha, beta, months):
    return np.exp(betaln(alpha, beta + months) - betaln(alpha, beta))


def probability_alive(table, r, alpha, a, b):
    x, t_x, observed = (table[name].to_numpy(float) for name in ("x", "t_x", "T"))
    odds = a / (b + np.maximum(x, 1) - 1) * ((alpha + observed) / (alpha + t_x)) ** (r + x)
    return np.where(x > 0, 1 / (1 + odds), 1.0)


def expected_purchases(table, weeks, r, alpha, a, b):
    """Fader, Hardie, Lee (2005), equation 10; checked in the tests against their own example."""
    x, observed = table["x"].to_numpy(float), table["T"].to_numpy(float)
    shrunk = ((alpha + observed) / (alpha + observed + weeks)) ** (r + x)
    shrunk = 1 - shrunk * hyp2f1(r + x, b + x, a + b + x - 1, weeks / (alpha + observed + weeks))
    return (a + b + x - 1) / (a - 1) * shrunk * probability_alive(table, r, alpha, a, b)
