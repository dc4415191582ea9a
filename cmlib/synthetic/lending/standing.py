"""Where loans stand at month ends, worked out again from loans, schedules and payments alone."""

import numpy as np
import pandas as pd


def standing(where: pd.DataFrame, loans: pd.DataFrame, schedules: pd.DataFrame, payments: pd.DataFrame) -> pd.DataFrame:
    """Days past due, overdue and outstanding amounts of each ``loan_id`` and ``month`` of ``where``.

    ``loans`` says how many instalments were paid before the payments begin. An instalment counts as
    due from its date on; a prepayment cancels those due after it. The frame has the rows of ``where``
    in their order, with the three columns added.
    """
    names = pd.Index(loans["loan_id"])
    first = int(_month(where["month"]).min()) if len(where) else 0
    at = names.get_indexer(where["loan_id"]), _month(where["month"]) - first
    months = int(at[1].max(initial=0)) + 1

    def grid(loan, month, values):
        """Sums by loan and month, cumulated over the months; what lies before is in the first."""
        inside = (loan >= 0) & (month < months)
        place = loan[inside] * months + np.maximum(month[inside], 0)
        sums = np.bincount(place, np.asarray(values, float)[inside], minlength=len(names) * months)
        return sums.reshape(len(names), months).cumsum(axis=1)

    loan, number = names.get_indexer(schedules["loan_id"]), schedules["number"].to_numpy()
    principal, interest = _cents(schedules["principal"]), _cents(schedules["interest"])
    due_on, due_in = schedules["due_date"].to_numpy(), _month(schedules["due_date"]) - first
    paid_loan, paid_in = names.get_indexer(payments["loan_id"]), _month(payments["date"]) - first
    rest = (payments["kind"] == "prepayment").to_numpy()
    ended = np.full(len(names), np.iinfo(np.int64).max)
    ended[paid_loan[rest]] = payments["number"].to_numpy()[rest]  # the first instalment that is cancelled

    before = number <= loans["instalments_paid_before"].to_numpy()[loan]
    counts = ~before & (number < ended[loan])
    overdue = grid(loan[counts], due_in[counts], (principal + interest)[counts])
    overdue -= grid(paid_loan[~rest], paid_in[~rest], _cents(payments["amount"])[~rest])
    owed = _cents(loans["amount"]) - np.bincount(loan[before], principal[before], minlength=len(names))
    outstanding = owed[:, None] - grid(paid_loan, paid_in, _cents(payments["principal"]))

    # The month in which each instalment was fully paid: that of its last payment, if all came in.
    key = loan * 1_000 + number
    paid_key = (paid_loan * 1_000 + payments["number"].to_numpy())[~rest]
    order = np.argsort(key)
    place = order[np.clip(np.searchsorted(key, paid_key, sorter=order), 0, max(len(key) - 1, 0))]
    known = key[place] == paid_key
    place, when = place[known], paid_in[~rest][known]
    came = np.bincount(place, _cents(payments["amount"])[~rest][known], minlength=len(key))
    settled = np.zeros(len(key), dtype=np.int64)
    np.maximum.at(settled, place, when)
    settled = np.where(came >= principal + interest, settled, months)

    # Instalments late at a month end, one entry for each such month; the oldest counts.
    late = np.flatnonzero(counts & (due_in < settled) & (due_in < months))
    from_month = np.maximum(due_in[late], 0)
    span = np.maximum(np.minimum(settled[late], months) - from_month, 0)
    which = np.repeat(late, span)
    month = np.arange(span.sum()) - np.repeat(np.cumsum(span) - span, span) + np.repeat(from_month, span)
    month_end = (np.datetime64(first, "M") + month + 1).astype("datetime64[D]") - 1
    days = (month_end - due_on[which].astype("datetime64[D]")).astype(int)
    oldest = np.zeros((len(names), months), dtype=np.int64)
    np.maximum.at(oldest, (loan[which], month), days)
    return where.assign(
        days_past_due=oldest[at], overdue=np.rint(overdue[at]) / 100, outstanding=np.rint(outstanding[at]) / 100
    )


def _month(dates) -> np.ndarray:
    return np.asarray(dates).astype("datetime64[M]").astype(np.int64)


def _cents(amount) -> np.ndarray:
    return np.rint(np.asarray(amount) * 100).astype(np.int64)
