"""The search for a maximum: known summits, surfaces that have none, and steps into nowhere."""

import math

import numpy as np
import pytest

from cmlib.clv.newton import climb


def bump(point):
    """-ln cosh(x - 1), with its summit at 1; far from it Newton's step goes much too far."""
    slope = math.tanh(point[0] - 1)
    return -math.log(math.cosh(point[0] - 1)), np.array([-slope]), np.array([[slope**2 - 1]])


@pytest.mark.parametrize("start", [1.0, 0.5, -0.5, 4.0, -9.0])
def test_a_known_summit_is_reached(start):
    found = climb(bump, np.array([start]))
    assert found.reached
    assert found.point[0] == pytest.approx(1, abs=1e-6)
    assert found.log_likelihood == pytest.approx(0, abs=1e-6)
    assert found.hessian[0, 0] == pytest.approx(-1, abs=1e-3)


def test_a_parabola_in_two_directions_takes_one_step():
    bend = np.array([[-3.0, 1.0], [1.0, -2.0]])
    summit, calls = np.array([0.5, -0.25]), []

    def parabola(point):
        calls.append(point)
        return 7 + (point - summit) @ bend @ (point - summit) / 2, bend @ (point - summit), bend

    found = climb(parabola, np.zeros(2))
    assert found.reached
    np.testing.assert_allclose(found.point, summit, atol=1e-12)
    assert found.log_likelihood == pytest.approx(7, rel=1e-12)
    assert len(calls) == 2


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_step_to_where_nothing_can_be_computed_is_halved(lost):
    def cliff(point):
        if point[0] <= 1.2:
            return bump(point)
        beyond = [10.0, np.array([0.0]), np.array([[-1.0]])]  # looks better, were it not for the missing part
        beyond[lost] = beyond[lost] * math.nan
        return tuple(beyond)

    found = climb(cliff, np.array([-0.5]))
    assert found.reached
    assert found.point[0] == pytest.approx(1, abs=1e-6)


def test_a_slope_without_end_and_a_plain_have_no_summit():
    ever = climb(lambda point: (float(point[0]), np.array([1.0]), np.array([[-1e-9]])), np.zeros(1))
    assert not ever.reached
    assert 16 < ever.point[0] <= 18  # where it was given up: farther than 16, by one step of 2 at most
    flat = climb(lambda point: (3.0, np.zeros(2), np.diag([-1.0, 0.0])), np.zeros(2))
    assert not flat.reached
    assert flat.log_likelihood == 3


def test_out_of_a_valley_it_goes_uphill():
    """-(x ** 2 - 1) ** 2 is hollow at 0: there the Hessian points to the lowest place between two summits."""

    def two_summits(point):
        x = point[0]
        return -((x**2 - 1) ** 2), np.array([-4 * x * (x**2 - 1)]), np.array([[4 - 12 * x**2]])

    for start in (0.1, -0.1):
        found = climb(two_summits, np.array([start]))
        assert found.reached
        assert found.point[0] == pytest.approx(math.copysign(1, start), abs=1e-6)
