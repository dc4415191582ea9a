"""Scores and outcomes, sorted once: what every measure of discrimination is read off."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cmlib.rating.probability.outcome import as_numbers, as_outcome, require_both, require_equal_length


@dataclass(frozen=True, eq=False)
class Scored:
    """Cases by their score. ``risks`` are the different scores, ascending: a higher one is riskier.

    ``goods_below`` and ``bads_below`` count the cases below each of them, and at the end all cases.
    """

    risks: NDArray[np.float64]
    goods_below: NDArray[np.int64]
    bads_below: NDArray[np.int64]
    turned: bool

    @property
    def goods(self) -> int:
        """All goods."""
        return int(self.goods_below[-1])

    @property
    def bads(self) -> int:
        """All bads."""
        return int(self.bads_below[-1])

    @property
    def good_rates(self) -> NDArray[np.float64]:
        """Share of the goods at least as risky as each score, and at the end 0."""
        return (self.goods - self.goods_below) / self.goods

    @property
    def bad_rates(self) -> NDArray[np.float64]:
        """Share of the bads at least as risky as each score, and at the end 0."""
        return (self.bads - self.bads_below) / self.bads

    def as_given(self, risks: Any) -> Any:
        """Risks as the scores that were given."""
        return -risks if self.turned else risks


def sort_by_risk(score: Any, default: Any, higher: str, asked_by: str) -> Scored:
    """Scores as risks, turned round where a higher score is safer, sorted and counted.

    Raises ``ValueError`` for an unknown ``higher``, a score that is not finite, lengths that differ, and
    an outcome that is not 0 or 1 or always the same.
    """
    if higher not in ("riskier", "safer"):
        raise ValueError(
            f"{asked_by} needs higher to be 'riskier' (probabilities) or 'safer' (points); found {higher!r}"
        )
    scores, bad = as_numbers(score, "score", asked_by), as_outcome(default, asked_by, both=False)
    require_equal_length(asked_by, score=scores, default=bad)
    wrong = len(scores) - np.count_nonzero(np.isfinite(scores))
    if wrong:
        raise ValueError(f"{asked_by} needs a finite score for every case; {wrong:,} have none. Leave those cases out")
    bads = int(np.count_nonzero(bad))
    require_both(len(bad) - bads, bads, asked_by)
    risk = scores if higher == "riskier" else -scores
    order = np.argsort(risk)
    in_order = risk[order]
    starts = np.concatenate([[0], np.flatnonzero(in_order[1:] != in_order[:-1]) + 1])
    bads_below = np.append(0, np.cumsum(bad[order]))[np.append(starts, len(bad))]
    return Scored(in_order[starts], np.append(starts, len(bad)) - bads_below, bads_below, higher == "safer")
