"""Grade scales: which grade a score earns, and what the grade says.

A scale is printed in whole numbers: AA from 80 to 89, AAA from 90 to 100. A score between two of
them (89.5) belongs to the lower grade, because a grade starts at its lower bound.
"""

import difflib
import itertools
import numbers
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmlib.rule_file import RuleFile, require_rules


@dataclass(frozen=True)
class Grade:
    """One grade: its name, the lowest and highest whole score as printed, and its meaning."""

    name: str
    lower: int
    upper: int
    meaning: str = ""


@dataclass(frozen=True)
class GradeScale(RuleFile):
    """Grades from the best to the worst, without gap or overlap.

    Raises ``ValueError`` when there is no grade, a name comes twice, a bound is no whole number or
    two grades leave a gap, overlap or stand in the wrong order. The message names the grade.

    >>> scale = GradeScale("pass or fail", "example", (Grade("pass", 60, 100), Grade("fail", 0, 59)))
    >>> scale.grade(59.9)
    'fail'
    """

    name: str
    source: str
    grades: tuple[Grade, ...]

    def __post_init__(self) -> None:
        _check(self)

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the grades, the best first.

        ``pandas.Categorical(grades, GRADES.order, ordered=True)`` sorts and compares by it.
        """
        return tuple(grade.name for grade in self.grades)

    @property
    def lowest(self) -> int:
        """The lowest score on the scale."""
        return self.grades[-1].lower

    @property
    def highest(self) -> int:
        """The highest score on the scale."""
        return self.grades[0].upper

    def grade(self, points: Any) -> Any:
        """The grade that a score earns; `cmlib.rating.grade` on this scale."""
        return grade(points, self)

    def rank(self, name: str) -> int:
        """Place of a grade on the scale: 1 is the best.

        Raises ``LookupError`` for a grade that is not on the scale.

        >>> GRADES.rank("A") < GRADES.rank("BBB")
        True
        """
        return self.order.index(self[name].name) + 1

    def __getitem__(self, name: str) -> Grade:
        """The grade of that name; ``LookupError`` when there is none."""
        for one in self.grades:
            if one.name == name:
                return one
        # Grades are short, so that names in the wrong case are the likeliest slip.
        close = [one for one in self.order if one.lower() == str(name).lower()]
        close = close or difflib.get_close_matches(str(name), self.order, 1)
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        raise LookupError(f"grade scale {self.name!r} has no grade {name!r}; it has {list(self.order)}{hint}")


def _check(scale: GradeScale) -> None:
    place = f"grade scale {scale.name!r}"
    if not scale.grades:
        raise ValueError(f"{place} needs at least one grade")
    for position, one in enumerate(scale.grades):
        if any(one.name == earlier.name for earlier in scale.grades[:position]):
            raise ValueError(f"{place} has the grade {one.name!r} twice")
        if any(isinstance(bound, bool) or not isinstance(bound, int) for bound in (one.lower, one.upper)):
            raise ValueError(
                f"{place}, grade {one.name!r}: bounds are whole numbers, found {one.lower!r} to {one.upper!r}"
            )
        if one.lower > one.upper:
            raise ValueError(f"{place}, grade {one.name!r}: runs from {one.lower} up to {one.upper}")
    for better, worse in itertools.pairwise(scale.grades):
        printed = " and ".join(f"{one.name!r} ({one.lower} to {one.upper})" for one in (better, worse))
        if worse.lower > better.lower:
            raise ValueError(f"{place} goes from the best grade to the worst; {printed} stand in the wrong order")
        if worse.upper >= better.lower:
            raise ValueError(f"{place}: {printed} overlap")
        if worse.upper + 1 < better.lower:
            raise ValueError(f"{place}: {printed} leave a gap; the second should end at {better.lower - 1}")


#: The grade scale of the course.
GRADES = GradeScale(
    name="credit grades",
    source="The course's deck, chapter 6: grades of a firm's or a person's credit standing.",
    grades=(
        Grade("AAA", 90, 100, "excellent standing, strong ability to pay, minimal risk"),
        Grade("AA", 80, 89, "good standing, fairly strong ability to pay, practically no risk"),
        Grade("A", 70, 79, "fairly good standing, some ability to pay, low risk"),
        Grade("BBB", 60, 69, "average standing, basically able to pay, slight risk"),
        Grade("BB", 50, 59, "below par, unstable ability to pay, some risk"),
        Grade("B", 40, 49, "rather poor, difficulty paying, great risk"),
        Grade("CCC", 30, 39, "very poor, great difficulty paying, may default"),
        Grade("CC", 20, 29, "too poor, poor ability to repay"),
        Grade("C", 0, 19, "extremely poor, no ability to pay"),
    ),
)


def grade(points: Any, scale: GradeScale = GRADES) -> Any:
    """The grade that a score earns on a scale.

    ``points`` is a number, a numpy array, a pandas or polars Series, or a narwhals expression; the
    answer is of the same kind (for an array: an array of names). A missing score has a missing
    grade: ``None``. In an expression a score off the scale has a missing grade too.

    Raises ``ValueError`` for a score off the scale, ``TypeError`` for what is no score or no scale.

    >>> grade(89.5), grade(90), grade(None)
    ('AA', 'AAA', None)
    >>> grade(np.array([100.0, 0.0, np.nan]))
    array(['AAA', 'C', None], dtype=object)
    """
    require_rules(scale, GradeScale, "scale", "grade")
    if isinstance(points, nw.Expr):
        return _grade_expression(points, scale)
    if points is None or points is pd.NA:
        return None
    if isinstance(points, numbers.Real) and not isinstance(points, bool):
        return _grade_array(np.array([points], dtype=float), scale)[0]
    if isinstance(points, np.ndarray):
        if points.dtype.kind not in "iuf":
            raise TypeError(f"grade needs numbers, found an array of {points.dtype}")
        return _grade_array(points, scale)
    return _grade_series(points, scale)


def _grade_expression(points: Any, scale: GradeScale) -> nw.Expr:
    best = scale.grades[0]
    name: nw.Expr = nw.when(points <= best.upper).then(nw.lit(best.name))
    for better, one in itertools.pairwise(scale.grades):
        name = nw.when(points < better.lower).then(nw.lit(one.name)).otherwise(name)
    return nw.when(points >= scale.lowest).then(name)


def _grade_array(points: Any, scale: GradeScale) -> NDArray[Any]:
    off = points[(points < scale.lowest) | (points > scale.highest)]
    if off.size:
        raise ValueError(
            f"grade scale {scale.name!r} runs from {scale.lowest} to {scale.highest} points; found {off.flat[0]:g}"
        )
    lower_bounds = np.array([one.lower for one in reversed(scale.grades)])
    names = np.array([*reversed(scale.order), None], dtype=object)  # the last stands for a missing score
    place = np.searchsorted(lower_bounds, points, side="right") - 1
    return names[np.where(np.isnan(points), len(scale.grades), place)]


def _grade_series(points: Any, scale: GradeScale) -> Any:
    try:
        series = nw.from_native(points, series_only=True)
    except TypeError:
        raise TypeError(
            f"grade needs a number, a numeric array or Series, or an expression, found {type(points).__name__}"
        ) from None
    if not series.dtype.is_numeric():
        raise TypeError(f"grade needs numbers, found a Series of {series.dtype}")
    _grade_array(series.cast(nw.Float64).to_numpy().astype(float), scale)  # refuses a score off the scale
    frame = series.alias("points").to_frame()
    return nw.to_native(frame.select(grade=_grade_expression(nw.col("points"), scale))["grade"])
