"""Capital for unexpected loss (非预期损失): the supervisor's risk-weight functions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from cmlib.table.door import hint

_CONFIDENCE = 0.999


@dataclass(frozen=True)
class CapitalSegment:
    """A class of loans: its asset correlation goes from ``high`` at a PD of 0 down to ``low``, as fast as ``decay``."""

    name: str
    zh: str
    low: float
    high: float
    decay: float
    adjusts_for_maturity: bool = False

    def correlation(self, probability_of_default: NDArray[np.float64]) -> NDArray[np.float64]:
        """Correlation of the borrowers' assets with the economy."""
        weight = np.expm1(-self.decay * probability_of_default) / np.expm1(-self.decay)
        return self.low * weight + self.high * (1 - weight)


#: The classes of the Basel Committee (2006), paragraphs 272 and 328 to 330.
CAPITAL_SEGMENTS = (
    CapitalSegment("corporate", "公司", low=0.12, high=0.24, decay=50, adjusts_for_maturity=True),
    CapitalSegment("residential mortgage", "个人住房抵押贷款", low=0.15, high=0.15, decay=35),
    CapitalSegment("qualifying revolving", "合格循环零售", low=0.04, high=0.04, decay=35),
    CapitalSegment("other retail", "其他零售", low=0.03, high=0.16, decay=35),
)


def capital_requirement(
    probability_of_default: ArrayLike,
    loss_given_default: ArrayLike,
    *,
    segment: str = "other retail",
    maturity_years: float = 2.5,
) -> float | NDArray[np.float64]:
    """Capital per unit of the exposure against losses beyond the expected, as the supervisor computes it.

    Probabilities (of a year) and losses given default are fractions or arrays of them that fit each other;
    the answer is a number, or an array of their common shape. 12.5 times it is the risk weight.
    ``maturity_years`` counts for firms alone. Missing (NaN) for a value outside 0 to 1; 0 when the borrower
    cannot default or has defaulted, since then nothing is unexpected.

    Raises ``LookupError`` for an unknown segment (``CAPITAL_SEGMENTS`` lists them), ``ValueError`` for a
    maturity of 0 or less.

    Source: Basel Committee on Banking Supervision (2006), International Convergence of Capital Measurement and
    Capital Standards, paragraphs 272 and 328 to 330.

    >>> bool(abs(capital_requirement(0.01, 0.45) * 12.5 - 0.4577) < 5e-5)  # Annex 5: 45.77%
    True
    """
    known = {one.name: one for one in CAPITAL_SEGMENTS}
    if segment not in known:
        raise LookupError(f"capital_requirement knows {list(known)}; found {segment!r}{hint([segment], known)}")
    if not maturity_years > 0:
        raise ValueError(f"capital_requirement needs maturity_years above 0, found {maturity_years!r}")
    chosen = known[segment]
    chance, lost = np.asarray(probability_of_default, dtype=float), np.asarray(loss_given_default, dtype=float)
    unsure = (chance > 0) & (chance < 1)
    inside = np.where(unsure, chance, 0.5)  # a stand-in: these places are overwritten below
    correlation = chosen.correlation(inside)
    stressed = ndtr((ndtri(inside) + np.sqrt(correlation) * ndtri(_CONFIDENCE)) / np.sqrt(1 - correlation))
    capital = lost * (stressed - inside)
    if chosen.adjusts_for_maturity:
        slope = (0.11852 - 0.05478 * np.log(inside)) ** 2
        capital = capital * (1 + (maturity_years - 2.5) * slope) / (1 - 1.5 * slope)
    capital = np.where(unsure, capital, 0.0 * lost)
    possible = (chance >= 0) & (chance <= 1) & (lost >= 0) & (lost <= 1)
    found = np.asarray(np.where(possible, capital, np.nan), dtype=float)
    return found if found.ndim else float(found)
