"""What if rates rise, prices fall or incomes shrink? The same applicants, judged again (压力测试)."""

import itertools
from collections.abc import Iterable, Sequence

import narwhals.stable.v2 as nw
import pandas as pd
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.loans.applications import COLUMNS, ApplicationColumns, first_payments, measured, open_applications
from cmlib.loans.limits import HOUSING_LIMITS, LIMITS, LendingLimits, require_limits
from cmlib.loans.terms import exact_fraction

#: Rise of the rate, fall of the price, fall of income.
Scenario = tuple[float, float, float]


def stress(
    applications: IntoFrameT,
    *,
    rate_rises: Sequence[float] = (0.0, 0.01, 0.02),
    price_falls: Sequence[float] = (0.0, 0.1, 0.2, 0.3),
    income_falls: Sequence[float] = (0.0,),
    limits: LendingLimits = HOUSING_LIMITS,
    columns: ApplicationColumns = COLUMNS,
) -> pd.DataFrame:
    """Judge all applications again in every combination of three shocks (压力测试).

    ``rate_rises`` are added to the yearly rate (0.01 is one percentage point), ``price_falls`` are fractions
    by which the value of the collateral falls, ``income_falls`` fractions by which income falls. The
    payment is the first one at the higher rate, for the whole loan and term: for loans that are running, name in
    ``columns`` the principal outstanding and the months left. The rest is as in `affordability_table`.

    The engine of ``applications`` reduces the table in one pass. Returns a pandas table, one row a
    combination: rate_rise, price_fall, income_fall; applicants; ``mean_…`` of each measure, over the
    applicants for whom it can be computed; for each limit ``share_above_…``, the share of those applicants
    that is above it; ``share_outside`` and ``share_not_judged``, of all applicants. Missing where there is
    nobody to count.

    Raises what `affordability_table` raises, ``TypeError`` for shocks that are no list, and ``ValueError`` for an
    empty list and a shock outside 0 to 1.

    >>> one = {"amount": 800_000, "rate": 0.036, "term_months": 360, "repayment_plan": "equal instalment",
    ...        "other_monthly_debt": 1_000, "collateral_value": 1_000_000, "verified_income": 9_000}
    >>> shocked = stress(pd.DataFrame([one]), rate_rises=[0, 0.01], price_falls=[0, 0.2])
    >>> shocked[["rate_rise", "price_fall", "mean_debt_to_income", "share_outside"]].round(4)
       rate_rise  price_fall  mean_debt_to_income  share_outside
    0       0.00         0.0               0.5152            0.0
    1       0.00         0.2               0.5152            1.0
    2       0.01         0.0               0.5668            1.0
    3       0.01         0.2               0.5668            1.0
    """
    require_limits(limits, "stress")
    rises = _shocks("rate_rises", rate_rises)
    prices = _shocks("price_falls", price_falls)
    incomes = _shocks("income_falls", income_falls)
    frame = open_applications(applications, columns, "stress")
    frame = frame.select(*dict.fromkeys([*columns.numeric, columns.plan]))
    payments = {
        _named("payment", rise): first_payments(columns, nw.col(columns.rate_per_year) + rise) for rise in rises
    }
    scenarios = list(itertools.product(rises, prices, incomes))
    frame = frame.with_columns(**payments).with_columns(**_measures(columns, scenarios))
    frame = frame.with_columns(**_above(scenarios, limits))
    figures = {"applicants": nw.len().cast(nw.Float64)}
    for scenario in scenarios:
        figures |= _figures(scenario, limits)
    found = frame.select(**figures).lazy().collect()
    known = {name: float("nan") if found[name].is_null()[0] else float(found[name][0]) for name in figures}
    return pd.DataFrame([_row(scenario, known, limits) for scenario in scenarios])


# A measure depends on some of the shocks only. Its column is named by those: it serves many scenarios.


def _measures(columns: ApplicationColumns, scenarios: list[Scenario]) -> dict[str, nw.Expr]:
    measures: dict[str, nw.Expr] = {}
    for rise, price, income in scenarios:
        payment = nw.col(_named("payment", rise))
        shocked = measured(columns, payment, value_left=1 - price, income_left=1 - income)
        measures |= {_column(name, (rise, price, income)): measure for name, measure in shocked.items()}
    return measures


def _above(scenarios: list[Scenario], limits: LendingLimits) -> dict[str, nw.Expr]:
    """For each measure that is limited 1 above the limit, 0 up to it, missing where it is missing."""
    flags = {}
    for name, limit in limits.given.items():
        for column in {_column(name, scenario) for scenario in scenarios}:
            measure = nw.col(column)
            flags[f"above {column}"] = nw.when(measure > limit).then(1.0).otherwise(nw.when(measure <= limit).then(0.0))
    return flags


def _figures(scenario: Scenario, limits: LendingLimits) -> dict[str, nw.Expr]:
    names = [_column(name, scenario) for name in LIMITS]
    limited = [f"above {_column(name, scenario)}" for name in limits.given]
    outside, unknown = nw.lit(0.0), nw.lit(0.0)
    for name in limited:
        outside = nw.when(nw.col(name) > 0).then(1.0).otherwise(outside)
        unknown = nw.when(nw.col(name).is_null()).then(1.0).otherwise(unknown)
    return {
        **{f"mean {name}": nw.col(name).mean() for name in names},
        **{f"mean {name}": nw.col(name).mean() for name in limited},
        _named("outside", *scenario): outside.mean(),
        _named("not judged", *scenario): nw.when(outside > 0).then(0.0).otherwise(unknown).mean(),
    }


def _row(scenario: Scenario, known: dict[str, float], limits: LendingLimits) -> dict[str, float]:
    row: dict[str, float] = dict(zip(("rate_rise", "price_fall", "income_fall"), scenario, strict=True))
    row["applicants"] = int(known["applicants"])
    row |= {f"mean_{name}": known[f"mean {_column(name, scenario)}"] for name in LIMITS}
    row |= {f"share_above_{name}": known[f"mean above {_column(name, scenario)}"] for name in limits.given}
    return row | {
        "share_outside": known[_named("outside", *scenario)],
        "share_not_judged": known[_named("not judged", *scenario)],
    }


def _column(measure: str, scenario: Scenario) -> str:
    rise, price, income = scenario
    return _named(measure, price) if measure == "loan_to_value" else _named(measure, rise, income)


def _named(what: str, *shocks: float) -> str:
    """A name of a column; without points, which Spark takes for a path."""
    return " ".join([what, *map(repr, shocks)]).replace(".", "_")


def _shocks(name: str, shocks: Sequence[float]) -> list[float]:
    if not isinstance(shocks, Iterable) or isinstance(shocks, str):
        raise TypeError(f"stress needs {name} to be a list of shocks, such as [0, 0.01]; found {shocks!r}")
    checked = [float(exact_fraction(shock, f"each of {name}", "stress")) for shock in shocks]
    if not checked:
        raise ValueError(f"stress needs at least one shock in {name}; leave it out for the usual ones")
    return list(dict.fromkeys(checked))
