"""The nine signals of Piotroski: 1 when the news is good, 0 when it is not, missing when nobody can tell.

Piotroski means the cash flow from operations after interest, as statements under US rules show it.
Chinese statements show it before interest, so ``interest_paid`` is taken off.
"""

from cmlib.formula import Quantity, exceeds, formula

_FAMILY = "distress"


@formula(_FAMILY, unit="points", zh="净利润为正", better="higher")
def positive_return_on_assets(net_income: Quantity) -> Quantity:
    """F_ROA: the year ends with a profit. (Assets are above zero, so dividing by them changes no sign.)

    Source: Piotroski (2000), Value Investing: The Use of Historical Financial Statement Information to
    Separate Winners from Losers, Journal of Accounting Research 38 (Supplement), 1-41.

    >>> positive_return_on_assets(net_income=60), positive_return_on_assets(net_income=0)
    (1, 0)
    """
    return exceeds(net_income, 0)


@formula(_FAMILY, unit="points", zh="经营现金流为正", better="higher")
def positive_operating_cash_flow(operating_cash_flow: Quantity, interest_paid: Quantity) -> Quantity:
    """F_CFO: operations bring in cash, interest paid.

    Source: Piotroski (2000), Journal of Accounting Research 38 (Supplement), 1-41.

    >>> positive_operating_cash_flow(operating_cash_flow=30, interest_paid=20)
    1
    """
    return exceeds(operating_cash_flow - interest_paid, 0)


@formula(_FAMILY, unit="points", zh="总资产净利率上升", better="higher")
def rising_return_on_assets(
    net_income: Quantity, net_income_prior: Quantity, total_assets_prior: Quantity, total_assets_two_years_ago: Quantity
) -> Quantity:
    """F_ΔROA: net income per unit of the assets at the start of the year is higher than the year before.

    Source: Piotroski (2000), Journal of Accounting Research 38 (Supplement), 1-41.

    >>> rising_return_on_assets(
    ...     net_income=60, net_income_prior=50, total_assets_prior=1000, total_assets_two_years_ago=900
    ... )
    1.0
    """
    return exceeds(net_income / total_assets_prior, net_income_prior / total_assets_two_years_ago)


@formula(_FAMILY, unit="points", zh="经营现金流高于净利润", better="higher")
def cash_flow_above_profit(operating_cash_flow: Quantity, interest_paid: Quantity, net_income: Quantity) -> Quantity:
    """F_ACCRUAL: more came in as cash than the profit says.

    Source: Piotroski (2000), Journal of Accounting Research 38 (Supplement), 1-41.

    >>> cash_flow_above_profit(operating_cash_flow=90, interest_paid=20, net_income=60)
    1
    """
    return exceeds(operating_cash_flow - interest_paid, net_income)


@formula(_FAMILY, unit="points", zh="长期负债率下降", better="higher")
def falling_leverage(
    long_term_debt: Quantity,
    long_term_debt_prior: Quantity,
    current_portion_of_long_term_debt: Quantity,
    current_portion_of_long_term_debt_prior: Quantity,
    total_assets: Quantity,
    total_assets_prior: Quantity,
    total_assets_two_years_ago: Quantity,
) -> Quantity:
    """F_ΔLEVER: long-term loans per unit of the year's average assets are lower than the year before.

    The part that falls due next year counts among them. A firm that owes no such loans in either year
    cannot owe less and has 0.

    Source: Piotroski (2000), Journal of Accounting Research 38 (Supplement), 1-41.

    >>> falling_leverage(
    ...     long_term_debt=200, long_term_debt_prior=250, current_portion_of_long_term_debt=50,
    ...     current_portion_of_long_term_debt_prior=50, total_assets=1000, total_assets_prior=1000,
    ...     total_assets_two_years_ago=1000,
    ... )
    1.0
    """
    before = (long_term_debt_prior + current_portion_of_long_term_debt_prior) / (
        (total_assets_two_years_ago + total_assets_prior) / 2
    )
    now = (long_term_debt + current_portion_of_long_term_debt) / ((total_assets_prior + total_assets) / 2)
    return exceeds(before, now)


@formula(_FAMILY, unit="points", zh="流动比率上升", better="higher")
def rising_current_ratio(
    current_assets: Quantity,
    current_assets_prior: Quantity,
    current_liabilities: Quantity,
    current_liabilities_prior: Quantity,
) -> Quantity:
    """F_ΔLIQUID: the current ratio is higher than a year before.

    Source: Piotroski (2000), Journal of Accounting Research 38 (Supplement), 1-41.

    >>> rising_current_ratio(
    ...     current_assets=300, current_assets_prior=300, current_liabilities=200, current_liabilities_prior=250
    ... )
    1.0
    """
    return exceeds(current_assets / current_liabilities, current_assets_prior / current_liabilities_prior)


@formula(_FAMILY, unit="points", zh="未增发股权", better="higher")
def no_equity_issue(equity_issued: Quantity) -> Quantity:
    """EQ_OFFER: the owners did not have to put money in.

    Source: Piotroski (2000), Journal of Accounting Research 38 (Supplement), 1-41.

    >>> no_equity_issue(equity_issued=0), no_equity_issue(equity_issued=10)
    (1, 0)
    """
    return 1 - exceeds(equity_issued, 0)


@formula(_FAMILY, unit="points", zh="毛利率上升", better="higher")
def rising_gross_margin(
    revenue: Quantity, revenue_prior: Quantity, cost_of_sales: Quantity, cost_of_sales_prior: Quantity
) -> Quantity:
    """F_ΔMARGIN: more stays of the sales after the cost of what was sold than the year before.

    Source: Piotroski (2000), Journal of Accounting Research 38 (Supplement), 1-41.

    >>> rising_gross_margin(revenue=1000, revenue_prior=1000, cost_of_sales=700, cost_of_sales_prior=720)
    1.0
    """
    return exceeds((revenue - cost_of_sales) / revenue, (revenue_prior - cost_of_sales_prior) / revenue_prior)


@formula(_FAMILY, unit="points", zh="总资产周转率上升", better="higher")
def rising_asset_turnover(
    revenue: Quantity, revenue_prior: Quantity, total_assets_prior: Quantity, total_assets_two_years_ago: Quantity
) -> Quantity:
    """F_ΔTURN: sales per unit of the assets at the start of the year are higher than the year before.

    Source: Piotroski (2000), Journal of Accounting Research 38 (Supplement), 1-41.

    >>> rising_asset_turnover(
    ...     revenue=1200, revenue_prior=1000, total_assets_prior=1000, total_assets_two_years_ago=900
    ... )
    1.0
    """
    return exceeds(revenue / total_assets_prior, revenue_prior / total_assets_two_years_ago)
