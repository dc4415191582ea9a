"""The best monotone bins of a variable: an exact search over its pre-bins.

A pre-bin is a count of goods and a count of bads (defaults). Neighbouring pre-bins are merged into bins whose
default rates rise (or fall, or do one and then the other), so that the information value is as large as
it can be. The search is dynamic programming over (number of bins, last bin): no other partition of the
pre-bins that keeps the limits has a larger information value.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cmlib.rating.probability.evidence import information_values

#: Shape -> which way the default rate goes first (1 up, -1 down), and which way after the turn, if it turns.
SHAPES: dict[str, tuple[int, ...]] = {
    "ascending": (1,),
    "descending": (-1,),
    "peak": (1, -1),
    "valley": (-1, 1),
}  # fmt: skip
#: A gain in information value below this is rounding: fewer bins are then better.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Limits:
    """What a bin must hold, and how many bins there may be.

    ``share`` is the smallest share of all cases, ``events`` the smallest number of defaults, and of
    cases without default. One bin that holds everything is always allowed.
    """

    bins: int = 10
    share: float = 0.05
    events: float = 1

    def __post_init__(self) -> None:
        if isinstance(self.bins, bool) or self.bins != int(self.bins) or self.bins < 1:
            raise ValueError(f"weight_of_evidence needs maximum_bins to be a whole number from 1, found {self.bins!r}")
        if not 0 <= self.share < 1:
            raise ValueError(
                f"weight_of_evidence needs minimum_share to be at least 0 and below 1, found {self.share!r}"
            )
        if not 0 <= self.events < np.inf:
            raise ValueError(f"weight_of_evidence needs minimum_events to be at least 0, found {self.events!r}")


@dataclass(frozen=True)
class Partition:
    """Bins as the places where they start among the pre-bins, the shape that they have, and their information value."""

    starts: tuple[int, ...]
    shape: str
    information_value: float


def best_partition(
    goods: NDArray[np.float64], bads: NDArray[np.float64], *, totals: tuple[float, float], shape: str, limits: Limits
) -> Partition:
    """The partition of the pre-bins with the largest information value.

    ``goods`` and ``bads`` are one-dimensional, pre-bin by pre-bin. ``totals`` are the goods and the bads of
    the whole sample, missing and special values included. ``shape`` is a key of ``SHAPES``, or ``"auto"``:
    the better of ascending and descending.

    >>> goods, bads = np.array([5.0, 9, 8, 9]), np.array([5.0, 1, 2, 1])
    >>> best_partition(goods, bads, totals=(31, 9), shape="auto", limits=Limits()).starts
    (0, 1, 3)
    """
    gain, rate = _merged(goods, bads, totals, limits)
    shapes = ("ascending", "descending") if shape == "auto" else (shape,)
    found = [_search(gain, rate, name, min(limits.bins, len(goods))) for name in shapes]
    best = max(found, key=lambda one: one.information_value)  # the first of equals
    return Partition(best.starts, "flat", best.information_value) if len(best.starts) == 1 else best


def _merged(
    goods: NDArray[np.float64], bads: NDArray[np.float64], totals: tuple[float, float], limits: Limits
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Information value and default rate of the pre-bins i to j merged, as matrices; -inf where that is no bin.

    Below the diagonal, where i is after j, is nothing that is ever read.
    """
    good, bad = (
        np.cumsum(np.triu(np.broadcast_to(cells, (len(cells), len(cells)))), axis=1) for cells in (goods, bads)
    )
    with np.errstate(all="ignore"):
        rate = bad / (good + bad)
        gain = information_values(good, bad, *totals)
    refused = (good + bad < limits.share * sum(totals)) | (np.minimum(good, bad) < limits.events)
    refused[0, -1] = False
    return np.where(refused, -np.inf, gain), rate


def _search(gain: NDArray[np.float64], rate: NDArray[np.float64], shape: str, bins: int) -> Partition:
    layers: list[NDArray[np.float64]] = []
    for way in SHAPES[shape]:
        layers.append(_layer(gain, rate * way, bins, layers[-1] if layers else None))
    by_number = np.max(layers, axis=0)[:, :, -1].max(axis=1)
    number = int(np.argmax(by_number >= by_number.max() - _ROUNDING))
    return Partition(_trace(layers, rate, shape, number), shape, float(by_number[number]))


def _layer(
    gain: NDArray[np.float64], rate: NDArray[np.float64], bins: int, before: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    """``best[k, i, j]``: the largest sum of k + 1 bins up to pre-bin j, of which the last begins at i.

    The rates do not fall from bin to bin. ``before`` is the layer ahead of a turn, whose bins may come first.
    """
    size = len(gain)
    best = np.full((bins, size, size), -np.inf)
    best[0, 0] = gain[0]
    for start in range(1, size):
        earlier = best[:-1, :start, start - 1]
        if before is not None:
            earlier = np.maximum(earlier, before[:-1, :start, start - 1])
        rates = rate[:start, start - 1]
        order = np.argsort(rates)
        reachable = np.maximum.accumulate(earlier[:, order], axis=1)
        place = np.searchsorted(rates[order], rate[start, start:], side="right")
        reachable = np.concatenate([np.full((bins - 1, 1), -np.inf), reachable], axis=1)
        best[1:, start, start:] = gain[start, start:] + reachable[:, place]
    return best


def _trace(layers: list[NDArray[np.float64]], rate: NDArray[np.float64], shape: str, number: int) -> tuple[int, ...]:
    """Walk back from the last bin to the first, each time to the best bin that may come before."""
    end = len(rate) - 1
    candidates = [one[number, :, end] for one in layers]
    layer = int(np.argmax([one.max() for one in candidates]))
    start = int(np.argmax(candidates[layer]))
    starts = [start]
    while number:
        number -= 1
        way = SHAPES[shape][layer]
        allowed = way * rate[:start, start - 1] <= way * rate[start, end]
        end = start - 1
        options = [np.where(allowed, one[number, :start, end], -np.inf) for one in layers[: layer + 1]]
        layer = int(np.argmax([one.max() for one in options]))
        start = int(np.argmax(options[layer]))
        starts.append(start)
    return tuple(reversed(starts))
