"""Financial ratios: plain functions of line items, one file a family.

``ALL`` maps each ratio's name to its function, in the order of the families. A function carries
``.family``, ``.unit``, ``.zh`` and ``.better``. Fractions are fractions: a margin of 12% is 0.12.
"""

from types import MappingProxyType

from cmlib.ratios.cash_flow import (
    cash_return_on_sales,
    debt_service_cover,
    free_cash_flow,
    quality_of_earnings,
    reinvestment_rate,
)
from cmlib.ratios.dupont import (
    average_equity_multiplier,
    ebit_margin,
    interest_burden,
    tax_burden,
)
from cmlib.ratios.efficiency import (
    cash_conversion_cycle,
    current_asset_turnover,
    fixed_asset_turnover,
    inventory_days,
    inventory_turnover,
    payables_days,
    payables_turnover,
    receivables_days,
    receivables_turnover,
    total_asset_turnover,
)
from cmlib.ratios.growth import (
    asset_growth,
    capital_accumulation,
    capital_three_year_growth,
    profit_growth,
    profit_three_year_growth,
    sales_growth,
    sales_three_year_growth,
)
from cmlib.ratios.liquidity import (
    cash_ratio,
    current_ratio,
    operating_cash_flow_to_current_liabilities,
    quick_ratio,
    working_capital,
)
from cmlib.ratios.profitability import (
    cost_expense_profit_ratio,
    ebitda_margin,
    gross_margin,
    main_business_margin,
    net_margin,
    operating_margin,
    return_on_equity,
    return_on_invested_capital,
    return_on_total_assets,
)
from cmlib.ratios.solvency import (
    capital_immobilisation,
    debt_to_assets,
    debt_to_equity,
    debt_to_tangible_net_worth,
    equity_multiplier,
    interest_cover,
    long_term_debt_to_capital,
    operating_cash_flow_to_debt,
)

_FORMULAS = (
    current_ratio,
    quick_ratio,
    cash_ratio,
    working_capital,
    operating_cash_flow_to_current_liabilities,
    debt_to_assets,
    debt_to_equity,
    equity_multiplier,
    interest_cover,
    debt_to_tangible_net_worth,
    long_term_debt_to_capital,
    operating_cash_flow_to_debt,
    capital_immobilisation,
    receivables_turnover,
    receivables_days,
    inventory_turnover,
    inventory_days,
    payables_turnover,
    payables_days,
    current_asset_turnover,
    fixed_asset_turnover,
    total_asset_turnover,
    cash_conversion_cycle,
    gross_margin,
    operating_margin,
    main_business_margin,
    net_margin,
    ebitda_margin,
    return_on_total_assets,
    return_on_equity,
    return_on_invested_capital,
    cost_expense_profit_ratio,
    tax_burden,
    interest_burden,
    ebit_margin,
    average_equity_multiplier,
    sales_growth,
    profit_growth,
    asset_growth,
    capital_accumulation,
    capital_three_year_growth,
    sales_three_year_growth,
    profit_three_year_growth,
    quality_of_earnings,
    cash_return_on_sales,
    free_cash_flow,
    reinvestment_rate,
    debt_service_cover,
)

#: Name of a ratio -> its function. Read only: a ratio of your own is given to `ratio_table` directly.
ALL = MappingProxyType({formula.__name__: formula for formula in _FORMULAS})

__all__ = ["ALL", *ALL]
