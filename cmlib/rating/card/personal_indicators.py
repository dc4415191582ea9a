"""From an application to the columns of the personal card, on whatever engine holds the tables."""

from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.formula import Formula, Quantity, formula
from cmlib.table.door import as_frame, check_table

_FAMILY = "personal rating"
_KEY = ("application_id", "customer_id")
_APPLIED, _JOINED = "applied", "joined"
_AS_STATED = (
    "years_at_address", "years_in_job", "late_payments_24m", "credit_enquiries_6m", "officer_character_mark",
    "verified_income", "employer_stability",
)  # fmt: skip
_YES_OR_NO = ("taxes_in_order", "guarantor_offered")
_ECONOMY = ("unemployment", "growth")
_PERIOD = "period counted from year 0"


@formula(_FAMILY, unit="fraction", zh="债务收入比", better="lower")
def payments_to_income(monthly_payment: Quantity, other_monthly_debt: Quantity, verified_income: Quantity) -> Quantity:
    """Part of the proven monthly income that the new loan and all other debts take every month.

    Source: China Banking Regulatory Commission (2004), Guidelines on Risk Management of Real Estate Loans of
    Commercial Banks (商业银行房地产贷款风险管理指引), article 36, which allows a home buyer 55%.

    >>> payments_to_income(monthly_payment=2_000, other_monthly_debt=500, verified_income=10_000)
    0.25
    """
    return (monthly_payment + other_monthly_debt) / verified_income


@formula(_FAMILY, unit="fraction", zh="收入核实率", better="higher")
def proven_part_of_income(verified_income: Quantity, declared_income: Quantity) -> Quantity:
    """Income that papers prove, as a part of the income that the applicant declared.

    Source: the course's deck, chapter 6 (capacity).

    >>> proven_part_of_income(verified_income=9_000, declared_income=10_000)
    0.9
    """
    return verified_income / declared_income


@formula(_FAMILY, unit="times", zh="储蓄可付月数", better="higher")
def savings_in_payments(savings: Quantity, monthly_payment: Quantity, other_monthly_debt: Quantity) -> Quantity:
    """Months for which savings alone would pay the new loan and all other debts.

    Source: the course's deck, chapter 6 (capital).

    >>> savings_in_payments(savings=30_000, monthly_payment=2_000, other_monthly_debt=500)
    12.0
    """
    return savings / (monthly_payment + other_monthly_debt)


@formula(_FAMILY, unit="times", zh="抵质押覆盖率", better="higher")
def collateral_cover(collateral_value: Quantity, amount: Quantity) -> Quantity:
    """Value of the collateral per unit of the loan: 1 over the loan to value.

    Source: the course's deck, chapter 6 (collateral).

    >>> collateral_cover(collateral_value=1_000_000, amount=800_000)
    1.25
    """
    return collateral_value / amount


#: The ratios of the personal card, by name.
PERSONAL_RATIOS = {
    one.__name__: one for one in (payments_to_income, proven_part_of_income, savings_in_payments, collateral_cover)
}


def personal_indicators(applications: IntoFrameT, customers: IntoFrameT, macro: IntoFrameT) -> IntoFrameT:
    """The columns of ``PERSONAL_CARD`` for every application, ready for `cmlib.rating.score`.

    ``applications`` has the columns of the course's ``loan_applications``, ``customers`` gives
    ``customer_id`` and ``joined``, ``macro`` gives ``unemployment`` and ``growth`` by ``month`` (a date) or by
    ``year`` (a whole number). All three are tables of one kind; so is the answer: ``application_id``,
    ``customer_id`` and the columns of the card, one row for each application. What the application states is
    taken as it is; yes and no become 1 and 0.

    Only what was known then counts: of the economy the month (or year) before the application. An applicant
    who is not in the customer file, or an application older than the figures of the economy, has a missing
    value there.

    Raises ``TypeError`` for what is no table or for tables of two kinds, ``LookupError`` for a missing column,
    ``ValueError`` for text where numbers belong, an empty table, and a repeated application, customer or month.

    >>> from cmlib.datasets import load
    >>> from cmlib.rating import PERSONAL_CARD, score
    >>> people = personal_indicators(load("loan_applications"), load("customers"), load("macro_years"))
    >>> score(people, PERSONAL_CARD, firm="customer_id", year="application_id").columns[:2].tolist()
    ['customer_id', 'application_id']
    """
    asked_by = "personal_indicators"
    ratios = [name for one in PERSONAL_RATIOS.values() for name in one.parameters]
    frame = check_table(
        applications,
        asked_by=asked_by,
        numeric=[*_AS_STATED, *ratios],
        key=_KEY[:1],
        text=[*_KEY, _APPLIED, *_YES_OR_NO],
    )
    people = check_table(customers, asked_by=asked_by, key=["customer_id"], text=[_JOINED])
    by = "month" if "month" in as_frame(macro, asked_by).collect_schema().names() else "year"
    economy = check_table(macro, asked_by=asked_by, numeric=_ECONOMY, key=[by])
    if not frame.implementation == people.implementation == economy.implementation:
        kinds = ", ".join(type(one).__name__ for one in (applications, customers, macro))
        raise TypeError(f"{asked_by} needs three tables of one kind; found {kinds}")
    period = _months if by == "month" else _years
    now = nw.col(by) if by == "year" else _months(nw.col(by))
    economy = economy.select((now.cast(nw.Float64) + 1).alias(_PERIOD), *_ECONOMY)
    frame = frame.with_columns(period(nw.col(_APPLIED)).alias(_PERIOD))
    frame = frame.join(people.select("customer_id", _JOINED), on="customer_id", how="left")
    frame = frame.join(economy, on=_PERIOD, how="left")
    with_bank = _months(nw.col(_APPLIED)) - _months(nw.col(_JOINED))
    answer = frame.select(
        *_KEY,
        *(nw.col(name).cast(nw.Float64) for name in (*_AS_STATED, *_ECONOMY)),
        *(_one_or_zero(nw.col(name)).alias(name) for name in _YES_OR_NO),
        with_bank.alias("months_with_bank"),
        *(_of_columns(one).alias(name) for name, one in PERSONAL_RATIOS.items()),
    )
    return nw.to_native(answer)


def _of_columns(ratio: Formula) -> Any:
    return ratio(**{name: nw.col(name).cast(nw.Float64) for name in ratio.parameters})


def _years(date: nw.Expr) -> nw.Expr:
    return date.dt.year().cast(nw.Float64)


def _months(date: nw.Expr) -> nw.Expr:
    return _years(date) * 12 + date.dt.month().cast(nw.Float64)


def _one_or_zero(answer: nw.Expr) -> nw.Expr:
    """Yes as 1, no as 0, missing as missing: both guards are positive."""
    return (
        nw.when(answer == nw.lit(True)).then(nw.lit(1.0)).otherwise(nw.when(answer == nw.lit(False)).then(nw.lit(0.0)))
    )
