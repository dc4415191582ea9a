"""One row a value: from wide to long, and the place of each value in sorted order.

Two gaps between the engines are closed here, so that nothing else has to know them.
"""

from collections.abc import Sequence

import narwhals.stable.v2 as nw


def long_form(frame, columns: Sequence[str]):
    """Turn ``columns`` into rows (ratio, value), beside all other columns; missing values have no row."""
    others = [name for name in frame.collect_schema().names() if name not in columns]
    if frame.implementation.is_duckdb():
        # The general way runs on DuckDB's default connection and cannot see a table of another one.
        names = ", ".join('"' + name.replace('"', '""') + '"' for name in columns)
        query = f"unpivot wide on {names} into name ratio value value"
        return nw.from_native(frame.to_native().query("wide", query)).select(*others, "ratio", "value")
    values = frame.unpivot(list(columns), index=others, variable_name="ratio", value_name="value")
    return values.filter(~nw.col("value").is_null())


def with_place(frame, by: Sequence[str]):
    """Add ``place``, which counts the rows from 0 in the order of the columns ``by``."""
    if frame.implementation.is_dask():
        # Dask's numbering aligns rows by their labels, which are not unique after a change to long form.
        rows = frame.to_native().sort_values(list(by)).assign(place=1)
        return nw.from_native(rows.assign(place=rows["place"].cumsum() - 1))
    return frame.with_row_index("place", order_by=list(by))
