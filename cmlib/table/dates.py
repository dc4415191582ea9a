"""Dates as numbers that every engine can count with: the day's place in the calendar, and the month's."""

import datetime

import narwhals.stable.v2 as nw

from cmlib.table.door import Frame, first_row


def day_number(date: nw.Expr) -> nw.Expr:
    """Days since the calendar's first, as ``datetime.date.toordinal`` counts them; the time of day is dropped."""
    years = _whole(date.dt.year()) - 1
    days = years * 365 + years // 4 - years // 100 + years // 400 + _whole(date.dt.ordinal_day())
    return nw.when(~date.is_null()).then(days)


def month_number(date: nw.Expr) -> nw.Expr:
    """Months since the calendar's first: 12 a year."""
    return nw.when(~date.is_null()).then(_whole(date.dt.year()) * 12 + _whole(date.dt.month()))


def as_day(value: object, name: str, asked_by: str) -> datetime.date:
    """A day from a date, a time stamp (pandas', numpy's) or ISO text. Raises ``ValueError`` for what is none.

    >>> as_day("2025-12-31", "until", "example")
    datetime.date(2025, 12, 31)
    """
    given = value.item() if hasattr(value, "item") else value  # numpy's datetime64
    if isinstance(given, str):
        try:
            given = datetime.datetime.fromisoformat(given)
        except ValueError:
            given = None
    if isinstance(given, datetime.datetime):
        given = given.date() if given == given else None  # pandas' NaT is a time stamp that equals nothing
    if not isinstance(given, datetime.date):
        raise ValueError(f"{asked_by} needs {name} to be a date, as datetime.date(2025, 12, 31); found {value!r}")
    return given


def require_dates(frame: Frame, column: str, asked_by: str) -> None:
    """Raise ``ValueError`` unless the column holds dates or time stamps."""
    dtype = frame.collect_schema()[column]
    if isinstance(dtype, (nw.Date, nw.Datetime)):
        return
    row = first_row(frame.select(column).drop_nulls())
    example = f", for example {row[0]!r}" if row else ""
    raise ValueError(
        f"{asked_by} needs dates in {column!r}; found {dtype}{example}. Convert the column first, "
        "as with pandas.to_datetime, polars' str.to_date, or CAST(... AS DATE) in SQL"
    )


def _whole(part: nw.Expr) -> nw.Expr:
    return part.fill_null(1).cast(nw.Int64)  # pandas knows no whole number beside a missing one
