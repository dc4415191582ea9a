"""Who owns the firms of a block: outside holders, and groups of firms behind one parent.

A group is a chain of shares, or a pyramid in which two smaller shares add up to control. Some members
are held at second hand only, so the list of direct owners does not show whose they are.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.firms.links import BANDS
from cmlib.synthetic.identifiers import FIRM_BLOCK
from cmlib.synthetic.planted import Planted

#: Who holds what no firm of the bank holds.
HOLDERS = ("founder", "family", "state holding", "outside company", "employees")

#: Shares are whole numbers of this unit, so that they sum to one exactly.
UNITS = 10_000

_OWNERSHIP = 1
_HOLDERS_OF = ((0, 1, 3), (2, 3, 4), (3, 0, 4), (4, 2, 0))  # by ownership: private, state, foreign, collective
_FIRST_HOLDER_OF_REST = (0.55, 0.75, 0.75, 0.60)  # mean part of what is left that the first of them holds


@dataclass(frozen=True)
class OwnershipParameters(Planted):
    """Who holds more than ``control_share`` of a firm, alone or with firms that he controls, controls it."""

    control_share: float = 0.50


TRUTH = OwnershipParameters()

#: Groups by place of their members: (owner, firm, least share, largest share). Member 0 is the parent.
#: In a pyramid 0 controls 2 only together with 1; in a chain 2 and 3 are out of sight; 4 or 3 is not controlled.
_PYRAMID = ((0, 1, 0.60, 0.85), (0, 2, 0.26, 0.32), (1, 2, 0.26, 0.40), (0, 3, 0.20, 0.45))
_CHAIN = ((0, 1, 0.55, 0.80), (1, 2, 0.52, 0.75), (2, 3, 0.51, 0.70), (1, 4, 0.15, 0.40))
_BRANCHES = ((0, 1, 0.55, 1.00), (0, 2, 0.52, 0.90), (1, 3, 0.28, 0.34), (2, 3, 0.26, 0.33), (2, 4, 0.51, 0.80),
             (1, 5, 0.20, 0.40))  # fmt: skip
_GROUPS_OF_BAND = ((_PYRAMID,), (_CHAIN, _PYRAMID), (_BRANCHES, _PYRAMID), (_CHAIN, _BRANCHES))


@dataclass(frozen=True)
class Ownership:
    """The shares of a block in the order of firms, largest first; one entry an owner and firm."""

    firm: np.ndarray  # place in the block
    owner_firm: np.ndarray  # place in the block; -1: outside
    holder: np.ndarray  # index into HOLDERS; -1: a firm
    share: np.ndarray  # whole UNITS
    since: np.ndarray  # datetime64[D]


def ownership(block: FirmBlock) -> Ownership:
    """Who owns the firms shown."""
    held = [_groups_of_band(block, number) for number, (_, last) in enumerate(BANDS) if last <= block.count]
    owner, firm, share = np.concatenate([np.zeros((0, 3), dtype=int), *held]).T
    holder, outside = _outside_holders(block, UNITS - np.bincount(firm, share, FIRM_BLOCK).astype(int))
    places = np.arange(block.count)
    firms = np.concatenate([firm, np.repeat(places, 3)])
    owners = np.concatenate([owner, np.full(3 * block.count, -1)])
    holders = np.concatenate([np.full(len(firm), -1), holder[places].ravel()])
    shares = np.concatenate([share, outside[places].ravel()])
    kept = np.flatnonzero(shares > 0)
    order = kept[np.lexsort((-shares[kept], firms[kept]))]
    since = _since(block, firms, owners)
    return Ownership(firms[order], owners[order], holders[order], shares[order], since[order])


def effective_shares(direct: np.ndarray) -> np.ndarray:
    """What each firm holds of each other through all chains: shares multiplied along a chain, chains added.

    ``direct[a, b]`` is the share of b that a holds. With D for it this is D + D D + D D D + ..., which
    ends because no firm owns itself.
    """
    power, sum_ = direct, direct.copy()
    while power.any():
        power = _product(power, direct)
        sum_ += power
    return sum_


def controllers(direct: np.ndarray, control_share: float = TRUTH.control_share) -> np.ndarray:
    """The ultimate parent of each firm: a place, its own where nobody controls it.

    A parent controls a firm when its own share and those of firms it controls sum to more than
    ``control_share``. Where several do, the one that nobody controls is ultimate.
    """
    controls = np.eye(len(direct), dtype=bool)
    while True:
        wider = controls | (np.round(_product(controls, direct), 6) > control_share)
        if (wider == controls).all():
            break
        controls = wider
    controlled = (controls & ~np.eye(len(direct), dtype=bool)).any(axis=0)
    return np.argmax(controls & ~controlled[:, None], axis=0)


def direct_shares(block: FirmBlock, found: Ownership) -> np.ndarray:
    """The shares that firms hold of firms, as a matrix (owner, firm) of fractions."""
    direct = np.zeros((block.count, block.count))
    inside = found.owner_firm >= 0
    direct[found.owner_firm[inside], found.firm[inside]] = found.share[inside] / UNITS
    return direct


def _product(a: np.ndarray, direct: np.ndarray) -> np.ndarray:
    """``a @ direct``, in one order of summing on every machine: owner by owner. Few firms own others."""
    result = np.zeros(direct.shape)
    for owner in np.flatnonzero(direct.any(axis=1)):
        result += np.outer(a[:, owner], direct[owner])
    return result


def _groups_of_band(block: FirmBlock, number: int) -> np.ndarray:
    """Rows of owner, firm and share in units; the largest firm of a group is its parent."""
    rng, (first, last) = block.stream("firm links", _OWNERSHIP, number), BANDS[number]
    free, rows = first + rng.permutation(last - first), []
    for group in _GROUPS_OF_BAND[number]:
        size = 1 + max(firm for _, firm, *_ in group)
        members, free = free[:size], free[size:]
        members = members[np.argsort(-block.drivers.sales[members], kind="stable")]
        for owner, firm, least, largest in group:
            share = int(rng.integers(round(least * 100), round(largest * 100) + 1)) * UNITS // 100
            rows.append((members[owner], members[firm], share))
    return np.array(rows, dtype=int)


def _outside_holders(block: FirmBlock, rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Who holds the rest of each firm, and how much: two arrays of shape (firms, 3)."""
    draw = block.stream("firm links", _OWNERSHIP, len(BANDS)).random((2, FIRM_BLOCK))
    kind = block.drivers.ownership
    first = np.round(np.array(_FIRST_HOLDER_OF_REST)[kind] + 0.4 * (draw[0] - 0.5), 6)
    second = np.round(np.where(draw[1] < 0.35, 1.0, 0.5 + 0.5 * draw[1]), 6)
    one = np.rint(rest * first / 100).astype(int) * 100
    two = np.rint((rest - one) * second / 100).astype(int) * 100
    return np.array(_HOLDERS_OF)[kind], np.column_stack([one, two, rest - one - two])


def _since(block: FirmBlock, firm: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Outside holders are there from the beginning; a firm bought its shares later."""
    founded, latest = block.drivers.founded, int(block.calendar.years[0]) - 1
    begins = np.where(owner >= 0, np.maximum(founded[firm], founded[owner]), founded[firm])
    years = np.where(owner >= 0, begins + (latest - begins) // 2, begins)
    day = (37 * firm + 11 * owner) % 365
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[D]") + day
