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


def test_one_missing_part_of_many_is_enough_to_halve_a_step():
    """Two bumps side by side; beyond 1.2 only one number of the gradient is missing."""

    def cliff(point):
        both = [bump(point[[place]]) for place in (0, 1)]
        gradient = np.array([one[1][0] for one in both])
        if point[0] > 1.2:
            gradient[0] = math.nan
        return 10.0 if point[0] > 1.2 else both[0][0] + both[1][0], gradient, np.diag([one[2][0, 0] for one in both])

    found = climb(cliff, np.array([-0.5, 0.5]))
    assert found.reached
    np.testing.assert_allclose(found.point, 1, atol=1e-6)


@pytest.mark.parametrize("start", [1.5, 0.5])
def test_a_step_that_leads_down_is_halved(start):
    """Five times as narrow a bump: Newton's step, cut to 2, lands far below on the other side, again and again."""

    def narrow(point):
        value, slope, bend = bump(5 * (point - 1) + 1)
        return value / 25, slope / 5, bend

    found = climb(narrow, np.array([start]))
    assert found.reached
    assert found.point[0] == pytest.approx(1, abs=1e-6)


def test_a_step_too_far_may_overflow():
    """800 x - exp(800 x) has its summit at 0; two units beyond, the exponential is no number any more."""

    def steep(point):
        grown = np.exp(800 * point[0])
        return float(800 * point[0] - grown), np.array([800 * (1 - grown)]), np.array([[-640_000 * grown]])

    found = climb(steep, np.array([-0.05]))
    assert found.reached
    assert found.point[0] == pytest.approx(0, abs=1e-6)


def test_one_parameter_may_run_off_alone():
    def ridge(point):
        return float(point[0] - point[1] ** 2), np.array([1.0, -2 * point[1]]), np.diag([-1e-9, -2.0])

    for start in (0.0, 100.0):
        found = climb(ridge, np.array([start, 0.5]))
        assert not found.reached
        assert 16 < found.point[0] - start <= 18


def test_a_little_to_gain_far_away_is_no_summit():
    """A step of 10 promises half of 1e-8 only: the surface is flat that way, and the maximum not known."""
    found = climb(lambda point: (0.0, np.array([1e-9, 0.0]), np.diag([-1e-10, -1.0])), np.zeros(2))
    assert not found.reached


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
