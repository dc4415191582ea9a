"""The planted truth about personal loans: who misses an instalment, and what becomes of arrears.

A borrower who is current misses the instalment of a month with a probability that follows from the
five Cs as they stand in the application and from unemployment. Arrears are counted in instalments
unpaid; each month they are cured, kept (one instalment is paid) or roll on (nothing is paid). Four
unpaid instalments are more than 90 days: default.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.lending.applications import Applications
from cmlib.synthetic.lending.books import Loans, Paid
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted

#: Months before the first month in which loans already live by the same rules.
_RUN_IN = 12
_DEFAULTED = 4
_LATEST = 3  # days after the due day on which a payment that comes in its month may come


@dataclass(frozen=True)
class PayingParameters(Planted):
    """Log-odds of missing an instalment when current; then probabilities a month by instalments unpaid."""

    missed_intercept: float = -3.50
    missed_payment_to_income: float = 3.0  # (monthly payment + other monthly debt) / verified income, up to 1.2
    missed_late_payments: float = 0.45  # each late payment in 24 months, up to 5
    missed_capital: float = -0.30  # logarithm of savings / monthly payment, between -1 and 6
    missed_cover: float = -1.5  # collateral value / amount, up to 2.5; 0 without collateral
    missed_employer_stability: float = -0.28  # each mark above 3
    missed_unemployment: float = 1.00  # each percentage point above 5%
    roll_cured: tuple[float, ...] = (0.72, 0.36, 0.20, 0.03)  # with 1, 2, 3, and 4 or more unpaid
    roll_kept: tuple[float, ...] = (0.13, 0.22, 0.20, 0.12)
    prepaid_monthly: float = 0.003  # of the current who paid half a year

    @property
    def roll_matrix(self) -> np.ndarray:
        """Probability a month from 1, 2, 3, 4+ unpaid instalments (rows) to 0, 1, 2, 3, 4+ (columns)."""
        matrix = np.zeros((4, 5))
        for row, (cured, kept) in enumerate(zip(self.roll_cured, self.roll_kept, strict=True)):
            matrix[row, 0], matrix[row, row + 1] = cured, kept
            matrix[row, min(row + 2, 4)] += 1 - cured - kept
        return matrix


TRUTH = PayingParameters()


def log_odds(asked: Applications) -> np.ndarray:
    """Log-odds of missing an instalment with unemployment at 5%; from what the application says alone."""
    p = TRUTH
    burden = (asked.monthly_payment + asked.other_debt) / asked.verified_income
    return np.round(
        p.missed_intercept
        + p.missed_payment_to_income * np.minimum(burden, 1.2)
        + p.missed_late_payments * np.minimum(asked.late_payments, 5)
        + p.missed_capital * np.clip(np.log(asked.savings / asked.monthly_payment), -1, 6)
        + p.missed_cover * np.minimum(asked.collateral / asked.amount, 2.5)
        + p.missed_employer_stability * (asked.stability - 3),
        6,
    )


def unemployment_effect(unemployment: np.ndarray) -> np.ndarray:
    """What unemployment adds to the log-odds."""
    return TRUTH.missed_unemployment * (unemployment - 0.05) * 100


def default_within(miss: np.ndarray, months: int = 12) -> np.ndarray:
    """Probability that four instalments are unpaid at some month end within ``months``, beginning current.

    ``miss`` is the monthly probability of missing an instalment, held as it is.

    >>> float(default_within(np.array([0.0]))[0])
    0.0
    """
    state = np.zeros((len(miss), 5))
    state[:, 0] = 1
    roll = TRUTH.roll_matrix.copy()
    roll[3] = [0, 0, 0, 0, 1]
    for _ in range(months):
        moved = state[:, 1:] @ roll
        moved[:, 0] += state[:, 0] * (1 - miss)
        moved[:, 1] += state[:, 0] * miss
        state = moved
    return np.round(state[:, 4], 8)


def pay(block: PeopleBlock, loans: Loans, odds: np.ndarray, rng: np.random.Generator) -> Paid:
    """Let the borrowers of a block pay, month by month; who leaves the bank settles all in the last month."""
    p, count, calendar = TRUTH, len(loans), block.calendar
    leaves, extra = block.life.left_month[loans.borrower], unemployment_effect(block.economy.unemployment)
    cure, keep = np.array([0, *p.roll_cured]), np.array([0, *p.roll_kept])
    unpaid = np.maximum(1, np.minimum(-_RUN_IN - loans.month, loans.term + 1))
    prepaid = np.full(count, -1)
    history = []
    for month in range(-_RUN_IN, calendar.months):
        if month == 0:
            history.append(unpaid)
        draw, early = rng.random((2, count))
        miss = logistic(odds + extra[max(month, 0)])
        running = (month > loans.month) & (unpaid <= loans.term) & (prepaid < 0)
        due = np.clip(month - loans.month, 0, loans.term)
        behind = np.clip(month - loans.month - unpaid, 0, _DEFAULTED)
        cured = np.where(behind == 0, 1 - miss, cure[behind])
        settles = running & (leaves >= 0) & (month == leaves)
        all_paid = running & ((draw < cured) | settles)
        one_paid = running & ~all_paid & (draw < cured + keep[behind])
        unpaid = np.where(all_paid, due + 1, np.where(one_paid, unpaid + 1, unpaid))
        willing = (early < p.prepaid_monthly) & (behind == 0) & (month - loans.month > 6)
        prepays = all_paid & (settles | willing) & (unpaid <= loans.term) & (month >= 0)
        prepaid = np.where(prepays, month, prepaid)
        if month >= 0:
            history.append(unpaid)
    paid = np.array(history, dtype=np.int64)
    late = np.where(
        rng.random((calendar.months, count)) < 0.12, rng.integers(1, _LATEST + 1, (calendar.months, count)), 0
    )
    return Paid(paid, np.zeros_like(paid), prepaid, late)
