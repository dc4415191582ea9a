"""Altman's Z and its three successors: the distance of a firm from those that failed.

All ratios are decimals. Altman printed Z for percentages, with weights of .012 to .033 and .999 for sales;
with decimals these become 1.2 to 3.3, and the last is rounded to 1.0 by custom, here too.
"""

from cmlib.distress.model import DistressModel, Part, Zone, score
from cmlib.formula import Quantity, formula

_FAMILY = "distress"
_FAILING = "the firm looks like those that failed within two years"
_UNCLEAR = "the score cannot tell failing firms from others"
_SURVIVING = "the firm looks like those that survived"
_FOUR_PARTS = (
    Part("working_capital_to_assets", 6.56),
    Part("retained_earnings_to_assets", 3.26),
    Part("ebit_to_assets", 6.72),
    Part("book_equity_to_liabilities", 1.05),
)
_CONSTANT = 3.25


def _zones(lower: float, upper: float) -> tuple[Zone, ...]:
    """Both bounds belong to the grey zone."""
    return (
        Zone("distress", lower, _FAILING, upper_included=False),
        Zone("grey", upper, _UNCLEAR),
        Zone("safe", None, _SURVIVING),
    )


ALTMAN_Z = DistressModel(
    name="altman_z",
    zh="阿尔特曼Z值",
    source="Altman (1968), Journal of Finance 23(4), 589-609.",
    better="higher",
    parts=(
        Part("working_capital_to_assets", 1.2),
        Part("retained_earnings_to_assets", 1.4),
        Part("ebit_to_assets", 3.3),
        Part("market_equity_to_liabilities", 0.6),
        Part("sales_to_assets", 1.0),
    ),
    zones=_zones(1.81, 2.99),
)

ALTMAN_Z_PRIVATE = DistressModel(
    name="altman_z_private",
    zh="非上市企业Z值",
    source="Altman (1983), Corporate Financial Distress, Wiley, New York.",
    better="higher",
    parts=(
        Part("working_capital_to_assets", 0.717),
        Part("retained_earnings_to_assets", 0.847),
        Part("ebit_to_assets", 3.107),
        Part("book_equity_to_liabilities", 0.420),
        Part("sales_to_assets", 0.998),
    ),
    zones=_zones(1.23, 2.90),
)

ALTMAN_Z_NON_MANUFACTURERS = DistressModel(
    name="altman_z_non_manufacturers",
    zh="非制造业企业Z值",
    source="Altman (1993), Corporate Financial Distress and Bankruptcy, 2nd ed., Wiley, New York.",
    better="higher",
    parts=_FOUR_PARTS,
    zones=_zones(1.10, 2.60),
)

ALTMAN_Z_EMERGING = DistressModel(
    name="altman_z_emerging",
    zh="新兴市场企业Z值",
    source="Altman, Hartzell, Peck (1995), Emerging Markets Corporate Bonds: A Scoring System, Salomon Brothers.",
    better="higher",
    parts=_FOUR_PARTS,
    zones=_zones(4.35, 5.85),
    constant=_CONSTANT,
)


@formula(_FAMILY, unit="points", zh=ALTMAN_Z.zh, better="higher")
def altman_z(
    current_assets: Quantity,
    current_liabilities: Quantity,
    retained_earnings: Quantity,
    profit_before_tax: Quantity,
    interest_expense: Quantity,
    market_value_of_equity: Quantity,
    total_liabilities: Quantity,
    revenue: Quantity,
    total_assets: Quantity,
) -> Quantity:
    """Z = 1.2 X1 + 1.4 X2 + 3.3 X3 + 0.6 X4 + 1.0 X5, for listed manufacturers.

    Below 1.81 distress, above 2.99 safe, grey between and on the bounds. ``market_value_of_equity`` is a
    column of its own, beside the line items. Weights and zones are `ALTMAN_Z`.

    Source: Altman (1968), Financial Ratios, Discriminant Analysis and the Prediction of Corporate
    Bankruptcy, Journal of Finance 23(4), 589-609.

    >>> z = altman_z(
    ...     current_assets=540, current_liabilities=200, retained_earnings=150, profit_before_tax=-20,
    ...     interest_expense=20, market_value_of_equity=400, total_liabilities=500, revenue=1600, total_assets=1000,
    ... )
    >>> round(z, 3)
    2.698
    """
    return score(ALTMAN_Z, locals())


