"""Firms among firms: who owns whom, who guarantees whom, who had to pay, and how far a default would run."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.firms import contagion, links, ownership
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.frames import coded
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.world.economy import RUN_IN

_CALLS = 2


@dataclass(frozen=True)
class CallParameters(Planted):
    """What a bank gets from guarantors: all, a part, or nothing."""

    guarantee_called_share: float = 0.70  # of the amount, on average: the rest had been repaid
    guarantee_paid_in_full: float = 0.45  # probability
    guarantee_paid_in_part: float = 0.35


TRUTH = CallParameters()


def make(block: FirmBlock, house) -> Made:
    """The relations of a block of firms."""
    owned, guaranteed = ownership.ownership(block), links.guarantees(block)
    tables = {
        "ownership_links": _ownership_links(block, owned),
        "guarantee_links": _guarantee_links(block, guaranteed),
        "guarantee_calls": _calls(block, guaranteed),
    }
    truth = {
        "guarantee_circles": _circles(block, guaranteed),
        "contagion": _contagion(block, guaranteed),
        "related_firms": _related_firms(block, owned),
    }
    return Made(tables, truth)


def last_year_end(block: FirmBlock) -> int:
    """The simulated year of the newest statements when the months are over."""
    ended = int((block.calendar.starts[-1] + 1).astype("datetime64[Y]").astype(int)) + 1970 - 1
    return RUN_IN + min(ended - block.first_year, block.years - 1)


def in_force(block: FirmBlock, found: links.Guarantees) -> np.ndarray:
    """Which guarantees stand on the last day shown, for and by firms that have not defaulted."""
    default = block.default_month
    stands = (default[found.firm] >= block.calendar.months) & (default[found.guarantor] >= block.calendar.months)
    return (found.since <= block.calendar.end) & (block.calendar.end <= found.until) & stands


def _ownership_links(block: FirmBlock, found: ownership.Ownership) -> pd.DataFrame:
    words = np.concatenate([block.ids, ownership.HOLDERS])
    owner = np.where(found.owner_firm >= 0, found.owner_firm, block.count + found.holder)
    columns = {
        "owner": coded(owner, words),
        "owner_firm_id": coded(found.owner_firm, block.ids),
        "firm_id": coded(found.firm, block.ids),
        "share": found.share / ownership.UNITS,
        "since": found.since,
    }
    return pd.DataFrame(columns)


def _guarantee_links(block: FirmBlock, found: links.Guarantees) -> pd.DataFrame:
    columns = {
        "guarantor_id": coded(found.guarantor, block.ids),
        "firm_id": coded(found.firm, block.ids),
        "amount": found.amount / 100,
        "since": found.since,
        "until": found.until,
    }
    return pd.DataFrame(columns)


def _calls(block: FirmBlock, found: links.Guarantees) -> pd.DataFrame:
    """When a firm has defaulted the bank turns to its guarantors in the following month."""
    draw = block.stream("firm links", _CALLS).random((4, len(found)))
    calendar, month = block.calendar, block.default_month[found.firm]
    shown = (month >= 0) & (month < calendar.months - 1)
    called_on = calendar.first_days[np.where(shown, month + 1, 0)] + np.floor(draw[0] * 28).astype(int)
    shown &= (found.since <= called_on) & (called_on <= found.until)
    called = (
        np.round((TRUTH.guarantee_called_share + 0.5 * (draw[1] - 0.5)) * found.amount / 1e4).astype(np.int64) * 100
    )
    part = 0.1 + 0.8 * np.round(draw[3], 6)
    in_part = TRUTH.guarantee_paid_in_full + TRUTH.guarantee_paid_in_part
    share = np.select([draw[2] < TRUTH.guarantee_paid_in_full, draw[2] < in_part], [1.0, part], 0.0)
    columns = {
        "guarantor_id": coded(found.guarantor[shown], block.ids),
        "firm_id": coded(found.firm[shown], block.ids),
        "called_on": called_on[shown],
        "amount": called[shown].astype(float),
        "paid": np.rint(called * share)[shown],
    }
    return pd.DataFrame(columns)


def _circles(block: FirmBlock, found: links.Guarantees) -> pd.DataFrame:
    """A row a circle and firm; circles are counted over the whole bank."""
    circle, firm = np.unique(np.column_stack([found.circle, found.firm])[found.circle >= 0], axis=0).T
    number = block.number * len(links.BANDS) + circle + 1
    return pd.DataFrame({"circle": number, "firm_id": block.ids[firm]})


def _contagion(block: FirmBlock, found: links.Guarantees) -> pd.DataFrame:
    """A row a firm that has not defaulted when the months are over."""
    year, standing = last_year_end(block), in_force(block, found)
    _, equity = links.loans_and_equity(block, year)
    claim = np.rint(found.amount[standing] * contagion.TRUTH.contagion_loss_share).astype(np.int64)
    run = contagion.cascade(found.firm[standing], found.guarantor[standing], claim, equity[: block.count])
    alive = np.flatnonzero(block.default_month >= block.calendar.months)
    probability = np.where(
        block.default_month >= block.calendar.months, block.history.default_probability[year, : block.count], 0
    )
    columns = {
        "firm_id": block.ids,
        "probability": probability,
        "direct_loss": run.paid_first_round.sum(axis=1) / 100,
        "cascaded_loss": run.paid.sum(axis=1) / 100,
        "firms_failed": run.failed.sum(axis=1) - 1,
        "rounds": run.rounds,
        "expected_payment_first_round": np.round((probability[:, None] * run.paid_first_round).sum(axis=0) / 100, 2),
        "expected_payment": np.round((probability[:, None] * run.paid).sum(axis=0) / 100, 2),
    }
    return pd.DataFrame(columns).iloc[alive].reset_index(drop=True)


def _related_firms(block: FirmBlock, found: ownership.Ownership) -> pd.DataFrame:
    """A row a firm that another firm of the bank controls."""
    direct = ownership.direct_shares(block, found)
    parent, effective = ownership.controllers(direct), ownership.effective_shares(direct)
    firm = np.flatnonzero(parent != np.arange(block.count))
    columns = {
        "firm_id": block.ids[firm],
        "ultimate_parent": block.ids[parent[firm]],
        "direct_share": direct[parent[firm], firm],
        "effective_share": np.round(effective[parent[firm], firm], 8),
        "hidden": direct[parent[firm], firm] <= ownership.TRUTH.control_share,
    }
    return pd.DataFrame(columns)


ROOM = Room(
    "firm relations",
    ("ownership_links", "guarantee_links", "guarantee_calls"),
    make,
    truth={
        "guarantee_circles": "circle, firm_id: the rings of firms that guarantee each other.",
        "contagion": "firm_id; probability of defaulting in the year after the newest statements; if it alone "
        "defaults first: what its guarantors pay (direct_loss), what all guarantors pay in the end "
        "(cascaded_loss), further firms that fail, rounds of payments; what the firm itself must expect to pay "
        "as a guarantor, in first rounds and in all. The rule is in cmlib.synthetic.firms.contagion; CNY.",
        "related_firms": "firm_id, ultimate_parent, its direct share, its share through all chains, and whether "
        "the direct share alone gives no control (hidden).",
    },
    parameters={
        **links.TRUTH.as_dict(),
        **ownership.TRUTH.as_dict(),
        **contagion.TRUTH.as_dict(),
        **TRUTH.as_dict(),
    },
)
