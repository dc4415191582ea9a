"""Cases grouped by their forecast probability, for every comparison of forecast and outcome."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cmlib.rating.probability.outcome import as_numbers, as_outcome, require_equal_length


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups in ascending order of probability: cases, defaults, expected defaults, and bounds."""

    count: NDArray[np.float64]
    events: NDArray[np.float64]
    expected: NDArray[np.float64]
    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]


def forecasts(probability: Any, default: Any, asked_by: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Probabilities and outcomes, checked.

    Raises ``ValueError`` for a probability that is missing or outside 0 to 1, lengths that differ, and an
    outcome that is not 0 or 1.
    """
    chance, bad = as_numbers(probability, "probability", asked_by), as_outcome(default, asked_by, both=False)
    require_equal_length(asked_by, probability=chance, default=bad)
    wrong = chance[~((chance >= 0) & (chance <= 1))]
    if len(wrong):
        raise ValueError(
            f"{asked_by} needs a probability from 0 to 1 for every case; found {wrong[0]:g} in {len(wrong):,} cases"
        )
    return chance, bad


def grouped(chance: NDArray[np.float64], bad: NDArray[np.bool_], groups: int, asked_by: str) -> Groups:
    """Groups of about equal size; equal probabilities stay together, so that there may be fewer groups."""
    if isinstance(groups, bool) or not isinstance(groups, int) or groups < 2:
        raise ValueError(f"{asked_by} needs groups to be a whole number from 2, found {groups!r}")
    in_order = np.sort(chance)
    size = len(in_order)
    highest = np.unique(in_order[(np.arange(1, groups + 1) * size - 1) // groups])
    after = np.searchsorted(in_order, highest, side="right")
    before = np.concatenate([[0], after[:-1]])
    events = np.diff(np.searchsorted(np.sort(chance[bad]), highest, side="right"), prepend=0)
    return Groups(
        (after - before).astype(float),
        events.astype(float),
        np.add.reduceat(in_order, before),
        in_order[before],
        highest,
    )
