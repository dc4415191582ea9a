"""Checks whose result is the number of points, as it is for the reference solution.

nbgrader reads the number from the result's text, and gives all points where that is no plain number, or a negative
one. What a student's function gave can make it so: a sum over arrays of one shows as ``array([0])``. Where the
reference solution's result is a number, a student's that is none earns nothing.
"""

import math
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from cmlib.instructor.judge.outputs import Output

NO_NUMBER = "the result {shown} is no number of points, so there are none"


def shows_points(outputs: Iterable[Mapping[str, object]], most: float) -> bool:
    """Whether the outputs of a check that earned all its points say so by a number."""
    results = [each for each in outputs if each["output_type"] == "execute_result"]
    return bool(results) and _read(results[0]) == most


def in_points(outputs: Iterable[Output], value: Any) -> tuple[list[Output], str]:
    """The outputs of a check that shows its points, its result a plain number now; and a remark where it was none.

    ``value`` is what the check's last expression gave.
    """
    outputs = list(outputs)
    place = next((n for n, each in enumerate(outputs) if each["output_type"] == "execute_result"), len(outputs))
    if place < len(outputs) and _read(outputs[place]) >= 0:
        return outputs, ""
    number = _one_number(value)
    points = number if number >= 0 else 0
    result = {"output_type": "execute_result", "data": {"text/plain": repr(points)}, "metadata": {}}
    return [*outputs[:place], {**result, "execution_count": None}, *outputs[place + 1 :]], (
        "" if number >= 0 else NO_NUMBER.format(shown=type(value).__name__ if math.isnan(number) else number)
    )


def _read(output: Mapping[str, object]) -> float:
    """The number that nbgrader reads; NaN where it reads none."""
    data = output["data"]
    assert isinstance(data, Mapping)
    try:
        return float(str(data.get("text/plain", "")))
    except ValueError:
        return math.nan


def _one_number(value: Any) -> float:
    """The one number that the value is in whatever form, NaN where it is none."""
    if type(value) in (Decimal, Fraction, int, float, bool):
        return _plain(value)
    pandas = sys.modules.get("pandas")
    if pandas is not None and type(value) in (pandas.Series, pandas.Index):
        value = value.to_numpy()
    if issubclass(type(value), np.ndarray | np.generic) and value.size == 1:  # an object's word for it does not count
        item = value.reshape(-1)[0]
        return _one_number(item.item() if isinstance(item, np.generic) else item)
    return math.nan


def _plain(value: Decimal | Fraction | float) -> float:
    try:
        return value if type(value) is int else float(value)
    except (OverflowError, ValueError):
        return math.nan
