"""What makes a plain function a formula: its description, and a division that never gives ``inf``.

A formula's body is arithmetic on its inputs, line items for a ratio. ``@formula`` runs that body on
wrapped arguments whose ``/`` is undefined (missing) unless the denominator is above zero: a return on
negative equity would look like a gain when it is a loss, and nothing can be divided by zero. One rule,
at one place, for a number, an array, a Series and a lazy expression of an engine.
"""

import functools
import inspect
import math
import numbers
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, Protocol, cast

import narwhals.stable.v2 as nw
import numpy as np

UNITS = ("times", "fraction", "days", "CNY", "points")
DIRECTIONS = ("higher", "lower", "neither")


class Limit(NamedTuple):
    """A condition that a value rests on: a ``"denominator"`` must be above zero, the ``"base"`` of a root not below."""

    kind: str
    text: str
    value: Any


class Quantity:
    """A value inside a formula, with the arithmetic that led to it and the limits it rests on.

    ``text`` names the arithmetic in line items, ``limits`` lists every `Limit` met on the way.
    `cmlib.table.flags` turns them into the reasons why a ratio is missing.

    >>> result = Quantity(60, "net_income") / ((Quantity(380, "equity_prior") + Quantity(420, "equity")) / 2)
    >>> result.value, result.limits
    (0.15, (Limit(kind='denominator', text='(equity_prior + equity) / 2', value=400.0),))
    """

    __slots__ = ("limits", "rank", "text", "value")

    def __init__(self, value: Any, text: str, limits: tuple[Limit, ...] = (), rank: int = 9) -> None:
        self.value, self.text, self.limits = value, text, limits
        self.rank = rank  # of the last operation: what binds more loosely than its neighbour needs brackets

    def __add__(self, other: Any) -> "Quantity":
        return _apply(operator.add, "+", 1, self, other)

    def __sub__(self, other: Any) -> "Quantity":
        return _apply(operator.sub, "-", 1, self, other)

    def __mul__(self, other: Any) -> "Quantity":
        return _apply(operator.mul, "*", 2, self, other)

    def __truediv__(self, other: Any) -> "Quantity":
        if not isinstance(other, Quantity):  # a number that stands in the formula, as in (a + b) / 2
            return _apply(operator.truediv, "/", 2, self, other)
        result = _apply(_divide, "/", 2, self, other)
        result.limits += (Limit("denominator", other.text, other.value),)
        return result

    def __pow__(self, exponent: Any) -> "Quantity":
        if exponent == int(exponent):
            return _apply(operator.pow, "**", 3, self, exponent)
        result = _apply(_root, "**", 3, self, exponent)
        result.limits += (Limit("base", self.text, self.value),)
        return result

    def __neg__(self) -> "Quantity":
        return 0 - self

    def __radd__(self, other: Any) -> "Quantity":
        return _constant(other, self) + self

    def __rsub__(self, other: Any) -> "Quantity":
        return _constant(other, self) - self

    def __rmul__(self, other: Any) -> "Quantity":
        return _constant(other, self) * self

    def __rtruediv__(self, other: Any) -> "Quantity":
        return _constant(other, self) / self


