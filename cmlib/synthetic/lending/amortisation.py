"""What is to be paid on a loan, instalment by instalment, in whole cents, for many loans at once.

Interest of a month is the principal outstanding x the yearly rate / 12, rounded half up to the cent:
every month counts as a twelfth of a year. The last instalment takes what rounding left over.
"""

from dataclasses import dataclass

import numpy as np

#: How a loan is repaid: 等额本息, 等额本金, 按月付息到期还本.
PLANS = ("equal instalment", "equal principal", "interest monthly, principal at the end")
EQUAL_INSTALMENT, EQUAL_PRINCIPAL, AT_THE_END = range(3)

#: Rates are whole numbers of basis points (0.0001 a year), so that interest is exact.
BASIS_POINTS = 10_000
_YEAR = 12 * BASIS_POINTS


@dataclass(frozen=True)
class Schedule:
    """Arrays of shape (loans, longest term), in cents; 0 after a loan's own term."""

    principal: np.ndarray
    interest: np.ndarray
    outstanding: np.ndarray  # after the instalment
    term: np.ndarray  # one number a loan

    @property
    def shown(self) -> np.ndarray:
        """Which entries are instalments."""
        return np.arange(1, self.principal.shape[1] + 1) <= self.term[:, None]


def month_interest(outstanding: np.ndarray, basis_points: np.ndarray) -> np.ndarray:
    """Interest of one month on ``outstanding`` cents, rounded half up to the cent.

    >>> int(month_interest(1_000_000, 600))  # 10,000 CNY at 6% a year
    5000
    """
    return (outstanding * basis_points + _YEAR // 2) // _YEAR


def equal_instalment(amount: np.ndarray, basis_points: np.ndarray, term: np.ndarray) -> np.ndarray:
    """The instalment that repays ``amount`` cents in ``term`` months, to the cent.

    >>> int(equal_instalment(10_000_000, 1_200, 12))  # 100,000 CNY at 12% a year
    888488
    """
    rate = np.maximum(basis_points, 1) / _YEAR
    exact = np.where(
        basis_points > 0, amount * rate / (1 - (1 + rate) ** -np.asarray(term, dtype=float)), amount / term
    )
    return np.rint(np.round(exact, 3)).astype(np.int64)


def first_payment(amount, basis_points, term, plan) -> np.ndarray:
    """Principal and interest of the first instalment, in cents, when there is more than one."""
    interest = month_interest(amount, basis_points)
    return np.select(
        [plan == EQUAL_INSTALMENT, plan == EQUAL_PRINCIPAL],
        [equal_instalment(amount, basis_points, term), amount // term + interest],
        interest,
    )


def amortise(amount: np.ndarray, basis_points: np.ndarray, term: np.ndarray, plan: np.ndarray) -> Schedule:
    """The schedules of loans of ``amount`` cents over ``term`` months."""
    loans, longest = len(amount), int(term.max(initial=1))
    principal, interest, outstanding = (np.zeros((longest, loans), dtype=np.int64) for _ in range(3))
    # Longest loans first, so that those still running are always the first ones.
    order = np.argsort(-term, kind="stable")
    points, terms, left = basis_points[order], term[order], amount[order].copy()
    level = equal_instalment(amount, basis_points, term)[order]
    share = np.where(plan == EQUAL_PRINCIPAL, amount // term, 0)[order]
    falling = (plan == EQUAL_INSTALMENT)[order]
    running = np.searchsorted(-terms, -np.arange(longest), side="left")
    for place in range(longest):
        now = slice(0, running[place])
        charge = month_interest(left[now], points[now])
        part = np.where(falling[now], level[now] - charge, share[now])
        part = np.where(terms[now] == place + 1, left[now], part)
        left[now] -= part
        principal[place, now], interest[place, now], outstanding[place, now] = part, charge, left[now]
    back = np.argsort(order, kind="stable")
    return Schedule(principal.T[back], interest.T[back], outstanding.T[back], term)
