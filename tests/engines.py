"""The same table in every engine, and back: name -> (pandas frame -> table, table -> pandas frame)."""

import dask.dataframe
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest


def _duckdb(frame):
    connection = duckdb.connect()  # one of its own: nothing may depend on the default connection
    connection.register("statements", frame)
    return connection.table("statements")


ENGINES = {
    "pandas": (lambda frame: frame, lambda table: table),
    "pandas nullable": (lambda frame: frame.convert_dtypes(dtype_backend="numpy_nullable"), lambda table: table),
    "pandas pyarrow": (lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"), lambda table: table),
    "polars": (pl.from_pandas, lambda table: table.to_pandas()),
    "polars lazy": (lambda frame: pl.from_pandas(frame).lazy(), lambda table: table.collect().to_pandas()),
    "pyarrow": (lambda frame: pa.Table.from_pandas(frame, preserve_index=False), lambda table: table.to_pandas()),
    "duckdb": (_duckdb, lambda table: table.df()),
    "dask": (lambda frame: dask.dataframe.from_pandas(frame, npartitions=2), lambda table: table.compute()),
}

EAGER = ("pandas", "pandas nullable", "pandas pyarrow", "polars", "pyarrow")


def plain(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Text as objects, numbers as floats, rows in the order of the key: what engines need not agree on."""
    frame = frame.sort_values(key).reset_index(drop=True)
    numeric = [name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]
    return frame.astype({name: float if name in numeric else object for name in frame})


every_engine = pytest.mark.parametrize("engine", ENGINES)


def on(engine: str, function, frame: pd.DataFrame, *args, **kwargs) -> pd.DataFrame:
    """Call a function with the frame in the engine's kind; the result must be of the same kind."""
    make, back = ENGINES[engine]
    table = make(frame)
    result = function(table, *args, **kwargs)
    assert type(result) is type(table)
    return back(result)
