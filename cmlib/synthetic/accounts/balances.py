"""The rows of the table of balances, from what each kind of holding did."""

from dataclasses import dataclass, fields

import numpy as np

from cmlib.synthetic.accounts.days import Days
from cmlib.synthetic.accounts.holdings import NO_DAY, Holdings
from cmlib.synthetic.accounts.time_deposits import TimeDeposits


@dataclass(frozen=True)
class BalanceRows:
    """Rows by holding and month; money in whole cents."""

    holding: np.ndarray  # place in the block's holdings
    month: np.ndarray
    inflow: np.ndarray
    outflow: np.ndarray
    interest: np.ndarray
    balance: np.ndarray

    @staticmethod
    def together(parts: "list[BalanceRows]") -> "BalanceRows":
        """Several as one."""
        return BalanceRows(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(BalanceRows)))


def rows_of(days: Days, held: Holdings, offset: int, inflow, outflow, interest, balance) -> BalanceRows:
    """Rows of holdings whose amounts are arrays of shape (months, holdings), from ``offset`` on in the block."""
    first, last = _months_open(days, held)
    month = np.arange(days.calendar.months)
    holding, month = np.nonzero((month >= first[:, None]) & (month <= last[:, None]))
    return BalanceRows(
        holding + offset, month, *(part[month, holding] for part in (inflow, outflow, interest, balance))
    )


def deposit_rows(days: Days, deposits: TimeDeposits, offset: int) -> BalanceRows:
    """Rows of time deposits: placed, the same for months, repaid."""
    held = deposits.holdings
    first, last = _months_open(days, held)
    spans = last - first + 1
    holding = np.repeat(np.arange(len(held)), spans)
    month = np.arange(len(holding)) - np.repeat(np.cumsum(spans) - spans - first, spans)
    principal, interest = deposits.principal[holding], deposits.interest[holding]
    begins = (month == first[holding]) & (held.opened[holding] >= 0)
    ends = (month == last[holding]) & (held.closed[holding] != NO_DAY)
    earned = np.where(ends, interest, 0)
    out = np.where(ends, principal + interest, 0)
    return BalanceRows(
        holding + offset, month, np.where(begins, principal, 0), out, earned, np.where(ends, 0, principal)
    )


def _months_open(days: Days, held: Holdings) -> tuple[np.ndarray, np.ndarray]:
    first = np.maximum(days.month(held.opened), 0)
    return first, np.where(held.closed == NO_DAY, days.calendar.months - 1, days.month(np.maximum(held.closed, 0)))
