"""Checks of single numbers that functions of surveys and appraisal take, with one sentence each."""

import math
import numbers
from typing import TypeGuard


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is one finite number; a truth value is none."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)


def require_fraction(value: object, asked_by: str, what: str) -> None:
    """Raise ``ValueError`` unless a value is a number between 0 and 1, both excluded."""
    if not (is_number(value) and 0 < value < 1):
        raise ValueError(f"{asked_by} needs {what} between 0 and 1, such as 0.95; found {value!r}")


def require_positive(value: object, asked_by: str, what: str) -> None:
    """Raise ``ValueError`` unless a value is a finite number above 0."""
    if not (is_number(value) and value > 0):
        raise ValueError(f"{asked_by} needs {what} to be a number above 0; found {value!r}")


def require_count(value: object, asked_by: str, what: str, least: int = 0) -> None:
    """Raise ``ValueError`` unless a value is a whole number, at least ``least``."""
    if not (is_number(value) and value == int(value) and value >= least):
        raise ValueError(f"{asked_by} needs {what} to be a whole number, at least {least}; found {value!r}")
