"""Career levels year by year: a matrix decides how many move, ability helps to decide who."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.planted import Planted

#: In place of a level.
NOT_YET, LEFT = 0, -1


@dataclass(frozen=True)
class CareerParameters(Planted):
    """Probabilities of moving within a year, by level at the beginning of it."""

    career_promotion: tuple[float, ...] = (0.28, 0.18, 0.12, 0.08, 0.0)
    career_demotion: tuple[float, ...] = (0.0, 0.02, 0.02, 0.03, 0.03)
    career_exit: tuple[float, ...] = (0.08, 0.06, 0.05, 0.04, 0.03)
    promotion_ability_weight: float = 0.6  # of ability in the mark that ranks candidates for promotion


TRUTH = CareerParameters()


def live(rng: np.random.Generator, ability: np.ndarray, entry: np.ndarray, first: np.ndarray, years: int) -> np.ndarray:
    """The level of each manager at the end of each year, shape (years, managers); `NOT_YET` and `LEFT` outside.

    ``ability`` is standardised, ``entry`` the year of being hired, counted from 0, and ``first`` the
    level at the end of that year. Leaving depends on the level alone; among those who stay, the best
    of each level are promoted, as many as the matrix says.
    """
    promotion, demotion, leaving = (
        np.array([0.0, *rates]) for rates in (TRUTH.career_promotion, TRUTH.career_demotion, TRUTH.career_exit)
    )
    weight = TRUTH.promotion_ability_weight
    levels = np.where(entry == 0, first, NOT_YET)[None, :]
    for year in range(1, years):
        leave_draw, tie = rng.random((2, len(entry)))
        mark = weight * ability + np.sqrt(1 - weight**2) * np.round(rng.standard_normal(len(entry)), 6)
        level = np.maximum(levels[-1], 0)
        leaves = (level > 0) & (leave_draw < leaving[level])
        place = _place_within(np.where(leaves, 0, level), mark, tie)
        stays = 1 - leaving[level]
        step = (place > 1 - promotion[level] / stays).astype(int) - (place < demotion[level] / stays)
        moved = np.where(levels[-1] > 0, np.where(leaves, LEFT, level + step), levels[-1])
        levels = np.vstack([levels, np.where(entry == year, first, moved)])
    return levels


def _place_within(group: np.ndarray, mark: np.ndarray, tie: np.ndarray) -> np.ndarray:
    """Each one's place among those of the same group, evenly spread between 0 (lowest mark) and 1."""
    order = np.lexsort((mark, group))
    size = np.bincount(group)
    start = np.cumsum(size) - size
    place = np.empty(len(group))
    place[order] = (np.arange(len(group)) - start[group[order]] + tie[order]) / size[group[order]]
    return place
