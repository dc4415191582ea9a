"""Sampling by strata: how to share out the sample, and what it gains over asking anybody at random."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cmlib.survey.checks import require_count
from cmlib.survey.item_matrix import numbers_of


@dataclass(frozen=True)
class StratifiedDesign:
    """A sample shared out over strata, and the variance of the mean that it gives.

    ``variance_simple`` is that of a simple random sample of the same size; ``design_effect`` is the first divided
    by the second: below 1 the strata help. It is missing when the mean is known exactly by a simple sample too.
    """

    allocation: NDArray[np.int64]
    variance: float
    variance_simple: float
    design_effect: float


def proportional_allocation(sizes: ArrayLike, sample: int) -> NDArray[np.int64]:
    """Share a sample out over strata in proportion to their sizes (按比例分配).

    ``sizes`` counts the members of each stratum. The parts are whole numbers that add up to ``sample`` (the largest
    remainders are rounded up, the earlier stratum first).

    Raises ``ValueError`` for sizes that are no whole numbers from 1, or a sample larger than the population.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., Wiley, section 5.3.

    >>> proportional_allocation([500, 300, 200], 25)
    array([13,  7,  5])
    """
    counts = _sizes(sizes, sample, "proportional_allocation")
    return _shared_out(counts, counts, sample)


def neyman_allocation(sizes: ArrayLike, standard_deviations: ArrayLike, sample: int) -> NDArray[np.int64]:
    """Share a sample out so that the mean is known best (奈曼最优分配): size times standard deviation.

    No stratum gets more than it has; what is left over goes to the others. Whole numbers as in
    `proportional_allocation`. A stratum that does not vary gets nobody, unless the others are all asked already.

    Raises ``ValueError`` for sizes that are no whole numbers from 1, standard deviations below 0 or of another
    number than the sizes, and a sample larger than the population.

    Source: Neyman (1934), On the two different aspects of the representative method, Journal of the Royal
    Statistical Society 97(4), 558-625; Cochran (1977), section 5.5.

    >>> neyman_allocation([500, 300, 200], [1.0, 2.0, 4.0], 38)
    array([10, 12, 16])
    """
    counts = _sizes(sizes, sample, "neyman_allocation")
    spread = _spread(standard_deviations, counts, "neyman_allocation")
    return _shared_out(counts * spread, counts, sample)


def stratified_design(sizes: ArrayLike, means: ArrayLike, standard_deviations: ArrayLike, allocation: ArrayLike
                      ) -> StratifiedDesign:  # fmt: skip
    """The variance of a mean estimated by strata, against that of a simple random sample (分层抽样与简单随机抽样).

    ``sizes``, ``means`` and ``standard_deviations`` (divisor size - 1) describe the strata of the population;
    ``allocation`` says how many are asked in each. The variance of the whole population follows from them.

    Raises ``ValueError`` for sizes that are no whole numbers from 1, standard deviations below 0, columns of unequal
    length, and a stratum where nobody or more than everybody is asked.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., Wiley, theorems 5.3 and 5.8.

    >>> found = stratified_design([50, 50], means=[1, 9], standard_deviations=[2, 2], allocation=[5, 5])
    >>> round(found.variance, 3), round(found.design_effect, 3)
    (0.36, 0.199)
    """
    asked_by = "stratified_design"
    asked = numbers_of(allocation, asked_by, "allocation")
    counts = _sizes(sizes, 1, asked_by)
    spread, level = _spread(standard_deviations, counts, asked_by), numbers_of(means, asked_by, "means")
    if len(asked) != len(counts) or len(level) != len(counts) or np.isnan(level).any():
        raise ValueError(f"{asked_by} needs a mean and a part of the sample for each of {len(counts)} strata")
    if not ((asked >= 1) & (asked <= counts) & (asked == np.floor(asked))).all():
        raise ValueError(
            f"{asked_by} needs somebody asked in every stratum, and not more than it has; "
            f"found {asked.tolist()} of {counts.astype(int).tolist()}"
        )
    population, sample = counts.sum(), asked.sum()
    share = counts / population
    variance = float((share**2 * spread**2 / asked * (1 - asked / counts)).sum())
    squares = ((counts - 1) * spread**2 + counts * (level - (share * level).sum()) ** 2).sum()
    simple = float(squares / max(population - 1, 1) / sample * (1 - sample / population))
    return StratifiedDesign(asked.astype(np.int64), variance, simple, variance / simple if simple > 0 else math.nan)


def _shared_out(weight: NDArray[np.float64], counts: NDArray[np.float64], sample: int) -> NDArray[np.int64]:
    """Parts in proportion to the weights, none above its count; whole numbers by largest remainder."""
    full = np.zeros(len(counts), dtype=bool)
    while True:
        if not weight[~full].any():  # nobody left who counts: the rest is shared out by size
            weight = counts
        left, free = sample - counts[full].sum(), weight[~full].sum()
        parts = np.where(full, counts, left * weight / free if free > 0 else 0.0)
        over = ~full & (parts > counts)
        if not over.any():
            break
        full |= over
    whole = np.floor(parts + 1e-9)
    remainder = np.where(whole < counts, parts - whole, -1.0)
    missing = round(sample - whole.sum())
    whole[np.argsort(-remainder, kind="stable")[:missing]] += 1
    return whole.astype(np.int64)


def _sizes(sizes: ArrayLike, sample: int, asked_by: str) -> NDArray[np.float64]:
    counts = numbers_of(sizes, asked_by, "sizes")
    if not len(counts) or not ((counts >= 1) & (counts == np.floor(counts))).all():
        raise ValueError(f"{asked_by} needs sizes that are whole numbers from 1; found {counts.tolist()}")
    require_count(sample, asked_by, "sample", least=1)
    if sample > counts.sum():
        raise ValueError(f"{asked_by} needs a sample no larger than the population of {counts.sum():g}; found {sample}")
    return counts


def _spread(standard_deviations: ArrayLike, counts: NDArray[np.float64], asked_by: str) -> NDArray[np.float64]:
    spread = numbers_of(standard_deviations, asked_by, "standard_deviations")
    if len(spread) != len(counts) or not (spread >= 0).all():
        raise ValueError(
            f"{asked_by} needs a standard deviation, not below 0, for each of {len(counts)} strata; "
            f"found {spread.tolist()}"
        )
    return spread
