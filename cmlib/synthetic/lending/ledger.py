"""From loans and what has been paid on them to the bank's tables; the same for persons and firms."""

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import event_ids
from cmlib.synthetic.lending.amortisation import BASIS_POINTS, PLANS, Schedule
from cmlib.synthetic.lending.books import SECURITY, Loans, Paid, Position

KINDS_OF_PAYMENT = ("instalment", "part of an instalment", "prepayment")
_INSTALMENT, _PART, _PREPAYMENT = range(3)


def ledger_tables(business: str, block, loans: Loans, ids, plan: Schedule, paid: Paid, at: Position, category) -> dict:
    """The tables ``loans``, ``schedules``, ``payments`` and ``loan_months`` of a block.

    ``business`` is ``"personal"`` or ``"corporate"``; ``category`` is of shape (months, loans).
    """
    return {
        "loans": _loans(business, block, loans, ids, paid),
        "schedules": _schedules(loans, ids, plan, block.calendar),
        "payments": _payments(business, block, loans, ids, plan, paid),
        "loan_months": _loan_months(ids, at, category, block.calendar),
    }


def _loans(business, block, loans, ids, paid) -> pd.DataFrame:
    names = block.people.ids if business == "personal" else block.ids
    nobody = np.full(len(loans), None, dtype=object)
    return pd.DataFrame(
        {
            "loan_id": ids,
            "customer_id": names[loans.borrower] if business == "personal" else nobody,
            "firm_id": names[loans.borrower] if business == "corporate" else nobody,
            "product_id": loans.product,
            "granted": loans.granted,
            "amount": loans.amount / 100,
            "term_months": loans.term,
            "rate": loans.basis_points / BASIS_POINTS,
            "repayment_plan": coded(loans.plan, PLANS),
            "due_day": loans.due_day,
            "security": coded(loans.security, SECURITY),
            "matures": loans.due(loans.term, block.calendar),
            "instalments_paid_before": paid.unpaid[0] - 1,
        }
    )


def _schedules(loans, ids, plan, calendar) -> pd.DataFrame:
    loan, place = np.nonzero(plan.shown)
    months = (calendar.starts[0] + loans.month[loan] + place + 1).astype("datetime64[D]")
    return pd.DataFrame(
        {
            "loan_id": coded(loan, ids),
            "number": place + 1,
            "due_date": months + (loans.due_day[loan] - 1),
            "principal": plan.principal[loan, place] / 100,
            "interest": plan.interest[loan, place] / 100,
            "outstanding": plan.outstanding[loan, place] / 100,
        }
    )


def _payments(business, block, loans, ids, plan, paid) -> pd.DataFrame:
    """In the order of the months."""
    before, after = paid.unpaid[:-1], paid.unpaid[1:]
    whole = _whole_instalments(before, after)
    # A part: what came in of the oldest instalment beyond what had come in before.
    new_part = paid.part[1:] - np.where(after == before, paid.part[:-1], 0)
    month, loan = np.nonzero(new_part > 0)
    parts = (month, loan, after[month, loan], np.full(len(month), _PART))
    loan = np.flatnonzero(paid.prepaid >= 0)
    month = paid.prepaid[loan]
    rest = (month, loan, after[month, loan], np.full(len(month), _PREPAYMENT))
    month, loan, number, kind = (np.concatenate(column) for column in zip(whole, parts, rest, strict=True))
    order = np.lexsort((number, loan, month))
    month, loan, number, kind = month[order], loan[order], number[order], kind[order]

    principal, interest = plan.principal[loan, number - 1], plan.interest[loan, number - 1]
    had = np.where(paid.unpaid[month, loan] == number, paid.part[month, loan], 0)
    has = np.where(kind == _PART, paid.part[month + 1, loan], principal + interest)
    interest_paid = np.minimum(has, interest) - np.minimum(had, interest)
    principal_paid = (has - had) - interest_paid
    principal_paid = np.where(kind == _PREPAYMENT, plan.outstanding[loan, number - 2], principal_paid)
    interest_paid = np.where(kind == _PREPAYMENT, 0, interest_paid)
    day = np.minimum(loans.due_day[loan] + paid.days_late[month, loan], 28)
    return pd.DataFrame(
        {
            "payment_id": event_ids(business, block.number, len(order)),
            "loan_id": coded(loan, ids),
            "number": number,
            "date": block.calendar.first_days[month] + (day - 1),
            "amount": (principal_paid + interest_paid) / 100,
            "principal": principal_paid / 100,
            "interest": interest_paid / 100,
            "kind": coded(kind, KINDS_OF_PAYMENT),
        }
    )


def _loan_months(ids, at, category, calendar) -> pd.DataFrame:
    loan, month = np.nonzero(at.running.T)
    return pd.DataFrame(
        {
            "loan_id": coded(loan, ids),
            "month": calendar.first_days[month],
            "outstanding": at.outstanding[month, loan] / 100,
            "overdue": at.overdue[month, loan] / 100,
            "days_past_due": at.days_past_due[month, loan],
            "category": category[month, loan],
        }
    )


def _whole_instalments(before, after):
    """Month, loan, number and kind of every instalment that was paid up."""
    month, loan = np.nonzero(after > before)
    count = (after - before)[month, loan]
    first = before[month, loan]
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    month, loan, number = np.repeat(month, count), np.repeat(loan, count), np.repeat(first, count) + within
    return month, loan, number, np.full(len(number), _INSTALMENT)
