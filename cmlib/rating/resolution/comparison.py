"""Which route is best for one loan, by how much, and at which discount rates another would be."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import pandas as pd
from scipy.optimize import brentq

from cmlib.figures import check_figure
from cmlib.rating.resolution.value import RouteEstimate, RouteValue, discount_factor, resolution_value


@dataclass(frozen=True)
class RouteComparison:
    """The routes of one loan, the best first.

    ``best`` is the route with the highest net present value and ``lead`` by how much it beats the next one
    (missing with a single route). When even the best is worth less than nothing, the bank does better to write
    the loan off: ``worthwhile`` is then false.
    """

    values: tuple[RouteValue, ...]
    discount_rate_per_year: float

    @property
    def best(self) -> str:
        """The route that is worth most today."""
        return self.values[0].route

    @property
    def lead(self) -> float:
        """CNY by which the best route beats the second."""
        if len(self.values) == 1:
            return float("nan")
        return self.values[0].net_present_value - self.values[1].net_present_value

    @property
    def worthwhile(self) -> bool:
        """Whether the best route brings more than it costs."""
        return self.values[0].net_present_value > 0

    def table(self) -> pd.DataFrame:
        """One row a route, the best first: the parts of its value, and how far it is ``behind_best`` (CNY)."""
        rows = [{field.name: getattr(one, field.name) for field in fields(one)} for one in self.values]
        table = pd.DataFrame(rows)
        return table.assign(behind_best=self.values[0].net_present_value - table["net_present_value"])


def compare_routes(estimates: Sequence[RouteEstimate], *, discount_rate_per_year: float) -> RouteComparison:
    """Compare routes for one loan by what they are worth today.

    Routes of equal value stay in the order given.

    Raises ``ValueError`` without a route, with a route twice, and for a negative discount rate.

    >>> routes = [RouteEstimate("extension", recovered=70_000, months=12, cost=1_000),
    ...           RouteEstimate("litigation", recovered=85_000, months=24, cost=5_000)]
    >>> found = compare_routes(routes, discount_rate_per_year=0.05)
    >>> found.best, round(found.lead, 2)
    ('litigation', 6430.84)
    """
    _check_names(estimates, "compare_routes")
    values = [resolution_value(one, discount_rate_per_year=discount_rate_per_year) for one in estimates]
    ordered = sorted(values, key=lambda one: -one.net_present_value)
    return RouteComparison(tuple(ordered), discount_rate_per_year)


def switching_rates(
    estimates: Sequence[RouteEstimate], *, lowest_rate_per_year: float = 0.0, highest_rate_per_year: float = 1.0
) -> pd.DataFrame:
    """The best route at every discount rate of a range, and the rates at which the order flips.

    One row for each stretch of rates: ``from_rate``, ``to_rate`` and ``best``. Two rows meet where both their
    routes are worth the same.

    Raises ``ValueError`` without a route, with a route twice, and for rates that are negative or in the wrong
    order.

    >>> routes = [RouteEstimate("extension", recovered=70_000, months=12, cost=1_000),
    ...           RouteEstimate("litigation", recovered=85_000, months=24, cost=5_000)]
    >>> switching_rates(routes).round(2)
       from_rate  to_rate        best
    0       0.00     0.14  litigation
    1       0.14     1.00   extension
    """
    _check_names(estimates, "switching_rates")
    check_figure(lowest_rate_per_year, "switching_rates: lowest_rate_per_year", 0)
    check_figure(highest_rate_per_year, "switching_rates: highest_rate_per_year", lowest_rate_per_year)
    bounds = [lowest_rate_per_year, highest_rate_per_year]
    for one, other in itertools.combinations(estimates, 2):
        bounds += _equal_at(one, other, lowest_rate_per_year, highest_rate_per_year)
    bounds = sorted(set(bounds))
    pairs = list(itertools.pairwise(bounds)) or [(lowest_rate_per_year, highest_rate_per_year)]
    rows: list[dict] = []
    for start, end in pairs:
        best = compare_routes(estimates, discount_rate_per_year=(start + end) / 2).best
        if rows and rows[-1]["best"] == best:
            rows[-1]["to_rate"] = end
        else:
            rows.append({"from_rate": start, "to_rate": end, "best": best})
    return pd.DataFrame(rows)


def _equal_at(one: RouteEstimate, other: RouteEstimate, lowest: float, highest: float) -> list[float]:
    """The rates at which two routes are worth the same.

    The difference of their values has one turning point at most, so that each side of it holds one root at most.
    """

    def difference(rate: float) -> float:
        values = (
            each.expected_recovery * discount_factor(months=each.months, discount_rate_per_year=rate) - each.cost
            for each in (one, other)
        )
        return next(values) - next(values)

    stretches = [lowest, highest]
    slopes = (one.expected_recovery * one.months, other.expected_recovery * other.months)
    if one.months != other.months and min(slopes) > 0:
        turning = (math.log(slopes[1]) - math.log(slopes[0])) * 12 / (other.months - one.months)  # of log(1 + rate)
        if math.log1p(lowest) < turning < math.log1p(highest):
            stretches.insert(1, math.expm1(turning))
    roots = []
    for start, end in itertools.pairwise(stretches):
        if difference(start) * difference(end) < 0:  # where they only touch, or at a bound, no order flips
            roots.append(float(brentq(difference, start, end, xtol=1e-14)))
    return roots


def _check_names(estimates: Sequence[RouteEstimate], asked_by: str) -> None:
    names = [one.route for one in estimates]
    if not names:
        raise ValueError(f"{asked_by} needs at least one route")
    twice = [name for position, name in enumerate(names) if name in names[:position]]
    if twice:
        raise ValueError(f"{asked_by} needs each route once; {twice[0]!r} comes twice")
