"""From values to what their bins stand for: weights, points or numbers of bins, in any kind of value."""

import math
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmlib.table.arrays import beside

if TYPE_CHECKING:
    from cmlib.rating.probability.bins import WeightOfEvidence


def look_up(
    binned: "WeightOfEvidence", values: Any, answers: NDArray[np.float64], *, neutral: float, unseen: str | None = None
) -> Any:
    """The answer of each value's bin; ``neutral`` or missing, as ``unseen`` says, where no bin holds the value."""
    otherwise = neutral if (unseen or binned.unseen) == "neutral" else math.nan
    if isinstance(values, nw.Expr):
        return _expression(binned, values, answers, otherwise)
    if isinstance(values, (list, tuple, np.ndarray)):
        series = nw.from_native(as_series(values), series_only=True)
        return _array(binned, series, answers, otherwise)
    try:
        series = nw.from_native(values, series_only=True, pass_through=False)
    except TypeError:
        raise TypeError(
            f"weight of evidence of {binned.variable!r} needs an array, a list, a Series or an expression, "
            f"found {type(values).__name__}"
        ) from None
    answer = {"answer": _array(binned, series, answers, otherwise)}
    result = beside(series.alias("value").to_frame(), answer)["answer"].alias(series.name)
    return result if isinstance(values, nw.Series) else nw.to_native(result)


def as_series(values: Any) -> pd.Series:
    """A list or an array as a Series: numbers as floats, anything else as it is."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"values stand in one dimension, found an array of shape {array.shape}")
    if array.dtype.kind == "O":
        known = [value for value in array if not pd.isna(value)]
        if all(isinstance(value, (int, float, np.number)) for value in known):
            return pd.Series(pd.to_numeric(pd.Series(array), errors="raise"), dtype=float)
    return pd.Series(array)


def is_text(dtype: nw.dtypes.DType) -> bool:
    """Whether a column holds categories."""
    return dtype in (nw.String, nw.Categorical) or isinstance(dtype, nw.Enum)


def is_number(dtype: nw.dtypes.DType) -> bool:
    """Whether a column holds numbers, or yes and no, which count as 1 and 0."""
    return dtype.is_numeric() or dtype == nw.Boolean


def finite(values: nw.Expr) -> nw.Expr:
    """Numbers as floats; what is no finite number is missing."""
    number = values.cast(nw.Float64)
    return nw.when(number.is_finite()).then(number)


def _array(
    binned: "WeightOfEvidence", series: nw.Series, answers: NDArray[np.float64], otherwise: float
) -> NDArray[np.float64]:
    by_place = np.append(answers, otherwise)
    nothing = next((place for place, one in enumerate(binned.bins) if one.missing), len(answers))
    if any(one.categories for one in binned.bins):
        return by_place[_places_of_text(binned, series, nothing)]
    if not is_number(series.dtype) and series.null_count() < len(series):
        raise ValueError(f"weight of evidence of {binned.variable!r} needs numbers, found {series.dtype}")
    numbers = series.cast(nw.Float64).to_numpy().astype(float)
    ranges = [position for position, one in enumerate(binned.bins) if one.is_range]
    bounds = np.array([binned.bins[position].upper for position in ranges[:-1]], dtype=float)
    # Other bins may stand between the ranges.
    place = np.array(ranges or [len(answers)], dtype=np.intp)[np.searchsorted(bounds, numbers, side="right")]
    place[~np.isfinite(numbers)] = nothing
    for position, one in enumerate(binned.bins):
        if one.special is not None:
            place[numbers == one.special] = position
    return by_place[place]


def _places_of_text(binned: "WeightOfEvidence", series: nw.Series, nothing: int) -> NDArray[np.intp]:
    place = {name: position for position, one in enumerate(binned.bins) for name in one.categories}
    codes, names = pd.factorize(np.asarray(series.to_pandas(), dtype=object))
    places = [place.get(str(name), len(binned.bins)) for name in names]
    return np.array([*places, nothing], dtype=np.intp)[codes]  # the code of a missing value is -1, the last


def _expression(binned: "WeightOfEvidence", values: nw.Expr, answers: NDArray[np.float64], otherwise: float) -> nw.Expr:
    """One chain of conditions. Every guard is positive, so that what is missing falls through to the end."""
    pairs = list(zip(binned.bins, answers.tolist(), strict=True))
    ranges = [pair for pair in pairs if pair[0].is_range]
    by_name = any(one.categories for one in binned.bins)
    # Some engines turn a missing value into the text "None" or "nan": it is set aside before and after.
    values = nw.when(~values.is_null()).then(values.cast(nw.String)) if by_name else finite(values)
    chain = _literal(next((answer for one, answer in pairs if one.missing), otherwise))
    if not ranges:
        chain = nw.when(~values.is_null()).then(_literal(otherwise)).otherwise(chain)
    for one, answer in reversed(ranges):
        holds = ~values.is_null() if one.upper is None else values < one.upper
        chain = nw.when(holds).then(nw.lit(answer)).otherwise(chain)
    for one, answer in pairs:
        if one.categories or one.special is not None:
            holds = values.is_in(list(one.categories)) if one.categories else values == one.special
            chain = nw.when(holds).then(nw.lit(answer)).otherwise(chain)
    return chain


def _literal(answer: float) -> nw.Expr:
    return nw.lit(None, nw.Float64) if math.isnan(answer) else nw.lit(answer)
