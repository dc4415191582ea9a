"""The default-probability model: a logistic regression on weights of evidence, as data."""

import dataclasses
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from cmlib.rating.probability.bins import WeightOfEvidence
from cmlib.rating.probability.lookup import finite, is_number, is_text, look_up
from cmlib.rating.probability.master_scale import MASTER_SCALE, MasterScale
from cmlib.rating.probability.scaling import POINTS_SCALE, PointsScale
from cmlib.rating.probability.training import INTERCEPT, Dropped, train
from cmlib.rule_file import RuleFile, require_rules
from cmlib.table.door import check_table

#: Beginning of the names of columns that are there only while a probability is computed.
_PART = "cmlib: log odds of"


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of the log odds of default, with its row of the covariance matrix where that is known."""

    variable: str
    value: float
    covariances: tuple[float, ...] = ()


@dataclass(frozen=True)
class PDModel(RuleFile):
    """A model of the probability of default (违约概率模型).

    ``ln(PD / (1 - PD)) = intercept + sum of coefficient * x``, where PD is the probability of default and
    x a variable's weight of evidence (``binnings`` holds its bins) or, without bins, its value. Weights of
    evidence are above 0 for the safe, so that their coefficients should be below 0, and are near -1 where
    variables do not overlap.

    ``cases`` and ``defaults`` count the sample. ``default_rate`` is the rate that the intercept stands
    for: the sample's, unless `for_default_rate` changed it. ``dropped`` lists the variables that were
    offered and left out.

    Fit a model with `PDModel.fit`, or build it from known numbers. It keeps as TOML (``to_toml``,
    ``from_toml``). Raises ``ValueError`` when the first coefficient is not the intercept, a number is not
    finite, a variable comes twice, or has bins but no coefficient.

    >>> model = PDModel((Coefficient("intercept", -3.0), Coefficient("debt_to_income", 2.0)))
    >>> model.probability(pd.DataFrame({"debt_to_income": [0.2, 0.8]})).round(4)
       debt_to_income  probability_of_default
    0             0.2                  0.0691
    1             0.8                  0.1978
    """

    coefficients: tuple[Coefficient, ...]
    binnings: tuple[WeightOfEvidence, ...] = ()
    name: str = "default-probability model"
    source: str = ""
    cases: float | None = None
    defaults: float | None = None
    default_rate: float | None = None
    log_likelihood: float | None = None
    null_log_likelihood: float | None = None
    converged: bool = True
    dropped: tuple[Dropped, ...] = ()

    def __post_init__(self) -> None:
        place = f"default-probability model {self.name!r}"
        names = [one.variable for one in self.coefficients]
        if not names or names[0] != INTERCEPT:
            raise ValueError(f"{place}: its first coefficient must be the {INTERCEPT!r}, found {names[:1]}")
        binned = [one.variable for one in self.binnings]
        for what, found in (("coefficient", names), ("binning", binned)):
            twice = [name for name in found if found.count(name) > 1]
            if twice:
                raise ValueError(f"{place} has more than one {what} for {twice[0]!r}")
        without = [name for name in binned if name not in names[1:]]
        if without:
            raise ValueError(f"{place} has bins but no coefficient for {without}")
        for one in self.coefficients:
            if not math.isfinite(one.value):
                raise ValueError(f"{place}: the coefficient of {one.variable!r} must be finite, found {one.value!r}")
            if len(one.covariances) not in (0, len(names)):
                raise ValueError(
                    f"{place}: {one.variable!r} needs a covariance with each of {len(names)} coefficients, "
                    f"found {len(one.covariances)}"
                )

    @classmethod
    def fit(
        cls,
        table: Any,
        default: Any = "defaulted",
        *,
        columns: Iterable[str] | None = None,
        raw: Iterable[str] = (),
        binnings: Iterable[WeightOfEvidence] = (),
        sample_weights: Any = None,
        minimum_information_value: float = 0.02,
        wrong_sign: str = "flag",
        name: str = "default-probability model",
        **options: Any,
    ) -> Self:
        """Fit a model to a table of any engine, one row a case.

        ``default`` is the column of outcomes (1 defaulted, 0 did not) or, for a table in memory, an array.
        ``columns`` are the variables that may explain it; all others if not given. They are binned by
        `weight_of_evidence`, which further ``options`` are for (``maximum_bins``, ``special``, …), unless
        ``binnings`` holds their bins already, or they are in ``raw``: numbers taken as they are.

        A binned variable is left out when its information value is below ``minimum_information_value``,
        or when no two bins differ. A coefficient with the wrong sign (above 0 on a weight of evidence)
        says that other variables know better; ``wrong_sign="flag"`` keeps it and `summary` says so,
        ``"drop"`` leaves the worst such variable out and fits again. ``sample_weights`` (a column or an
        array) count a case as more or less than one, in the bins and in the fit.

        Raises ``ValueError`` for collinear variables, for variables that separate the outcomes without
        a mistake, for missing values in ``raw``, and whatever `weight_of_evidence` refuses.

        Source: Siddiqi (2006), Credit Risk Scorecards, Wiley, chapter 6; Thomas, Edelman, Crook (2002),
        Credit Scoring and Its Applications, SIAM, chapter 4.

        >>> sample = pd.DataFrame({"late": ["no"] * 100 + ["yes"] * 50, "defaulted": [0] * 95 + [1] * 5 + [0, 1] * 25})
        >>> PDModel.fit(sample).probability(pd.DataFrame({"late": ["no", "yes"]})).round(4)
          late  probability_of_default
        0   no                    0.05
        1  yes                    0.50
        """
        found = train(
            table, default, columns=columns, raw=raw, binnings=binnings, sample_weights=sample_weights,
            minimum_information_value=minimum_information_value, wrong_sign=wrong_sign, options=options,
        )  # fmt: skip
        fit = found.fit
        coefficients = tuple(
            Coefficient(variable, value, tuple(row))
            for variable, value, row in zip(
                (INTERCEPT, *found.variables), fit.coefficients.tolist(), fit.covariance.tolist(), strict=True
            )
        )
        return cls(
            coefficients, found.binnings, name, "", found.cases, found.defaults, found.defaults / found.cases,
            fit.log_likelihood, fit.null_log_likelihood, fit.converged, found.dropped,
        )  # fmt: skip

    @property
    def variables(self) -> tuple[str, ...]:
        """The columns that a table needs."""
        return tuple(one.variable for one in self.coefficients[1:])

    @property
    def covariance(self) -> NDArray[np.float64]:
        """Covariance matrix of the coefficients, the intercept first; missing where it is not known."""
        size = len(self.coefficients)
        return np.array([one.covariances or [math.nan] * size for one in self.coefficients], dtype=float)

    @property
    def summary(self) -> pd.DataFrame:
        """One row a coefficient: standard error, z, two-sided p-value, information value, sign (right or wrong)."""
        value = np.array([one.value for one in self.coefficients], dtype=float)
        error = np.sqrt(np.diag(self.covariance))
        binned = {one.variable: one for one in self.binnings}
        rows = [binned.get(one.variable) for one in self.coefficients]
        return pd.DataFrame(
            {
                "variable": [one.variable for one in self.coefficients],
                "coefficient": value,
                "standard_error": error,
                "z": value / error,
                "p_value": 2 * stats.norm.sf(np.abs(value / error)),
                "information_value": [np.nan if one is None else one.information_value for one in rows],
                "sign": [
                    "" if one is None else "right" if at < 0 else "wrong" for one, at in zip(rows, value, strict=True)
                ],
            }
        )

    def for_default_rate(self, default_rate: float) -> Self:
        """The model for a population with another rate of default than the sample: only the intercept moves.

        Samples often hold all defaults and few of the others, which leaves the other coefficients right.

        Raises ``ValueError`` for a rate that is not between 0 and 1, and for a model that does not know
        the rate of its sample.

        Source: King, Zeng (2001), Logistic Regression in Rare Events Data, Political Analysis 9(2),
        137-163, section 4.1 (prior correction).

        >>> half = PDModel((Coefficient("intercept", 0.0),), default_rate=0.5)
        >>> half.for_default_rate(0.02).probability(pd.DataFrame({"firm": ["A"]})).round(6)
          firm  probability_of_default
        0    A                    0.02
        """
        if not 0 < default_rate < 1:
            raise ValueError(f"for_default_rate needs a rate above 0 and below 1, found {default_rate!r}")
        if self.default_rate is None:
            raise ValueError(f"for_default_rate needs to know the sample's rate; {self.name!r} has no default_rate")
        shift = math.log(default_rate / (1 - default_rate)) - math.log(self.default_rate / (1 - self.default_rate))
        first, *others = self.coefficients
        moved = dataclasses.replace(first, value=first.value + shift)
        return dataclasses.replace(self, coefficients=(moved, *others), default_rate=default_rate)

    def probability(self, table: Any) -> Any:
        """The table, of the same kind, with the column ``probability_of_default``; missing where a value is."""
        return nw.to_native(self._with_probability(self._open(table, "PDModel.probability")))

    def grade(self, table: Any, scale: MasterScale = MASTER_SCALE) -> Any:
        """The table with the columns ``probability_of_default`` and ``grade``."""
        require_rules(scale, MasterScale, "scale", "PDModel.grade")
        frame = self._with_probability(self._open(table, "PDModel.grade"))
        return nw.to_native(frame.with_columns(grade=scale.grade(nw.col("probability_of_default"))))

    def points(self, table: Any, scale: PointsScale = POINTS_SCALE) -> Any:
        """The table with ``<variable>_points`` for every variable and their sum, ``points``; more points are safer."""
        require_rules(scale, PointsScale, "scale", "PDModel.points")
        frame = self._open(table, "PDModel.points")
        if not self.variables:
            raise ValueError(f"PDModel.points needs a model with variables; {self.name!r} has an intercept only")
        parts = {
            f"{name}_points": self._part(frame, name, *self._line(name, scale), scale.decimals)
            for name in self.variables
        }
        frame = frame.with_columns(**parts)
        return nw.to_native(frame.with_columns(points=_sum([nw.col(name) for name in parts])))

    def scorecard(self, scale: PointsScale = POINTS_SCALE) -> pd.DataFrame:
        """The points of every bin: one row a bin of every variable, with its count, event rate and weight of evidence.

        The intercept is shared out equally. A variable without bins has one row, with ``points`` for a
        value of 0 and ``points_per_unit``.
        """
        require_rules(scale, PointsScale, "scale", "PDModel.scorecard")
        binned = {one.variable: one for one in self.binnings}
        parts = []
        for name in self.variables:
            base, slope = self._line(name, scale)
            if name in binned:
                part = binned[name].table.drop(columns="information_value")
                part["points"] = _rounded(base + slope * binned[name].weights, scale.decimals)
            else:
                part = pd.DataFrame({"bin": ["each value"], "points": [base], "points_per_unit": [slope]})
            part.insert(0, "variable", name)
            parts.append(part)
        return pd.concat(parts, ignore_index=True)

    def _open(self, table: Any, asked_by: str) -> Any:
        frame = check_table(table, asked_by=asked_by, text=self.variables)
        schema = frame.collect_schema()
        by_text = {one.variable for one in self.binnings if any(each.categories for each in one.bins)}
        for name in self.variables:
            wanted, fits = ("texts", is_text) if name in by_text else ("numbers", is_number)
            found = schema[name]
            if not fits(found):
                raise ValueError(f"{asked_by} needs {wanted} in {name!r}, as the model was fitted; found {found}")
        return frame

    def _with_probability(self, frame: Any) -> Any:
        intercept, *others = self.coefficients
        parts = {f"{_PART} {one.variable}": self._part(frame, one.variable, 0.0, one.value) for one in others}
        logit = _sum([nw.lit(intercept.value), *(nw.col(name) for name in parts)])
        chance = 1 / (1 + (logit * -1.0).exp())
        with np.errstate(over="ignore"):  # an infinite exponential is a probability of 0
            return frame.with_columns(**parts).with_columns(probability_of_default=chance).drop(*parts)

    def _part(self, frame: Any, variable: str, base: float, slope: float, decimals: int | None = None) -> Any:
        """``base + slope * x`` of a variable, where x is its weight of evidence or its value.

        In memory it is a Series, since looking up an array is faster than a chain of conditions; else an expression.
        """
        binned = next((one for one in self.binnings if one.variable == variable), None)
        if binned is None:
            return base + slope * finite(nw.col(variable))
        values = frame[variable] if isinstance(frame, nw.DataFrame) else nw.col(variable)
        answers = _rounded(base + slope * binned.weights, decimals)
        return look_up(binned, values, answers, neutral=float(_rounded(np.array([base]), decimals)[0]))

    def _line(self, variable: str, scale: PointsScale) -> tuple[float, float]:
        """Points of a variable where its x is 0, and for each unit of x."""
        intercept, *others = self.coefficients
        slope = next(one.value for one in others if one.variable == variable)
        return (scale.offset - scale.factor * intercept.value) / len(others), -scale.factor * slope


def _rounded(points: NDArray[np.float64], decimals: int | None) -> NDArray[np.float64]:
    return points if decimals is None else np.round(points, decimals) + 0.0  # no -0


def _sum(parts: list[Any]) -> Any:
    """Sum, from left to right, that is missing when a part is missing."""
    total, *others = parts
    for one in others:
        total = total + one
    return total