@formula(_FAMILY, unit="points", zh=ALTMAN_Z_PRIVATE.zh, better="higher")
def altman_z_private(
    current_assets: Quantity,
    current_liabilities: Quantity,
    retained_earnings: Quantity,
    profit_before_tax: Quantity,
    interest_expense: Quantity,
    equity: Quantity,
    total_liabilities: Quantity,
    revenue: Quantity,
    total_assets: Quantity,
) -> Quantity:
    """Z' = 0.717 X1 + 0.847 X2 + 3.107 X3 + 0.420 X4 + 0.998 X5, for firms without a share price.

    X4 takes equity from the books. Below 1.23 distress, above 2.90 safe. Weights and zones are
    `ALTMAN_Z_PRIVATE`.

    Source: Altman (1983), Corporate Financial Distress, Wiley, New York.

    >>> z = altman_z_private(
    ...     current_assets=300, current_liabilities=200, retained_earnings=200, profit_before_tax=150,
    ...     interest_expense=50, equity=375, total_liabilities=625, revenue=800, total_assets=1000,
    ... )
    >>> round(z, 4)  # 0.0717 + 0.1694 + 0.6214 + 0.2520 + 0.7984
    1.9129
    """
    return score(ALTMAN_Z_PRIVATE, locals())


@formula(_FAMILY, unit="points", zh=ALTMAN_Z_NON_MANUFACTURERS.zh, better="higher")
def altman_z_non_manufacturers(
    current_assets: Quantity,
    current_liabilities: Quantity,
    retained_earnings: Quantity,
    profit_before_tax: Quantity,
    interest_expense: Quantity,
    equity: Quantity,
    total_liabilities: Quantity,
    total_assets: Quantity,
) -> Quantity:
    """Z'' = 6.56 X1 + 3.26 X2 + 6.72 X3 + 1.05 X4, where turnover depends too much on the trade.

    X4 takes equity from the books. Below 1.10 distress, above 2.60 safe. Weights and zones are
    `ALTMAN_Z_NON_MANUFACTURERS`.

    Source: Altman (1993), Corporate Financial Distress and Bankruptcy, 2nd ed., Wiley, New York.

    >>> z = altman_z_non_manufacturers(
    ...     current_assets=300, current_liabilities=200, retained_earnings=200, profit_before_tax=150,
    ...     interest_expense=50, equity=375, total_liabilities=625, total_assets=1000,
    ... )
    >>> round(z, 3)  # 0.656 + 0.652 + 1.344 + 0.630
    3.282
    """
    return score(ALTMAN_Z_NON_MANUFACTURERS, locals())


@formula(_FAMILY, unit="points", zh=ALTMAN_Z_EMERGING.zh, better="higher")
def altman_z_emerging(
    current_assets: Quantity,
    current_liabilities: Quantity,
    retained_earnings: Quantity,
    profit_before_tax: Quantity,
    interest_expense: Quantity,
    equity: Quantity,
    total_liabilities: Quantity,
    total_assets: Quantity,
) -> Quantity:
    """Z'' + 3.25, for firms of emerging markets: the constant sets a bond in default near zero.

    The zones of `altman_z_non_manufacturers` move with the constant: below 4.35 distress, above 5.85 safe.
    (Some tables print 1.10 and 2.60 beside this form; with them hardly a firm would ever be in distress.)
    Weights and zones are `ALTMAN_Z_EMERGING`.

    Source: Altman, Hartzell, Peck (1995), Emerging Markets Corporate Bonds: A Scoring System, Salomon
    Brothers, New York; Altman (2005), An Emerging Market Credit Scoring System for Corporate Bonds,
    Emerging Markets Review 6(4), 311-323.

    >>> z = altman_z_emerging(
    ...     current_assets=300, current_liabilities=200, retained_earnings=200, profit_before_tax=150,
    ...     interest_expense=50, equity=375, total_liabilities=625, total_assets=1000,
    ... )
    >>> round(z, 3)
    6.532
    """
    return score(ALTMAN_Z_EMERGING, locals())
