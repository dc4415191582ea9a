"""A part of a loan paid early: the schedule from then on, and what it saves."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cmlib.loans.amortisation import Instalments, Loans, amortise
from cmlib.loans.due_dates import one_day
from cmlib.loans.schedule import Day, first_instalments, instalment_table, joined, one_loan
from cmlib.loans.terms import (
    EQUAL_INSTALMENT,
    PLANS,
    exact_fraction,
    half_up,
    known_plan,
    whole_cents,
    whole_number,
    yearly_rate,
)

#: What a prepayment changes: 缩短期限, 减少月供.
EFFECTS = ("shorter term", "lower instalment")
SHORTER_TERM, LOWER_INSTALMENT = EFFECTS


@dataclass(frozen=True)
class Prepayment:
    """A prepayment and its effect; amounts in CNY.

    ``schedule`` has the columns of `equal_instalment` and ``paid_early``, the amount paid beyond the
    instalment; ``outstanding`` is after both. ``without`` is the schedule without the prepayment.
    ``net_saving`` is ``interest_saved`` less ``fee``. ``payment_before`` and ``payment_after`` are the
    instalments before the prepayment and after it, 0 when it ended the loan.
    """

    schedule: pd.DataFrame
    without: pd.DataFrame
    paid_early: float
    fee: float
    interest_saved: float
    net_saving: float
    months_saved: int
    payment_before: float
    payment_after: float


def prepay(
    principal: float,
    *,
    rate_per_year: float,
    months: int,
    after: int,
    amount: float,
    effect: str = SHORTER_TERM,
    plan: str = EQUAL_INSTALMENT,
    fee_rate: float = 0.0,
    first_due: Day | None = None,
) -> Prepayment:
    """Pay a part of a loan early (提前还款), or all of it.

    ``amount`` CNY are paid together with instalment number ``after``; ``plan`` is one of ``PLANS``. With the
    effect ``"shorter term"`` (缩短期限) the instalment, or the equal share of principal, stays what it is
    and the loan ends sooner, with a smaller last instalment. With ``"lower instalment"`` (减少月供) the term
    stays and the instalment is computed anew. With a plan that repays at the end the two are the same.
    The fee (违约金) is ``fee_rate`` x amount, rounded half up to the cent. The other arguments, the
    rounding and the errors are as in `equal_instalment`; the rate is one number.

    Raises also ``ValueError`` for an unknown effect or plan, an ``after`` that is not a whole number below
    ``months``, a fee rate outside 0 to 1, and an amount that is not above zero or more than is then outstanding.

    >>> early = prepay(100_000, rate_per_year=0.12, months=12, after=6, amount=20_000)
    >>> early.months_saved, early.interest_saved, early.payment_after
    (2, 1075.12, 8884.88)
    """
    asked_by = "prepay"
    cents = whole_cents(principal, "principal", asked_by, least=1)
    rate, term = yearly_rate(rate_per_year, "rate_per_year", asked_by), whole_number(months, "months", asked_by)
    known_plan(plan, asked_by, PLANS)
    if effect not in EFFECTS:
        raise ValueError(f"prepay needs effect to be one of {', '.join(map(repr, EFFECTS))}; found {effect!r}")
    paid = whole_number(after, "after", asked_by)
    if paid >= term:
        raise ValueError(f"prepay needs after to be below the {term} months of the loan; found {after!r}")
    early = whole_cents(amount, "amount", asked_by, least=1)
    charged = half_up(early * exact_fraction(fee_rate, "fee_rate", asked_by))
    first = None if first_due is None else one_day(first_due, "first_due", asked_by)

    loan = one_loan(cents, rate, term, plan)
    without = amortise(loan)
    before = first_instalments(without, paid)
    left = int(before.outstanding[-1]) - early
    if left < 0:
        raise ValueError(
            f"prepay needs amount to be at most {int(before.outstanding[-1]) / 100:,.2f} CNY, "
            f"which is outstanding after instalment {paid}; found {amount!r}"
        )
    after_it = _after(loan, left, term - paid, plan, effect)
    whole = joined(replace(before, outstanding=np.append(before.outstanding[:-1], left)), after_it)
    schedule = instalment_table(whole, first)
    schedule.insert(len(schedule.columns) - 1, "paid_early", 0.0)  # before outstanding
    schedule.loc[paid - 1, "paid_early"] = early / 100
    saved = int(without.interest.sum() - whole.interest.sum())
    return Prepayment(
        schedule=schedule,
        without=instalment_table(without, first),
        paid_early=early / 100,
        fee=charged / 100,
        interest_saved=saved / 100,
        net_saving=(saved - charged) / 100,
        months_saved=len(without.number) - len(whole.number),
        payment_before=float(schedule["payment"].iloc[paid - 1]),
        payment_after=float(schedule["payment"].iloc[paid]) if len(after_it.number) else 0.0,
    )


def _after(loan: Loans, left: int, months: int, plan: str, effect: str) -> Instalments:
    """The instalments that repay ``left`` cents; none when nothing is left."""
    rest = one_loan(left, float(loan.rate_per_year[0]), months, plan)
    if effect == SHORTER_TERM:
        rest = replace(rest, payment=loan.payment)
    instalments = amortise(rest)
    needed = int((instalments.principal.cumsum() < left).sum()) + 1
    return first_instalments(instalments, needed if left else 0)
