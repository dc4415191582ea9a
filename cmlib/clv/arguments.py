"""What an argument must be: a function asks for a number, a probability or a count, and gets it or refuses clearly."""

import math
import numbers

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def amounts(values: ArrayLike, name: str, asked_by: str) -> Array:
    """Numbers as an array of floats; what is missing or infinite becomes NaN.

    >>> amounts([1, None, float("inf")], "cash_flows", "example")
    array([ 1., nan, nan])
    """
    array = np.asarray(values)
    if array.dtype.kind == "O":  # None among numbers, Decimals, pandas' missing value
        entries = [math.nan if one is None or type(one).__name__ == "NAType" else one for one in array.ravel()]
        wrong = next((one for one in entries if not _is_number(one)), None)
        if wrong is not None:
            raise TypeError(f"{asked_by} needs numbers in {name}; found {wrong!r}")
        array = np.array([float(one) for one in entries]).reshape(array.shape)
    if array.dtype.kind not in "iuf":
        example = f", for example {array.ravel()[0]!r}" if array.size else ""
        raise TypeError(f"{asked_by} needs numbers in {name}; found {array.dtype}{example}")
    array = array.astype(np.float64)
    return np.where(np.isfinite(array), array, np.nan)


def rate(value: float, name: str, asked_by: str) -> float:
    """An interest rate: a finite number above -1, for at -1 nothing is left to grow."""
    if not _is_number(value) or not math.isfinite(value) or value <= -1:
        raise ValueError(f"{asked_by} needs {name} to be a fraction above -1, as 0.12 for 12%; found {value!r}")
    return float(value)


def probability(value: float, name: str, asked_by: str) -> float:
    """A number from 0 to 1."""
    if not _is_number(value) or not 0 <= value <= 1:
        raise ValueError(f"{asked_by} needs {name} to be a probability from 0 to 1; found {value!r}")
    return float(value)


def amount(value: float, name: str, asked_by: str, *, least: float = -math.inf) -> float:
    """A finite number, not below ``least``."""
    if not _is_number(value) or not math.isfinite(value) or value < least:
        bound = "" if least == -math.inf else f", not below {least:g}"
        raise ValueError(f"{asked_by} needs {name} to be a finite number{bound}; found {value!r}")
    return float(value)


def count(value: int, name: str, asked_by: str, *, least: int = 0) -> int:
    """A whole number, not below ``least``."""
    whole = _is_number(value) and math.isfinite(value) and value == int(value)
    if not whole or value < least:
        raise ValueError(f"{asked_by} needs {name} to be a whole number, not below {least}; found {value!r}")
    return int(value)


def periods(values: ArrayLike, asked_by: str, *, least: int = 0) -> Array:
    """Whole periods as an array, none below ``least``; missing ones stay missing."""
    found = amounts(values, "period", asked_by)
    wrong = (found < least) | (found % 1 > 0)
    if np.any(wrong):
        raise ValueError(f"{asked_by} needs whole periods from {least} on; found {found[wrong].flat[0]:g}")
    return found


def one_a_period(values: ArrayLike, periods: int, name: str, asked_by: str) -> Array:
    """A probability for each of so many periods, from as many or from a single one."""
    found = amounts(np.ravel(np.asarray(values)), name, asked_by)
    if len(found) not in (1, periods):
        raise ValueError(f"{asked_by} needs one {name}, or one for each of {periods} periods; found {len(found)}")
    for one in found:
        probability(float(one), name, asked_by)
    return np.broadcast_to(found, periods)


def plain_if_single(found: ArrayLike) -> float | Array:
    """A plain number for a single value, an array as it is."""
    array = np.asarray(found, dtype=np.float64)
    return float(array) if array.ndim == 0 else array


def _is_number(value: object) -> bool:
    number = isinstance(value, numbers.Real) or type(value).__name__ == "Decimal"
    return number and not isinstance(value, (bool, np.bool_))
