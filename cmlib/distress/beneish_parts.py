"""The eight variables of Beneish: seven indices, where 1 means as in the year before, and accruals."""

from cmlib.formula import Quantity, formula

_FAMILY = "distress"


@formula(_FAMILY, unit="times", zh="应收账款周转天数指数", better="lower")
def days_sales_in_receivables_index(
    receivables: Quantity, receivables_prior: Quantity, revenue: Quantity, revenue_prior: Quantity
) -> Quantity:
    """DSRI: receivables per unit of sales against the year before. Above 1, receivables outgrow sales.

    Source: Beneish (1999), The Detection of Earnings Manipulation, Financial Analysts Journal 55(5), 24-36.

    >>> days_sales_in_receivables_index(receivables=200, receivables_prior=100, revenue=800, revenue_prior=800)
    2.0
    """
    return (receivables / revenue) / (receivables_prior / revenue_prior)


@formula(_FAMILY, unit="times", zh="毛利率指数", better="lower")
def gross_margin_index(
    revenue: Quantity, revenue_prior: Quantity, cost_of_sales: Quantity, cost_of_sales_prior: Quantity
) -> Quantity:
    """GMI: last year's gross margin against this year's. Above 1, the margin shrinks: a reason to embellish.

    Missing when nothing is left of this year's sales: an index on a loss would turn the sign round.

    Source: Beneish (1999), Financial Analysts Journal 55(5), 24-36.

    >>> gross_margin_index(revenue=1000, revenue_prior=1000, cost_of_sales=750, cost_of_sales_prior=500)
    2.0
    """
    return ((revenue_prior - cost_of_sales_prior) / revenue_prior) / ((revenue - cost_of_sales) / revenue)


@formula(_FAMILY, unit="times", zh="资产质量指数", better="lower")
def asset_quality_index(
    intangible_assets: Quantity,
    intangible_assets_prior: Quantity,
    total_assets: Quantity,
    total_assets_prior: Quantity,
) -> Quantity:
    """AQI: share of assets that are neither current nor plant, against the year before.

    Among the line items of `cmlib.items` these are the intangible assets; where a firm shows others
    (long-term investments, deferred expenses), add them in. Beneish writes 1 - (current assets + plant) /
    total assets, which is the same, but leaves a rounding error where the true share is zero.

    Source: Beneish (1999), Financial Analysts Journal 55(5), 24-36.

    >>> asset_quality_index(
    ...     intangible_assets=200, intangible_assets_prior=100, total_assets=800, total_assets_prior=800
    ... )
    2.0
    """
    return (intangible_assets / total_assets) / (intangible_assets_prior / total_assets_prior)


@formula(_FAMILY, unit="times", zh="销售增长指数", better="neither")
def sales_growth_index(revenue: Quantity, revenue_prior: Quantity) -> Quantity:
    """SGI: sales against the year before. Growth is no fraud, but growing firms are pressed to keep growing.

    Source: Beneish (1999), Financial Analysts Journal 55(5), 24-36.

    >>> sales_growth_index(revenue=1200, revenue_prior=1000)
    1.2
    """
    return revenue / revenue_prior


@formula(_FAMILY, unit="times", zh="折旧率指数", better="lower")
def depreciation_index(
    depreciation: Quantity, depreciation_prior: Quantity, fixed_assets: Quantity, fixed_assets_prior: Quantity
) -> Quantity:
    """DEPI: last year's rate of depreciation against this year's. Above 1, plant is made to last longer.

    Source: Beneish (1999), Financial Analysts Journal 55(5), 24-36.

    >>> depreciation_index(depreciation=10, depreciation_prior=20, fixed_assets=90, fixed_assets_prior=80)
    2.0
    """
    return (depreciation_prior / (depreciation_prior + fixed_assets_prior)) / (
        depreciation / (depreciation + fixed_assets)
    )


@formula(_FAMILY, unit="times", zh="销售管理费用指数", better="lower")
def selling_and_administrative_expense_index(
    selling_expense: Quantity,
    selling_expense_prior: Quantity,
    administrative_expense: Quantity,
    administrative_expense_prior: Quantity,
    revenue: Quantity,
    revenue_prior: Quantity,
) -> Quantity:
    """SGAI: selling and administrative expense per unit of sales, against the year before.

    Source: Beneish (1999), Financial Analysts Journal 55(5), 24-36.

    >>> selling_and_administrative_expense_index(
    ...     selling_expense=120, selling_expense_prior=60, administrative_expense=80,
    ...     administrative_expense_prior=40, revenue=800, revenue_prior=800,
    ... )
    2.0
    """
    return ((selling_expense + administrative_expense) / revenue) / (
        (selling_expense_prior + administrative_expense_prior) / revenue_prior
    )


@formula(_FAMILY, unit="times", zh="财务杠杆指数", better="lower")
def leverage_index(
    current_liabilities: Quantity,
    current_liabilities_prior: Quantity,
    long_term_debt: Quantity,
    long_term_debt_prior: Quantity,
    total_assets: Quantity,
    total_assets_prior: Quantity,
) -> Quantity:
    """LVGI: current liabilities and long-term debt per unit of assets, against the year before.

    Source: Beneish (1999), Financial Analysts Journal 55(5), 24-36.

    >>> leverage_index(
    ...     current_liabilities=300, current_liabilities_prior=150, long_term_debt=100, long_term_debt_prior=50,
    ...     total_assets=800, total_assets_prior=800,
    ... )
    2.0
    """
    return ((current_liabilities + long_term_debt) / total_assets) / (
        (current_liabilities_prior + long_term_debt_prior) / total_assets_prior
    )


@formula(_FAMILY, unit="fraction", zh="应计利润与总资产比", better="lower")
def total_accruals_to_assets(
    net_income: Quantity, operating_cash_flow: Quantity, interest_paid: Quantity, total_assets: Quantity
) -> Quantity:
    """TATA: the part of the profit that is not cash, per unit of assets.

    Accruals are net income less the cash flow from operations. That cash flow is meant after interest, as
    statements under US rules show it; Chinese statements show it before, so ``interest_paid`` is taken off.
    (Beneish's paper of 1999 derives accruals from two balance sheets. The later form used here needs no
    guess at which changes were mergers or revaluations.)

    Source: Beneish, Lee, Nichols (2013), Earnings Manipulation and Expected Returns, Financial Analysts
    Journal 69(2), 57-82; Hribar, Collins (2002), Errors in Estimating Accruals, Journal of Accounting
    Research 40(1), 105-134.

    >>> total_accruals_to_assets(net_income=60, operating_cash_flow=30, interest_paid=20, total_assets=1000)
    0.05
    """
    return (net_income - (operating_cash_flow - interest_paid)) / total_assets
