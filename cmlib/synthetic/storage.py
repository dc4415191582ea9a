"""Tables as files: CSV that a person opens, Parquet where a table is large. Same table, same bytes."""

from pathlib import Path

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import joined, require_declared
from cmlib.synthetic.schema import Column, Table


def write_table(frame: pd.DataFrame, table: Table, path: Path) -> None:
    """Write one table, complete; the ending of ``path`` says how."""
    if path.suffix == ".csv":
        _write_csv(joined([frame], table), table, path)
    else:
        parquet().write_table(arrow_table(frame, table), path, **parquet_options(table))


def _write_csv(frame: pd.DataFrame, table: Table, path: Path) -> None:
    for column in table.columns:
        values = frame[column.name]
        if column.type == "integer" and not column.required:
            frame[column.name] = values.astype("Int64")
        elif column.type == "number" and column.decimals != 2:
            text = values.map(f"{{:.{column.decimals}f}}".format)
            frame[column.name] = text.where(values.notna(), None).astype("str")
    frame.to_csv(path, index=False, float_format="%.2f", date_format="%Y-%m-%d", lineterminator="\n", encoding="utf-8")


def parquet():
    """The module that reads and writes Parquet. Raises ``ModuleNotFoundError`` where it is not installed."""
    import pyarrow.parquet

    return pyarrow.parquet


def parquet_options(table: Table) -> dict:
    """How the columns are packed: running numbers by their differences, amounts as they are, all else by code."""
    running = [column.name for column in table.columns if column.type == "integer" and column.name in table.key]
    others = [column.name for column in table.columns if column.name not in running and column.type != "number"]
    return {
        "compression": "zstd",
        "use_dictionary": others,
        "column_encoding": dict.fromkeys(running, "DELTA_BINARY_PACKED"),
        "store_schema": False,
    }


def arrow_table(frame: pd.DataFrame, table: Table):
    """The frame, as a room made it, as an Arrow table with the declared columns, order and types."""
    import pyarrow as pa

    require_declared(frame, table)
    arrays = [_arrow_array(frame[column.name], column) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table))


def arrow_schema(table: Table):
    """The types of the columns in a Parquet file."""
    import pyarrow as pa

    types = {
        "string": pa.dictionary(pa.int32(), pa.string()),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    return pa.schema([pa.field(column.name, types[column.type]) for column in table.columns])


def _arrow_array(values: pd.Series, column: Column):
    import pyarrow as pa

    if column.type == "string":
        if isinstance(values.dtype, pd.CategoricalDtype):
            codes = values.cat.codes.to_numpy().astype(np.int32)
            words = pa.array(values.cat.categories.array, type=pa.string())
            return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), words)
        words = pa.array(values.to_numpy(dtype=object), type=pa.string(), from_pandas=True)
        return words.dictionary_encode()
    if column.type == "date":
        days = values.to_numpy().astype("datetime64[D]")
        return pa.array(days, type=pa.date32(), mask=np.isnat(days))
    if column.type == "number":
        return pa.array(np.round(values.to_numpy(dtype="float64"), column.decimals), from_pandas=True)
    if column.type == "integer":
        numbers = values.to_numpy(dtype="float64" if not column.required else "int64")
        return pa.array(numbers, from_pandas=True).cast(pa.int64()) if not column.required else pa.array(numbers)
    return pa.array(values.to_numpy(dtype=bool))
