"""The outcome that everything here is measured against: 1 for a case that defaulted, 0 for one that did not."""

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray


def as_numbers(values: Any, what: str, asked_by: str) -> NDArray[np.float64]:
    """An array, list or Series as one-dimensional floats; a missing value is NaN.

    Raises ``TypeError`` for what is not made of numbers, ``ValueError`` for more dimensions than one.
    """
    values = nw.to_native(values, pass_through=True)
    try:
        series = nw.from_native(values, series_only=True, allow_series=True)
        array = series.cast(nw.Float64).to_numpy() if series.dtype.is_numeric() else series.to_numpy()
    except TypeError:
        array = np.asarray(values)
    if array.dtype.kind == "O" and array.ndim == 1:
        array = np.array([np.nan if value is None else value for value in array])
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{asked_by} needs {what} to be numbers, found {type(values).__name__} of {array.dtype}")
    if array.ndim != 1:
        raise ValueError(f"{asked_by} needs {what} in one dimension, found an array of shape {array.shape}")
    return array.astype(float, copy=False)


def as_outcome(default: Any, asked_by: str, *, both: bool = True) -> NDArray[np.bool_]:
    """Which cases defaulted.

    Raises ``ValueError`` for an outcome other than 0 and 1 (a missing one too) and, unless ``both`` is
    False, when nobody defaulted or everybody did.
    """
    array = as_numbers(default, "default", asked_by)
    bad = array == 1
    events = int(np.count_nonzero(bad))
    if events + np.count_nonzero(array == 0) < len(array):
        raise not_an_outcome(array[~bad & (array != 0)][0], asked_by)
    if both:
        require_both(len(array) - events, events, asked_by)
    return bad


def as_weights(weights: Any, asked_by: str) -> NDArray[np.float64]:
    """How many cases each case counts as. Raises ``ValueError`` for a weight that is missing, infinite or below 0."""
    array = as_numbers(weights, "sample_weights", asked_by)
    wrong = array[~(np.isfinite(array) & (array >= 0))]
    if len(wrong):
        raise not_a_weight(wrong[0], asked_by)
    return array


def not_a_weight(found: Any, asked_by: str) -> ValueError:
    """The error for a weight that is missing, infinite or below 0."""
    return ValueError(f"{asked_by} needs sample_weights to be finite and not below 0; found {found!s}")


def not_an_outcome(found: Any, asked_by: str) -> ValueError:
    """The error for an outcome that is neither 0 nor 1."""
    return ValueError(
        f"{asked_by} needs default to be 1 for a case that defaulted and 0 for one that did not; found {found!s}. "
        "Leave out cases whose outcome is not known"
    )


def require_both(goods: float, bads: float, asked_by: str) -> None:
    """Raise ``ValueError`` unless there are defaults, and cases without."""
    if not (goods > 0 and bads > 0):
        raise ValueError(
            f"{asked_by} needs cases that defaulted and cases that did not; found {bads:g} defaults among "
            f"{goods + bads:g} cases"
        )


def require_equal_length(asked_by: str, **arrays: NDArray[np.generic]) -> None:
    """Raise ``ValueError`` unless the arrays have one length, and are not empty."""
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1 or 0 in lengths.values():
        found = ", ".join(f"{length:,} of {name}" for name, length in lengths.items())
        raise ValueError(f"{asked_by} needs one value of each for every case, and at least one case; found {found}")
