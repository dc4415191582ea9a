"""Cash flow: where the money came from, where it went, and what repays the bank.

Every function takes a table with one row a firm and year and the line items of `cmlib.items` as
columns, in any engine (pandas, polars, pyarrow, DuckDB, Dask, PySpark), and gives back the same kind
of table. ``free_cash_flow`` and ``debt_service_cover`` are the ratios of that name.
"""

from cmlib.cashflow.activities import structure
from cmlib.cashflow.repayment import SOURCES, Source, repayment_evidence, repayment_source
from cmlib.cashflow.signs import PATTERNS, Pattern, pattern
from cmlib.ratios.cash_flow import debt_service_cover, free_cash_flow

__all__ = [
    "PATTERNS",
    "SOURCES",
    "Pattern",
    "Source",
    "debt_service_cover",
    "free_cash_flow",
    "pattern",
    "repayment_evidence",
    "repayment_source",
    "structure",
]
