"""What staff write of a customer beside the facts: how he talks, how he feels about the bank, how he is reached."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.tolerance import tolerance_class
from cmlib.synthetic.people.words import STYLES
from cmlib.synthetic.planted import Planted

#: How a customer can be written to.
E_CONTACTS = ("e-mail", "messaging service")

#: Class of risk tolerance: cautious 保守型, steady 稳健型, balanced 平衡型, growth 成长型, bold 进取型.
RISK_TYPES = ("C1", "C2", "C3", "C4", "C5")

#: The first three figures of a telephone number.
_PREFIXES = np.array(["135", "136", "137", "138", "139", "150", "151", "158", "159", "186", "187", "188"])

_STREAM = 0


@dataclass(frozen=True)
class EntryParameters(Planted):
    """How well staff know their customers."""

    style_noted_right: float = 0.80  # of the styles that are noted
    risk_type_noted_right: float = 0.70  # the others are one class off
    attitude_with_satisfaction: float = 0.80  # steps of the scale for one standard deviation
    attitude_spread: float = 0.60  # steps, by chance


TRUTH = EntryParameters()


@dataclass(frozen=True)
class Entries:
    """Arrays of one entry a customer."""

    attitude: np.ndarray  # 1 to 5
    style: np.ndarray  # index into STYLES
    risk_type: np.ndarray  # index into RISK_TYPES
    e_contact: np.ndarray  # index into E_CONTACTS
    phone: np.ndarray  # with four stars in place of the middle figures
    short_phone: np.ndarray  # the same with two figures lost


def draw_entries(block: PeopleBlock) -> Entries:
    """What the staff of a block would note if they left nothing out and slipped nowhere."""
    rng, people, count, p = block.stream("customer file", _STREAM), block.people, block.count, TRUTH
    feeling = np.round(
        p.attitude_with_satisfaction * people.satisfaction + p.attitude_spread * rng.standard_normal(count), 6
    )
    other_style = (people.style + rng.integers(1, len(STYLES), count)) % len(STYLES)
    right = tolerance_class(people.tolerance) - 1
    step = np.where(rng.random(count) < 0.5, -1, 1)
    neighbour = np.where((right + step < 0) | (right + step >= len(RISK_TYPES)), right - step, right + step)
    prefix, last = _PREFIXES[rng.integers(0, len(_PREFIXES), count)], rng.integers(0, 10_000, count)
    masked = np.char.add(prefix, "****")
    figures = np.char.zfill(last.astype(str), 4)
    return Entries(
        attitude=np.clip(np.rint(3 + feeling), 1, 5).astype(int),
        style=np.where(rng.random(count) < p.style_noted_right, people.style, other_style),
        risk_type=np.where(rng.random(count) < p.risk_type_noted_right, right, neighbour),
        e_contact=(rng.random(count) < np.where(people.age(block.calendar.first_days[0]) < 50, 0.75, 0.45)).astype(int),
        phone=np.char.add(masked, figures),
        short_phone=np.char.add(masked, figures.astype("U2")),
    )
