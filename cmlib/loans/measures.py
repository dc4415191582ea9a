"""Is the loan small enough for the thing that secures it, and its payments for the income that pays them?"""

from cmlib.formula import Quantity, formula

_FAMILY = "loans"


@formula(_FAMILY, unit="fraction", zh="贷款成数", better="lower")
def loan_to_value(loan: Quantity, value: Quantity) -> Quantity:
    """The loan as a fraction of the value of what secures it; one minus the down payment (首付比例).

    Source: China Banking Regulatory Commission (2004), Guidelines on Risk Management of Real Estate Loans of
    Commercial Banks (商业银行房地产贷款风险管理指引), Yinjianfa [2004] No. 57.

    >>> loan_to_value(loan=700_000, value=1_000_000)
    0.7
    """
    return loan / value


@formula(_FAMILY, unit="fraction", zh="月供收入比", better="lower")
def payment_to_income(monthly_payment: Quantity, monthly_income: Quantity) -> Quantity:
    """The monthly cost of the home as a fraction of monthly income.

    The regulator counts the loan's payment and the property management fee as this cost.

    Source: China Banking Regulatory Commission (2004), Guidelines on Risk Management of Real Estate Loans of
    Commercial Banks (商业银行房地产贷款风险管理指引), Yinjianfa [2004] No. 57, art. 36.

    >>> payment_to_income(monthly_payment=5_000, monthly_income=12_500)
    0.4
    """
    return monthly_payment / monthly_income


@formula(_FAMILY, unit="fraction", zh="债务收入比", better="lower")
def debt_to_income(monthly_debt_payments: Quantity, monthly_income: Quantity) -> Quantity:
    """All monthly payments on debts, the loan's own included, as a fraction of monthly income.

    Source: China Banking Regulatory Commission (2004), Guidelines on Risk Management of Real Estate Loans of
    Commercial Banks (商业银行房地产贷款风险管理指引), Yinjianfa [2004] No. 57, art. 36.

    >>> debt_to_income(monthly_debt_payments=5_000 + 1_000, monthly_income=12_500)
    0.48
    """
    return monthly_debt_payments / monthly_income


@formula(_FAMILY, unit="CNY", zh="折扣后抵质押物价值", better="higher")
def value_after_haircut(value: Quantity, haircut: Quantity) -> Quantity:
    """What the bank counts on when it must sell the collateral.

    Source: Basel Committee on Banking Supervision (2006), International Convergence of Capital Measurement and
    Capital Standards, paragraph 147 (the adjusted value of collateral).

    >>> value_after_haircut(value=1_000_000, haircut=0.3)
    700000.0
    """
    return value * (1 - haircut)


@formula(_FAMILY, unit="times", zh="抵押物覆盖率", better="higher")
def coverage_ratio(counted_value: Quantity, exposure: Quantity) -> Quantity:
    """What the bank counts on from collateral, after haircuts, per CNY that the borrower owes.

    Source: China Banking Regulatory Commission (2017), Guidelines on the Management of Collateral of Commercial
    Banks (商业银行押品管理指引), Yinjianfa [2017] No. 16.

    >>> coverage_ratio(counted_value=840_000, exposure=700_000)
    1.2
    """
    return counted_value / exposure


#: Every formula of the room, by name.
ALL = {
    one.__name__: one for one in (loan_to_value, payment_to_income, debt_to_income, value_after_haircut, coverage_ratio)
}
