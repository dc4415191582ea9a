"""The search for a maximum, on surfaces whose maximum is known, or that have none."""

import numpy as np
import pytest

from cmlib.clv.newton import climb

CURVATURE = np.array([[2.0, 0.6], [0.6, 0.5]])


def hill(point):
    """A parabola with its top, 7, at (3, -4)."""
    gap = point - [3, -4]
    return 7 - gap @ CURVATURE @ gap / 2, -CURVATURE @ gap, -CURVATURE


def test_the_top_of_a_parabola_is_found_with_its_curvature():
    summit = climb(hill, np.zeros(2))
    assert summit.reached
    np.testing.assert_allclose(summit.point, [3, -4], atol=1e-6)
    assert summit.log_likelihood == pytest.approx(7, abs=1e-12)
    np.testing.assert_allclose(summit.hessian, -CURVATURE)


def two_hills(point):
    """-(x^2 - 1)^2: two tops, a trough between them at 0, where the surface is not concave."""
    (x,) = point
    return -((x**2 - 1) ** 2), np.array([-4 * x * (x**2 - 1)]), np.array([[-12 * x**2 + 4]])


@pytest.mark.parametrize(("start", "top"), [(0.01, 1), (-0.01, -1), (5, 1)])
def test_it_leaves_a_trough_uphill(start, top):
    summit = climb(two_hills, np.array([start]))
    assert summit.reached
    assert summit.point[0] == pytest.approx(top, abs=1e-5)


def test_the_bottom_of_a_trough_is_no_summit():
    assert not climb(two_hills, np.array([0.0])).reached


def test_a_step_that_would_go_down_is_halved():
    """-sqrt(1 + x^2): Newton's step from x is -x (1 + x^2), far beyond the top."""

    def cone(point):
        (x,) = point
        root = np.sqrt(1 + x**2)
        return -root, np.array([-x / root]), np.array([[-1 / root**3]])

    summit = climb(cone, np.array([1.9]))
    assert summit.reached
    assert summit.point[0] == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("slope", [1.0, 1e-3])
def test_what_only_rises_has_no_summit(slope):
    """-slope e^-x rises for ever."""

    def ramp(point):
        value = slope * np.exp(-point[0])
        return -value, np.array([value]), np.array([[-value]])

    summit = climb(ramp, np.array([0.0]))
    assert summit.point[0] > 5
    assert not summit.reached or summit.hessian[0, 0] > -1e-6  # so flat that `estimate_of` will not take it


def test_a_slope_that_never_ends_is_left_after_a_while():
    summit = climb(lambda point: (point[0], np.array([1.0]), np.array([[-1e-9]])), np.array([0.0]))
    assert not summit.reached
    assert 16 < summit.point[0] < 20


def test_a_cliff_is_not_stepped_over():
    """Undefined beyond 1: ln(1 - x) + 2 x has its top at 1/2, and the first step from 0.99 would leave."""

    def edge(point):
        (x,) = point
        with np.errstate(all="ignore"):
            return np.log(1 - x) + 2 * x, np.array([2 - 1 / (1 - x)]), np.array([[-1 / (1 - x) ** 2]])

    for start in (0.99, -5.0):
        summit = climb(edge, np.array([start]))
        assert summit.reached
        assert summit.point[0] == pytest.approx(0.5, abs=1e-5)


def test_where_no_step_leads_up_it_stops():
    """A gradient that lies about the surface."""
    summit = climb(lambda point: (-abs(point[0]), np.array([1.0]), np.array([[-1.0]])), np.array([0.0]))
    assert not summit.reached
    assert summit.point[0] == 0
