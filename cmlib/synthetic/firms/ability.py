"""Management's six abilities, marked by two people: the customer manager, who is kind, and the risk officer."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.identifiers import FIRM_BLOCK
from cmlib.synthetic.planted import Planted

#: Quality 素质, record 业绩, decision 决策, organisation 组织, coordination 协调, innovation 创新.
ABILITIES = ("quality", "record", "decision", "organisation", "coordination", "innovation")

RATERS = ("customer manager", "risk officer")

_ABILITIES = 4


@dataclass(frozen=True)
class AbilityParameters(Planted):
    """A mark is the middle, plus the spread times what is true, plus the rater's leniency and error."""

    ability_mark_middle: float = 3.0
    ability_mark_spread: float = 0.85
    ability_insight: float = 0.65  # correlation of each true ability with the quality that drives the firm's fate
    ability_rater_error: float = 0.50  # marks, of each rater
    ability_leniency_of_manager: float = 0.40  # marks


TRUTH = AbilityParameters()


def ability_marks(block: FirmBlock) -> np.ndarray:
    """Marks from 1 to 5 of the firms shown, of shape (firms, raters, abilities)."""
    p, rng = TRUTH, block.stream("firm months", _ABILITIES)
    own = np.round(rng.standard_normal((FIRM_BLOCK, 1, len(ABILITIES))), 6)
    error = np.round(rng.standard_normal((FIRM_BLOCK, len(RATERS), len(ABILITIES))), 6)
    true = p.ability_insight * block.drivers.quality[:, None, None] + np.sqrt(1 - p.ability_insight**2) * own
    leniency = np.array([p.ability_leniency_of_manager, 0.0])[:, None]
    seen = p.ability_mark_middle + p.ability_mark_spread * true + leniency + p.ability_rater_error * error
    return np.clip(np.rint(np.round(seen, 6)), 1, 5).astype(int)[: block.count]
