"""Piotroski's F: how many of nine signals of a strengthening firm does a firm give?"""

from cmlib.distress.model import DistressModel, Part, Zone, score
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
from cmlib.formula import Quantity, formula

_SIGNALS = (
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

#: Piotroski calls 0 and 1 low and 8 and 9 high. What lies between he leaves without a name.
PIOTROSKI_F = DistressModel(
    name="piotroski_f",
    zh="皮奥特罗斯基F值",
    source="Piotroski (2000), Journal of Accounting Research 38 (Supplement), 1-41.",
    better="higher",
    parts=tuple(Part(signal.__name__, 1, neutral=1) for signal in _SIGNALS),
    zones=(
        Zone("weak", 1, "hardly any signal is good: the firm grows weaker"),
        Zone("middle", 7, "good and bad signals are mixed"),
        Zone("strong", None, "nearly every signal is good: the firm grows stronger"),
    ),
)


@formula("distress", unit="points", zh=PIOTROSKI_F.zh, better="higher")
def piotroski_f(
    net_income: Quantity,
    net_income_prior: Quantity,
    operating_cash_flow: Quantity,
    interest_paid: Quantity,
    long_term_debt: Quantity,
    long_term_debt_prior: Quantity,
    current_portion_of_long_term_debt: Quantity,
    current_portion_of_long_term_debt_prior: Quantity,
    current_assets: Quantity,
    current_assets_prior: Quantity,
    current_liabilities: Quantity,
    current_liabilities_prior: Quantity,
    equity_issued: Quantity,
    revenue: Quantity,
    revenue_prior: Quantity,
    cost_of_sales: Quantity,
    cost_of_sales_prior: Quantity,
    total_assets: Quantity,
    total_assets_prior: Quantity,
    total_assets_two_years_ago: Quantity,
) -> Quantity:
    """F, from 0 to 9: four signals of profit, three of debt and liquidity, two of efficiency.

    8 and 9 are strong, 0 and 1 weak. A signal that nobody can tell leaves the sum missing; the firm's third
    year of statements is the first with an F. The nine signals and the zones are `PIOTROSKI_F`.

    Source: Piotroski (2000), Value Investing: The Use of Historical Financial Statement Information to
    Separate Winners from Losers, Journal of Accounting Research 38 (Supplement), 1-41.

    >>> unchanged = dict.fromkeys(piotroski_f.parameters, 100.0)  # a profit, and new capital; nothing else moves
    >>> piotroski_f(**unchanged), piotroski_f(**unchanged | {"equity_issued": 0.0, "revenue": 101.0})
    (1.0, 4.0)
    """
    return score(PIOTROSKI_F, locals())
