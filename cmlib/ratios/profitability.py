"""Profitability: what stays of the sales, and what does the money put in earn?

EBIT is profit before interest and tax: ``profit_before_tax + interest_expense``, because Chinese
statements subtract interest before operating profit.
"""

from cmlib.formula import Quantity, formula

_FAMILY = "profitability"


@formula(_FAMILY, unit="fraction", zh="毛利率", better="higher")
def gross_margin(revenue: Quantity, cost_of_sales: Quantity) -> Quantity:
    """Share of the sales left after the cost of what was sold.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 8.

    >>> gross_margin(revenue=1000, cost_of_sales=700)
    0.3
    """
    return (revenue - cost_of_sales) / revenue


@formula(_FAMILY, unit="fraction", zh="营业利润率", better="higher")
def operating_margin(operating_profit: Quantity, revenue: Quantity) -> Quantity:
    """Share of the sales left as profit of ordinary business, after interest as Chinese statements show it.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 7. Their operating income is before interest; for that see ``ebit_margin``.

    >>> operating_margin(operating_profit=120, revenue=1000)
    0.12
    """
    return operating_profit / revenue


@formula(_FAMILY, unit="fraction", zh="主营业务利润率", better="higher")
def main_business_margin(
    main_business_revenue: Quantity, main_business_cost: Quantity, business_taxes: Quantity
) -> Quantity:
    """Share of the main business's sales left after their cost and the taxes on sales.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> main_business_margin(main_business_revenue=1000, main_business_cost=740, business_taxes=10)
    0.25
    """
    return (main_business_revenue - main_business_cost - business_taxes) / main_business_revenue


@formula(_FAMILY, unit="fraction", zh="销售净利率", better="higher")
def net_margin(net_income: Quantity, revenue: Quantity) -> Quantity:
    """Share of the sales left to the owners.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 8.

    >>> net_margin(net_income=60, revenue=1000)
    0.06
    """
    return net_income / revenue


@formula(_FAMILY, unit="fraction", zh="息税折旧摊销前利润率", better="higher")
def ebitda_margin(
    profit_before_tax: Quantity,
    interest_expense: Quantity,
    depreciation: Quantity,
    amortisation: Quantity,
    revenue: Quantity,
) -> Quantity:
    """Share of the sales left before interest, tax, depreciation and amortisation.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 7.

    >>> ebitda_margin(profit_before_tax=80, interest_expense=20, depreciation=40, amortisation=10, revenue=1000)
    0.15
    """
    return (profit_before_tax + interest_expense + depreciation + amortisation) / revenue


@formula(_FAMILY, unit="fraction", zh="总资产报酬率", better="higher")
def return_on_total_assets(
    profit_before_tax: Quantity, interest_expense: Quantity, total_assets: Quantity, total_assets_prior: Quantity
) -> Quantity:
    """EBIT per unit of everything the firm owned on average, whoever paid for it.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> return_on_total_assets(profit_before_tax=80, interest_expense=20, total_assets=1050, total_assets_prior=950)
    0.1
    """
    return (profit_before_tax + interest_expense) / ((total_assets_prior + total_assets) / 2)


@formula(_FAMILY, unit="fraction", zh="净资产收益率", better="higher")
def return_on_equity(net_income: Quantity, equity: Quantity, equity_prior: Quantity) -> Quantity:
    """Net income per unit of the owners' average money; missing when that is used up.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> return_on_equity(net_income=60, equity=420, equity_prior=380)
    0.15
    """
    return net_income / ((equity_prior + equity) / 2)


@formula(_FAMILY, unit="fraction", zh="投入资本回报率", better="higher")
def return_on_invested_capital(
    profit_before_tax: Quantity,
    interest_expense: Quantity,
    income_tax: Quantity,
    short_term_debt: Quantity,
    short_term_debt_prior: Quantity,
    current_portion_of_long_term_debt: Quantity,
    current_portion_of_long_term_debt_prior: Quantity,
    long_term_debt: Quantity,
    long_term_debt_prior: Quantity,
    equity: Quantity,
    equity_prior: Quantity,
) -> Quantity:
    """EBIT less the year's income tax, per unit of average loans and equity.

    The tax is the one on the income statement. What interest saves in tax therefore counts as return;
    an assumed tax rate, or tax over profit, which has no meaning in a year of loss, is not needed.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 8, who subtracts the saving.

    >>> return_on_invested_capital(
    ...     profit_before_tax=80, interest_expense=20, income_tax=20,
    ...     short_term_debt=150, short_term_debt_prior=150,
    ...     current_portion_of_long_term_debt=50, current_portion_of_long_term_debt_prior=50,
    ...     long_term_debt=200, long_term_debt_prior=200, equity=420, equity_prior=380,
    ... )
    0.1
    """
    opening = short_term_debt_prior + current_portion_of_long_term_debt_prior + long_term_debt_prior + equity_prior
    closing = short_term_debt + current_portion_of_long_term_debt + long_term_debt + equity
    return (profit_before_tax + interest_expense - income_tax) / ((opening + closing) / 2)


@formula(_FAMILY, unit="fraction", zh="成本费用利润率", better="higher")
def cost_expense_profit_ratio(
    profit_before_tax: Quantity,
    cost_of_sales: Quantity,
    business_taxes: Quantity,
    selling_expense: Quantity,
    administrative_expense: Quantity,
    interest_expense: Quantity,
) -> Quantity:
    """Profit before tax per unit of the costs and expenses spent to earn it.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> cost_expense_profit_ratio(
    ...     profit_before_tax=90, cost_of_sales=700, business_taxes=10, selling_expense=80,
    ...     administrative_expense=90, interest_expense=20,
    ... )
    0.1
    """
    return profit_before_tax / (
        cost_of_sales + business_taxes + selling_expense + administrative_expense + interest_expense
    )
