"""A sample for development and a later one to test the model on."""

from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from cmlib.table.door import check_table


@dataclass(frozen=True)
class Split:
    """Two tables of the kind that was split."""

    development: Any
    holdout: Any


def out_of_time(table: Any, first: Any, *, period: str = "year") -> Split:
    """Split a table of any engine by time: the holdout begins with the period ``first`` (跨时间验证).

    A model is for the years to come, so that it is tested on years that it has not seen. Rows without a
    period are in neither part.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` when one
    part is empty.

    >>> import pandas as pd
    >>> parts = out_of_time(pd.DataFrame({"year": [2022, 2023, 2024]}), 2024)
    >>> len(parts.development), len(parts.holdout)
    (2, 1)
    """
    frame = check_table(table, asked_by="out_of_time", text=[period])
    parts = {
        "development": frame.filter(nw.col(period) < first),
        "holdout": frame.filter(nw.col(period) >= first),
    }  # fmt: skip
    for what, part in parts.items():
        if not len(part.select(period).head(1).lazy().collect()):
            raise ValueError(f"out_of_time finds no row for the {what} sample when it begins the holdout at {first!r}")
    return Split(*(nw.to_native(part) for part in parts.values()))
