"""The first case that holds, as an expression of any engine."""

from collections.abc import Iterable

import narwhals.stable.v2 as nw


def first_case(cases: Iterable[tuple[nw.Expr, str | float]]) -> nw.Expr:
    """The value of the first condition that holds; missing where none does.

    Conditions must be positive, so that a missing value meets none of them.

    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"x": [1.0, 5.0, None]}))
    >>> case = first_case([(nw.col("x") < 2, "low"), (nw.col("x") >= 2, "high")])
    >>> frame.select(x=case)["x"].to_list()[:2]
    ['low', 'high']
    """
    *others, (condition, value) = cases
    found: nw.Expr = nw.when(condition).then(nw.lit(value))
    for condition, value in reversed(others):
        found = nw.when(condition).then(nw.lit(value)).otherwise(found)
    return found
