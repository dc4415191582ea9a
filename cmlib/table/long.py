"""From wide to long: one row a value."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from cmlib.table.door import Frame


def long_form(frame: Frame, columns: Sequence[str], value: str = "value") -> Frame:
    """Turn ``columns`` into rows (``ratio``, ``value``), beside all other columns; missing values have no row."""
    others = [name for name in frame.collect_schema().names() if name not in columns]
    if frame.implementation.is_duckdb():
        # The general way runs on DuckDB's default connection and cannot see a table of another one.
        names = ", ".join('"' + name.replace('"', '""') + '"' for name in columns)
        query = f'unpivot wide on {names} into name ratio value "{value}"'
        return nw.from_native(frame.to_native().query("wide", query)).select(*others, "ratio", value)
    values = frame.unpivot(list(columns), index=others, variable_name="ratio", value_name=value)
    return values.filter(~nw.col(value).is_null())
