"""The one door through which tables enter.

Whatever an engine calls its table (pandas, polars, pyarrow, DuckDB, Dask, PySpark), it is checked
here once and handed on as a narwhals frame whose numbers are floats and whose undefined numbers are
missing.
"""

import difflib
from collections.abc import Iterable, Sequence

import narwhals.stable.v2 as nw


def open_table(
    table, *, asked_by: str, numeric: Iterable[str] = (), key: Sequence[str] = (), text: Iterable[str] = ()
) -> nw.DataFrame | nw.LazyFrame:
    """Check a table and return it as a narwhals frame.

    ``numeric`` columns come back as floats, with NaN and infinities as missing values. The ``key``
    columns must be there, complete, and unique row by row. ``text`` columns must merely exist.

    Raises ``TypeError`` when it is no table, ``LookupError`` for missing columns, ``ValueError`` for
    an empty table, text where numbers belong, and a key that is incomplete or not unique. Each
    message begins with ``asked_by``, the name of the function that the user called.
    """
    try:
        frame = nw.from_native(table)
    except TypeError:
        raise TypeError(f"{asked_by} needs a table (pandas, polars, pyarrow, DuckDB, Dask or PySpark), found {type(table).__name__}") from None
    numeric, key, text = list(dict.fromkeys(numeric)), list(key), list(text)
    schema = frame.collect_schema()
    _require_columns(schema, [*key, *text, *numeric], asked_by)
    _require_numbers(frame, schema, numeric, asked_by)
    _require_rows(frame, asked_by)
    if key:
        _require_unique(frame, key, asked_by)
    as_float = [nw.col(name).cast(nw.Float64) for name in numeric]
    frame = frame.with_columns(*as_float) if as_float else frame
    finite = [nw.when(nw.col(name).is_finite()).then(nw.col(name)).alias(name) for name in numeric]
    return frame.with_columns(*finite) if finite else frame


def _require_columns(schema, needed, asked_by):
    missing = [name for name in dict.fromkeys(needed) if name not in schema]
    if not missing:
        return
    hints = [f"{name!r}: did you mean {close[0]!r}?" for name in missing if (close := difflib.get_close_matches(name, list(schema), 1))]
    hint = f" ({'; '.join(hints)})" if hints else ""
    shown = ", ".join(map(repr, list(schema)[:12])) + (", …" if len(schema) > 12 else "")
    raise LookupError(f"{asked_by} needs the columns {missing}; the table has [{shown}]{hint}")


def _require_numbers(frame, schema, numeric, asked_by):
    for name in numeric:
        dtype = schema[name]
        if dtype.is_numeric():
            continue
        example = frame.select(name).drop_nulls().head(1)
        example = example.collect() if isinstance(example, nw.LazyFrame) else example
        found = f", for example {example[name][0]!r}" if len(example) else ""
        raise ValueError(f"{asked_by} needs numbers in {name!r}; found {dtype}{found}")


def _require_rows(frame, asked_by):
    head = frame.head(1)
    head = head.collect() if isinstance(head, nw.LazyFrame) else head
    if not len(head):
        raise ValueError(f"{asked_by} needs at least one row; the table is empty")


def _require_unique(frame, key, asked_by):
    incomplete = frame.filter(nw.any_horizontal(*[nw.col(name).is_null() for name in key], ignore_nulls=True)).select(*key).head(3)
    incomplete = incomplete.collect() if isinstance(incomplete, nw.LazyFrame) else incomplete
    if len(incomplete):
        raise ValueError(f"{asked_by} needs {key} in every row; found {incomplete.rows()[0]} with a part missing")
    repeated = frame.group_by(*key).agg(nw.len().alias("rows")).filter(nw.col("rows") > 1).head(3)
    repeated = repeated.collect() if isinstance(repeated, nw.LazyFrame) else repeated
    if len(repeated):
        first = repeated.rows()[0]
        raise ValueError(f"{asked_by} needs one row for each {key}; {tuple(first[:-1])} stands in {first[-1]} rows")
