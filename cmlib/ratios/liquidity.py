"""Short-term solvency: can the firm pay what falls due within a year?"""

from cmlib.formula import Quantity, formula

_FAMILY = "short-term solvency"


@formula(_FAMILY, unit="times", zh="流动比率", better="higher")
def current_ratio(current_assets: Quantity, current_liabilities: Quantity) -> Quantity:
    """Current assets per unit of debt due within a year.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> current_ratio(current_assets=300, current_liabilities=200)
    1.5
    """
    return current_assets / current_liabilities


@formula(_FAMILY, unit="times", zh="速动比率", better="higher")
def quick_ratio(current_assets: Quantity, inventory: Quantity, current_liabilities: Quantity) -> Quantity:
    """Current assets without inventory per unit of debt due within a year.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> quick_ratio(current_assets=300, inventory=120, current_liabilities=200)
    0.9
    """
    return (current_assets - inventory) / current_liabilities


@formula(_FAMILY, unit="times", zh="现金比率", better="higher")
def cash_ratio(cash: Quantity, short_term_investments: Quantity, current_liabilities: Quantity) -> Quantity:
    """Cash and securities that can be sold within days per unit of debt due within a year.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> cash_ratio(cash=40, short_term_investments=10, current_liabilities=200)
    0.25
    """
    return (cash + short_term_investments) / current_liabilities


@formula(_FAMILY, unit="CNY", zh="营运资金", better="higher")
def working_capital(current_assets: Quantity, current_liabilities: Quantity) -> Quantity:
    """Current assets left when all debt due within a year is paid; negative when they fall short.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 10.

    >>> working_capital(current_assets=300, current_liabilities=200)
    100
    """
    return current_assets - current_liabilities


@formula(_FAMILY, unit="times", zh="现金流动负债比", better="higher")
def operating_cash_flow_to_current_liabilities(
    operating_cash_flow: Quantity, current_liabilities: Quantity
) -> Quantity:
    """The year's net operating cash flow per unit of debt due within a year.

    Source: Ministry of Finance of the PRC and others (2002), Rules of Enterprise Performance
    Evaluation (企业效绩评价操作细则, 修订), Caitong [2002] No. 5.

    >>> operating_cash_flow_to_current_liabilities(operating_cash_flow=50, current_liabilities=200)
    0.25
    """
    return operating_cash_flow / current_liabilities
