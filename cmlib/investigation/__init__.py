"""Investigating a loan: from the tables of a bank to the draft of a credit investigation report.

The checks themselves live in the rooms they belong to: `cmlib.statements` (articulation, Benford's law, reported
sales against other sources), `cmlib.distress`, `cmlib.relations`, `cmlib.loans`.
"""

from cmlib.investigation.draft import draft_report
from cmlib.investigation.request import LoanRequest

__all__ = ["LoanRequest", "draft_report"]
