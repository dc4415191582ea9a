"""Growth: is the firm getting bigger, and is the owners' money growing with it?

A base of zero or less has no growth rate: from a loss of 10 to a profit of 10 is no growth of -200%.
"""

from cmlib.formula import Quantity, formula

_FAMILY = "growth"


@formula(_FAMILY, unit="fraction", zh="销售增长率", better="higher")
def sales_growth(revenue: Quantity, revenue_prior: Quantity) -> Quantity:
    """Change of the sales over those of the year before.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> sales_growth(revenue=1100, revenue_prior=1000)
    0.1
    """
    return (revenue - revenue_prior) / revenue_prior


@formula(_FAMILY, unit="fraction", zh="利润增长率", better="higher")
def profit_growth(profit_before_tax: Quantity, profit_before_tax_prior: Quantity) -> Quantity:
    """Change of the profit before tax (利润总额) over that of the year before; missing after a year of loss.

    Source: Ministry of Finance of the PRC and others (1999), Rules of Performance Evaluation of
    State-owned Capital (国有资本金效绩评价操作细则), for profit before tax as the measure.

    >>> profit_growth(profit_before_tax=90, profit_before_tax_prior=80)
    0.125
    """
    return (profit_before_tax - profit_before_tax_prior) / profit_before_tax_prior


@formula(_FAMILY, unit="fraction", zh="总资产增长率", better="higher")
def asset_growth(total_assets: Quantity, total_assets_prior: Quantity) -> Quantity:
    """Change of the total assets over the year.

    Source: Penman (2013), Financial Statement Analysis and Security Valuation, 5th ed., ch. 13, for
    the reading of growth in assets and in equity.

    >>> asset_growth(total_assets=1050, total_assets_prior=1000)
    0.05
    """
    return (total_assets - total_assets_prior) / total_assets_prior


@formula(_FAMILY, unit="fraction", zh="资本积累率", better="higher")
def capital_accumulation(equity: Quantity, equity_prior: Quantity) -> Quantity:
    """Change of the owners' money over the year, from profits kept or from new capital.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> capital_accumulation(equity=420, equity_prior=400)
    0.05
    """
    return (equity - equity_prior) / equity_prior


@formula(_FAMILY, unit="fraction", zh="三年资本平均增长率", better="higher")
def capital_three_year_growth(equity: Quantity, equity_three_years_ago: Quantity) -> Quantity:
    """Yearly growth of the owners' money over three years (geometric mean).

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> round(capital_three_year_growth(equity=1331, equity_three_years_ago=1000), 12)
    0.1
    """
    return (equity / equity_three_years_ago) ** (1 / 3) - 1


@formula(_FAMILY, unit="fraction", zh="三年销售平均增长率", better="higher")
def sales_three_year_growth(revenue: Quantity, revenue_three_years_ago: Quantity) -> Quantity:
    """Yearly growth of the sales over three years (geometric mean).

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> round(sales_three_year_growth(revenue=1728, revenue_three_years_ago=1000), 12)
    0.2
    """
    return (revenue / revenue_three_years_ago) ** (1 / 3) - 1


@formula(_FAMILY, unit="fraction", zh="三年利润平均增长率", better="higher")
def profit_three_year_growth(profit_before_tax: Quantity, profit_before_tax_three_years_ago: Quantity) -> Quantity:
    """Yearly growth of the profit before tax over three years (geometric mean); missing for losses.

    Source: Ministry of Finance of the PRC and others (1999), Rules of Performance Evaluation of
    State-owned Capital (国有资本金效绩评价操作细则).

    >>> round(profit_three_year_growth(profit_before_tax=64, profit_before_tax_three_years_ago=125), 12)
    -0.2
    """
    return (profit_before_tax / profit_before_tax_three_years_ago) ** (1 / 3) - 1
