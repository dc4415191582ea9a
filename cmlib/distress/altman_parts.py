"""The ratios that Altman's scores weigh: X1 to X5, as decimals.

EBIT is profit before interest and tax: ``profit_before_tax + interest_expense``, because Chinese
statements subtract interest before operating profit.
"""

from cmlib.formula import Quantity, formula

_FAMILY = "distress"


@formula(_FAMILY, unit="fraction", zh="营运资金与总资产比", better="higher")
def working_capital_to_assets(
    current_assets: Quantity, current_liabilities: Quantity, total_assets: Quantity
) -> Quantity:
    """X1: what is left of the current assets when all debt due within a year is paid, per unit of assets.

    Source: Altman (1968), Financial Ratios, Discriminant Analysis and the Prediction of Corporate
    Bankruptcy, Journal of Finance 23(4), 589-609.

    >>> working_capital_to_assets(current_assets=300, current_liabilities=200, total_assets=1000)
    0.1
    """
    return (current_assets - current_liabilities) / total_assets


@formula(_FAMILY, unit="fraction", zh="留存收益与总资产比", better="higher")
def retained_earnings_to_assets(retained_earnings: Quantity, total_assets: Quantity) -> Quantity:
    """X2: profits kept since the firm began, per unit of assets; low in young firms.

    Source: Altman (1968), Journal of Finance 23(4), 589-609.

    >>> retained_earnings_to_assets(retained_earnings=200, total_assets=1000)
    0.2
    """
    return retained_earnings / total_assets


@formula(_FAMILY, unit="fraction", zh="息税前利润与期末总资产比", better="higher")
def ebit_to_assets(profit_before_tax: Quantity, interest_expense: Quantity, total_assets: Quantity) -> Quantity:
    """X3: EBIT per unit of assets at the end of the year.

    ``return_on_total_assets`` divides by the average of the year; Altman does not.

    Source: Altman (1968), Journal of Finance 23(4), 589-609.

    >>> ebit_to_assets(profit_before_tax=80, interest_expense=20, total_assets=1000)
    0.1
    """
    return (profit_before_tax + interest_expense) / total_assets


@formula(_FAMILY, unit="times", zh="股权市值与负债比", better="higher")
def market_equity_to_liabilities(market_value_of_equity: Quantity, total_liabilities: Quantity) -> Quantity:
    """X4: how far the market value of all shares could fall before the debts exceed it.

    ``market_value_of_equity`` (股权市值) is shares outstanding, preferred ones included, times their price;
    no statement shows it.

    Source: Altman (1968), Journal of Finance 23(4), 589-609.

    >>> market_equity_to_liabilities(market_value_of_equity=900, total_liabilities=600)
    1.5
    """
    return market_value_of_equity / total_liabilities


@formula(_FAMILY, unit="times", zh="账面权益与负债比", better="higher")
def book_equity_to_liabilities(equity: Quantity, total_liabilities: Quantity) -> Quantity:
    """X4 of firms without a share price: equity as the books show it, per unit of debt.

    Negative for a firm whose equity is used up: the numerator may be below zero.

    Source: Altman (1983), Corporate Financial Distress, Wiley, New York.

    >>> book_equity_to_liabilities(equity=400, total_liabilities=500)
    0.8
    """
    return equity / total_liabilities


@formula(_FAMILY, unit="times", zh="销售收入与期末总资产比", better="higher")
def sales_to_assets(revenue: Quantity, total_assets: Quantity) -> Quantity:
    """X5: sales per unit of assets at the end of the year.

    ``total_asset_turnover`` divides by the average of the year; Altman does not.

    Source: Altman (1968), Journal of Finance 23(4), 589-609.

    >>> sales_to_assets(revenue=1500, total_assets=1000)
    1.5
    """
    return revenue / total_assets
