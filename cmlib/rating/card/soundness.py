"""Checks that a scorecard is sound: everything adds up and no value is without points.

Each check raises ``ValueError`` with a message that names the card, the group and the indicator.
"""

import itertools
import math
import numbers
from typing import Any


def check_scorecard(card: Any) -> None:
    """Check a whole card; see `cmlib.rating.Scorecard` for what is refused."""
    place = f"scorecard {card.name!r}"
    _points(card.total, f"{place}: its total")
    if not card.groups:
        raise ValueError(f"{place} needs at least one group")
    _no_repetition([group.name for group in card.groups], f"{place} has the group")
    _no_repetition([one.name for group in card.groups for one in group.indicators], f"{place} has the indicator")
    _no_repetition([one.column for group in card.groups for one in group.indicators], f"{place} uses the column")
    scored = [one.points_column for group in card.groups for one in (group, *group.indicators)]
    _no_repetition(scored, f"{place} would give a scored table the column")
    for group in card.groups:
        _check_group(group, f"{place}, group {group.name!r}")
    _adds_up([group.points for group in card.groups], card.total, place, "its groups'", "its total is")
    if (card.grades.lowest, card.grades.highest) != (0, card.total):
        raise ValueError(
            f"{place} gives 0 to {card.total:g} points; its grade scale {card.grades.name!r} "
            f"runs from {card.grades.lowest} to {card.grades.highest}"
        )


def _check_group(group: Any, place: str) -> None:
    _points(group.points, place)
    if not group.indicators:
        raise ValueError(f"{place} needs at least one indicator")
    for indicator in group.indicators:
        _check_indicator(indicator, f"{place}, indicator {indicator.name!r}")
    _adds_up([one.points for one in group.indicators], group.points, place, "its indicators'", "the group has")


def _check_indicator(indicator: Any, place: str) -> None:
    _points(indicator.points, place)
    if indicator.better not in ("higher", "lower", "neither"):
        raise ValueError(f"{place}: better is 'higher', 'lower' or 'neither', found {indicator.better!r}")
    if bool(indicator.bands) == bool(indicator.levels):
        raise ValueError(f"{place} needs either bands or levels, found {'both' if indicator.bands else 'neither'}")
    places = indicator.bands or indicator.levels
    if len(places) < 2:
        raise ValueError(f"{place} needs at least two {'bands' if indicator.bands else 'levels'}, found one")
    for one in places:
        _points(one.points, f"{place}, {_named(one)}")
    if indicator.bands:
        _check_bands(indicator.bands, place)
    else:
        _check_levels(indicator.levels, place)
        places = sorted(places, key=lambda level: level.value)
    best = max(one.points for one in places)
    if best != indicator.points:
        raise ValueError(f"{place}: its best earns {best:g} points, but the indicator has {indicator.points:g}")
    _check_direction(places, indicator.better, place)


def _check_bands(bands: Any, place: str) -> None:
    if bands[0].lower is not None:
        raise ValueError(f"{place}, {_named(bands[0])}: the first band must be open below")
    if bands[-1].upper is not None:
        raise ValueError(f"{place}, {_named(bands[-1])}: the last band must be open above")
    for before, after in itertools.pairwise(bands):
        for bound in (before.upper, after.lower):
            if not _is_number(bound):
                raise ValueError(
                    f"{place}: {_named(before)} and {_named(after)} need a bound between them, found {bound!r}"
                )
        if after.lower < before.upper:
            raise ValueError(f"{place}: {_named(before)} and {_named(after)} overlap")
        if after.lower > before.upper:
            raise ValueError(f"{place}: {_named(before)} and {_named(after)} leave a gap")
    for band in bands[1:-1]:
        if band.lower >= band.upper:
            raise ValueError(f"{place}, {_named(band)}: the lower bound is not below the upper bound")


def _check_levels(levels: Any, place: str) -> None:
    for level in levels:
        if isinstance(level.value, bool) or not isinstance(level.value, int):
            raise ValueError(f"{place}: the value of a level is a whole number, found {level.value!r}")
    _no_repetition([level.value for level in levels], f"{place} has the level")


def _check_direction(places: Any, better: str, place: str) -> None:
    for before, after in itertools.pairwise(places):
        rises, falls = after.points > before.points, after.points < before.points
        if (better == "higher" and falls) or (better == "lower" and rises):
            raise ValueError(
                f"{place}: {better} is better, but points go from {before.points:g} to {after.points:g} between "
                f"{_named(before)} and {_named(after)}; say better = 'neither' if that is meant"
            )


def _named(place: str) -> str:
    if hasattr(place, "value"):
        return f"level {place.value}"
    return f"band [{'…' if place.lower is None else place.lower}, {'…' if place.upper is None else place.upper})"


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)


def _points(points: Any, place: str) -> None:
    """Points are multiples of 0.01, so that sums rounded to two decimals are exact."""
    if not _is_number(points) or points < 0 or round(points, 2) != points:
        raise ValueError(f"{place}: points are a multiple of 0.01, not below 0, found {points!r}")


def _adds_up(parts: Any, whole: float, place: str, whose: str, stated: str) -> None:
    found = round(math.fsum(parts), 2)
    if found != whole:
        raise ValueError(f"{place}: {whose} points add up to {found:g}, but {stated} {whole:g}")


def _no_repetition(names: Any, what: str) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ValueError(f"{what} {name!r} twice")
