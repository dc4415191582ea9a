"""The repayment schedule of one loan, to the cent, with a fixed rate or with rates that are reset."""

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmlib.loans.amortisation import Instalments, Loans, amortise, level_payments, on_plans
from cmlib.loans.due_dates import due_dates, one_day
from cmlib.loans.terms import (
    AT_THE_END,
    EQUAL_INSTALMENT,
    EQUAL_PRINCIPAL,
    half_up,
    known_plan,
    whole_cents,
    whole_number,
    yearly_rates,
)

Rate = float | Mapping[int, float]
Day = str | datetime.date | np.datetime64


def equal_instalment(
    principal: float, *, rate_per_year: Rate, months: int, first_due: Day | None = None
) -> pd.DataFrame:
    """Schedule of a loan repaid in equal instalments (等额本息).

    ``principal`` is in CNY, ``rate_per_year`` a nominal yearly rate as a fraction of which a twelfth is
    charged each month, whatever its days, ``months`` the number of instalments, one a month. With
    ``first_due``, the day of the first, the schedule has the days on which they are due.

    The rate may be reset: ``{1: 0.042, 8: 0.0395}`` charges 4.2% in the first seven instalments and 3.95%
    from the eighth on, and the instalment is computed anew from what is then outstanding and the months
    left. `yearly_resets` makes such a mapping for loans that follow the loan prime rate (LPR).

    Returns one row an instalment: number, due_date (with ``first_due``), payment, principal, interest,
    outstanding (after it); in CNY and whole cents. Interest is rounded half up each month (四舍五入), the
    instalment once. The last instalment takes what rounding has left: principal adds up to the loan and
    outstanding ends at 0. `schedule_totals` adds a schedule up.

    Raises ``TypeError`` for what is no number, ``ValueError`` for a principal that is not above zero, above
    10 trillion or has parts of a cent, a rate outside 0 to 1, a term that is not a whole number from 1
    to 1,200, a mapping without a rate for instalment 1, and a ``first_due`` that is no day.

    Source: Kellison (2009), The Theory of Interest, 3rd ed., McGraw-Hill, ch. 5; the rounding is our own
    choice among those that banks make.

    >>> equal_instalment(1_000, rate_per_year=0.12, months=3, first_due="2024-01-31")
       number   due_date  payment  principal  interest  outstanding
    0       1 2024-01-31   340.02     330.02     10.00       669.98
    1       2 2024-02-29   340.02     333.32      6.70       336.66
    2       3 2024-03-31   340.03     336.66      3.37         0.00
    """
    return _schedule("equal_instalment", EQUAL_INSTALMENT, principal, rate_per_year, months, first_due)


def equal_principal(
    principal: float, *, rate_per_year: Rate, months: int, first_due: Day | None = None
) -> pd.DataFrame:
    """Schedule of a loan repaid in equal shares of principal (等额本金); its payments fall month by month.

    Arguments, result, rounding and errors as in `equal_instalment`. The share of principal is rounded half
    up once, and a reset of the rate does not change it.

    >>> equal_principal(1_000, rate_per_year=0.12, months=3)
       number  payment  principal  interest  outstanding
    0       1   343.33     333.33     10.00       666.67
    1       2   340.00     333.33      6.67       333.34
    2       3   336.67     333.34      3.33         0.00
    """
    return _schedule("equal_principal", EQUAL_PRINCIPAL, principal, rate_per_year, months, first_due)


def principal_at_end(
    principal: float, *, rate_per_year: Rate, months: int, first_due: Day | None = None
) -> pd.DataFrame:
    """Schedule of a loan that pays interest monthly and all its principal at the end (按月付息到期还本).

    Arguments, result, rounding and errors as in `equal_instalment`.

    >>> principal_at_end(1_000, rate_per_year=0.12, months=3)
       number  payment  principal  interest  outstanding
    0       1     10.0        0.0      10.0       1000.0
    1       2     10.0        0.0      10.0       1000.0
    2       3   1010.0     1000.0      10.0          0.0
    """
    return _schedule("principal_at_end", AT_THE_END, principal, rate_per_year, months, first_due)


