"""The master scale: which grade a probability of default earns."""

import itertools
import math
import numbers
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from cmlib.rule_file import RuleFile


@dataclass(frozen=True)
class ProbabilityGrade:
    """One grade and its probabilities of default: from ``lower`` on, and below ``upper``."""

    name: str
    lower: float
    upper: float


@dataclass(frozen=True)
class MasterScale(RuleFile):
    """Grades by probability of default (主标尺), from the best to the worst, over 0 to 1 without gap or overlap.

    Probabilities are those of default within one year, as fractions. A probability on a bound belongs to
    the worse grade; 1 belongs to the last. Raises ``ValueError`` for disorder, and names the grade.

    >>> scale = MasterScale("two", "example", (ProbabilityGrade("good", 0, 0.02), ProbabilityGrade("bad", 0.02, 1)))
    >>> scale.grade(0.0199), scale.grade([0.02, 1, None])
    ('good', array(['bad', 'bad', None], dtype=object))
    """

    name: str
    source: str
    grades: tuple[ProbabilityGrade, ...]

    def __post_init__(self) -> None:
        place = f"master scale {self.name!r}"
        if not self.grades:
            raise ValueError(f"{place} needs at least one grade")
        for position, one in enumerate(self.grades):
            if one.name in self.order[:position]:
                raise ValueError(f"{place} has the grade {one.name!r} twice")
            if not one.lower < one.upper:
                raise ValueError(f"{place}, grade {one.name!r}: runs from {one.lower!r} up to {one.upper!r}")
        for better, worse in itertools.pairwise(self.grades):
            if better.upper != worse.lower:
                raise ValueError(
                    f"{place}: {better.name!r} ends at {better.upper!r}, but {worse.name!r} begins at {worse.lower!r}"
                )
        if (self.grades[0].lower, self.grades[-1].upper) != (0, 1):
            raise ValueError(
                f"{place} must run from 0 to 1, found {self.grades[0].lower!r} to {self.grades[-1].upper!r}"
            )

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the grades, the best first."""
        return tuple(one.name for one in self.grades)

    def grade(self, probability: Any) -> Any:
        """The grade of a number, an array or list, a pandas or polars Series, or an expression; of the same kind.

        A missing probability has a missing grade, ``None``; in an expression, one outside 0 to 1 too.

        Raises ``ValueError`` for a probability outside 0 to 1, ``TypeError`` for what is none.
        """
        if isinstance(probability, nw.Expr):
            return self._expression(probability)
        if probability is None or (isinstance(probability, numbers.Real) and not isinstance(probability, bool)):
            return self._array(np.array([math.nan if probability is None else probability], dtype=float))[0]
        if isinstance(probability, (list, tuple, np.ndarray)):
            return self._array(np.array(probability, dtype=float))
        try:
            series = nw.from_native(probability, series_only=True, allow_series=True)
        except TypeError:
            raise TypeError(
                f"grade needs probabilities as a number, an array, a Series or an expression, "
                f"found {type(probability).__name__}"
            ) from None
        self._array(series.cast(nw.Float64).to_numpy().astype(float))  # refuses what is no probability
        frame = series.alias("probability").to_frame()
        return nw.to_native(frame.select(grade=self._expression(nw.col("probability")))["grade"])

    def _array(self, probability: np.ndarray) -> np.ndarray:
        wrong = probability[(probability < 0) | (probability > 1)]
        if wrong.size:
            raise ValueError(f"master scale {self.name!r} grades probabilities from 0 to 1; found {wrong.flat[0]:g}")
        bounds = np.array([one.upper for one in self.grades[:-1]], dtype=float)
        place = np.where(np.isnan(probability), -1, np.searchsorted(bounds, probability, side="right"))
        return np.array([*self.order, None], dtype=object)[place]

    def _expression(self, probability: nw.Expr) -> nw.Expr:
        name: nw.Expr = nw.when(probability <= 1).then(nw.lit(self.grades[-1].name))
        for one in reversed(self.grades[:-1]):
            name = nw.when(probability < one.upper).then(nw.lit(one.name)).otherwise(name)
        return nw.when(probability >= 0).then(name)


#: The master scale of the course. Each bound is two to two and a half times the one before. The Basel rules
#: ask for seven grades or more for borrowers that have not defaulted; the bounds are each bank's own.
MASTER_SCALE = MasterScale(
    name="one-year default probability",
    source=(
        "Bounds set for this course, not published values. Number of grades: Basel Committee on Banking Supervision "
        "(2006), International Convergence of Capital Measurement and Capital Standards, paragraph 404."
    ),
    grades=(
        ProbabilityGrade("AAA", 0.0, 0.001),
        ProbabilityGrade("AA", 0.001, 0.0025),
        ProbabilityGrade("A", 0.0025, 0.006),
        ProbabilityGrade("BBB", 0.006, 0.015),
        ProbabilityGrade("BB", 0.015, 0.035),
        ProbabilityGrade("B", 0.035, 0.08),
        ProbabilityGrade("CCC", 0.08, 0.18),
        ProbabilityGrade("CC", 0.18, 0.4),
        ProbabilityGrade("C", 0.4, 1.0),
    ),
)
