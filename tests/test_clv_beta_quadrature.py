"""Means over beta distributions of every shape, against their moments in closed form."""

import itertools

import numpy as np
import pytest
from scipy.special import digamma

from cmlib.clv.beta_quadrature import beta_nodes

SIZES = (1e-6, 1e-3, 0.05, 0.8, 1, 3, 60, 1e4, 1e6)


@pytest.mark.parametrize(("a", "b"), list(itertools.product(SIZES, repeat=2)))
def test_moments(a, b):
    p, weights = beta_nodes(a, b)
    assert np.all((weights >= 0) & (p > 0) & (p <= 1))
    assert weights.sum() == pytest.approx(1, rel=1e-12)
    assert weights @ p == pytest.approx(a / (a + b), rel=1e-11)
    assert weights @ p**2 == pytest.approx(a / (a + b) * (a + 1) / (a + b + 1), rel=1e-10)
    assert weights @ (1 - p) == pytest.approx(b / (a + b), rel=1e-9)


@pytest.mark.parametrize(("a", "b"), list(itertools.product((0.05, 0.8, 1, 3, 60), repeat=2)))
def test_the_mean_of_the_logarithm(a, b):
    p, weights = beta_nodes(a, b)
    assert weights @ np.log(p) == pytest.approx(digamma(a) - digamma(a + b), rel=1e-11)


def test_a_hundred_nodes_do():
    """The models multiply nodes by customers: their number is what a forecast costs."""
    assert all(len(beta_nodes(a, b)[0]) <= 160 for a, b in itertools.product(SIZES[2:], repeat=2))
    assert all(len(beta_nodes(a, b)[0]) <= 400 for a, b in itertools.product(SIZES, repeat=2))
