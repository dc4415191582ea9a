"""Routes whose values touch, differ by half a yuan, or are counted in other units of money."""

from dataclasses import replace

import pytest

from cmlib.rating import Attempt, RouteEstimate, compare_routes, switching_rates

EXTENSION = RouteEstimate("extension", recovered=70_000, months=12, cost=1_000)
LITIGATION = RouteEstimate("litigation", recovered=85_000, months=24, cost=5_000)


@pytest.mark.parametrize(("cost", "worthwhile"), [(9.5, True), (10, False), (10.5, False)])
def test_half_a_yuan_is_worth_while(cost, worthwhile):
    found = compare_routes([RouteEstimate("x", recovered=10, months=0, cost=cost)], discount_rate_per_year=0)
    assert found.worthwhile is worthwhile


@pytest.mark.parametrize("unit", [1e-9, 1e-6, 1e-3, 1e6])
@pytest.mark.parametrize("highest", [0.2, 1.0, 5.0])
def test_rates_at_which_the_order_flips_know_no_unit_of_money(unit, highest):
    """A third route that costs nothing and brings little late makes the order flip twice."""
    routes = [EXTENSION, LITIGATION, RouteEstimate("waiting", recovered=60_000, months=1)]
    known = switching_rates(routes, highest_rate_per_year=highest)
    scaled = [replace(one, recovered=one.recovered * unit, cost=one.cost * unit) for one in routes]
    found = switching_rates(scaled, highest_rate_per_year=highest)
    assert found["best"].tolist() == known["best"].tolist()
    assert found["to_rate"].tolist() == pytest.approx(known["to_rate"].tolist(), rel=1e-9)
    assert len(known) > 1


@pytest.mark.parametrize("unit", [1e-9, 1e-6, 1, 1e6])
def test_two_routes_may_change_places_twice_whatever_the_unit_of_money(unit):
    """70 d - 85 d^2 - 10 = 0 at d = (7 +- sqrt(15)) / 17: both rates lie between 0 and 10."""
    late = RouteEstimate("late", recovered=85 * unit, months=24)
    soon = RouteEstimate("soon", recovered=70 * unit, months=12, cost=10 * unit)
    found = switching_rates([late, soon], highest_rate_per_year=10)
    assert found["best"].tolist() == ["late", "soon", "late"]
    assert found["to_rate"].tolist() == pytest.approx([17 / (7 + 15**0.5) - 1, 17 / (7 - 15**0.5) - 1, 10], rel=1e-9)


def test_routes_that_are_worth_the_same_at_one_rate():
    """121 in two years less 10 and 110 in one year less 10: equal at 10% alone, where they would flip."""
    two, one = RouteEstimate("two", recovered=121, months=24, cost=10), RouteEstimate("one", 110, 12, cost=10)
    found = switching_rates([two, one])
    assert found["best"].tolist() == ["two", "one"]
    assert found["to_rate"].tolist() == pytest.approx([0.1, 1])
    assert switching_rates([two, one], lowest_rate_per_year=0.1, highest_rate_per_year=0.3)["best"].tolist() == ["one"]


def test_a_chance_is_at_most_1():
    assert Attempt("litigation", recovered=1, months=1, probability=1).probability == 1
    with pytest.raises(ValueError, match="attempt 'litigation': probability is a number"):
        Attempt("litigation", recovered=1, months=1, probability=1.5)
