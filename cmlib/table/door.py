"""The one door through which tables enter.

Whatever an engine calls its table (pandas, polars, pyarrow, DuckDB, Dask, PySpark), it is checked
here once and handed on as a narwhals frame. A lazy engine runs one short query for the checks.
"""

import difflib
import numbers
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
from narwhals.exceptions import DuplicateError

#: A checked table, ``nw.DataFrame`` or ``nw.LazyFrame``: both have what is used here, but no common type says so.
Frame: TypeAlias = Any

_ROWS = "rows with this key"


def open_table(
    table: Any, *, asked_by: str, numeric: Iterable[str] = (), key: Sequence[str] = (), text: Iterable[str] = ()
) -> Frame:
    """Check a table and return it as a narwhals frame.

    ``numeric`` columns come back as floats, with NaN and infinities as missing values. The ``key``
    columns must be there, complete, and unique row by row. ``text`` columns must merely exist.

    Raises ``TypeError`` when it is no table, ``LookupError`` for missing columns, ``ValueError`` for
    an empty table, text where numbers belong, and a key that is incomplete or not unique. Each
    message begins with ``asked_by``, the name of the function that the user called.

    >>> import pandas as pd
    >>> frame = open_table(pd.DataFrame({"cash": [1, 2]}), asked_by="example", numeric=["cash"])
    >>> frame["cash"].to_list()
    [1.0, 2.0]
    """
    numeric = list(dict.fromkeys(numeric))
    frame = check_table(table, asked_by=asked_by, numeric=numeric, key=key, text=text)
    return as_floats(frame, numeric) if numeric else frame


def as_floats(frame: Frame, columns: Iterable[str]) -> Frame:
    """The columns as floats, NaN and infinities as missing values."""
    floats = {name: nw.col(name).cast(nw.Float64) for name in columns}
    return frame.with_columns(*[nw.when(one.is_finite()).then(one).alias(name) for name, one in floats.items()])


def check_table(
    table: Any, *, asked_by: str, numeric: Iterable[str] = (), key: Sequence[str] = (), text: Iterable[str] = ()
) -> Frame:
    """Check a table as `open_table` does, and return its values as they are."""
    frame = as_frame(table, asked_by)
    numeric, key = list(numeric), list(key)
    require_columns(frame, [*key, *text, *numeric], asked_by)
    schema = frame.collect_schema()
    for name in numeric:
        if not schema[name].is_numeric():
            raise _not_numbers(frame, name, schema[name], asked_by)
    if key:
        _require_key(frame, key, asked_by)
    elif first_row(frame) is None:
        raise _empty(asked_by)
    return frame


def as_frame(table: Any, asked_by: str) -> Frame:
    """Any engine's table as a narwhals frame.

    Raises ``TypeError`` when it is no table, ``ValueError`` when two columns share a name.
    """
    try:
        return nw.from_native(table)
    except TypeError:
        raise TypeError(
            f"{asked_by} needs a table (pandas, polars, pyarrow, DuckDB, Dask or PySpark); found {type(table).__name__}"
        ) from None
    except DuplicateError as error:
        found = " ".join(str(error).split())
        raise ValueError(f"{asked_by} needs a name of its own for each column; {found}") from None


def require_columns(frame: Frame, needed: Iterable[str], asked_by: str, purpose: str = "") -> None:
    """Raise ``LookupError`` unless the table has the columns; ``purpose`` tells what needs them."""
    columns = frame.collect_schema().names()
    missing = [name for name in dict.fromkeys(needed) if name not in columns]
    if missing:
        shown = ", ".join(map(repr, columns[:12])) + (", …" if len(columns) > 12 else "")
        in_index = [name for name in missing if name in getattr(nw.maybe_get_index(frame), "names", ())]
        where = f" ({in_index} stand in its index: call reset_index() first)" if in_index else hint(missing, columns)
        raise LookupError(f"{asked_by} needs the columns {missing}{purpose}; the table has [{shown}]{where}")


