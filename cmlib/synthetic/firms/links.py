"""Who guarantees whose loans: circles, chains and single guarantees among the firms of a block.

Firms guarantee firms of about their own size. A circle (互保圈) is a ring of firms that each guarantee
the next; a chain is the same without the last link that closes it. All other guarantees run from the
larger firm to the smaller one, so the circles are the only rings there are.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.planted import Planted

#: Guarantees are given within these ranges of a block, so that ten firms alone already have a circle.
BANDS = ((0, 10), (10, 40), (40, 70), (70, 100))

_GUARANTEES = 0
_LEAST_AMOUNT = 1_000_000  # cents: guarantees are written in tens of thousands of yuan
_MONTHS_BEFORE = 12  # the oldest guarantees begin so many months before the first month shown


@dataclass(frozen=True)
class GuaranteeParameters(Planted):
    """Shares are fractions of the guaranteed firm's loans, or of the guarantor's equity where said."""

    guarantee_least_share_of_loans: float = 0.45
    guarantee_largest_share_of_loans: float = 0.95
    guarantee_largest_share_of_equity: float = 0.60  # of the guarantor's, when the guarantee is given
    guarantee_circle_both_ways: float = 0.40  # share of circles in which neighbours guarantee each other


TRUTH = GuaranteeParameters()


@dataclass(frozen=True)
class Guarantees:
    """The guarantees of a block, one entry each.

    ``guarantor`` and ``firm`` are places among the firms shown. A guarantee is in force from ``since``
    until ``until``, both included; it is given before the firm or its guarantor defaults.
    """

    guarantor: np.ndarray
    firm: np.ndarray
    amount: np.ndarray  # whole cents
    since: np.ndarray  # datetime64[D]
    until: np.ndarray  # datetime64[D]
    circle: np.ndarray  # number of the circle within the block; -1: part of none

    def __len__(self):
        return len(self.firm)


def guarantees(block: FirmBlock) -> Guarantees:
    """Who guarantees whose loans among the firms of a block."""
    bands = [number for number, (_, last) in enumerate(BANDS) if last <= block.count]
    links = np.concatenate([np.zeros((0, 5), dtype=int), *(_links_of_band(block, number) for number in bands)])
    shares = TRUTH.guarantee_least_share_of_loans, TRUTH.guarantee_largest_share_of_loans
    share = np.round(block.stream("firm links", _GUARANTEES, len(BANDS)).uniform(*shares, len(links)), 6)
    sound = block.default_month[links[:, :2]].min(axis=1) > links[:, 3]
    links, share = links[sound], share[sound]
    order = np.lexsort(links.T[:2])
    guarantor, firm, circle, month, length = links[order].T
    since = block.calendar.starts[0] + month
    return Guarantees(
        guarantor,
        firm,
        _amounts(block, guarantor, firm, month, share[order]),
        since.astype("datetime64[D]") + (7 * firm + guarantor) % 28,
        (since + length).astype("datetime64[D]") - 1,
        circle,
    )


def loans_and_equity(block: FirmBlock, year: int) -> tuple[np.ndarray, np.ndarray]:
    """True loans and equity of every firm of the block at the end of simulated ``year``, in cents."""
    names = ("short_term_debt", "current_portion_of_long_term_debt", "long_term_debt")
    lines = block.true_books[year]
    return sum(lines[name] for name in names), lines["paid_in_capital"] + lines["retained_earnings"]


def _links_of_band(block: FirmBlock, number: int) -> np.ndarray:
    """Rows of guarantor, firm, circle, first month and length in months."""
    rng, (first, last) = block.stream("firm links", _GUARANTEES, number), BANDS[number]
    by_size = _sound_firms(block, first, last)
    small = last - first < 20
    ring = _in_a_row(rng, by_size, 3 if small else int(rng.integers(3, 6)))
    chain = _in_a_row(rng, by_size[~np.isin(by_size, ring)], 3 if small else int(rng.integers(4, 7)))
    begins, long = int(rng.integers(-_MONTHS_BEFORE, 0)), block.calendar.months + 24
    links = [(a, b, number, begins, long) for a, b in zip(ring, np.roll(ring, -1), strict=True)]
    if rng.random() < TRUTH.guarantee_circle_both_ways:
        links += [(b, a, *rest) for a, b, *rest in links]
    for a, b in pairwise(chain):
        links.append((a, b, -1, int(rng.integers(-_MONTHS_BEFORE, 0)), 12 * int(rng.integers(2, 5))))
    taken = {frozenset(link[:2]) for link in links}
    for _ in range(1 if small else 9):  # single guarantees, from a larger firm to one a little smaller
        at, step, length = (int(rng.integers(*ends)) for ends in ((0, last - first), (1, 5), (2, 5)))
        month = int(rng.integers(-_MONTHS_BEFORE, block.calendar.months - 6))
        pair = by_size[at : at + step + 1][[0, -1]] if at + step < len(by_size) else ()
        if len(pair) and not np.isin(pair, ring).all() and frozenset(pair) not in taken:
            taken.add(frozenset(pair))
            links.append((*pair, -1, month, 12 * length))
    return np.array(links, dtype=int).reshape(-1, 5)


def _sound_firms(block: FirmBlock, first: int, last: int) -> np.ndarray:
    """Places of the firms that have loans, equity and no default when the months begin; largest first."""
    first_year = int(block.year_of_month[0])
    books = np.array([loans_and_equity(block, year) for year in (first_year - 2, first_year - 1)])[:, :, first:last]
    sound = (block.default_month[first:last] >= 0) & (books > 0).all(axis=(0, 1))
    equity = np.where(sound, books[1, 1], -1)
    return first + np.argsort(-equity, kind="stable")[: sound.sum()]


def _in_a_row(rng, firms: np.ndarray, size: int) -> np.ndarray:
    """So many neighbours in the order of size; none where there are too few."""
    start = int(rng.integers(0, max(len(firms) - size, 0) + 1))
    return firms[start : start + size] if len(firms) >= size else firms[:0]


def _amounts(block: FirmBlock, guarantor, firm, month, share) -> np.ndarray:
    """A firm's guarantors share its loans between them, as far as each one's equity allows."""
    together = np.bincount(firm, minlength=block.count)[firm]
    year_before = block.year_of_month[0] - 1 + month // 12
    amount = np.full(len(firm), _LEAST_AMOUNT, dtype=np.int64)
    for year in np.unique(year_before):
        loans, equity = loans_and_equity(block, year)
        most = np.minimum(loans[firm] * share / together, equity[guarantor] * TRUTH.guarantee_largest_share_of_equity)
        rounded = np.floor(most / _LEAST_AMOUNT).astype(np.int64) * _LEAST_AMOUNT
        amount = np.where(year_before == year, np.maximum(rounded, _LEAST_AMOUNT), amount)
    return amount
