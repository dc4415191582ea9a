"""What an industry's months look like: its season, its power, its people, its tax.

The magnitudes are set by hand in the order of published figures for Chinese industry; they are inputs
of the synthetic bank, not estimates of anything.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.world.industry_norms import INDUSTRIES


@dataclass(frozen=True)
class MonthNorms:
    """The typical firm of an industry, month by month."""

    peak: int  # month of the year in which it is busiest
    swing: float  # busiest month above the average, as a fraction of it
    kwh: float  # electricity per 1,000 CNY of sales
    sales_per_employee: float  # CNY a year
    value_added_tax: float  # paid per unit of sales: output tax less the tax in purchases


NORMS = {
    "food processing": MonthNorms(12, 0.18, 28, 1_050_000, 0.028),
    "textiles and clothing": MonthNorms(10, 0.15, 62, 620_000, 0.032),
    "chemicals": MonthNorms(5, 0.06, 115, 1_700_000, 0.034),
    "building materials": MonthNorms(9, 0.24, 135, 900_000, 0.042),
    "metal products": MonthNorms(6, 0.08, 120, 1_150_000, 0.026),
    "machinery": MonthNorms(11, 0.12, 36, 850_000, 0.038),
    "electronics": MonthNorms(11, 0.20, 30, 950_000, 0.030),
    "wholesale trade": MonthNorms(12, 0.15, 3, 3_200_000, 0.010),
}

_SPRING_FESTIVAL = {1: 0.95, 2: 0.74}  # the month of the holiday stands still for a week or more


def norm(attribute: str, industry: np.ndarray) -> np.ndarray:
    """The industry's value of ``attribute`` for each firm; ``industry`` is an index into ``INDUSTRIES``."""
    return np.array([getattr(NORMS[record.name], attribute) for record in INDUSTRIES], dtype=float)[industry]


def season(industry: np.ndarray) -> np.ndarray:
    """How busy each firm is in January to December, of shape (12, firms); the mean is near 1."""
    month = np.arange(1, 13)[:, None]
    wave = np.round(np.cos(2 * np.pi * (month - norm("peak", industry)) / 12), 6)
    return (1 + norm("swing", industry) * wave) * np.array([_SPRING_FESTIVAL.get(m, 1.0) for m in range(1, 13)])[
        :, None
    ]
