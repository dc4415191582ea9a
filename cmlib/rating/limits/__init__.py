"""Credit limits: the policy as data, and the limit of one borrower or of a whole table."""

from cmlib.rating.limits.limit import CeilingAmount, CreditLimit, credit_limit, credit_limits
from cmlib.rating.limits.policy import ENTERPRISE_LIMITS, PERSONAL_LIMITS, ByGrade, Ceiling, LimitPolicy
from cmlib.rating.limits.working_capital import working_capital_loan, working_capital_need

__all__ = [
    "ENTERPRISE_LIMITS",
    "PERSONAL_LIMITS",
    "ByGrade",
    "Ceiling",
    "CeilingAmount",
    "CreditLimit",
    "LimitPolicy",
    "credit_limit",
    "credit_limits",
    "working_capital_loan",
    "working_capital_need",
]
