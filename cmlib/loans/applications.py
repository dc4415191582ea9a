"""Whole tables of applications: payment, measures and verdict of each, as expressions that every engine runs."""

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.loans.annuity import annuity_factor
from cmlib.loans.applicant import OUTSIDE, UNJUDGED, WITHIN
from cmlib.loans.limits import HOUSING_LIMITS, LendingLimits, require_limits
from cmlib.loans.measures import debt_to_income, loan_to_value, payment_to_income
from cmlib.loans.terms import AT_THE_END, EQUAL_INSTALMENT, EQUAL_PRINCIPAL
from cmlib.table.door import open_table


@dataclass(frozen=True)
class ApplicationColumns:
    """Names of the columns of a table of applications; the defaults are those of the course's bank.

    ``housing_cost`` is ``None`` where there is no such column; it counts as 0 then.
    """

    loan: str = "amount"
    rate_per_year: str = "rate"
    months: str = "term_months"
    plan: str = "repayment_plan"
    monthly_income: str = "verified_income"
    other_monthly_debt: str = "other_monthly_debt"
    value: str = "collateral_value"
    housing_cost: str | None = None

    @property
    def numeric(self) -> list[str]:
        """The columns of numbers."""
        names = [self.loan, self.rate_per_year, self.months, self.monthly_income, self.other_monthly_debt, self.value]
        return names + ([] if self.housing_cost is None else [self.housing_cost])


COLUMNS = ApplicationColumns()

#: A float that lies so little below half a cent is half a cent that the float could not hold.
_HALF_A_CENT = 0.5 + 1e-6


def affordability_table(
    applications: IntoFrameT, *, limits: LendingLimits = HOUSING_LIMITS, columns: ApplicationColumns = COLUMNS
) -> IntoFrameT:
    """`affordability` of every application in a table.

    ``applications`` has one row an application, in any engine; ``columns`` says how its columns are called.

    Returns the table with six more columns, or new values in them:

    - ``first_payment``, in CNY and whole cents, missing when the terms of the loan are missing or make no loan;
    - ``loan_to_value``, ``payment_to_income``, ``debt_to_income``, missing where they cannot be computed;
    - ``verdict``, as in `affordability`, and ``reasons``, a text that names each limit that is broken and
      each measure that is lacking, empty when the verdict is ``"within"``.

    Payments are computed with floats: one that lies within a millionth of a cent of half a cent may be a
    cent more than in `affordability`.

    An application without collateral has no loan-to-value and cannot be judged by a limit on it: judge
    unsecured loans by limits without one, ``dataclasses.replace(HOUSING_LIMITS, loan_to_value=None)``.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for text
    among the numbers and an empty table.

    >>> import pandas as pd
    >>> one = {"amount": 800_000, "rate": 0.036, "term_months": 360, "repayment_plan": "equal instalment",
    ...        "other_monthly_debt": 1_500, "collateral_value": 1_000_000}
    >>> table = pd.DataFrame([one | {"verified_income": 9_000}, one | {"verified_income": 10_000}])
    >>> judged = affordability_table(table)
    >>> judged["debt_to_income"].round(4).tolist(), judged["verdict"].tolist(), judged["reasons"].tolist()
    ([0.5708, 0.5137], ['outside', 'within'], ['debt_to_income above 0.55', ''])
    """
    require_limits(limits, "affordability_table")
    frame = open_applications(applications, columns, "affordability_table")
    payment = first_payments(columns, nw.col(columns.rate_per_year)).alias("first_payment")
    frame = frame.with_columns(payment)
    frame = frame.with_columns(**measured(columns, nw.col("first_payment")))
    verdict = judged({name: nw.col(name) for name in limits.given}, limits)
    return frame.with_columns(verdict.alias("verdict"), _reasons(limits).alias("reasons")).to_native()


def open_applications(
    applications: IntoFrameT, columns: ApplicationColumns, asked_by: str
) -> nw.DataFrame | nw.LazyFrame:
    """The table, checked, with its numbers as floats."""
    if not isinstance(columns, ApplicationColumns):
        raise TypeError(f"{asked_by} needs columns to be ApplicationColumns; found {type(columns).__name__}")
    return open_table(applications, asked_by=asked_by, numeric=columns.numeric, text=[columns.plan])


def first_payments(columns: ApplicationColumns, rate_per_year: nw.Expr) -> nw.Expr:
    """The first payment of each application at a yearly rate, in CNY and whole cents."""
    cents, months, plan = _cents(nw.col(columns.loan)), nw.col(columns.months), nw.col(columns.plan)
    sound = (cents > 0) & (rate_per_year >= 0) & (months >= 1) & (months.round(0) == months)
    interest = _to_the_cent(cents * rate_per_year / 12)
    level = _to_the_cent(cents / annuity_factor(rate_per_year=rate_per_year, months=nw.when(sound).then(months)))
    share = _to_the_cent(cents / nw.when(sound).then(months))
    at_the_end = nw.when(months > 1).then(interest).otherwise(interest + cents)
    payment = (
        nw.when(plan == EQUAL_PRINCIPAL).then(interest + share).otherwise(nw.when(plan == AT_THE_END).then(at_the_end))
    )
    payment = nw.when(plan == EQUAL_INSTALMENT).then(level).otherwise(payment)
    # An engine that divides by multiplying with 0.01 leaves a last digit that the rounding takes away.
    return (nw.when(sound).then(payment) / 100).round(2)


def measured(
    columns: ApplicationColumns, payment: nw.Expr, *, income_left: float = 1.0, value_left: float = 1.0
) -> dict[str, nw.Expr]:
    """The three measures, of whole cents: two numbers that are equal as fractions are then equal as floats.

    ``income_left`` and ``value_left`` are what a fall leaves of income and value.
    """
    income = _cents(nw.col(columns.monthly_income) * income_left)
    value = _cents(nw.col(columns.value) * value_left)
    cost, other = _cents(payment), _cents(nw.col(columns.other_monthly_debt))
    if columns.housing_cost is not None:
        cost = cost + _cents(nw.col(columns.housing_cost))
    return {
        "loan_to_value": loan_to_value(loan=_cents(nw.col(columns.loan)), value=value),
        "payment_to_income": payment_to_income(monthly_payment=cost, monthly_income=income),
        "debt_to_income": debt_to_income(monthly_debt_payments=cost + other, monthly_income=income),
    }


def judged(measures: Mapping[str, nw.Expr], limits: LendingLimits) -> nw.Expr:
    """The verdict on measures that are limited."""
    verdict = nw.lit(WITHIN)
    for name in limits.given:
        verdict = nw.when(measures[name].is_null()).then(nw.lit(UNJUDGED)).otherwise(verdict)
    for name, limit in limits.given.items():
        verdict = nw.when(measures[name] > limit).then(nw.lit(OUTSIDE)).otherwise(verdict)
    return verdict


def _reasons(limits: LendingLimits) -> nw.Expr:
    texts = []
    for name, limit in limits.given.items():
        texts.append(nw.when(nw.col(name) > limit).then(nw.lit(f"{name} above {limit:g}")))
    for name in limits.given:
        texts.append(nw.when(nw.col(name).is_null()).then(nw.lit(f"{name} cannot be computed")))
    return nw.concat_str(*texts, separator="; ", ignore_nulls=True)


def _to_the_cent(cents: nw.Expr) -> nw.Expr:
    return (cents + _HALF_A_CENT).floor()


def _cents(amount: nw.Expr) -> nw.Expr:
    return (amount * 100).round(0)
