"""Routes for a problem loan: what each is worth, which is best, and at which rate the order flips."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from cmlib.datasets import load
from cmlib.rating import (
    RESOLUTION_ROUTES,
    Attempt,
    DecisionTree,
    ResolutionRoutes,
    RouteEstimate,
    best_strategy,
    compare_routes,
    resolution_value,
    switching_rates,
)

EXTENSION = RouteEstimate("extension", recovered=70_000, months=12, cost=1_000)
LITIGATION = RouteEstimate("litigation", recovered=85_000, months=24, cost=5_000)
SURE = RouteEstimate("collection", recovered=40_000, months=0, probability=0.5, recovered_if_failed=20_000)


def test_a_value_by_hand():
    """121,000 in two years at 10% are 100,000 now; 55,000 with one chance in two are 27,500 in a year."""
    two_years = RouteEstimate("litigation", recovered=121_000, months=24, cost=30_000)
    found = resolution_value(two_years, discount_rate_per_year=0.1)
    assert found.present_value_of_recovery == pytest.approx(100_000)
    assert found.net_present_value == pytest.approx(70_000)
    assert (found.route, found.months, found.cost, found.expected_recovery) == ("litigation", 24, 30_000, 121_000)
    even = RouteEstimate("collection", recovered=55_000, months=12, probability=0.5)
    assert resolution_value(even, discount_rate_per_year=0.1).net_present_value == pytest.approx(25_000)
    assert resolution_value(SURE, discount_rate_per_year=9).net_present_value == 30_000


def test_a_month_is_a_twelfth_of_a_year():
    one = RouteEstimate("x", recovered=1, months=1)
    assert resolution_value(one, discount_rate_per_year=0.12).net_present_value == pytest.approx(1.12 ** (-1 / 12))


def test_the_comparison_names_the_best_and_its_lead():
    found = compare_routes([EXTENSION, LITIGATION, SURE], discount_rate_per_year=0.05)
    assert found.best == "litigation"
    values = {"litigation": 85_000 / 1.05**2 - 5_000, "extension": 70_000 / 1.05 - 1_000, "collection": 30_000}
    assert [one.route for one in found.values] == list(values)
    assert found.lead == pytest.approx(values["litigation"] - values["extension"])
    table = found.table()
    assert table.net_present_value.tolist() == pytest.approx(list(values.values()))
    assert table.behind_best.tolist() == pytest.approx([0, found.lead, values["litigation"] - 30_000])
    assert found.worthwhile
    assert compare_routes([SURE, RouteEstimate("x", 10, 0, cost=11)], discount_rate_per_year=0).worthwhile
    later = compare_routes([EXTENSION, LITIGATION, SURE], discount_rate_per_year=0.2)
    assert (later.best, later.discount_rate_per_year) == ("extension", 0.2)


def test_an_order_that_flips_twice_within_one_point():
    """With a payment in one and one in two years, the difference is a square of the discount factor: the roots
    are chosen, 10.5% and 11.5%, and the first route is better between them alone."""
    near, far = 1 / 1.105, 1 / 1.115
    early = RouteEstimate("early", recovered=1e6 * (near + far), months=12, cost=1e6 * near * far)
    late = RouteEstimate("late", recovered=1e6, months=24)
    found = switching_rates([early, late])
    assert found.best.tolist() == ["late", "early", "late"]
    assert found.to_rate.tolist() == pytest.approx([0.105, 0.115, 1], abs=1e-9)


def test_routes_that_are_worth_the_same_at_the_highest_rate():
    found = switching_rates([RouteEstimate("wait", 200, 12), RouteEstimate("now", 100, 0)])
    assert found.to_numpy().tolist() == [[0, 1, "wait"]]


def test_a_route_that_costs_more_than_it_brings_is_not_worthwhile():
    poor = compare_routes([RouteEstimate("bankruptcy", recovered=10, months=0, cost=10)], discount_rate_per_year=0.05)
    assert not poor.worthwhile
    assert math.isnan(poor.lead)
    assert not compare_routes([RouteEstimate("x", 10, 0, cost=11)], discount_rate_per_year=0).worthwhile


def test_equal_routes_stay_in_their_order():
    twins = [replace(EXTENSION, route=name) for name in ("b", "a")]
    assert compare_routes(twins, discount_rate_per_year=0.1).best == "b"
    assert switching_rates(twins).to_dict("records") == [{"from_rate": 0.0, "to_rate": 1.0, "best": "b"}]


def test_the_rate_at_which_the_order_flips_by_hand():
    """85 v² - 5 = 70 v - 1, with v = 1 / (1 + rate), has v = (70 + root of 6,260) / 170."""
    rate = 170 / (70 + math.sqrt(6_260)) - 1
    found = switching_rates([EXTENSION, LITIGATION])
    assert found.best.tolist() == ["litigation", "extension"]
    assert found.to_rate.tolist() == pytest.approx([rate, 1.0])
    assert found.from_rate.tolist() == pytest.approx([0.0, rate])


def test_an_order_can_flip_twice():
    """v² of 120 less 36 against v of 77: slow and dear wins nowhere at 0%, in between only."""
    slow, quick = RouteEstimate("slow", 100, 24, cost=0), RouteEstimate("quick", 60, 6, cost=0)
    still = RouteEstimate("still", 71, 12, cost=0)
    found = switching_rates([slow, quick, still], highest_rate_per_year=3.0)
    grid = [
        compare_routes([slow, quick, still], discount_rate_per_year=rate).best
        for rate in np.linspace(0.001, 2.999, 400)
    ]
    assert found.best.tolist() == [name for name, _ in itertools.groupby(grid)]


estimates = st.builds(
    RouteEstimate,
    route=st.just("x"),
    recovered=st.floats(0, 1e6),
    months=st.integers(0, 60),
    cost=st.floats(0, 1e5),
    probability=st.floats(0, 1),
    recovered_if_failed=st.floats(0, 1e5),
)


@given(st.lists(estimates, min_size=1, max_size=5), st.floats(0, 1), st.floats(0, 1))
@settings(derandomize=True, max_examples=50, deadline=None)
def test_laws(drawn, rate, more):
    routes = [replace(one, route=f"route {place}") for place, one in enumerate(drawn)]
    found = compare_routes(routes, discount_rate_per_year=rate)
    values = [one.net_present_value for one in found.values]
    assert values == sorted(values, reverse=True)
    for one in routes:
        now, later = (resolution_value(one, discount_rate_per_year=r).net_present_value for r in (rate, rate + more))
        assert later <= now + 1e-9 * (1 + abs(now))
        assert now <= one.expected_recovery - one.cost + 1e-6
    stretches = switching_rates(routes)
    assert (stretches.from_rate.iloc[0], stretches.to_rate.iloc[-1]) == (0, 1)
    assert (stretches.to_rate.iloc[:-1].to_numpy() == stretches.from_rate.iloc[1:].to_numpy()).all()
    inside = stretches[(stretches.from_rate <= rate) & (rate <= stretches.to_rate)]
    by_name = {one.route: one.net_present_value for one in found.values}
    assert max(by_name[name] for name in inside.best) == pytest.approx(values[0], abs=1e-3)


@given(estimates, estimates)
@settings(derandomize=True, max_examples=50, deadline=None)
def test_every_flip_is_found(one, other):
    """Against a fine grid: wherever the better of two routes changes, there is a bound between the grid's points."""
    routes = [replace(one, route="a"), replace(other, route="b")]

    def lead(rate):
        a, b = (resolution_value(each, discount_rate_per_year=rate).net_present_value for each in routes)
        return a - b

    bounds = switching_rates(routes).to_rate.tolist()[:-1]
    grid = np.linspace(0, 1, 101)
    for left, right in itertools.pairwise(grid):
        if lead(left) * lead(right) < 0 and min(abs(lead(left)), abs(lead(right))) > 1e-6:
            root = brentq(lead, left, right, xtol=1e-13)
            assert min(abs(bound - root) for bound in bounds) < 1e-6


