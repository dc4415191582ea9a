"""Long-term solvency: how much of the firm do its lenders finance, and can it carry the debt?"""

from cmlib.formula import Quantity, formula

_FAMILY = "long-term solvency"


@formula(_FAMILY, unit="fraction", zh="资产负债率", better="lower")
def debt_to_assets(total_liabilities: Quantity, total_assets: Quantity) -> Quantity:
    """Share of the assets that is financed by debt of any kind.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> debt_to_assets(total_liabilities=600, total_assets=1000)
    0.6
    """
    return total_liabilities / total_assets


@formula(_FAMILY, unit="times", zh="产权比率", better="lower")
def debt_to_equity(total_liabilities: Quantity, equity: Quantity) -> Quantity:
    """Everything owed per unit of the owners' money; missing when the owners' money is used up.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> debt_to_equity(total_liabilities=600, equity=400)
    1.5
    """
    return total_liabilities / equity


@formula(_FAMILY, unit="times", zh="权益乘数", better="lower")
def equity_multiplier(total_assets: Quantity, equity: Quantity) -> Quantity:
    """Assets per unit of the owners' money, both at the end of the year.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 7 (there: financial leverage ratio). The factor of the DuPont identity is
    ``average_equity_multiplier``.

    >>> equity_multiplier(total_assets=1000, equity=400)
    2.5
    """
    return total_assets / equity


@formula(_FAMILY, unit="times", zh="利息保障倍数", better="higher")
def interest_cover(profit_before_tax: Quantity, interest_expense: Quantity) -> Quantity:
    """Profit before interest and tax (EBIT) per unit of interest; missing for a firm without interest.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10 (there: times interest
    earned).

    >>> interest_cover(profit_before_tax=80, interest_expense=20)
    5.0
    """
    return (profit_before_tax + interest_expense) / interest_expense


@formula(_FAMILY, unit="times", zh="有形净值债务率", better="lower")
def debt_to_tangible_net_worth(total_liabilities: Quantity, equity: Quantity, intangible_assets: Quantity) -> Quantity:
    """Everything owed per unit of equity that stands behind tangible things.

    Intangible assets count as nothing, because they bring little in a liquidation.

    Source: Gibson (2013), Financial Reporting and Analysis, 13th ed., ch. 7.

    >>> debt_to_tangible_net_worth(total_liabilities=600, equity=400, intangible_assets=100)
    2.0
    """
    return total_liabilities / (equity - intangible_assets)


@formula(_FAMILY, unit="fraction", zh="长期资本负债率", better="lower")
def long_term_debt_to_capital(long_term_debt: Quantity, equity: Quantity) -> Quantity:
    """Share of long-term loans in the capital that stays: long-term loans and equity.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> long_term_debt_to_capital(long_term_debt=100, equity=400)
    0.2
    """
    return long_term_debt / (long_term_debt + equity)


@formula(_FAMILY, unit="times", zh="现金债务总额比", better="higher")
def operating_cash_flow_to_debt(operating_cash_flow: Quantity, total_liabilities: Quantity) -> Quantity:
    """The year's net operating cash flow per unit of everything owed.

    Source: Beaver (1966), Financial Ratios as Predictors of Failure, Journal of Accounting Research 4
    (Supplement), 71-111, whose best single predictor was cash flow to total debt. Beaver took net
    income plus depreciation for the cash flow; today's statements show it.

    >>> operating_cash_flow_to_debt(operating_cash_flow=150, total_liabilities=600)
    0.25
    """
    return operating_cash_flow / total_liabilities


@formula(_FAMILY, unit="times", zh="资本固定化比率", better="lower")
def capital_immobilisation(
    total_assets: Quantity, current_assets: Quantity, equity: Quantity, equity_prior: Quantity
) -> Quantity:
    """Assets that do not turn into cash within a year per unit of average equity.

    Above 1, part of the plant is paid with borrowed money.

    Source: the training deck's enterprise scorecard of a commercial bank.

    >>> capital_immobilisation(total_assets=1000, current_assets=550, equity=400, equity_prior=350)
    1.2
    """
    return (total_assets - current_assets) / ((equity_prior + equity) / 2)
