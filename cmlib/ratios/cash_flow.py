"""Cash flow: does profit arrive as cash, and does the cash cover what must be paid?

Operating cash flow is the one of Chinese statements: after taxes, before interest.
"""

from cmlib.formula import Quantity, formula

_FAMILY = "cash flow"


@formula(_FAMILY, unit="times", zh="盈余现金保障倍数", better="higher")
def quality_of_earnings(operating_cash_flow: Quantity, net_income: Quantity) -> Quantity:
    """Operating cash flow per unit of net income; missing in a year of loss.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> quality_of_earnings(operating_cash_flow=75, net_income=60)
    1.25
    """
    return operating_cash_flow / net_income


@formula(_FAMILY, unit="fraction", zh="销售现金比率", better="higher")
def cash_return_on_sales(operating_cash_flow: Quantity, revenue: Quantity) -> Quantity:
    """Operating cash flow per unit of sales.

    Source: Giacomino, Mielke (1993), Cash Flows: Another Approach to Ratio Analysis, Journal of
    Accountancy 175(3), 55-58 (there: cash flow to sales).

    >>> cash_return_on_sales(operating_cash_flow=75, revenue=1000)
    0.075
    """
    return operating_cash_flow / revenue


@formula(_FAMILY, unit="CNY", zh="自由现金流量", better="higher")
def free_cash_flow(operating_cash_flow: Quantity, capital_expenditure: Quantity) -> Quantity:
    """Cash left for lenders and owners together when plant and equipment are paid for.

    Interest is not subtracted: it is part of what lenders receive.

    Source: Penman (2013), Financial Statement Analysis and Security Valuation, 5th ed., ch. 4.

    >>> free_cash_flow(operating_cash_flow=75, capital_expenditure=50)
    25
    """
    return operating_cash_flow - capital_expenditure


@formula(_FAMILY, unit="fraction", zh="再投资率", better="neither")
def reinvestment_rate(capital_expenditure: Quantity, operating_cash_flow: Quantity) -> Quantity:
    """Share of the operating cash flow that goes into plant, equipment and intangible assets.

    Above 1, lenders or owners pay for part of the growth.

    Source: Giacomino, Mielke (1993), Cash Flows: Another Approach to Ratio Analysis, Journal of
    Accountancy 175(3), 55-58.

    >>> reinvestment_rate(capital_expenditure=60, operating_cash_flow=75)
    0.8
    """
    return capital_expenditure / operating_cash_flow


@formula(_FAMILY, unit="times", zh="偿债备付率", better="higher")
def debt_service_cover(
    operating_cash_flow: Quantity, interest_paid: Quantity, current_portion_of_long_term_debt_prior: Quantity
) -> Quantity:
    """Operating cash flow per unit of the interest and long-term instalments the year had to bear (DSCR).

    The instalments due in a year are those that the balance sheet of the year before shows as due.

    Source: Yescombe (2014), Principles of Project Finance, 2nd ed. (annual debt-service cover ratio).

    >>> debt_service_cover(operating_cash_flow=75, interest_paid=20, current_portion_of_long_term_debt_prior=30)
    1.5
    """
    return operating_cash_flow / (interest_paid + current_portion_of_long_term_debt_prior)