SUE = Attempt("litigation", recovered=80_000, months=12, probability=0.6, cost=5_000)


def test_a_tree_rolled_back_by_hand():
    """Six months of collection, then a suit. At 21% half a year is worth 1 / 1.1."""
    ask = Attempt("collection", recovered=60_000, months=6, probability=0.4, cost=1_000, then=(SUE,))
    sued = 0.6 * 80_000 / 1.21 - 5_000
    asked = (0.4 * 60_000 + 0.6 * sued) / 1.1 - 1_000
    plan = best_strategy(DecisionTree("by hand", "test", (ask, SUE)), discount_rate_per_year=0.21)
    assert plan.value == pytest.approx(asked)
    assert plan.steps == ("collection", "litigation")
    assert plan.table.path.tolist() == ["collection", "collection > litigation", "litigation"]
    assert plan.table.value.tolist() == pytest.approx([asked, sued, sued])
    assert plan.table.depth.tolist() == [1, 2, 1]
    assert plan.table.chosen.tolist() == [True, True, False]


def test_what_a_failure_still_brings_counts():
    part = Attempt("extension", recovered=100, months=12, probability=0.5, recovered_if_failed=40)
    assert best_strategy([part], discount_rate_per_year=0.0).value == 70
    assert best_strategy([part], discount_rate_per_year=1.0).value == 35


def test_writing_off_is_always_possible():
    hopeless = Attempt("bankruptcy", recovered=100, months=0, probability=0.1, cost=10)
    plan = best_strategy([hopeless], discount_rate_per_year=0)
    assert (plan.value, plan.steps, plan.table.chosen.tolist()) == (0, ("write off",), [False])
    then_stop = Attempt("collection", recovered=100, months=0, probability=0.5, then=(hopeless,))
    plan = best_strategy([then_stop], discount_rate_per_year=0)
    assert (plan.value, plan.steps) == (50, ("collection", "write off"))


