"""The largest loan that value and income allow, and which limit it is that binds."""

from dataclasses import dataclass

from cmlib.loans.limits import HOUSING_LIMITS, LendingLimits, require_limits
from cmlib.loans.schedule import first_payment
from cmlib.loans.terms import (
    EQUAL_INSTALMENT,
    LARGEST_AMOUNT,
    PLANS,
    exact_fraction,
    known_plan,
    whole_cents,
    whole_number,
    yearly_rate,
)


@dataclass(frozen=True)
class MaximumLoan:
    """The largest loan in whole CNY, and the largest under each limit alone; ``None`` where a limit is not applied.

    ``binding`` names the limit that allows least, the first in the order of the fields when two allow the same.
    """

    amount: int
    by_loan_to_value: int | None
    by_payment_to_income: int | None
    by_debt_to_income: int | None
    binding: str


def maximum_loan(
    *,
    rate_per_year: float,
    months: int,
    monthly_income: float | None = None,
    other_monthly_debt: float = 0.0,
    housing_cost: float = 0.0,
    value: float | None = None,
    plan: str = EQUAL_INSTALMENT,
    limits: LendingLimits = HOUSING_LIMITS,
) -> MaximumLoan:
    """The largest loan that keeps every limit (贷款额度上限).

    The arguments are those of `affordability`, but for ``plan``, which is ``"equal instalment"`` or ``"equal
    principal"``: with principal at the end, payments say nothing about the loan. Of ``monthly_income`` and
    ``value``, those are needed which the limits speak of. The payment is the first one, to the cent.

    The amount is in whole CNY, rounded down: `affordability` finds it within the limits and one CNY more
    outside. It is 0 when the limits leave nothing, for example because other debts take it all.

    Raises ``TypeError`` for what is no number, ``ValueError`` for terms that `equal_instalment` refuses, a
    negative amount, parts of a cent, another plan, and a missing income or value.

    >>> most = maximum_loan(rate_per_year=0.036, months=360, monthly_income=9_000, other_monthly_debt=1_500,
    ...                     value=1_000_000)
    >>> most.amount, most.binding
    (758834, 'debt_to_income')
    >>> most.by_loan_to_value, most.by_payment_to_income
    (850000, 989783)
    """
    asked_by = "maximum_loan"
    require_limits(limits, asked_by)
    rate, term = yearly_rate(rate_per_year, "rate_per_year", asked_by), whole_number(months, "months", asked_by)
    known_plan(plan, asked_by, PLANS[:2])
    other = whole_cents(other_monthly_debt, "other_monthly_debt", asked_by)
    cost = whole_cents(housing_cost, "housing_cost", asked_by)
    allowed: dict[str, int] = {}
    for name, limit in limits.given.items():
        what, given = ("value", value) if name == "loan_to_value" else ("monthly_income", monthly_income)
        if given is None:
            raise ValueError(
                f"maximum_loan needs {what}, of which {name} is limited in {limits.name!r}; give it, or judge by "
                f"limits without: dataclasses.replace(limits, {name}=None)"
            )
        room = int(exact_fraction(limit, name, asked_by) * whole_cents(given, what, asked_by))  # rounds down
        if name == "loan_to_value":
            allowed[name] = room // 100
        else:
            payment = room - cost - (other if name == "debt_to_income" else 0)
            allowed[name] = _largest_loan(payment, rate, term, plan)
    binding = min(allowed, key=lambda name: allowed[name])
    return MaximumLoan(
        allowed[binding],
        allowed.get("loan_to_value"),
        allowed.get("payment_to_income"),
        allowed.get("debt_to_income"),
        binding,
    )


def _largest_loan(payment: int, rate: float, months: int, plan: str) -> int:
    """The largest loan in whole CNY whose first payment is at most ``payment`` cents, found by halving."""
    fits, too_large = 0, min(max(payment, 0) * months // 100 + months, LARGEST_AMOUNT) + 1
    while too_large - fits > 1:
        middle = (fits + too_large) // 2
        if first_payment(100 * middle, rate, months, plan) <= payment:
            fits = middle
        else:
            too_large = middle
    return fits
