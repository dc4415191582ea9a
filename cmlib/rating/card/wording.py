"""How the numbers of a scorecard read in a sentence or a table."""

from decimal import Decimal
from typing import Any


def number_text(value: float, decimals: int | None = None) -> str:
    """A number with thousands separators, and with as many decimals as it needs or is told.

    >>> number_text(50_000_000), number_text(0.25), number_text(1.5, decimals=2)
    ('50,000,000', '0.25', '1.50')
    """
    return f"{value:,.{_decimals(value) if decimals is None else decimals}f}"


def place_text(indicator: Any, place: Any) -> str:
    """A band as ``"1.25 to 1.50"``, a level as ``"4 good"``."""
    if not indicator.bands:
        return f"{place.value} {place.meaning}".strip()
    decimals = _bound_decimals(indicator)
    if place.lower is None:
        return f"below {number_text(place.upper, decimals)}"
    if place.upper is None:
        return f"{number_text(place.lower, decimals)} or more"
    return f"{number_text(place.lower, decimals)} to {number_text(place.upper, decimals)}"


def value_text(indicator: Any, value: float) -> str:
    """A value with two decimals (money: none), or more where rounding would move it to another band."""
    money = indicator.unit == "CNY"
    fewest = max(_bound_decimals(indicator), 0 if money else 2)
    for decimals in range(fewest, 17):
        rounded = round(value, decimals)
        if indicator.place(rounded) is indicator.place(value):
            return f"{'CNY ' if money else ''}{number_text(rounded, decimals)}"
    return repr(value)


def _bound_decimals(indicator: Any) -> int:
    """The most decimals among the bounds, so that all bands of an indicator read alike."""
    return max((_decimals(band.upper) for band in indicator.bands if band.upper is not None), default=0)


def _decimals(value: float) -> int:
    return max(0, -int(Decimal(repr(float(value))).normalize().as_tuple().exponent))
