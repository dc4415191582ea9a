"""Why is a ratio missing? The reasons, in plain words that name the item."""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from cmlib.formula import Formula, limits
from cmlib.items import years_back_of

_TOO_LARGE = "the result is too large for a number"
_YEARS_BACK = {1: "the year before", 2: "two years before", 3: "three years before"}


def causes(
    formula: Formula, values: Mapping[str, Any], without_statement: Mapping[int, Any]
) -> Iterator[tuple[Any, str]]:
    """Pairs of a condition and a reason; the first condition that holds tells why the ratio is missing.

    ``values`` holds the formula's parameters, ``without_statement`` the condition that there is no
    statement, by number of years back; all of them arrays, or all expressions of a lazy engine.
    """
    sources = {name: years_back_of(name) for name in values}
    for back in sorted({back for _, back in sources.values()} - {0}):
        yield without_statement[back], f"no statement for {_YEARS_BACK[back]}"
    for name, (column, back) in sources.items():
        of_year = f" of {_YEARS_BACK[back]}" if back else ""
        yield _is_missing(values[name]), f"{column}{of_year} is missing"
    for kind, text, value in limits(formula, values):
        if kind == "denominator":
            yield value == 0, f"denominator {text} is zero"
            yield value < 0, f"denominator {text} is negative"
        else:
            yield value < 0, f"base of the root {text} is negative"


def reasons_in_arrays(formula: Formula, values: Mapping[str, Any], without_statement: Mapping[int, Any]) -> np.ndarray:
    """Reasons of rows in which the ratio is known to be missing."""
    conditions, texts = zip(*causes(formula, values, without_statement), strict=True)
    first = np.select(conditions, range(len(texts)), len(texts))
    return np.array([*texts, _TOO_LARGE], dtype=object)[first]


def reason_expression(formula: Formula, values: Mapping[str, Any], without_statement: Mapping[int, Any]) -> nw.Expr:
    """The reason where the ratio is missing; missing where it is not."""
    reason = nw.lit(_TOO_LARGE)
    for condition, text in reversed(list(causes(formula, values, without_statement))):
        reason = nw.when(condition).then(nw.lit(text)).otherwise(reason)
    return nw.when(formula(**values).is_null()).then(reason)


def _is_missing(value: Any) -> Any:
    return value.is_null() if isinstance(value, nw.Expr) else ~np.isfinite(value)
