"""Loans, what has been paid on them, and where they stand; the same for persons and firms."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.identifiers import numbered
from cmlib.synthetic.lending.amortisation import Schedule, amortise

#: What secures a loan: 信用, 保证, 抵押, 质押.
SECURITY = ("none", "guarantee", "mortgage", "pledge")
UNSECURED, GUARANTEE, MORTGAGE, PLEDGE = range(4)

#: A block numbers its loans and their collateral within a range of this size; firms begin where persons end.
LOANS_PER_BLOCK, FIRST_CORPORATE_LOAN = 10_000, 500_000_000


@dataclass(frozen=True)
class Loans:
    """The loans of a block, one entry each. Months are counted from the calendar's first, from below 0 on."""

    borrower: np.ndarray  # place in the block
    product: np.ndarray  # the product's number, as text
    granted: np.ndarray  # datetime64[D]
    month: np.ndarray  # in which it was granted; instalment k is due k months later
    amount: np.ndarray  # cents
    basis_points: np.ndarray
    term: np.ndarray  # months
    plan: np.ndarray  # index into PLANS
    due_day: np.ndarray
    security: np.ndarray  # index into SECURITY

    def __len__(self):
        return len(self.amount)

    def chosen(self, places: np.ndarray) -> "Loans":
        """Some of the loans."""
        return Loans(**{name: values[places] for name, values in vars(self).items()})

    def due(self, number: np.ndarray, calendar: Calendar) -> np.ndarray:
        """The date on which instalment ``number`` of each loan is due."""
        return (calendar.starts[0] + self.month + number).astype("datetime64[D]") + (self.due_day - 1)

    @property
    def ends(self) -> np.ndarray:
        """The month in which the last instalment is due."""
        return self.month + self.term


@dataclass(frozen=True)
class Paid:
    """How far loans are paid; rows of the first two arrays are month ends, the one before the first month included."""

    unpaid: np.ndarray  # (months + 1, loans): number of the oldest instalment not fully paid
    part: np.ndarray  # (months + 1, loans): cents paid of that instalment
    prepaid: np.ndarray  # (loans): month in which the rest was prepaid; -1: never
    days_late: np.ndarray  # (months, loans): days after the due day on which the month's payment comes


@dataclass(frozen=True)
class Position:
    """Every loan at every month end: arrays of shape (months, loans), in cents and days."""

    running: np.ndarray  # whether the loan was running during the month
    outstanding: np.ndarray
    overdue: np.ndarray
    days_past_due: np.ndarray


def loan_ids(first: int, count: int) -> np.ndarray:
    """Loans in a row."""
    return numbered("L", first, count, 9)


def schedule(loans: Loans) -> Schedule:
    """The schedules of the loans."""
    return amortise(loans.amount, loans.basis_points, loans.term, loans.plan)


def position(loans: Loans, plan: Schedule, paid: Paid, calendar: Calendar) -> Position:
    """What stands on the books at each month end."""
    months, loan = np.arange(calendar.months)[:, None], np.arange(len(loans))
    unpaid, part = paid.unpaid[1:], paid.part[1:]
    closed = (unpaid > loans.term) | ((paid.prepaid >= 0) & (paid.prepaid <= months))
    running = (months >= loans.month) & ~np.vstack([paid.unpaid[:1] > loans.term, closed[:-1]])
    zero = np.zeros((len(loans), 1), dtype=np.int64)
    balance = np.hstack([loans.amount[:, None], plan.outstanding])
    instalments = np.hstack([zero, np.cumsum(plan.principal + plan.interest, axis=1)])
    interest = np.hstack([plan.interest, zero])
    fallen_due = np.clip(months - loans.month, 0, loans.term)
    overdue = instalments[loan, fallen_due] - instalments[loan, unpaid - 1] - part
    oldest = loans.due(np.minimum(unpaid, loans.term), calendar)
    late = ~closed & (unpaid <= fallen_due)
    principal_paid = np.maximum(part - interest[loan, unpaid - 1], 0)
    return Position(
        running=running,
        outstanding=np.where(closed, 0, balance[loan, unpaid - 1] - principal_paid),
        overdue=np.where(late, overdue, 0),
        days_past_due=np.where(late, (calendar.last_days[:, None] - oldest).astype(int), 0),
    )
