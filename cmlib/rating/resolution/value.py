"""What a route is worth today: the present value of what it brings, less what it costs."""

from dataclasses import dataclass

from cmlib.figures import check_figure


@dataclass(frozen=True)
class RouteEstimate:
    """What is expected of one route for one loan; amounts in CNY.

    ``recovered`` comes after ``months`` with ``probability``; else ``recovered_if_failed`` comes then.
    ``cost`` is paid at once. An expectation that allows for failure already has the probability 1.

    Raises ``ValueError`` for a negative amount, negative months and a probability outside 0 to 1.
    """

    route: str
    recovered: float
    months: float
    cost: float = 0.0
    probability: float = 1.0
    recovered_if_failed: float = 0.0

    def __post_init__(self) -> None:
        place = f"route {self.route!r}"
        for what in ("recovered", "months", "cost", "recovered_if_failed"):
            check_figure(getattr(self, what), f"{place}: {what}", 0)
        check_figure(self.probability, f"{place}: probability", 0, 1)

    @property
    def expected_recovery(self) -> float:
        """What comes back on average, whenever it comes."""
        return self.probability * self.recovered + (1 - self.probability) * self.recovered_if_failed


@dataclass(frozen=True)
class RouteValue:
    """The value of a route and its parts, CNY: ``net_present_value`` is ``present_value_of_recovery`` less ``cost``."""

    route: str
    months: float
    expected_recovery: float
    present_value_of_recovery: float
    cost: float
    net_present_value: float


def discount_factor(*, months: float, discount_rate_per_year: float) -> float:
    """What one CNY after so many months is worth today; the rate is an effective one a year.

    >>> discount_factor(months=24, discount_rate_per_year=0.25)
    0.64
    """
    return float((1 + discount_rate_per_year) ** (-months / 12))


def resolution_value(estimate: RouteEstimate, *, discount_rate_per_year: float) -> RouteValue:
    """The value today of taking one route (处置方式的现值).

    Raises ``ValueError`` for a discount rate that is negative or no number.

    Source: Brealey, Myers, Allen (2011), Principles of Corporate Finance, 10th ed., ch. 2 (present value of an
    expected cash flow).

    >>> sued = RouteEstimate("litigation", recovered=80_000, months=24, cost=5_000, probability=0.75)
    >>> resolution_value(sued, discount_rate_per_year=0.25)
    RouteValue(route='litigation', months=24, expected_recovery=60000.0, present_value_of_recovery=38400.0, \
cost=5000, net_present_value=33400.0)
    """
    check_figure(discount_rate_per_year, "resolution_value: discount_rate_per_year", 0)
    factor = discount_factor(months=estimate.months, discount_rate_per_year=discount_rate_per_year)
    value = estimate.expected_recovery * factor
    return RouteValue(
        estimate.route, estimate.months, estimate.expected_recovery, value, estimate.cost, value - estimate.cost
    )
