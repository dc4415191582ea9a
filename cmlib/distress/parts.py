"""All formulas that a distress model may weigh, by name: the parts of the published models and every ratio."""

from collections.abc import Mapping
from types import MappingProxyType

from cmlib.distress.altman_parts import (
    book_equity_to_liabilities,
    ebit_to_assets,
    market_equity_to_liabilities,
    retained_earnings_to_assets,
    sales_to_assets,
    working_capital_to_assets,
)
from cmlib.distress.beneish_parts import (
    asset_quality_index,
    days_sales_in_receivables_index,
    depreciation_index,
    gross_margin_index,
    leverage_index,
    sales_growth_index,
    selling_and_administrative_expense_index,
    total_accruals_to_assets,
)
from cmlib.distress.piotroski_parts import (
    cash_flow_above_profit,
    falling_leverage,
    no_equity_issue,
    positive_operating_cash_flow,
    positive_return_on_assets,
    rising_asset_turnover,
    rising_current_ratio,
    rising_gross_margin,
    rising_return_on_assets,
)
from cmlib.formula import Formula
from cmlib.ratios import ALL as RATIOS

_PARTS = (
    working_capital_to_assets,
    retained_earnings_to_assets,
    ebit_to_assets,
    market_equity_to_liabilities,
    book_equity_to_liabilities,
    sales_to_assets,
    days_sales_in_receivables_index,
    gross_margin_index,
    asset_quality_index,
    sales_growth_index,
    depreciation_index,
    selling_and_administrative_expense_index,
    leverage_index,
    total_accruals_to_assets,
    positive_return_on_assets,
    positive_operating_cash_flow,
    rising_return_on_assets,
    cash_flow_above_profit,
    falling_leverage,
    rising_current_ratio,
    no_equity_issue,
    rising_gross_margin,
    rising_asset_turnover,
)

#: Name of a part of a published model -> its formula.
PARTS: Mapping[str, Formula] = MappingProxyType({part.__name__: part for part in _PARTS})

#: Name of everything that a model may weigh -> its formula.
KNOWN: Mapping[str, Formula] = MappingProxyType({**PARTS, **RATIOS})
