"""The sales ledgers of firms under investigation: real invoices, and invented ones among them.

Real amounts are lognormal and span several powers of ten, so their first digits follow Benford's law.
Whoever invents amounts avoids small first digits, likes round figures, and stays just under the limit
above which somebody else must sign. The invoices of a year sum to the sales that the firm reported.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.firms.cooking import METHODS, cook
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.world.economy import RUN_IN

#: Kinds of sales in a ledger.
KINDS = ("domestic", "export", "related party")

_CHOICE, _INVOICES = 0, 1
_FICTITIOUS = next(number for number, method in enumerate(METHODS) if method.name == "fictitious sales")
_MOST_YEARS = 3
_INVENTED_CUSTOMERS = 4


@dataclass(frozen=True)
class LedgerParameters(Planted):
    """Shares are of entries unless the name says otherwise."""

    ledger_share_of_firms: float = 0.08  # of a block, at least two
    invoice_spread: float = 1.5  # of the natural logarithm of real amounts
    invoice_least_entries: int = 400  # real ones, a firm and year
    invoice_most_entries: int = 560
    invented_share_of_entries: float = 0.18  # about, in a year in which sales are invented
    invented_round: float = 0.30  # of the invented ones: whole thousands
    invented_under_limit: float = 0.30  # of the invented ones: up to five per cent below a power of ten


TRUTH = LedgerParameters()


@dataclass(frozen=True)
class Ledger:
    """Invoices in the order of firms and years, then of dates; one entry each."""

    firm: np.ndarray  # place in the block
    year: np.ndarray  # calendar year
    date: np.ndarray  # datetime64[D]
    amount: np.ndarray  # whole cents
    customer: np.ndarray  # number of the firm's customer
    kind: np.ndarray  # index into KINDS
    invented: np.ndarray


def ledger(block: FirmBlock) -> Ledger:
    """The ledgers of the firms under investigation."""
    reported = cook(block.true_books, block.faked, block.drivers.cooking_method)
    parts = [
        _year_of_firm(block, int(firm), year, int(reported[year]["main_business_revenue"][firm]))
        for firm, last in investigated(block)
        for year in range(max(last - _MOST_YEARS + 1, RUN_IN), last + 1)
    ]
    return Ledger(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def investigated(block: FirmBlock) -> list[tuple[int, int]]:
    """Place of each firm under investigation and the last simulated year of its ledger.

    All who invented sales in a year shown, up to the last year in which they did, and others chosen by
    chance, up to a year chosen by chance.
    """
    rng = block.stream("ledger", _CHOICE)
    order, years = rng.permutation(len(block.drivers.skimps)), rng.random(len(block.drivers.skimps))
    invented = _invented(block)[RUN_IN : RUN_IN + block.years, : block.count]
    guilty = np.flatnonzero(invented.any(axis=0))
    others = order[(order < block.count) & ~np.isin(order, guilty)]
    wanted = max(2, round(TRUTH.ledger_share_of_firms * block.count))
    others = others[: max(wanted - len(guilty), 0)]
    earliest = min(_MOST_YEARS, block.years) - 1
    by_chance = earliest + np.floor(np.round(years, 6) * (block.years - earliest)).astype(int)
    last = {int(firm): int(np.flatnonzero(invented[:, firm])[-1]) for firm in guilty}
    last |= {int(firm): int(min(by_chance[firm], block.years - 1)) for firm in others}
    return [(firm, RUN_IN + last[firm]) for firm in sorted(last)]


def _invented(block: FirmBlock) -> np.ndarray:
    """Sales that each firm invented each simulated year, in cents."""
    return np.where(block.drivers.cooking_method == _FICTITIOUS, block.faked, 0)


def _year_of_firm(block: FirmBlock, firm: int, year: int, reported: int) -> tuple[np.ndarray, ...]:
    rng, p = block.stream("ledger", _INVOICES, firm, year), TRUTH
    false_sales = int(_invented(block)[year, firm])
    real = _real_amounts(rng, reported - false_sales)
    false = _invented_amounts(rng, false_sales, round(p.invented_share_of_entries * len(real)))
    amount = np.concatenate([real, false])
    invented = np.arange(len(amount)) >= len(real)
    customers = 30 + firm % 50
    place = np.round(rng.random((3, len(amount))), 6)
    # Few customers buy often; invented sales go to a few names that buy nothing else.
    customer = 1 + np.floor(np.round(customers * place[0] ** 2.2, 6)).astype(int)
    customer = np.where(invented, customers + 1 + np.floor(_INVENTED_CUSTOMERS * place[0]).astype(int), customer)
    kind = np.where(place[1] < 0.78, 0, np.where(place[1] < 0.96, 1, 2))
    kind = np.where(invented, np.where(place[1] < 0.55, 0, 2), kind)
    first = np.datetime64(f"{block.first_year + year - RUN_IN}-01-01")
    days = int((np.datetime64(f"{block.first_year + year - RUN_IN + 1}-01-01") - first).astype(int))
    # Invented sales are booked when the year's result is in sight: most of them in the last quarter.
    in_year = np.where(invented, 1 - 0.6 * place[2] ** 2, place[2])
    date = first + np.minimum(np.floor(in_year * days).astype(int), days - 1)
    order = np.lexsort((np.arange(len(amount)), date))
    calendar_year = np.full(len(amount), block.first_year + year - RUN_IN)
    columns = (np.full(len(amount), firm), calendar_year, date, amount, customer, kind, invented)
    return tuple(column[order] for column in columns)


def _real_amounts(rng, total: int) -> np.ndarray:
    """Lognormal amounts in cents that sum to ``total``."""
    entries = int(rng.integers(TRUTH.invoice_least_entries, TRUTH.invoice_most_entries + 1))
    weight = np.round(np.exp(TRUTH.invoice_spread * np.round(rng.standard_normal(entries), 6)), 6)
    so_far = np.cumsum(weight)
    edges = np.rint(total * (so_far / so_far[-1])).astype(np.int64)
    return np.diff(edges, prepend=0)


def _invented_amounts(rng, total: int, entries: int) -> np.ndarray:
    """Amounts in cents that sum to ``total``, with the digits that people think of; the last one is what was left."""
    if total == 0:
        return np.zeros(0, dtype=np.int64)
    mean = total / entries
    power = len(str(int(mean))) - 1
    # First digits of 5 to 9 average 7.5: a mix of two powers of ten gives the mean.
    upper = np.clip((mean / 10**power - 0.75) / (7.5 - 0.75), 0, 1)
    draw = np.round(rng.random((4, 3 * entries)), 6)
    unit = np.where(draw[0] < upper, 10**power, 10 ** (power - 1))
    digits = np.where(draw[1] < TRUTH.invented_under_limit, 9.5 + 0.49 * draw[2], 5 + 5 * draw[2])
    amount = np.rint(digits * unit).astype(np.int64)
    is_round = draw[3] < TRUTH.invented_round
    amount = np.where(is_round, np.maximum(amount // 100_000, 1) * 100_000, amount)
    so_far = np.cumsum(amount)
    kept = amount[: np.searchsorted(so_far, total)]
    return np.append(kept, total - kept.sum())
