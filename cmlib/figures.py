"""Figures in rules and questions: refuse at once what cannot be one."""

import math
import numbers


def is_number(value: object) -> bool:
    """Whether a value is a finite number; yes and no are none."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)


def check_figure(value: object, what: str, lowest: float = -math.inf, highest: float = math.inf) -> None:
    """Raise ``ValueError`` unless a value is a finite number from ``lowest`` to ``highest``; ``what`` names it.

    >>> check_figure(1.2, "plan 'a': the tax rate", 0, 1)
    Traceback (most recent call last):
        ...
    ValueError: plan 'a': the tax rate is a number from 0 to 1, found 1.2
    """
    if isinstance(value, numbers.Real) and is_number(value) and lowest <= float(value) <= highest:
        return
    wanted = "a finite number"
    if lowest > -math.inf:
        wanted = (
            f"a number of {lowest:g} or more" if highest == math.inf else f"a number from {lowest:g} to {highest:g}"
        )
    raise ValueError(f"{what} is {wanted}, found {value!r}")
