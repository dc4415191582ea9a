"""Classes of customers as data: bounds on one number, a name for each class and what to do with it."""

import itertools
import math
import numbers
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from narwhals.stable.v2.typing import IntoFrameT
from numpy.typing import NDArray

from cmlib.rule_file import RuleFile
from cmlib.table.door import open_table


@dataclass(frozen=True)
class Segment:
    """One class: its name, the lowest value that belongs to it (``None`` for the lowest class), and the strategy."""

    name: str
    zh: str
    lower: float | None
    strategy: str


@dataclass(frozen=True)
class Segmentation(RuleFile):
    """Classes from the lowest to the highest; a class begins at its ``lower`` and ends before the next one's.

    ``column`` is the number that they divide, ``unit`` says in what it is measured.

    Raises ``ValueError`` for fewer than two classes, a name that comes twice, a lowest class with a bound,
    another one without, and bounds that do not rise. The message names the class.

    >>> size = Segmentation("size", "example", "sales", "CNY", (
    ...     Segment("small", "小型", None, "one product"), Segment("large", "大型", 1e6, "a team")))
    >>> size.classify([999_999, 1_000_000]).tolist(), size["large"].strategy
    (['small', 'large'], 'a team')
    """

    name: str
    source: str
    column: str
    unit: str
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        _check(self)

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the classes, the lowest first."""
        return tuple(segment.name for segment in self.segments)

    def __getitem__(self, name: str) -> Segment:
        """The class of that name; ``LookupError`` when there is none."""
        for segment in self.segments:
            if segment.name == name:
                return segment
        raise LookupError(f"segmentation {self.name!r} has no class {name!r}; it has {list(self.order)}")

    def classify(self, values: Any) -> Any:
        """The class of each value: of a number, a list, an array, a Series, or a narwhals expression.

        The answer is of the same kind (a list gives an array of names). What is missing or infinite has no
        class: ``None``, or the engine's missing value.

        Raises ``TypeError`` for what is no number.
        """
        return _classify(values, self)

    def table(self) -> pd.DataFrame:
        """The classes as a table to read."""
        lowers = [segment.lower for segment in self.segments]
        return pd.DataFrame(
            {
                "class": self.order,
                "zh": [segment.zh for segment in self.segments],
                "from": [-math.inf if lower is None else float(lower) for lower in lowers],
                "to": [*(float(lower) for lower in lowers[1:] if lower is not None), math.inf],
                "unit": self.unit,
                "strategy": [segment.strategy for segment in self.segments],
            }
        )


def segment_customers(table: IntoFrameT, *segmentations: Segmentation, customer: str = "customer_id") -> IntoFrameT:
    """The classes of every customer: a table of the same kind with one column a segmentation (客户分类).

    ``table`` has a row a customer, and the column of each segmentation. Returned are the customer and, for
    each segmentation, its number and ``<column>_class``. Two segmentations of one column need two calls.

    Raises ``TypeError`` for what is no table or no segmentation, ``LookupError`` for a missing column,
    ``ValueError`` for none or two of one column, text among the numbers, and a customer that comes twice.

    >>> from cmlib.segments import AGE_CLASSES
    >>> people = pd.DataFrame({"customer_id": ["a", "b"], "age": [29, 61]})
    >>> segment_customers(people, AGE_CLASSES)["age_class"].tolist()
    ['young', 'old']
    """
    for one in segmentations:
        if not isinstance(one, Segmentation):
            raise TypeError(f"segment_customers needs segmentations; found {type(one).__name__}")
    columns = [one.column for one in segmentations]
    if not columns or len(set(columns)) < len(columns):
        raise ValueError(f"segment_customers needs segmentations of different columns; found {columns}")
    frame = open_table(table, asked_by="segment_customers", numeric=columns, key=[customer])
    found = [name for one in segmentations for name in (one.column, f"{one.column}_class")]
    classes = [one.classify(nw.col(one.column)).alias(f"{one.column}_class") for one in segmentations]
    return frame.with_columns(*classes).select(customer, *found).to_native()


def _classify(values: Any, segmentation: Segmentation) -> Any:
    if isinstance(values, nw.Expr):
        return _expression(values, segmentation)
    if values is None or values is pd.NA:
        return None
    if isinstance(values, numbers.Real) and not isinstance(values, bool):
        return _names(np.array([values], dtype=float), segmentation)[0]
    if isinstance(values, (list, tuple)):
        values = np.asarray(values)
    if isinstance(values, np.ndarray):
        if values.dtype.kind not in "iuf":
            raise TypeError(f"segmentation {segmentation.name!r} needs numbers; found an array of {values.dtype}")
        return _names(values.astype(float), segmentation)
    try:
        series = nw.from_native(values, series_only=True)
    except TypeError:
        raise TypeError(
            f"segmentation {segmentation.name!r} needs a number, an array, a Series or an expression; "
            f"found {type(values).__name__}"
        ) from None
    if not series.dtype.is_numeric():
        raise TypeError(f"segmentation {segmentation.name!r} needs numbers; found a Series of {series.dtype}")
    frame = series.alias("value").to_frame()
    return nw.to_native(
        frame.select(_expression(nw.col("value"), segmentation).alias("value"))["value"].alias(series.name)
    )


def _expression(values: nw.Expr, segmentation: Segmentation) -> nw.Expr:
    values = values.cast(nw.Float64)
    lowest, *others = segmentation.segments
    name = nw.lit(lowest.name)
    for segment in others:
        name = nw.when(values >= segment.lower).then(nw.lit(segment.name)).otherwise(name)
    return nw.when(values.is_finite()).then(name)


def _names(values: NDArray[np.float64], segmentation: Segmentation) -> NDArray[Any]:
    names = np.array([*segmentation.order, None], dtype=object)  # the last stands for a missing value
    lowers = np.array([segment.lower for segment in segmentation.segments[1:]], dtype=float)
    place = np.searchsorted(lowers, values, side="right")
    return names[np.where(np.isfinite(values), place, len(segmentation.segments))]


def _check(segmentation: Segmentation) -> None:
    place = f"segmentation {segmentation.name!r}"
    if len(segmentation.segments) < 2:
        raise ValueError(f"{place} needs at least two classes; found {list(segmentation.order)}")
    for position, segment in enumerate(segmentation.segments):
        if segment.name in segmentation.order[:position]:
            raise ValueError(f"{place} has the class {segment.name!r} twice")
        bound = segment.lower
        is_number = isinstance(bound, numbers.Real) and not isinstance(bound, bool) and math.isfinite(bound)
        if position and not is_number:
            raise ValueError(f"{place}, class {segment.name!r}: lower is a number, found {bound!r}")
        if not position and bound is not None:
            raise ValueError(f"{place}, class {segment.name!r}: the lowest class has no lower bound, found {bound!r}")
    for below, above in itertools.pairwise(segmentation.segments[1:]):
        if not (below.lower or 0) < (above.lower or 0):
            raise ValueError(f"{place}: {below.name!r} begins at {below.lower}, and {above.name!r} at {above.lower}")
