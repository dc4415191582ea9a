"""DuPont: the factors that multiply to the return on equity.

Three factors: net_margin × total_asset_turnover × average_equity_multiplier.
Five factors: tax_burden × interest_burden × ebit_margin × total_asset_turnover × average_equity_multiplier.
The factors that are ratios of their own stand in their families; the rest stand here.
"""

from cmlib.formula import Quantity, formula

_FAMILY = "DuPont"


@formula(_FAMILY, unit="fraction", zh="税收负担系数", better="higher")
def tax_burden(net_income: Quantity, profit_before_tax: Quantity) -> Quantity:
    """Share of the profit before tax that the owners keep; missing in a year of loss.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 7.

    >>> tax_burden(net_income=60, profit_before_tax=80)
    0.75
    """
    return net_income / profit_before_tax


@formula(_FAMILY, unit="fraction", zh="利息负担系数", better="higher")
def interest_burden(profit_before_tax: Quantity, interest_expense: Quantity) -> Quantity:
    """Share of EBIT that lenders leave; missing when there is no EBIT to share.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 7.

    >>> interest_burden(profit_before_tax=80, interest_expense=20)
    0.8
    """
    return profit_before_tax / (profit_before_tax + interest_expense)


@formula(_FAMILY, unit="fraction", zh="息税前利润率", better="higher")
def ebit_margin(profit_before_tax: Quantity, interest_expense: Quantity, revenue: Quantity) -> Quantity:
    """Share of the sales left before interest and tax.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 7.

    >>> ebit_margin(profit_before_tax=80, interest_expense=20, revenue=1000)
    0.1
    """
    return (profit_before_tax + interest_expense) / revenue


@formula(_FAMILY, unit="times", zh="平均权益乘数", better="neither")
def average_equity_multiplier(
    total_assets: Quantity, total_assets_prior: Quantity, equity: Quantity, equity_prior: Quantity
) -> Quantity:
    """Average assets per unit of the owners' average money.

    More of it lifts the return on equity in good years and sinks it in bad ones.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 7.

    >>> average_equity_multiplier(total_assets=1050, total_assets_prior=950, equity=420, equity_prior=380)
    2.5
    """
    return (total_assets_prior + total_assets) / (equity_prior + equity)
