"""What firms borrow from the bank, sized against their true books, and how they pay it back.

Our bank lends a firm a part of its short-term loans for a year at a time, and takes part in some of
its new long-term loans. The other loans in a firm's balance sheet are other banks'.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.lending.amortisation import AT_THE_END, EQUAL_PRINCIPAL, Schedule
from cmlib.synthetic.lending.books import UNSECURED, Loans, Paid
from cmlib.synthetic.planted import Planted

WORKING_CAPITAL, FIXED_ASSETS = "P25", "P26"

#: Instalments unpaid at the first month end that is more than 90 days past due.
MONTHS_TO_DEFAULT = 3

_TEN_THOUSAND = 1_000_000  # cents
_LEAST = 50 * _TEN_THOUSAND
_LONGEST_IN_DEFAULT = 12  # months before the first month shown: older defaults are settled
_YEARS_BACK = 4
_FIVE_YEARS = 0.7  # of the fixed-asset loans; the others run for three
_LOANS, _SHARES, _DELAYS, _RECOVERIES, _DUE_DAYS = 0, 1, 2, 3, 8


@dataclass(frozen=True)
class CorporateLoanParameters(Planted):
    """Shares are fractions; probabilities are of the event named, for one firm."""

    bank_share_least: float = 0.30  # of a firm's short-term loans, and of new long-term loans it takes part in
    bank_share_largest: float = 0.60
    working_capital_renewed: float = 0.94  # in a year
    takes_part_in_long_term_loan: float = 0.30  # in a year
    delay_healthy: float = 0.003  # an instalment comes a month or two late
    delay_each_year_of_slide: float = 0.09  # added for each year of slide, up to three
    recovery_monthly: float = 0.10  # after default, half an instalment comes in


TRUTH = CorporateLoanParameters()


def lend(block: FirmBlock) -> Loans:
    """The loans of a block of firms, in the order of firms and months; what secures them is not decided yet."""
    due_day = block.stream("corporate lending", _DUE_DAYS).integers(3, 26, block.count)
    firm, fixed, month, amount, term = _shown(block, *_wanted(block))
    rate = np.rint(np.round(block.drivers.interest_rate[firm] * 2_000, 4)).astype(np.int64) * 5 + 20 * fixed
    return Loans(
        borrower=firm,
        product=np.array([WORKING_CAPITAL, FIXED_ASSETS], dtype=object)[fixed],
        granted=(block.calendar.starts[0] + month).astype("datetime64[D]") + (due_day[firm] - 1),
        month=month,
        amount=amount,
        basis_points=rate,
        term=term,
        plan=np.where(fixed == 1, EQUAL_PRINCIPAL, AT_THE_END),
        due_day=due_day[firm],
        security=np.full(len(firm), UNSECURED),
    )


def _wanted(block: FirmBlock):
    """Firm, 1 for fixed assets, month, amount in cents and term of what firms would borrow if none defaulted."""
    p, count, first_year = TRUTH, block.count, int(block.year_of_month[0])
    rng = block.stream("corporate lending", _SHARES)
    share = np.round(rng.uniform(p.bank_share_least, p.bank_share_largest, count), 4)
    renewal, found = rng.integers(0, 12, count), []
    firm, zero, one = np.arange(count), np.zeros(count, int), np.ones(count, int)
    for year in range(max(-_YEARS_BACK, -first_year), int(block.year_of_month[-1]) - first_year + 1):
        draws = block.stream("corporate lending", _LOANS, first_year + year)
        renews, takes_part = draws.random((2, count)) < [[p.working_capital_renewed], [p.takes_part_in_long_term_loan]]
        month, long = draws.integers(0, 12, count), draws.random(count) < _FIVE_YEARS
        books = block.true_books[first_year + year]
        short_term = books["short_term_debt"][:count]
        drawn = books["borrowings_received"][:count] - short_term
        found.append((firm, zero, 12 * year + renewal, np.where(renews, share * short_term, 0), 12 * one))
        found.append((firm, one, 12 * year + month, np.where(takes_part, share * drawn, 0), np.where(long, 60, 36)))
    firm, fixed, month, amount, term = (np.concatenate(column) for column in zip(*found, strict=True))
    return firm, fixed, month, np.floor(amount / _TEN_THOUSAND).astype(np.int64) * _TEN_THOUSAND, term


def _shown(block: FirmBlock, firm, fixed, month, amount, term):
    """Of these loans those that were granted, and ran in one of the months."""
    default = block.default_month[firm]
    granted = (amount >= _LEAST) & (month < default - MONTHS_TO_DEFAULT) & (month < block.calendar.months)
    ended = month + term < np.minimum(default - MONTHS_TO_DEFAULT, 0)
    settled = default < -_LONGEST_IN_DEFAULT
    kept = np.flatnonzero(granted & ~ended & ~settled)
    kept = kept[np.lexsort((fixed[kept], month[kept], firm[kept]))]
    return firm[kept], fixed[kept], month[kept], amount[kept], term[kept]


def pay(block: FirmBlock, loans: Loans, plan: Schedule, watched: np.ndarray) -> Paid:
    """How the firms pay. ``watched``: (months, firms) whether the bank's review of that year is not "normal".

    A slide brings delays of one or two months. A firm that defaults pays nothing that falls due from three
    months before the month in which it is first more than 90 days late; later a little comes in.
    """
    p, calendar = TRUTH, block.calendar
    count, longest = plan.principal.shape
    rng = block.stream("corporate lending", _DELAYS)
    due = loans.month[:, None] + np.arange(1, longest + 1)
    at = np.clip(due, 0, calendar.months - 1)
    firm = loans.borrower[:, None]
    slide = np.minimum(block.history.slide_years[block.year_of_month[at], firm], 3)
    draw = rng.random((count, longest))
    chance = p.delay_healthy + p.delay_each_year_of_slide * slide
    delay = np.where(draw < 0.25 * chance, 2, np.where(draw < chance, 1, 0))
    # Nobody is late at the turn of a year who is then classed as normal.
    delay = np.where(watched[at, firm], delay, np.minimum(delay, 12 - calendar.month_of_year[at]))
    # The bank renews a loan only when the old one is repaid: it ends in time.
    delay = np.where(due < 0, 0, np.clip(loans.ends[:, None] - due, 0, delay))
    default = block.default_month[loans.borrower]
    never = calendar.months + longest + MONTHS_TO_DEFAULT
    paid_in = np.where(due >= default[:, None] - MONTHS_TO_DEFAULT, never, due + delay)
    paid_in = np.maximum.accumulate(paid_in, axis=1)
    paid_in = np.where(plan.shown, paid_in, 10 * never)
    unpaid = np.array([1 + (paid_in <= month).sum(axis=1) for month in range(-1, calendar.months)])
    unpaid, part = _recover(block, loans, plan, unpaid, default)
    late = np.where(rng.random((calendar.months, count)) < 0.05, 1, 0)
    return Paid(unpaid, part, np.full(count, -1), late)


def _recover(block, loans, plan, unpaid, default):
    """After default, halves of the oldest instalment come in; the loan stays more than 90 days late."""
    rng, part = block.stream("corporate lending", _RECOVERIES), np.zeros_like(unpaid)
    loan, now, more = np.arange(len(loans)), np.zeros(len(loans), np.int64), np.zeros(len(loans), np.int64)
    for month in range(block.calendar.months):
        number = unpaid[month + 1] + more
        open_ = (month > default) & (number <= loans.term)
        comes = open_ & (rng.random(len(loans)) < TRUTH.recovery_monthly)
        place = np.minimum(number, loans.term) - 1
        completes = comes & (now > 0) & (month - loans.month - number >= MONTHS_TO_DEFAULT + 2)
        half = (plan.principal + plan.interest)[loan, place] // 2
        now = np.where(completes, 0, np.where(comes & (now == 0), half, now))
        more = more + completes
        unpaid[month + 1] += more
        part[month + 1] = now
    return unpaid, part