def test_trees_go_to_a_file_and_back(tmp_path):
    ask = Attempt("collection", recovered=60_000, months=6, probability=0.4, cost=1_000, then=(SUE,))
    tree = DecisionTree("by hand", "test", (ask, SUE))
    tree.to_toml(tmp_path / "tree.toml")
    assert DecisionTree.from_toml(tmp_path / "tree.toml") == tree


def test_routes_are_those_of_the_deck_and_of_the_bank(tmp_path):
    families = {
        name: [one.name for one in RESOLUTION_ROUTES.routes if one.family == name]
        for name in ("converting", "recovering")
    }
    assert families["recovering"] == ["administrative", "collection by law", "litigation", "bankruptcy"]
    assert len(families["converting"]) == 6
    assert RESOLUTION_ROUTES["litigation"].zh == "诉讼"
    parts = [one.name for one in RESOLUTION_ROUTES.routes if one.part_of == "restructuring"]
    assert parts == ["extension", "financial help", "reorganisation"]
    assert set(load("resolution_cases").route) <= set(RESOLUTION_ROUTES.order)
    RESOLUTION_ROUTES.to_toml(tmp_path / "routes.toml")
    assert ResolutionRoutes.from_toml(tmp_path / "routes.toml") == RESOLUTION_ROUTES


FIRST = RESOLUTION_ROUTES.routes[0]
REFUSED = [
    (lambda: RESOLUTION_ROUTES["suit"], LookupError, "no route 'suit'"),
    (lambda: replace(RESOLUTION_ROUTES, routes=()), ValueError, "needs at least one route"),
    (lambda: replace(RESOLUTION_ROUTES, routes=(FIRST, FIRST)), ValueError, "has the route 'remediation' twice"),
    (lambda: replace(RESOLUTION_ROUTES, routes=(replace(FIRST, family="x"),)), ValueError, "'remediation': family"),
    (lambda: RouteEstimate("a", -1, 0), ValueError, "route 'a': recovered is a number of 0 or more, found -1"),
    (lambda: RouteEstimate("a", 1, -1), ValueError, "route 'a': months"),
    (lambda: RouteEstimate("a", 1, 1, cost=-1), ValueError, "route 'a': cost"),
    (lambda: RouteEstimate("a", 1, 1, recovered_if_failed=-1), ValueError, "route 'a': recovered_if_failed"),
    (lambda: RouteEstimate("a", 1, 1, probability=1.1), ValueError, "probability is a number from 0 to 1, found 1.1"),
    (lambda: RouteEstimate("a", math.nan, 1), ValueError, "found nan"),
    (lambda: resolution_value(SURE, discount_rate_per_year=-0.1), ValueError, "discount_rate_per_year is a number"),
    (lambda: compare_routes([], discount_rate_per_year=0), ValueError, "compare_routes needs at least one route"),
    (lambda: compare_routes([SURE, SURE], discount_rate_per_year=0), ValueError, "'collection' comes twice"),
    (lambda: switching_rates([]), ValueError, "switching_rates needs at least one route"),
    (lambda: switching_rates([SURE], lowest_rate_per_year=-0.1), ValueError, "lowest_rate_per_year"),
    (lambda: switching_rates([SURE], lowest_rate_per_year=0.5, highest_rate_per_year=0.4), ValueError, "highest_rate"),
    (lambda: best_strategy([], discount_rate_per_year=0), ValueError, "decision tree 'tree' needs at least one route"),
    (lambda: best_strategy([SUE, SUE], discount_rate_per_year=0), ValueError, "has the route 'litigation' twice"),
    (lambda: best_strategy([SUE], discount_rate_per_year=-1), ValueError, "best_strategy: discount_rate_per_year"),
    (lambda: replace(SUE, then=(SUE, SUE)), ValueError, "attempt 'litigation' has the route 'litigation' twice"),
    (lambda: replace(SUE, probability=-0.1), ValueError, "attempt 'litigation': probability"),
    *(
        (lambda what=what: replace(SUE, **{what: -0.5}), ValueError, f"attempt 'litigation': {what} is")
        for what in ("recovered", "months", "cost", "recovered_if_failed")
    ),
    (lambda: replace(SUE, months=math.inf), ValueError, "attempt 'litigation': months"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED)
def test_what_is_wrong_is_named(call, kind, message):
    with pytest.raises(kind, match=message):
        call()


def test_one_rate_alone_may_be_asked_for():
    assert switching_rates([SURE], lowest_rate_per_year=0.1, highest_rate_per_year=0.1).best.tolist() == ["collection"]
