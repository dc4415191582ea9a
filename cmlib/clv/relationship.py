"""What one customer's whole relationship is worth: historical, current and potential value, with every working.

The parts are those of bank practice. No publication defines all three together; what is counted here is this:

- *historical value* (历史价值): the margins received up to the valuation date, as they were or with interest since;
- *current value* (现实价值): the margins still to come from the products held now, until each ends, is given up, or
  the customer leaves;
- *potential value* (潜在价值): the margins of products not held yet, each by the probability that the customer takes
  it, less the cost of winning him for it.

A margin is income less interest paid, risk and service costs; a loss is negative. All three are worth of the valuation
date, the end of the last period past. Leaving the bank and giving up a product are independent of each other.

Source: Berger, Nasr (1998), Customer lifetime value: marketing models and applications, Journal of Interactive
Marketing 12(1), 17-30, for margins that end with the relationship; Verhoef, Donkers (2001), Predicting customer
potential value, Decision Support Systems 32(2), 189-199, for potential as probability times profit, product by product;
Hwang, Jung, Suh (2004), An LTV model and customer segmentation based on customer value, Expert Systems with
Applications 26(2), 181-188, for past, expected and potential profit side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cmlib.clv import arguments
from cmlib.clv.arguments import Array
from cmlib.clv.discounting import discount_factors
from cmlib.clv.interest import stated_rate
from cmlib.clv.timing import delay, paying


@dataclass(frozen=True)
class HeldProduct:
    """A product held now: its margin in CNY a period, and how long it goes on.

    It ends after ``periods_left`` (None: with the relationship); before, a customer who stays keeps it for one more
    period with the probability ``retention_per_period``.
    """

    name: str
    margin_per_period: float
    periods_left: int | None = None
    retention_per_period: float = 1.0

    def __post_init__(self) -> None:
        place = f"HeldProduct {self.name!r}"
        arguments.amount(self.margin_per_period, "margin_per_period", place)
        arguments.probability(self.retention_per_period, "retention_per_period", place)
        if self.periods_left is not None:
            arguments.count(self.periods_left, "periods_left", place)


@dataclass(frozen=True)
class PotentialProduct:
    """A product not held yet, which the customer takes, if he is then still one, with ``adoption_probability``.

    He takes it at the end of ``periods_until`` (0: at once), holds it like a `HeldProduct` for ``periods_held``, and
    then costs the bank ``cost_of_winning`` in CNY: what it spends on offers for each one accepted.
    """

    name: str
    margin_per_period: float
    adoption_probability: float
    periods_until: int = 0
    periods_held: int | None = None
    retention_per_period: float = 1.0
    cost_of_winning: float = 0.0

    def __post_init__(self) -> None:
        place = f"PotentialProduct {self.name!r}"
        for name in ("margin_per_period", "cost_of_winning"):
            arguments.amount(getattr(self, name), name, place)
        for name in ("adoption_probability", "retention_per_period"):
            arguments.probability(getattr(self, name), name, place)
        arguments.count(self.periods_until, "periods_until", place)
        if self.periods_held is not None:
            arguments.count(self.periods_held, "periods_held", place)


@dataclass(frozen=True)
class RelationshipValue:
    """The three parts of a relationship's value in CNY, and the workings behind them.

    ``by_period`` has a row a period, past ones numbered up to 0: the share of the relationship that is expected to
    be left, the discount factor, and the present value of each part; the columns add up to the parts.
    ``by_product`` has a row a product held or possible with its present value.
    """

    historical: float
    current: float
    potential: float
    by_period: pd.DataFrame = field(repr=False, compare=False)
    by_product: pd.DataFrame = field(repr=False, compare=False)

    @property
    def future(self) -> float:
        """Current and potential value: all that a decision of today can still change."""
        return self.current + self.potential

    @property
    def total(self) -> float:
        """Historical, current and potential value."""
        return self.historical + self.current + self.potential


def relationship_value(
    past_margins: ArrayLike,
    held: Sequence[HeldProduct],
    potential: Sequence[PotentialProduct] = (),
    *,
    retention_per_period: ArrayLike,
    horizon_periods: int,
    compound_past: bool,
    rate_per_period: float | None = None,
    discount_rate_per_year: float | None = None,
    periods_per_year: float | None = None,
    conversion: str = "effective",
    timing: str = "end",
) -> RelationshipValue:
    """The net present value of the income from one customer's whole relationship (客户终身价值).

    ``past_margins`` are in CNY, one a period, the oldest first, the last one of the period just ended. Costs of
    winning the customer are negative margins of the period in which they fell. ``compound_past`` says whether they
    grow with interest since, or are added up as they were.

    ``retention_per_period`` is the probability that a customer stays for one more period: one number, or one for
    each of the coming ``horizon_periods``, as `ShiftedBetaGeometric.retention` gives. What comes after the horizon
    does not count. State the discount rate, and when in its period a margin comes, as in
    `cmlib.clv.present_value`: at the ``"end"`` from those still here then, at the ``"start"`` from those here then,
    in the ``"middle"`` from the mean of both.

    Raises ``ValueError`` for probabilities off 0 to 1, missing margins, rates, times or timing that cannot be;
    ``TypeError`` for a ``compound_past`` that is not true or false, and for what are no products.

    Source: at the head of this file: Berger, Nasr (1998); Verhoef, Donkers (2001); Hwang, Jung, Suh (2004).

    >>> found = relationship_value(
    ...     [100, 100], [HeldProduct("deposit", 110, periods_left=1)],
    ...     [PotentialProduct("fund", 220, adoption_probability=0.5, periods_held=1, cost_of_winning=20)],
    ...     retention_per_period=0.8, horizon_periods=2, compound_past=True, rate_per_period=0.10)
    >>> [round(one, 9) for one in (found.historical, found.current, found.potential, found.total)]
    [210.0, 80.0, 70.0, 360.0]
    """
    asked_by = "relationship_value"
    if not isinstance(compound_past, bool):
        raise TypeError(f"{asked_by} needs compound_past to be True or False; found {compound_past!r}")
    rate = stated_rate(
        asked_by, rate_per_period=rate_per_period, discount_rate_per_year=discount_rate_per_year,
        periods_per_year=periods_per_year, conversion=conversion,
    )  # fmt: skip
    late = delay(timing, asked_by)
    past = _known(past_margins, "past_margins", asked_by)
    horizon = arguments.count(horizon_periods, "horizon_periods", asked_by, least=1)
    retention = arguments.one_a_period(retention_per_period, horizon, "retention_per_period", asked_by)
    survival = np.append(1.0, np.cumprod(retention))
    factors = discount_factors(horizon, rate_per_period=rate, timing=timing)
    starts = discount_factors(horizon, rate_per_period=rate, timing="start")

    _require_products(held, HeldProduct, "held", asked_by)
    _require_products(potential, PotentialProduct, "potential", asked_by)

    ago = np.arange(len(past) - 1, -1, -1)
    growth = (1 + rate) ** (ago + 1 - late) if compound_past else np.ones(len(past))
    now = [one.margin_per_period * _holders(survival, one, 0, one.periods_left, late) * factors for one in held]
    later = []
    for one in potential:
        value = one.margin_per_period * _holders(survival, one, one.periods_until, one.periods_held, late) * factors
        if one.periods_until < horizon:
            won = one.periods_until
            value[won] -= one.cost_of_winning * survival[won] * starts[won]
        later.append(one.adoption_probability * value)
    parts = {"historical": past * growth, "current": _sum(now, horizon), "potential": _sum(later, horizon)}
    return RelationshipValue(
        historical=float(parts["historical"].sum()),
        current=float(parts["current"].sum()),
        potential=float(parts["potential"].sum()),
        by_period=_by_period(parts, np.append(growth, factors), paying(survival, late)),
        by_product=pd.DataFrame({
            "product": [one.name for one in held] + [one.name for one in potential],
            "part": ["current"] * len(held) + ["potential"] * len(potential),
            "present_value": [float(value.sum()) for value in (*now, *later)],
        }),
    )  # fmt: skip


def _holders(
    survival: Array, product: HeldProduct | PotentialProduct, begun: int, periods: int | None, late: float
) -> Array:
    """Expected share of customers who hold the product and pay for it, in each period to come."""
    age = np.arange(len(survival)) - begun
    holding = survival * product.retention_per_period ** np.maximum(age, 0)
    number = age[1:]  # of the period among those of the product
    return np.where((number >= 1) & (number <= (np.inf if periods is None else periods)), paying(holding, late), 0.0)


def _sum(values: Sequence[Array], horizon: int) -> Array:
    return np.sum(values, axis=0) if values else np.zeros(horizon)


def _by_period(parts: dict[str, Array], factors: Array, survival: Array) -> pd.DataFrame:
    before, after = len(parts["historical"]), len(survival)
    ahead = {name: np.append(np.zeros(before), parts[name]) for name in ("current", "potential")}
    columns = {
        "period": np.arange(1 - before, after + 1),
        "survival": np.append(np.ones(before), survival),
        "discount_factor": factors,
        "historical": np.append(parts["historical"], np.zeros(after)),
        **ahead,
    }
    return pd.DataFrame(columns).assign(total=lambda rows: rows[list(parts)].sum(axis=1))


def _require_products(products: object, kind: type, name: str, asked_by: str) -> None:
    if not isinstance(products, Sequence):
        raise TypeError(f"{asked_by} needs {name} as a list of {kind.__name__}; found {type(products).__name__}")
    wrong = next((one for one in products if not isinstance(one, kind)), None)
    if wrong is not None:
        raise TypeError(f"{asked_by} needs {name} as a list of {kind.__name__}; found {wrong!r} in it")


def _known(values: ArrayLike, name: str, asked_by: str) -> Array:
    found = arguments.amounts(values, name, asked_by)
    if found.ndim != 1 or np.isnan(found).any():
        raise ValueError(f"{asked_by} needs {name} as one list without missing numbers; found {values!r}")
    return found