def schedule(
    principal: float, *, rate_per_year: Rate, months: int, plan: str = EQUAL_INSTALMENT, first_due: Day | None = None
) -> pd.DataFrame:
    """The schedule of a loan with a plan named in ``PLANS``: one of the three functions above.

    Raises what they raise, and ``ValueError`` for another plan.

    >>> schedule(1_000, rate_per_year=0, months=2, plan="equal principal")["payment"].tolist()
    [500.0, 500.0]
    """
    return _schedule("schedule", known_plan(plan, "schedule"), principal, rate_per_year, months, first_due)


def one_loan(principal: int, rate_per_year: float, months: int, plan: str) -> Loans:
    """A loan of ``principal`` cents, alone."""
    return on_plans(np.array([principal]), np.array([rate_per_year]), np.array([months]), np.array([plan]), "half up")


def instalment_table(instalments: Instalments, first_due: np.datetime64 | None) -> pd.DataFrame:
    """Instalments of one loan as a table in CNY."""
    columns: dict[str, NDArray[Any]] = {"number": instalments.number}
    if first_due is not None:
        columns["due_date"] = due_dates(np.array(first_due), instalments.number).astype("datetime64[s]")
    columns |= {
        "payment": (instalments.principal + instalments.interest) / 100,
        "principal": instalments.principal / 100,
        "interest": instalments.interest / 100,
        "outstanding": instalments.outstanding / 100,
    }
    return pd.DataFrame(columns)


def _schedule(
    asked_by: str, plan: str, principal: float, rate_per_year: Rate, months: int, first_due: Day | None
) -> pd.DataFrame:
    cents = whole_cents(principal, "principal", asked_by, least=1)
    term = whole_number(months, "months", asked_by)
    rates = yearly_rates(rate_per_year, term, asked_by)
    first = None if first_due is None else one_day(first_due, "first_due", asked_by)
    return instalment_table(_with_resets(cents, rates, term, plan), first)


def _with_resets(principal: int, rates: tuple[tuple[int, float], ...], months: int, plan: str) -> Instalments:
    """The instalments of a loan, stretch by stretch of an unchanged rate."""
    loan = one_loan(principal, rates[0][1], months, plan)
    stretches: list[Instalments] = []
    ends = [number - 1 for number, _ in rates[1:]] + [months]
    for (number, rate), end in zip(rates, ends, strict=True):
        left = np.array([stretches[-1].outstanding[-1]]) if stretches else loan.principal
        term, yearly = np.array([months - number + 1]), np.array([rate])
        payment = level_payments(left, yearly, term) if plan == EQUAL_INSTALMENT else loan.payment
        stretches.append(first_instalments(amortise(Loans(left, yearly, term, payment, loan.level)), end - number + 1))
    return joined(*stretches)


def first_instalments(instalments: Instalments, count: int) -> Instalments:
    """The first ``count`` instalments of a loan."""
    return Instalments(**{name: values[:count] for name, values in vars(instalments).items()})


def joined(*stretches: Instalments) -> Instalments:
    """Instalments one after the other, numbered through."""
    columns = {name: np.concatenate([vars(one)[name] for one in stretches]) for name in vars(stretches[0])}
    columns["number"] = np.arange(1, len(columns["number"]) + 1)
    return Instalments(**columns)


def first_payment(principal: int, rate_per_year: float, months: int, plan: str) -> int:
    """The first payment of a loan of ``principal`` cents, in cents: the largest but for the last one's rounding."""
    loan = one_loan(principal, rate_per_year, months, plan)
    interest = half_up(principal * Fraction(repr(rate_per_year)) / 12)
    part = int(loan.payment[0]) - (interest if plan == EQUAL_INSTALMENT else 0)
    return interest + (principal if months == 1 else min(part, principal))
