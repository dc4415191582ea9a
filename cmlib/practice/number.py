"""Checks for a lesson's "your turn" cells: they say what is off, never the answer."""

import math
import numbers
from collections.abc import Mapping
from decimal import Decimal


def check_number(
    name: str,
    answer: object,
    *,
    expected: float,
    unit: str,
    tolerance: float = 0.005,
    mistakes: Mapping[str, float] | None = None,
) -> None:
    """Print whether a number is right and, if not, in which way it is off.

    ``tolerance`` is relative (0.005 is half a percent). ``mistakes`` maps what a student may have done
    to the number that comes of it, so that the message can name it. An answer of ``None`` counts as not
    yet given. Nothing is raised: a lesson runs through with open questions.

    >>> check_number("margin", 0.2, expected=0.2, unit="fraction")
    margin is right.
    >>> check_number("margin", 20, expected=0.2, unit="fraction")
    margin is 100 times too large: it is asked as a fraction.
    >>> check_number("margin", None, expected=0.2, unit="fraction")
    margin has no value yet: put a number (fraction) in its place and run this cell again.
    """
    print(_verdict(name, answer, float(expected), unit, tolerance, mistakes or {}))


def _verdict(
    name: str, answer: object, expected: float, unit: str, tolerance: float, mistakes: Mapping[str, float]
) -> str:
    if answer is None:
        return f"{name} has no value yet: put a number ({unit}) in its place and run this cell again."
    if hasattr(answer, "item") and getattr(answer, "size", 0) == 1:  # a table's cell or an array of one
        answer = answer.item()
    if isinstance(answer, bool) or not isinstance(answer, (numbers.Real, Decimal)):
        return f"{name} must be one number ({unit}), found {type(answer).__name__}."
    return _of_number(name, float(answer), expected, unit, tolerance, mistakes)


def _of_number(
    name: str, answer: float, expected: float, unit: str, tolerance: float, mistakes: Mapping[str, float]
) -> str:
    if not math.isfinite(answer):
        return f"{name} is {answer}: a number ({unit}) is asked. Was something divided by zero, or missing?"
    if _near(answer, expected, tolerance):
        return f"{name} is right."
    if _near(answer, -expected, tolerance):
        return f"{name} has the wrong sign."
    for factor, word in ((100, "a fraction" if unit == "fraction" else unit), (1000, unit), (1e6, unit)):
        if _near(answer, expected * factor, tolerance):
            return f"{name} is {factor:g} times too large: it is asked as {word}."
        if _near(answer * factor, expected, tolerance):
            return f"{name} is {factor:g} times too small: it is asked as {word}."
    for what, number in mistakes.items():
        if _near(answer, number, tolerance):
            return f"{name} is off: it looks as if you {what}."
    if _near(answer * expected, 1, tolerance):
        return f"{name} is upside down: numerator and denominator have changed places."
    return f"{name} is too {'large' if answer > expected else 'small'} ({unit})."


def _near(one: float, other: float, tolerance: float) -> bool:
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=1e-12)
