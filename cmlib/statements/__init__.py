"""Statements side by side: over time, against the industry, and against each other.

Every function takes a table with one row a firm and year and the line items of `cmlib.items` as
columns, in any engine (pandas, polars, pyarrow, DuckDB, Dask, PySpark), and gives back the same kind
of table.
"""

from cmlib.statements.checks import articulation
from cmlib.statements.industry import against_industry
from cmlib.statements.proportions import change, common_size, index_to_base
from cmlib.statements.rules import RULES, Rule

__all__ = ["RULES", "Rule", "against_industry", "articulation", "change", "common_size", "index_to_base"]
