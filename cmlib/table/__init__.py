"""Whole tables of statements: the door through which they enter, and the ratios computed from them.

The signatures of the formulas say which columns are needed. Any engine's table will do (pandas,
polars, pyarrow, DuckDB, Dask, PySpark), and the same kind comes back.
"""

from cmlib.table.door import open_table
from cmlib.table.report import ratio_report
from cmlib.table.whole import ratio_flags, ratio_table

__all__ = ["open_table", "ratio_flags", "ratio_report", "ratio_table"]
