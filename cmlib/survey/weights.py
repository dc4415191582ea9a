"""Weights that make those who answered stand for everybody."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import ArrayLike, NDArray

from cmlib.survey.checks import is_number, require_count
from cmlib.survey.item_matrix import numbers_of


@dataclass(frozen=True)
class Raking:
    """Weights, one an answer and 1 on average, whose shares meet all margins within ``largest_gap``."""

    weights: NDArray[np.float64]
    rounds: int
    largest_gap: float


def response_rate(answered: int, asked: int, *, not_eligible: int = 0) -> float:
    """Share of those asked who answered (回收率), without those who turned out not to belong to the population.

    Raises ``ValueError`` for what is no count, nobody asked, or more answers than people who could answer.

    Source: American Association for Public Opinion Research (2016), Standard Definitions, 9th ed., response rate 1.

    >>> round(response_rate(491, 923), 3)
    0.532
    """
    for name, value in (("answered", answered), ("asked", asked), ("not_eligible", not_eligible)):
        require_count(value, "response_rate", name)
    eligible = asked - not_eligible
    if eligible < 1 or answered > eligible:
        raise ValueError(f"response_rate needs answers from people asked; found {answered} of {eligible} eligible")
    return answered / eligible


def effective_sample_size(weights: ArrayLike) -> float:
    """How many equally weighted answers would tell as much as these (有效样本量): (sum)^2 / sum of squares.

    Raises ``ValueError`` for weights that are missing, below 0 or all 0.

    Source: Kish (1965), Survey Sampling, Wiley, section 11.7.

    >>> effective_sample_size([1, 1, 1, 3])
    3.0
    """
    given = checked_weights(weights, "effective_sample_size")
    return float(given.sum() ** 2 / (given**2).sum())


def poststratification_weights(strata: ArrayLike, population: Mapping[object, float]) -> NDArray[np.float64]:
    """Weights, 1 on average, that give every stratum its share of the population (事后分层加权).

    ``strata`` names the stratum of each answer (a Series of any engine, an array or a list), ``population`` the size
    of each stratum in the population, in any unit.

    Raises ``LookupError`` for an answer from an unknown stratum, ``ValueError`` for a stratum of the population
    without an answer (nothing can stand for it: join it with a neighbour), for sizes not above 0, and for no answer.

    Source: Holt, Smith (1979), Post stratification, Journal of the Royal Statistical Society A 142(1), 33-46.

    >>> poststratification_weights(["young", "old", "old"], {"young": 60, "old": 30})
    array([2. , 0.5, 0.5])
    """
    place, sizes = placed(strata, population, "poststratification_weights", "strata")
    answers = np.bincount(place, minlength=len(sizes))
    return (sizes / sizes.sum() / answers * len(place))[place]


def raked_weights(
    answers: Mapping[str, ArrayLike],
    margins: Mapping[str, Mapping[object, float]],
    *,
    tolerance: float = 1e-10,
    most_rounds: int = 1_000,
) -> Raking:
    """Weights that meet several margins at once (迭代比例拟合, raking): age and gender, say, each by itself.

    ``answers`` gives a column for every margin, one entry an answer; a pandas or polars table serves as it is.
    ``margins`` gives for each column the sizes of its categories in the population, in any unit. Round after round
    the weights are scaled to each margin in turn, until no share is off by more than ``tolerance``.

    Raises ``LookupError`` for a missing column or an unknown category, ``ValueError`` for a category without an
    answer, sizes not above 0, columns of unequal length, and margins that cannot be met together.

    Source: Deming, Stephan (1940), On a least squares adjustment of a sampled frequency table when the expected
    marginal totals are known, Annals of Mathematical Statistics 11(4), 427-444.

    >>> people = {"age": ["young", "young", "old", "old"], "gender": ["f", "m", "f", "m"]}
    >>> raked_weights(people, {"age": {"young": 3, "old": 1}, "gender": {"f": 1, "m": 1}}).weights
    array([1.5, 1.5, 0.5, 0.5])
    """
    if not margins:
        raise ValueError("raked_weights needs at least one margin; found none")
    lacking = [name for name in margins if name not in _names(answers)]
    if lacking:
        raise LookupError(f"raked_weights needs the columns {lacking}; the answers have {_names(answers)}")
    columns = {name: placed(answers[name], margins[name], "raked_weights", name) for name in margins}
    lengths = {name: len(place) for name, (place, _) in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"raked_weights needs columns of equal length; found {lengths}")
    count = next(iter(lengths.values()))
    targets = [(place, sizes / sizes.sum() * count) for place, sizes in columns.values()]
    weights, gap = np.ones(count), math.inf
    for rounds in range(1, most_rounds + 1):
        for place, target in targets:
            weights = weights * (target / np.bincount(place, weights, len(target)))[place]
        gap = max(np.abs(np.bincount(place, weights, len(target)) - target).max() for place, target in targets) / count
        if gap <= tolerance:
            return Raking(weights, rounds, float(gap))
    raise ValueError(
        f"raked_weights cannot meet these margins together: after {most_rounds} rounds a share is still off by "
        f"{gap:.2g}. Cells of the table without an answer stay empty; join some of the categories"
    )


def checked_weights(weights: ArrayLike, asked_by: str, count: int | None = None) -> NDArray[np.float64]:
    """The weights as an array; ``ValueError`` unless there are ``count`` of them, not below 0 and not all 0."""
    given = numbers_of(weights, asked_by, "weights")
    if count is not None and len(given) != count:
        raise ValueError(f"{asked_by} needs a weight for every answer; found {len(given)} for {count}")
    if not (given >= 0).all() or not given.sum() > 0:
        raise ValueError(f"{asked_by} needs weights that are not below 0 and not all 0; found others, or missing ones")
    return given


def _names(answers: Mapping[str, ArrayLike]) -> list[str]:
    return list(answers) if isinstance(answers, Mapping) else list(nw.from_native(answers).columns)


def placed(
    column: ArrayLike, population: Mapping[object, float], asked_by: str, what: str
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each answer the place of its category among those of the population, and the categories' sizes."""
    series = nw.from_native(column, series_only=True, pass_through=True)
    found = series.to_list() if isinstance(series, nw.Series) else np.asarray(column).tolist()
    if not found:
        raise ValueError(f"{asked_by} needs at least one answer; found none")
    order = {category: place for place, category in enumerate(population)}
    unknown = next((category for category in found if category not in order), None)
    if any(category not in order for category in found):
        raise LookupError(f"{asked_by} needs {what} among {list(order)}; found {unknown!r}")
    sizes = list(population.values())
    if not all(is_number(size) and size > 0 for size in sizes):
        raise ValueError(f"{asked_by} needs sizes above 0 for {what}; found {dict(population)}")
    place = np.array([order[category] for category in found], dtype=np.int64)
    empty = [category for category, at in order.items() if at not in set(place.tolist())]
    if empty:
        raise ValueError(
            f"{asked_by} needs an answer from each of {what}; nobody answered from {empty}. Join it with a neighbour"
        )
    return place, np.array(sizes, dtype=float)
