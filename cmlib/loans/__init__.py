"""Loans: schedules to the cent, what an applicant can carry, and what collateral covers.

`equal_instalment` and `equal_principal` give one loan's schedule, `schedules` those of a whole table; `prepay`
and `yearly_resets` change a schedule on its way. `affordability` judges one applicant, `affordability_table` a
table of them, `stress` the table under shocks; `maximum_loan` turns the question round.
`counted_collateral` and `collateral_coverage` say what stands behind the loans, by the rules
`COLLATERAL_RULES` and the `HAIRCUTS` of the bank.
"""

from cmlib.loans.annuity import annuity_factor, monthly_payment, outstanding_after, principal_for_payment
from cmlib.loans.applicant import VERDICTS, Affordability, affordability
from cmlib.loans.applications import ApplicationColumns, affordability_table
from cmlib.loans.collateral import collateral_coverage, counted_collateral
from cmlib.loans.collateral_checks import CollateralColumns
from cmlib.loans.collateral_rules import COLLATERAL_RULES, CollateralRule, CollateralRules
from cmlib.loans.haircuts import HAIRCUTS, Haircut, Haircuts, collateral_value
from cmlib.loans.limits import HOUSING_LIMITS, LendingLimits
from cmlib.loans.many_schedules import schedules
from cmlib.loans.maximum import MaximumLoan, maximum_loan
from cmlib.loans.measures import (
    ALL,
    coverage_ratio,
    debt_to_income,
    loan_to_value,
    payment_to_income,
    value_after_haircut,
)
from cmlib.loans.prepayment import Prepayment, prepay
from cmlib.loans.resets import yearly_resets
from cmlib.loans.schedule import equal_instalment, equal_principal, principal_at_end, schedule
from cmlib.loans.stress import stress
from cmlib.loans.terms import PLANS
from cmlib.loans.totals import PlanComparison, ScheduleTotals, compare_plans, schedule_totals

__all__ = [
    "ALL",
    "COLLATERAL_RULES",
    "HAIRCUTS",
    "HOUSING_LIMITS",
    "PLANS",
    "VERDICTS",
    "Affordability",
    "ApplicationColumns",
    "CollateralColumns",
    "CollateralRule",
    "CollateralRules",
    "Haircut",
    "Haircuts",
    "LendingLimits",
    "MaximumLoan",
    "PlanComparison",
    "Prepayment",
    "ScheduleTotals",
    "affordability",
    "affordability_table",
    "annuity_factor",
    "collateral_coverage",
    "collateral_value",
    "compare_plans",
    "counted_collateral",
    "coverage_ratio",
    "debt_to_income",
    "equal_instalment",
    "equal_principal",
    "loan_to_value",
    "maximum_loan",
    "monthly_payment",
    "outstanding_after",
    "payment_to_income",
    "prepay",
    "principal_at_end",
    "principal_for_payment",
    "schedule",
    "schedule_totals",
    "schedules",
    "stress",
    "value_after_haircut",
    "yearly_resets",
]
