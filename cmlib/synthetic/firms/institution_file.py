"""The file of institutions: government and public institutions, and financial peers, ten for a hundred firms."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic import identifiers
from cmlib.synthetic.firms import corporate_words as words
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.frames import coded
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room

#: Institutions for a whole block of firms.
INSTITUTIONS_PER_BLOCK = 10

_STREAM = 4
_SHARES = np.array([0.22, 0.28, 0.20, 0.10, 0.10, 0.10])
_PEER = len(words.INSTITUTION_KINDS) - len(words.PEERS)  # kinds from this one on are financial peers
_ASSETS = np.array([0.4, 0.6, 220.0, 60.0, 35.0, 12.0]) * 1e9  # median of each kind, CNY


@dataclass(frozen=True)
class InstitutionParameters(Planted):
    """How often an entry is left out, and what the rating says of the prospects."""

    missing_institution_entry: float = 0.08  # of the columns that may be left out
    missing_institution_rating: float = 0.25  # of the financial peers' ratings
    prospects_with_rating: float = -0.45  # marks for each step of the rating downwards, financial peers
    prospects_usual: float = 4.2  # marks of a peer rated AAA
    prospects_spread: float = 0.50


TRUTH = InstitutionParameters()


def make(block: FirmBlock, house) -> Made:
    """The institutions of a block, with gaps, and without."""
    count = -(-block.count * INSTITUTIONS_PER_BLOCK // identifiers.FIRM_BLOCK)
    right = {name: values[:count] for name, values in _true_values(block).items()}
    ids = identifiers.numbered("I", block.number * INSTITUTIONS_PER_BLOCK + 1, count, 5).astype(object)
    keys = {
        "institution_id": ids,
        "branch_id": coded(np.zeros(count, dtype=int), block.branch_ids[:1]),
        "kind": coded(right["kind"], words.INSTITUTION_KINDS),
    }
    draws = block.stream("corporate file", _STREAM, 1).random((len(_MAY_BE_LEFT_OUT), INSTITUTIONS_PER_BLOCK))
    filed = dict(right)
    for draw, column in zip(draws[:, :count], _MAY_BE_LEFT_OUT, strict=True):
        share = TRUTH.missing_institution_rating if column == "rating" else TRUTH.missing_institution_entry
        filed[column] = np.where(draw < share, np.nan, filed[column])
    return Made(
        {"institutions": pd.DataFrame(keys | _shown(filed))}, {"institutions": pd.DataFrame(keys | _shown(right))}
    )


_WORDS = {"funding_source": words.FUNDING_SOURCES, "licence": words.LICENCES, "rating": words.RATINGS}
_MAY_BE_LEFT_OUT = (
    "founded",
    "funding_source",
    "yearly_funding",
    "project_amount",
    "licence",
    "rating",
    "assets",
    "placed_with_us",
    "owed_to_us",
    "prospects",
)


def _true_values(block: FirmBlock) -> dict[str, np.ndarray]:
    """Column -> the values of a whole block's institutions; -1 and missing where a column does not apply."""
    rng, size, p = block.stream("corporate file", _STREAM), INSTITUTIONS_PER_BLOCK, TRUTH
    kind = rng.choice(len(words.INSTITUTION_KINDS), size=size, p=_SHARES)
    draw = np.round(rng.random((6, size)), 6)
    normal = np.round(rng.standard_normal((5, size)), 6)
    grown = np.round(np.exp(0.8 * normal), 6)
    peer = kind >= _PEER
    founded = block.first_year - 4 - np.floor(draw[0] * np.where(peer, 30, 60)).astype(int)
    since = np.maximum(founded + 1, block.first_year - 1 - np.floor(draw[1] * 15).astype(int))
    assets = np.round(_ASSETS[kind] * grown[0], -6)
    rating = np.clip(np.rint(2.2 - 0.9 * normal[0] + 1.1 * normal[1]), 0, len(words.RATINGS) - 1).astype(int)
    prospects = (
        np.where(peer, p.prospects_usual + p.prospects_with_rating * rating, 3.2) + p.prospects_spread * normal[4]
    )
    public_source = np.select([kind == 0, draw[2] < 0.5], [0, 1], 2)
    return {
        "kind": kind,
        "founded": founded,
        "customer_since": since,
        "funding_source": np.where(peer, np.where(draw[2] < 0.3, 4, 3), public_source),
        "yearly_funding": np.where(peer, np.nan, np.round(0.35 * assets * grown[1] / grown[0], -5)),
        "project_amount": np.where(~peer & (draw[3] < 0.5), np.round(0.12 * assets * grown[2] / grown[0], -5), np.nan),
        "licence": np.where(peer, np.searchsorted([0.88, 0.96], draw[4], side="right"), -1),
        "rating": np.where(peer, rating, -1),
        "assets": assets,
        "placed_with_us": np.round(assets * np.where(peer, 0.0015, 0.05) * grown[3] / grown[0], -4),
        "owed_to_us": np.where(draw[5] < 0.4, 0.0, np.round(assets * np.where(peer, 0.002, 0.02) * grown[2], -4)),
        "prospects": np.clip(np.rint(np.round(prospects, 6)), 1, 5).astype(int),
    }


def _shown(columns: dict[str, np.ndarray]) -> dict:
    """Words in place of indices; the kind is a key."""
    return {
        name: coded(np.where(np.isnan(values), -1, values).astype(int), _WORDS[name]) if name in _WORDS else values
        for name, values in columns.items()
        if name != "kind"
    }


ROOM = Room(
    "institutions",
    ("institutions",),
    make,
    truth={"institutions": "The file of institutions with nothing left out."},
    parameters=TRUTH.as_dict(),
)
