"""Periods as whole numbers, so that the period after a period can be counted to.

A shift by one row would take 2021 for the year after 2019 where 2020 is missing. A number knows better.
"""

from typing import Any

import narwhals.stable.v2 as nw

from cmlib.table.door import require_whole_years

#: Length of the periods that dates can be gathered into, in months.
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}


def period_number(frame: Any, period: str, every: str, asked_by: str) -> nw.Expr:
    """The number of each row's period: whole numbers as they are, dates counted in months, quarters or years.

    ``frame`` is a narwhals frame, ``every`` the length of a date's period.

    Raises ``ValueError`` for an unknown ``every`` and for what is
    neither a whole number nor a date.

    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"month": pd.to_datetime(["2023-12-01", "2024-01-01"])}))
    >>> frame.select(period_number(frame, "month", "month", "example"))["month"].to_list()
    [24287, 24288]
    """
    if every not in MONTHS:
        raise ValueError(f"{asked_by}: every is one of {list(MONTHS)}; found {every!r}")
    dtype = frame.collect_schema()[period]
    if not isinstance(dtype, (nw.Date, nw.Datetime)):
        if not dtype.is_numeric():
            raise ValueError(f"{asked_by} needs whole numbers or dates in {period!r}; found {dtype}")
        require_whole_years(frame, period, asked_by)
        return nw.col(period).cast(nw.Int64)
    months = nw.col(period).dt.year().cast(nw.Int64) * 12 + nw.col(period).dt.month().cast(nw.Int64) - 1
    return months // MONTHS[every]