class Formula(Protocol):
    """A function made by `formula`: it computes, and says what it is."""

    __name__: str
    family: str
    unit: str
    zh: str
    better: str
    parameters: tuple[str, ...]
    body: Callable[..., "Quantity"]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The value for numbers, arrays, Series or expressions; of the same kind."""


def formula(
    family: str, *, unit: str, zh: str, better: str = "neither"
) -> Callable[[Callable[..., Quantity]], Formula]:
    """Make a formula of a plain function.

    ``family`` is its place in the syllabus, ``unit`` one of ``UNITS``, ``zh`` the Chinese term,
    ``better`` one of ``DIRECTIONS``. The function gains these as attributes, and ``.parameters``,
    the names of its inputs (line items, for a ratio), and ``.body``, the bare arithmetic. A parameter
    with a default is a constant of the formula, no input.

    The function takes numbers, arrays, lists of numbers, pandas or Dask Series, or narwhals
    expressions, and gives back the same kind. What cannot be computed is missing: NaN, or the
    engine's missing value. Decimals stay exact among Decimals and whole numbers, Fractions among
    Fractions and whole numbers (their missing value is a float's NaN); mixed kinds become floats.

    Raises ``ValueError`` for an unknown unit or direction. The function raises ``TypeError`` for a
    missing argument and for what is no number: None, a bool, text, a complex number.

    >>> @formula("productivity", unit="CNY", zh="人均销售收入", better="higher")
    ... def sales_per_head(revenue, employees):
    ...     return revenue / employees
    >>> sales_per_head(revenue=[900, 900], employees=[3, 0])
    array([300.,  nan])
    """
    for what, value, allowed in (("unit", unit, UNITS), ("better", better, DIRECTIONS)):
        if value not in allowed:
            raise ValueError(f"formula needs {what} to be one of {', '.join(allowed)}; found {value!r}")

    def describe(body: Callable[..., Quantity]) -> Formula:
        signature = inspect.signature(body)
        everything = signature.parameters.keys()

        @functools.wraps(body)
        def evaluate(*args: Any, **kwargs: Any) -> Any:
            given = dict(zip(everything, args, strict=False)) | kwargs
            if len(args) + len(kwargs) != len(everything) or given.keys() != everything:
                given = _bound(signature, body.__name__, args, kwargs)
            checked = {name: _checked(name, value, body.__name__) for name, value in given.items()}
            return _evaluate(body, _of_one_kind(checked))

        described = cast(Formula, evaluate)
        described.family, described.unit, described.zh, described.better = family, unit, zh, better
        described.parameters = tuple(
            name for name, one in signature.parameters.items() if one.default is inspect.Parameter.empty
        )
        described.body = body
        return described

    return describe


def _bound(signature: inspect.Signature, name: str, args: Any, kwargs: Any) -> dict[str, Any]:
    try:
        return signature.bind(*args, **kwargs).arguments
    except TypeError as error:
        raise TypeError(f"{name}: {error}; it takes {', '.join(signature.parameters)}") from None


def exceeds(quantity: Quantity, other: Quantity | float) -> Quantity:
    """1 where ``quantity`` is above ``other``, 0 where it is not, missing where one of the two is.

    For the body of a formula that counts signals: a comparison by ``>`` is no arithmetic, and would count
    a missing value as a signal that was not given. The answer can be weighed and added like any quantity.

    >>> @formula("example", unit="points", zh="盈利信号", better="higher")
    ... def earns_a_profit(net_income):
    ...     return exceeds(net_income, 0)
    >>> earns_a_profit([-5.0, 0.0, 5.0, float("nan")])
    array([ 0.,  0.,  1., nan])
    """
    return _apply(_exceeds, ">", 0, quantity, other)


def limits(formula: Formula, values: Mapping[str, Any]) -> tuple[Limit, ...]:
    """The limits that a ratio's value rests on, for the given values of its parameters."""
    with np.errstate(all="ignore"):
        return formula.body(**{name: Quantity(value, name) for name, value in values.items()}).limits


def _evaluate(body: Callable[..., Quantity], values: Mapping[str, Any]) -> Any:
    try:
        with np.errstate(all="ignore"):  # an overflow gives inf, which becomes missing below
            result = body(**{name: Quantity(value, name) for name, value in values.items()}).value
            return _where(_is_finite(result), result)
    except ArithmeticError:  # plain numbers raise where arrays give inf or NaN
        return _nan(*values.values())


def _apply(operation: Callable[[Any, Any], Any], symbol: str, rank: int, left: Quantity, right: Any) -> Quantity:
    right = _constant(right, left)
    # Powers (3) are read from the right, unlike the others: the power of a power needs brackets.
    before = f"({left.text})" if left.rank < rank or left.rank == rank == 3 else left.text
    after = f"({right.text})" if right.rank <= rank else right.text
    return Quantity(operation(left.value, right.value), f"{before} {symbol} {after}", left.limits + right.limits, rank)


def _constant(number: Any, beside: Quantity) -> Quantity:
    """A number that stands in the formula, of the kind that it meets there."""
    if isinstance(number, Quantity):
        return number
    exact = isinstance(number, float) and isinstance(beside.value, Decimal)
    return Quantity(Decimal(repr(number)) if exact else number, repr(number))


def _divide(numerator: Any, denominator: Any) -> Any:
    # The denominator is emptied first: an engine that stops at a division by zero never sees one.
    return numerator / _where((denominator > 0) & _is_finite(denominator), denominator)


def _exceeds(left: Any, right: Any) -> Any:
    difference = left - right  # its sign is exact: it is zero for equal numbers only
    one = difference * 0 + 1  # of the kind of the difference
    signal: Any
    if isinstance(difference, nw.Expr):
        signal = nw.when(difference > 0).then(one).otherwise(nw.lit(0.0))
    elif isinstance(difference, np.ndarray):
        signal = np.where(difference > 0, one, 0.0)
    elif hasattr(difference, "where"):
        signal = one.where(difference > 0, 0.0)
    else:
        signal = one if difference > 0 else one * 0
    return _where(_is_finite(difference), signal)


def _root(base: Any, exponent: Any) -> Any:
    return _where(base >= 0, base) ** exponent


def _where(condition: Any, value: Any) -> Any:
    """``value`` where the condition holds, missing elsewhere, in whatever kind of value it is."""
    if isinstance(value, nw.Expr):
        return nw.when(condition).then(value)
    if isinstance(value, np.ndarray):
        return np.where(condition, value, np.nan)
    if hasattr(value, "where"):
        return value.where(condition)
    return value if condition else _nan(value)


def _is_finite(value: Any) -> Any:
    if isinstance(value, (nw.Expr, Decimal)):
        return value.is_finite()
    if isinstance(value, (np.ndarray, float)):
        return np.isfinite(value)
    if hasattr(value, "where"):
        return abs(value) < math.inf
    return True  # a whole number or a Fraction


def _nan(*values: Any) -> Any:
    return Decimal("NaN") if any(isinstance(value, Decimal) for value in values) else math.nan


def _is_number(value: Any) -> bool:
    return isinstance(value, (numbers.Real, Decimal)) and not isinstance(value, bool)


def _checked(name: str, value: Any, formula: str) -> Any:
    """Refuse what cannot be an amount; a list becomes an array, whole numbers of an array floats."""
    if isinstance(value, nw.Expr):
        return value
    if _is_number(value):
        return value.item() if isinstance(value, np.generic) else value
    if isinstance(value, (list, tuple)):
        value = np.asarray(value)
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if kind in ("i", "u", "f") and (isinstance(value, np.ndarray) or hasattr(value, "where")):
        return value if kind == "f" else value * 1.0
    found = getattr(value, "dtype", type(value).__name__)
    raise TypeError(
        f"{formula} needs {name} to be a number, a numeric array, or a pandas or Dask Series; found {found}. "
        "cmlib.table.ratio_table takes whole tables, of other engines too"
    )


def _of_one_kind(values: dict[str, Any]) -> dict[str, Any]:
    """Leave exact numbers exact among themselves; beside anything else they become floats.

    Whole numbers beside Decimals become Decimals, for two of them divide to a float, which no Decimal can meet.
    """
    scalars = [value for value in values.values() if _is_number(value)]
    inexact = any(not isinstance(value, (int, Decimal)) for value in scalars)
    decimal = any(isinstance(value, Decimal) for value in scalars)
    if len(scalars) == len(values) and not (inexact and decimal):
        return {name: Decimal(value) for name, value in values.items()} if decimal else values
    return {name: _float(value) if _is_number(value) else value for name, value in values.items()}


def _float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.nan  # whatever follows from a number beyond every float is missing
