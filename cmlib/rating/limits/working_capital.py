"""How much a firm needs to borrow for its working capital: the supervisor's method."""

from cmlib.formula import Quantity, formula

_FAMILY = "credit limit"


@formula(_FAMILY, unit="CNY", zh="营运资金量")
def working_capital_need(
    prior_revenue: Quantity, prior_profit_margin: Quantity, revenue_growth: Quantity, working_capital_turns: Quantity
) -> Quantity:
    """Working capital that next year's sales tie up.

    ``prior_profit_margin`` and ``revenue_growth`` (expected) are fractions; ``working_capital_turns`` is how
    often a year working capital turns over: 360 / (days in stock + days of receivables - days of payables +
    days prepaid - days of advances).

    Source: China Banking Regulatory Commission (2010), Interim Measures for Working Capital Loans
    (流动资金贷款管理暂行办法), annex.

    >>> working_capital_need(prior_revenue=1_000, prior_profit_margin=0.1, revenue_growth=0.2,
    ...                      working_capital_turns=4)
    270.0
    """
    return prior_revenue * (1 - prior_profit_margin) * (1 + revenue_growth) / working_capital_turns


@formula(_FAMILY, unit="CNY", zh="新增流动资金贷款额度")
def working_capital_loan(
    need: Quantity, own_funds: Quantity, working_capital_loans: Quantity, other_sources: Quantity
) -> Quantity:
    """What is left of the need for a new loan; negative when the firm has more than it needs.

    Source: China Banking Regulatory Commission (2010), Interim Measures for Working Capital Loans
    (流动资金贷款管理暂行办法), annex.

    >>> working_capital_loan(need=270, own_funds=100, working_capital_loans=80, other_sources=20)
    70
    """
    return need - own_funds - working_capital_loans - other_sources
