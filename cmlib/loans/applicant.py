"""One applicant: the payment, what it takes of income and value, and whether that is within the limits."""

from dataclasses import dataclass
from fractions import Fraction

from cmlib.loans.limits import HOUSING_LIMITS, LendingLimits, require_limits
from cmlib.loans.measures import debt_to_income, loan_to_value, payment_to_income
from cmlib.loans.schedule import first_payment
from cmlib.loans.terms import EQUAL_INSTALMENT, exact_fraction, known_plan, whole_cents, whole_number, yearly_rate

WITHIN, OUTSIDE, UNJUDGED = VERDICTS = ("within", "outside", "cannot be judged")


@dataclass(frozen=True)
class Affordability:
    """What a loan asks of an applicant. ``monthly_payment`` is the first payment, in CNY and to the cent.

    A measure that cannot be computed is NaN. ``reasons`` name each limit that is broken, or the measure that
    is needed and cannot be computed; there are none when the verdict is ``"within"``.
    """

    loan: float
    monthly_payment: float
    loan_to_value: float
    payment_to_income: float
    debt_to_income: float
    verdict: str
    reasons: tuple[str, ...]


def affordability(
    loan: float,
    *,
    rate_per_year: float,
    months: int,
    monthly_income: float,
    other_monthly_debt: float = 0.0,
    housing_cost: float = 0.0,
    value: float | None = None,
    plan: str = EQUAL_INSTALMENT,
    limits: LendingLimits = HOUSING_LIMITS,
) -> Affordability:
    """Can an applicant carry a loan (还款能力)?

    ``loan`` and all other amounts are in CNY: ``monthly_income``, ``other_monthly_debt`` (payments on other
    debts), ``housing_cost`` (the monthly property management fee, which the regulator counts with the
    payment) and ``value``, of what secures the loan. The payment is the first one of ``plan``, one of
    ``cmlib.loans.PLANS``; for a loan repaid at the end it is interest only, and says nothing about the principal.

    The verdict is ``"within"`` when every limit of ``limits`` is kept, ``"outside"`` when one is broken,
    and ``"cannot be judged"`` when none is broken but a measure cannot be computed, for want of an income or
    a value above zero. Limits are compared exactly, in whole cents: at the limit is within.

    Raises ``TypeError`` for what is no number and limits that are none, ``ValueError`` for terms that
    `equal_instalment` refuses, for a negative amount, parts of a cent and an unknown plan.

    >>> picture = affordability(800_000, rate_per_year=0.036, months=360, monthly_income=9_000,
    ...                         other_monthly_debt=1_500, value=1_000_000)
    >>> picture.monthly_payment, round(picture.debt_to_income, 4), picture.verdict
    (3637.16, 0.5708, 'outside')
    >>> picture.reasons
    ('debt_to_income 0.5707955556 is above 0.55',)
    """
    asked_by = "affordability"
    require_limits(limits, asked_by)
    cents = whole_cents(loan, "loan", asked_by, least=1)
    rate, term = yearly_rate(rate_per_year, "rate_per_year", asked_by), whole_number(months, "months", asked_by)
    income = whole_cents(monthly_income, "monthly_income", asked_by)
    other = whole_cents(other_monthly_debt, "other_monthly_debt", asked_by)
    worth = 0 if value is None else whole_cents(value, "value", asked_by)
    payment = first_payment(cents, rate, term, known_plan(plan, asked_by))
    cost = payment + whole_cents(housing_cost, "housing_cost", asked_by)
    measures = {
        "loan_to_value": loan_to_value(loan=cents, value=worth),
        "payment_to_income": payment_to_income(monthly_payment=cost, monthly_income=income),
        "debt_to_income": debt_to_income(monthly_debt_payments=cost + other, monthly_income=income),
    }
    parts = {
        "loan_to_value": (cents, worth),
        "payment_to_income": (cost, income),
        "debt_to_income": (cost + other, income),
    }
    broken, unknown = [], []
    for name, limit in limits.given.items():
        taken, base = parts[name]
        if not base:
            what = "value" if name == "loan_to_value" else "monthly_income"
            unknown.append(f"{name} cannot be computed: {what} is missing or 0")
        elif Fraction(taken, base) > exact_fraction(limit, name, asked_by):
            broken.append(f"{name} {measures[name]:.10g} is above {limit:g}")
    verdict = OUTSIDE if broken else UNJUDGED if unknown else WITHIN
    return Affordability(
        loan=cents / 100, monthly_payment=payment / 100, **measures, verdict=verdict, reasons=(*broken, *unknown)
    )
