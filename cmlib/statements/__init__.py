"""Statements side by side: over time, against the industry, and against each other.

Every function takes a table with one row a firm and year and the line items of `cmlib.items` as
columns, in any engine (pandas, polars, pyarrow, DuckDB, Dask, PySpark), and gives back the same kind
of table.
"""

from cmlib.statements.benford import CONFORMITY, BenfordTest, benford, expected_shares
from cmlib.statements.checks import articulation
from cmlib.statements.dupont import FACTORS, dupont
from cmlib.statements.dupont_effects import dupont_against_industry, dupont_change
from cmlib.statements.industry import against_industry
from cmlib.statements.proportions import change, common_size, index_to_base
from cmlib.statements.reconciliation import reconcile_sales, suspicious_sales
from cmlib.statements.reconciliation_rules import RECONCILIATION, ReconciliationRules, SalesCheck
from cmlib.statements.rules import RULES, Rule

__all__ = [
    "CONFORMITY",
    "FACTORS",
    "RECONCILIATION",
    "RULES",
    "BenfordTest",
    "ReconciliationRules",
    "Rule",
    "SalesCheck",
    "against_industry",
    "articulation",
    "benford",
    "change",
    "common_size",
    "dupont",
    "dupont_against_industry",
    "dupont_change",
    "expected_shares",
    "index_to_base",
    "reconcile_sales",
    "suspicious_sales",
]
