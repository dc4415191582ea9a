"""What makes a plain function a ratio: its description, and a division that never gives ``inf``.

A formula's body is arithmetic on line items. ``@ratio`` runs that body on wrapped arguments whose
``/`` is undefined (missing) unless the denominator is above zero: a return on negative equity would
look like a gain when it is a loss, and nothing can be divided by zero. One rule, at one place, for
a float, an array, a Series and a lazy expression of an engine.
"""

import functools
import inspect
import math
import numbers
from collections.abc import Callable
from decimal import Decimal

import narwhals.stable.v2 as nw
import numpy as np

#: Name of a ratio -> its function, in the order of definition.
ALL: dict[str, Callable] = {}


class Quantity:
    """A value inside a formula. ``limits`` collects every condition its value rests on.

    Each limit is ``(kind, value)``: ``"denominator"`` must be above zero, ``"base"`` of a root must
    not be below zero. `cmlib.table` turns them into the reasons why a ratio is missing.
    """

    __slots__ = ("limits", "value")

    def __init__(self, value, limits=()):
        self.value = value
        self.limits = limits

    def __add__(self, other):
        other = _wrap(other)
        return Quantity(self.value + other.value, self.limits + other.limits)

    def __sub__(self, other):
        other = _wrap(other)
        return Quantity(self.value - other.value, self.limits + other.limits)

    def __mul__(self, other):
        other = _wrap(other)
        return Quantity(self.value * other.value, self.limits + other.limits)

    def __truediv__(self, other):
        if isinstance(other, (int, float)):  # a number that stands in the formula, as in (a + b) / 2
            return Quantity(self.value / other, self.limits)
        limits = (*self.limits, *other.limits, ("denominator", other.value))
        return Quantity(_divide(self.value, other.value), limits)

    def __pow__(self, exponent):
        return Quantity(_power(self.value, exponent), (*self.limits, ("base", self.value)))

    def __radd__(self, other):
        return _wrap(other) + self

    def __rsub__(self, other):
        return _wrap(other) - self

    def __rmul__(self, other):
        return _wrap(other) * self

    def __rtruediv__(self, other):
        return _wrap(other) / self


def ratio(family: str, *, unit: str, zh: str, better: str) -> Callable[[Callable], Callable]:
    """Register a formula as a ratio.

    ``family`` is its place in the syllabus, ``unit`` one of ``"times"``, ``"fraction"``, ``"days"``,
    ``"CNY"``; ``better`` one of ``"higher"``, ``"lower"``, ``"neither"``. The function gains these as
    attributes, and ``.body``, the bare arithmetic.
    """

    def register(body: Callable) -> Callable:
        parameters = tuple(inspect.signature(body).parameters)

        @functools.wraps(body)
        def formula(*args, **kwargs):
            given = dict(zip(parameters, args, strict=False)) | kwargs
            if len(args) + len(kwargs) != len(parameters) or given.keys() != set(parameters):
                inspect.signature(body).bind(*args, **kwargs)  # raises the usual TypeError
            wrapped = {name: Quantity(_checked(name, value, body.__name__)) for name, value in given.items()}
            return _finite(body(**wrapped).value)

        formula.family, formula.unit, formula.zh, formula.better = family, unit, zh, better
        formula.body = body
        ALL[body.__name__] = formula
        return formula

    return register


def _wrap(value):
    return value if isinstance(value, Quantity) else Quantity(value)


def _is_number(value) -> bool:
    return isinstance(value, (numbers.Real, Decimal)) and not isinstance(value, bool)


def _checked(name, value, formula):
    """Refuse what cannot be an amount; a list becomes an array, whole numbers become floats."""
    if isinstance(value, nw.Expr) or _is_number(value):
        return value
    if isinstance(value, (list, tuple)):
        value = np.asarray(value)
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "iu":
            return value.astype(float)
        if value.dtype.kind == "f":
            return value
    elif hasattr(value, "where") and getattr(value.dtype, "kind", "") in "iuf":  # pandas or Dask Series
        return value
    found = getattr(value, "dtype", type(value).__name__)
    raise TypeError(
        f"{formula}: {name} must be a number, a numeric array, or a pandas or Dask Series, found {found}; "
        "cmlib.table.ratio_table takes whole tables of other engines"
    )


def _where(condition, value):
    """``value`` where the condition holds, missing elsewhere, in whatever kind of value it is."""
    if isinstance(value, nw.Expr):
        return nw.when(condition).then(value)
    if isinstance(value, np.ndarray):
        return np.where(condition, value, np.nan)
    if hasattr(value, "where"):
        return value.where(condition)
    return value if condition else math.nan


def _divide(numerator, denominator):
    if isinstance(denominator, nw.Expr):
        return nw.when(denominator > 0).then(numerator / denominator)
    if isinstance(denominator, np.ndarray) and not hasattr(numerator, "where"):
        shape = np.broadcast_shapes(np.shape(numerator), denominator.shape)
        empty = np.full(shape, np.nan)
        return np.divide(numerator, denominator, out=empty, where=denominator > 0)
    if hasattr(denominator, "where"):
        return numerator / denominator.where(denominator > 0)
    if _is_number(denominator):
        return numerator / denominator if denominator > 0 else numerator * math.nan
    return numerator / _where(denominator > 0, denominator)


def _power(base, exponent):
    if isinstance(base, (nw.Expr, np.ndarray)) or hasattr(base, "where"):
        return _where(base >= 0, base) ** exponent
    return base**exponent if base >= 0 else math.nan


def _finite(value):
    if isinstance(value, nw.Expr):
        return nw.when(value.is_finite()).then(value)
    if isinstance(value, np.ndarray):
        return np.where(np.isfinite(value), value, np.nan)
    if hasattr(value, "where"):
        return value.where(abs(value) < math.inf)
    return value if math.isfinite(value) else math.nan
