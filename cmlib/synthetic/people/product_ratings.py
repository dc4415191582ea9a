"""How users rate the bank's new services, and who still uses them a year later.

The planted truth: what customers *like* and what they *keep* are two things. Satisfaction comes from
the core of a service; keeping comes from its extended level and from taking part. One service, the
savings game, is liked best and dropped first.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.rating_items import ITEMS, SCALES
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room

#: The services, and what their users think of them on average on each of the six scales.
SERVICES = ("P61", "P62", "P63", "P64")
_OPINIONS = np.array(
    [
        [4.7, 4.3, 5.0, 4.9, 4.8, 4.4],
        [4.5, 4.1, 5.1, 4.4, 4.6, 5.2],
        [5.9, 5.5, 2.9, 5.3, 3.6, 2.8],
        [4.3, 4.6, 4.1, 5.0, 4.0, 3.9],
    ]
)
_SHARES = np.array([0.26, 0.22, 0.32, 0.20])

_STREAM = 5


@dataclass(frozen=True)
class RatingParameters(Planted):
    """Log-odds of keeping a service for a scale's mean higher by one; steps of the scale for satisfaction."""

    rating_response: float = 0.72  # of the customers who are there both times
    rating_halo: float = 0.35  # by which a satisfied customer marks everything better, for a standard deviation
    rating_spread: float = 0.85  # of what customers think of a service on a scale
    rating_item_spread: float = 0.75  # of an answer around that
    satisfied_core: float = 0.60
    satisfied_formal: float = 0.25
    satisfied_availability: float = 0.15
    satisfied_spread: float = 0.60
    kept_at_middle: float = 0.35  # all scales at 4
    kept_core: float = 0.15
    kept_formal: float = 0.0
    kept_extended: float = 0.75
    kept_availability: float = 0.10
    kept_interactivity: float = 0.0
    kept_participation: float = 0.55


TRUTH = RatingParameters()


def make(block: PeopleBlock, house) -> Made:
    """The ratings of a block."""
    rng, p, calendar = block.stream("customer file", _STREAM), TRUTH, block.calendar
    month = calendar.starts[-1] - 12  # asked in this month, and again a year later
    there = (block.people.joined < month.astype("datetime64[D]")) & (block.life.left_month < 0)
    answers, place = rng.random((2, block.count))
    days = (calendar.starts[-1] - 11).astype("datetime64[D]") - month.astype("datetime64[D]")
    rated_on = month.astype("datetime64[D]") + np.floor(place * days.astype(int)).astype(int)
    service = rng.choice(len(SERVICES), size=block.count, p=_SHARES)
    halo = np.round(p.rating_halo * block.people.satisfaction, 6)
    opinion = _OPINIONS[service] + halo[:, None] + p.rating_spread * _normal(rng, (block.count, len(SCALES)))
    item = np.repeat(opinion, len(ITEMS) // len(SCALES), axis=1)
    item = _marks(item + p.rating_item_spread * _normal(rng, item.shape))
    scale = dict(zip(SCALES, item.reshape(block.count, len(SCALES), -1).mean(axis=2).T, strict=True))
    satisfied = 4 + sum(getattr(p, f"satisfied_{name}", 0.0) * (scale[name] - 4) for name in SCALES)
    satisfied = _marks(satisfied + p.satisfied_spread * _normal(rng, block.count))
    chance = logistic(p.kept_at_middle + sum(getattr(p, f"kept_{name}") * (scale[name] - 4) for name in SCALES))
    kept = rng.random(block.count) < chance
    who = np.flatnonzero(there & (answers < p.rating_response))
    keys = {"customer_id": block.people.ids[who].astype(object), "product_id": coded(service[who], SERVICES)}
    table = keys | {
        "rated_on": rated_on[who],
        **{question.name: item[who, place] for place, question in enumerate(ITEMS)},
        "satisfied": satisfied[who],
        "kept": kept[who],
    }
    return Made(
        {"product_ratings": pd.DataFrame(table)}, {"keeping": pd.DataFrame(keys | {"probability": chance[who]})}
    )


def _normal(rng: np.random.Generator, shape) -> np.ndarray:
    return np.round(rng.standard_normal(shape), 6)


def _marks(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(np.round(values, 6)), 1, 7).astype(int)


ROOM = Room(
    "product ratings",
    ("product_ratings",),
    make,
    truth={"keeping": "customer_id, product_id: the probability of still using the service a year later."},
    parameters=TRUTH.as_dict(),
)
