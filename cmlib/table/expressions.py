"""Expressions that every engine computes alike, and that are missing where a part is missing."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw


def total(parts: Sequence[nw.Expr]) -> nw.Expr:
    """The sum, added from left to right; ready-made sums would take a missing part for nothing."""
    first, *others = parts
    return sum(others, start=first)


def smaller(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    """The smaller of two amounts; missing when one is, which ready-made minima overlook."""
    return nw.when(one <= other).then(one).otherwise(nw.when(one > other).then(other))


def not_below_zero(amount: nw.Expr) -> nw.Expr:
    """The amount where it is above zero, else 0; a missing amount stays missing."""
    return nw.when(amount > 0).then(amount).otherwise(nw.when(amount <= 0).then(nw.lit(0.0)))
