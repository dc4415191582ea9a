"""What statements do not say: the credit officer's marks for each firm and year.

Marks run from 1 (weak) to 5 (excellent). ``loan_risk`` is the worst of the five categories among
the firm's loans: 1 normal, 2 special mention, 3 substandard, 4 doubtful, 5 loss.
"""

import numpy as np

from cmlib.synthetic.firms.distress import History
from cmlib.synthetic.firms.drivers import Drivers

#: Correlation of each mark with the true quality of management.
INSIGHT = {"leadership": 0.60, "management": 0.70, "technology": 0.45, "market_competitiveness": 0.55}

_MIDDLE, _SPREAD = 3.2, 0.85


def judge(drivers: Drivers, history: History, year: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """One year's marks for a block of firms, as whole numbers."""
    firms = len(drivers.quality)
    marks = {}
    for name, insight in INSIGHT.items():
        seen = insight * drivers.quality + np.sqrt(1 - insight**2) * rng.standard_normal(firms)
        marks[name] = np.clip(np.rint(np.round(_MIDDLE + _SPREAD * seen, 6)), 1, 5).astype(int)
    marks["industry_policy"] = drivers.of_industry("policy")
    marks["loan_risk"] = _loan_risk(history, year, rng.random(firms))
    return marks


def _loan_risk(history: History, year: int, luck: np.ndarray) -> np.ndarray:
    """The category that the bank had given by the end of the year; it sees a slide late."""
    slide, since = history.slide_years[year], history.since_default[year]
    before_default = np.select(
        [slide >= 3, slide == 2, slide == 1],
        [np.where(luck < 0.25, 3, 2), np.where(luck < 0.45, 2, 1), np.where(luck < 0.15, 2, 1)],
        1,
    )
    after_default = np.select(
        [since >= 2, since == 1], [np.where(luck < 0.5, 5, 4), np.where(luck < 0.2, 5, 4)], np.where(luck < 0.7, 3, 4)
    )
    return np.where(since < 0, before_default, after_default)