def require_whole_years(frame: Frame, year: str, asked_by: str) -> None:
    """Raise ``ValueError`` unless the years are whole numbers, so that an earlier year can be counted to."""
    dtype = frame.collect_schema()[year]
    if dtype.is_integer():
        return
    wrong = frame.select(year)
    if dtype.is_float():
        whole = (nw.col(year).round(0) == nw.col(year)) & nw.col(year).is_finite()
        wrong = wrong.filter(~whole)
    example = first_row(wrong)
    if example is not None:
        advice = ". Take the year of each date first, as with .dt.year" if dtype.is_temporal() else ""
        raise ValueError(
            f"{asked_by} needs whole numbers in {year!r}; found {dtype}, for example {example[0]!r}{advice}"
        )


def hint(unknown: Iterable[str], known: Iterable[str]) -> str:
    """``" (did you mean …?)"`` for misspelt names, or nothing when none is close or too many are unknown.

    >>> hint(["inventroy"], ["cash", "inventory"])
    " (did you mean 'inventory'?)"
    """
    unknown, known = list(unknown), [name for name in known if isinstance(name, str)]
    if len(unknown) > 3:  # whole columns are lacking, nobody has misspelt them
        return ""
    close = [match for name in unknown for match in difflib.get_close_matches(name, known, 1)]
    return f" (did you mean {', '.join(map(repr, dict.fromkeys(close)))}?)" if close else ""


def first_row(frame: Frame) -> tuple | None:
    """The first row as Python's own values, missing ones as None; nothing when there is no row."""
    head = frame.head(1).lazy().collect()
    if not len(head):
        return None
    return tuple(None if column.is_null()[0] else column.to_list()[0] for column in head.iter_columns())


def _not_numbers(frame: Frame, name: str, dtype: Any, asked_by: str) -> ValueError:
    values = frame.select(name).drop_nulls().head(1000).lazy().collect()[name].to_list()
    wrong = next((value for value in values if not isinstance(value, numbers.Number) or isinstance(value, bool)), None)
    if not values:
        return ValueError(
            f"{asked_by} needs numbers in {name!r}; the column holds no value and its type is {dtype}. "
            "Make it a column of missing numbers first"
        )
    example = values[0] if wrong is None else wrong
    return ValueError(
        f"{asked_by} needs numbers in {name!r}; found {dtype}, for example {example!r}. Convert the column first"
    )


def _require_key(frame: Frame, key: Sequence[str], asked_by: str) -> None:
    """Every row has its key, and its key alone: one pass over the data, a second only to show what is wrong."""
    if isinstance(frame, nw.LazyFrame):
        keys = frame.group_by(*key).agg(nw.len().alias(_ROWS))
        lacking = [nw.col(name).is_null().cast(nw.Int64).sum().alias(name) for name in key]
        found = keys.select(nw.len().cast(nw.Int64).alias("keys"), nw.col(_ROWS).max(), *lacking).collect()
        empty, incomplete = not found["keys"][0], any(found[name][0] for name in key)
        repeated = not empty and found[_ROWS][0] > 1
    else:
        keys = frame.select(*key)
        empty, incomplete = not len(keys), any(keys[name].is_null().any() for name in key)
        repeated = not keys.is_unique().all()
    if empty:
        raise _empty(asked_by)
    if incomplete:
        some_missing = nw.any_horizontal(*[nw.col(name).is_null() for name in key], ignore_nulls=True)
        example = first_row(frame.select(*key).filter(some_missing))
        raise ValueError(f"{asked_by} needs {key} in every row; found {example} with a part missing")
    if repeated:
        groups = frame.group_by(*key).agg(nw.len().alias(_ROWS))
        *values, rows = first_row(groups.filter(nw.col(_ROWS) > 1)) or ()
        raise ValueError(f"{asked_by} needs one row for each {key}; {tuple(values)} stands in {rows} rows")


def _empty(asked_by: str) -> ValueError:
    return ValueError(f"{asked_by} needs at least one row; the table is empty")
