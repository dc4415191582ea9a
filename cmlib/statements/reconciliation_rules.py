"""What reported sales are held against, and how far apart the two may be, as data."""

import math
from dataclasses import dataclass

from cmlib.rule_file import RuleFile

#: Evidence of sales that a firm's statements cannot change.
EVIDENCE = ("inflows", "value-added tax", "electricity")

#: How the evidence is turned into sales: as it is, by the firm's other years, or by its industry in that year.
NORMS = ("none", "own years", "industry")


@dataclass(frozen=True)
class SalesCheck:
    """One comparison of what a firm reports with what the evidence implies.

    ``reported`` is a line item. ``evidence`` is one of `EVIDENCE`, ``norm`` one of `NORMS`. Implied over reported
    below ``least`` makes reported sales look too high, above ``most`` too low; the reasons are
    ``too_high`` and ``too_low``.
    """

    name: str
    reported: str
    evidence: str
    norm: str
    least: float
    most: float
    too_high: str
    too_low: str


@dataclass(frozen=True)
class ReconciliationRules(RuleFile):
    """The checks of `cmlib.statements.reconcile_sales`, and the rate of value-added tax in what customers pay.

    Raises ``ValueError`` when there is no check, a name comes twice, evidence or norm are unknown, the bounds do
    not enclose 1, or the rate is below zero. The message names the check.
    """

    name: str
    source: str
    value_added_tax_rate: float
    checks: tuple[SalesCheck, ...]

    def __post_init__(self) -> None:
        place = f"reconciliation rules {self.name!r}"
        if not 0 <= self.value_added_tax_rate < math.inf:
            raise ValueError(f"{place}: value_added_tax_rate is a fraction, found {self.value_added_tax_rate!r}")
        if not self.checks:
            raise ValueError(f"{place} need at least one check")
        names = [check.name for check in self.checks]
        for check in self.checks:
            where = f"{place}, check {check.name!r}"
            if names.count(check.name) > 1:
                raise ValueError(f"{where}: the name comes twice")
            for what, value, allowed in (("evidence", check.evidence, EVIDENCE), ("norm", check.norm, NORMS)):
                if value not in allowed:
                    raise ValueError(f"{where}: {what} is one of {', '.join(allowed)}; found {value!r}")
            if not 0 <= check.least < 1 < check.most:
                raise ValueError(
                    f"{where}: least lies from 0 to 1, most above 1; found {check.least!r} and {check.most!r}"
                )


#: Bounds are set so that of a hundred honest firm-years a check finds one to three too high: tax and electricity per
#: unit of sales vary little within a firm, more between the firms of an industry.
RECONCILIATION = ReconciliationRules(
    name="reconciliation of sales",
    source="The course's own, set on its synthetic bank; a bank sets its own on firms that it knows to be honest.",
    value_added_tax_rate=0.13,
    checks=(
        SalesCheck(
            "cash received", "cash_received_from_customers", "inflows", "none", 0.97, 1.03,
            too_high="the cash-flow statement shows more money from customers than their payments at all banks",
            too_low="customers paid in more than the cash-flow statement shows",
        ),
        SalesCheck(
            "inflows, industry", "revenue", "inflows", "industry", 0.93, 1.10,
            too_high="customers paid in less than they pay to firms of the trade with such sales",
            too_low="customers paid in more than they pay to firms of the trade with such sales",
        ),
        SalesCheck(
            "value-added tax, own years", "revenue", "value-added tax", "own years", 0.96, 1.05,
            too_high="less value-added tax was paid than the firm pays in other years for such sales",
            too_low="more value-added tax was paid than the firm pays in other years for such sales",
        ),
        SalesCheck(
            "value-added tax, industry", "revenue", "value-added tax", "industry", 0.92, 1.10,
            too_high="less value-added tax was paid than firms of the trade pay for such sales",
            too_low="more value-added tax was paid than firms of the trade pay for such sales",
        ),
        SalesCheck(
            "electricity, own years", "revenue", "electricity", "own years", 0.96, 1.05,
            too_high="less electricity was used than the firm uses in other years for such sales",
            too_low="more electricity was used than the firm uses in other years for such sales",
        ),
        SalesCheck(
            "electricity, industry", "revenue", "electricity", "industry", 0.70, 1.45,
            too_high="less electricity was used than firms of the trade use for such sales",
            too_low="more electricity was used than firms of the trade use for such sales",
        ),
    ),
)  # fmt: skip
