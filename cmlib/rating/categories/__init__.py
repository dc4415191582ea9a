"""The five categories of loans: rules as data, classification with reasons, provisions."""

from cmlib.rating.categories.classify import classify_loans
from cmlib.rating.categories.explanation import explain_loan
from cmlib.rating.categories.loan_quality import (
    LOAN_QUALITY,
    PROVISION_STANDARD,
    ProvisionStandard,
    coverage_ratio,
    loan_provision_ratio,
    nonperforming_ratio,
    problem_loan_ratio,
)
from cmlib.rating.categories.provisions import provision_ratios, provisions_by_category
from cmlib.rating.categories.scheme import LOAN_CATEGORIES, Category, Condition, LoanCategories, Rule

__all__ = [
    "LOAN_CATEGORIES",
    "LOAN_QUALITY",
    "PROVISION_STANDARD",
    "Category",
    "Condition",
    "LoanCategories",
    "ProvisionStandard",
    "Rule",
    "classify_loans",
    "coverage_ratio",
    "explain_loan",
    "loan_provision_ratio",
    "nonperforming_ratio",
    "problem_loan_ratio",
    "provision_ratios",
    "provisions_by_category",
]
