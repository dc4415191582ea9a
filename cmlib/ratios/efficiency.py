"""Operation: how fast does money tied up in assets come back as sales?

A balance is the average of the opening and the closing one, because sales flow over the whole
year. A year has 365 days.
"""

from cmlib.formula import Quantity, formula

_FAMILY = "operation"


@formula(_FAMILY, unit="times", zh="应收账款周转率", better="higher")
def receivables_turnover(revenue: Quantity, receivables: Quantity, receivables_prior: Quantity) -> Quantity:
    """How often a year the receivables are collected.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> receivables_turnover(revenue=730, receivables=110, receivables_prior=90)
    7.3
    """
    return revenue / ((receivables_prior + receivables) / 2)


@formula(_FAMILY, unit="days", zh="应收账款周转天数", better="lower")
def receivables_days(revenue: Quantity, receivables: Quantity, receivables_prior: Quantity) -> Quantity:
    """How long customers take to pay.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> receivables_days(revenue=730, receivables=110, receivables_prior=90)
    50.0
    """
    return 365 * ((receivables_prior + receivables) / 2) / revenue


@formula(_FAMILY, unit="times", zh="存货周转率", better="higher")
def inventory_turnover(cost_of_sales: Quantity, inventory: Quantity, inventory_prior: Quantity) -> Quantity:
    """How often a year the stock is sold, both at cost.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> inventory_turnover(cost_of_sales=500, inventory=110, inventory_prior=90)
    5.0
    """
    return cost_of_sales / ((inventory_prior + inventory) / 2)


@formula(_FAMILY, unit="days", zh="存货周转天数", better="lower")
def inventory_days(cost_of_sales: Quantity, inventory: Quantity, inventory_prior: Quantity) -> Quantity:
    """How long goods lie in stock before they are sold.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> inventory_days(cost_of_sales=500, inventory=110, inventory_prior=90)
    73.0
    """
    return 365 * ((inventory_prior + inventory) / 2) / cost_of_sales


@formula(_FAMILY, unit="times", zh="应付账款周转率", better="neither")
def payables_turnover(cost_of_sales: Quantity, payables: Quantity, payables_prior: Quantity) -> Quantity:
    """How often a year the suppliers are paid.

    Purchases would be the exact numerator; statements seldom give them, so the cost of sales stands in.
    Slow payment is cheap credit, or a sign that the firm cannot pay.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> payables_turnover(cost_of_sales=500, payables=60, payables_prior=40)
    10.0
    """
    return cost_of_sales / ((payables_prior + payables) / 2)


@formula(_FAMILY, unit="days", zh="应付账款周转天数", better="neither")
def payables_days(cost_of_sales: Quantity, payables: Quantity, payables_prior: Quantity) -> Quantity:
    """How long the firm takes to pay its suppliers, over the cost of sales.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> payables_days(cost_of_sales=500, payables=60, payables_prior=40)
    36.5
    """
    return 365 * ((payables_prior + payables) / 2) / cost_of_sales


@formula(_FAMILY, unit="times", zh="流动资产周转率", better="higher")
def current_asset_turnover(revenue: Quantity, current_assets: Quantity, current_assets_prior: Quantity) -> Quantity:
    """Sales per unit of average current assets.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> current_asset_turnover(revenue=900, current_assets=320, current_assets_prior=280)
    3.0
    """
    return revenue / ((current_assets_prior + current_assets) / 2)


@formula(_FAMILY, unit="times", zh="固定资产周转率", better="higher")
def fixed_asset_turnover(revenue: Quantity, fixed_assets: Quantity, fixed_assets_prior: Quantity) -> Quantity:
    """Sales per unit of average plant and equipment, after depreciation.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 7.

    >>> fixed_asset_turnover(revenue=900, fixed_assets=210, fixed_assets_prior=240)
    4.0
    """
    return revenue / ((fixed_assets_prior + fixed_assets) / 2)


@formula(_FAMILY, unit="times", zh="总资产周转率", better="higher")
def total_asset_turnover(revenue: Quantity, total_assets: Quantity, total_assets_prior: Quantity) -> Quantity:
    """Sales per unit of everything the firm owned on average.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> total_asset_turnover(revenue=900, total_assets=640, total_assets_prior=560)
    1.5
    """
    return revenue / ((total_assets_prior + total_assets) / 2)


@formula(_FAMILY, unit="days", zh="现金周转期", better="lower")
def cash_conversion_cycle(
    revenue: Quantity,
    cost_of_sales: Quantity,
    receivables: Quantity,
    receivables_prior: Quantity,
    inventory: Quantity,
    inventory_prior: Quantity,
    payables: Quantity,
    payables_prior: Quantity,
) -> Quantity:
    """Days between paying a supplier and being paid by a customer: stock, plus customers, less suppliers.

    Source: Richards, Laughlin (1980), A Cash Conversion Cycle Approach to Liquidity Analysis, Financial
    Management 9(1), 32-38.

    >>> cash_conversion_cycle(
    ...     revenue=730, cost_of_sales=500, receivables=110, receivables_prior=90,
    ...     inventory=110, inventory_prior=90, payables=60, payables_prior=40,
    ... )
    86.5
    """
    return (
        365 * ((inventory_prior + inventory) / 2) / cost_of_sales
        + 365 * ((receivables_prior + receivables) / 2) / revenue
        - 365 * ((payables_prior + payables) / 2) / cost_of_sales
    )
