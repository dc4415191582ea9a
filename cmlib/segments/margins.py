"""What a balance earns the bank, by funds-transfer prices (内部资金转移定价).

The treasury buys every deposit from the branch and sells it the money for every loan, at the transfer
price of that term. So the margin of a deposit and that of a loan are known apart, and the risk of the
difference in terms stays with the treasury.
"""

from types import MappingProxyType

from cmlib.formula import Quantity, formula

#: To multiply by: where a table is divided by a number, polars multiplies by the inverse, and the last bit differs.
_YEARS_A_MONTH = 1 / 12


@formula("segments", unit="CNY", zh="存款利差收入", better="higher")
def deposit_margin(
    balance: Quantity, transfer_price_per_year: Quantity, rate_per_year: Quantity, months: float = 1
) -> Quantity:
    """What a deposit earns: balance × (transfer price − rate paid) × months / 12.

    Source: Dermine (2013), Fund Transfer Pricing for Deposits and Loans, Foundation and Advanced, Journal
    of Financial Perspectives 1(1), 169-178.

    >>> deposit_margin(balance=120_000, transfer_price_per_year=0.02, rate_per_year=0.01)
    100.0
    """
    return balance * (transfer_price_per_year - rate_per_year) * (months * _YEARS_A_MONTH)


@formula("segments", unit="CNY", zh="贷款利差收入", better="higher")
def loan_margin(
    balance: Quantity, rate_per_year: Quantity, transfer_price_per_year: Quantity, months: float = 1
) -> Quantity:
    """What a loan earns: balance × (rate received − transfer price) × months / 12; expected loss is apart.

    Source: Dermine (2013), Fund Transfer Pricing for Deposits and Loans, Foundation and Advanced, Journal
    of Financial Perspectives 1(1), 169-178.

    >>> round(loan_margin(balance=120_000, rate_per_year=0.05, transfer_price_per_year=0.03, months=6), 2)
    1200.0
    """
    return balance * (rate_per_year - transfer_price_per_year) * (months * _YEARS_A_MONTH)


@formula("segments", unit="CNY", zh="中间业务收入", better="higher")
def fee_margin(
    balance: Quantity, fee_rate_per_year: Quantity, transfer_price_per_year: Quantity, months: float = 1
) -> Quantity:
    """What fees on a balance or volume earn: balance × (fee rate − transfer price) × months / 12.

    The transfer price is 0 but where the bank must fund the balance, as what is owed on a credit card.

    Source: Dermine (2013), Fund Transfer Pricing for Deposits and Loans, Foundation and Advanced, Journal
    of Financial Perspectives 1(1), 169-178.

    >>> fee_margin(balance=120_000, fee_rate_per_year=0.005, transfer_price_per_year=0)
    50.0
    """
    return balance * (fee_rate_per_year - transfer_price_per_year) * (months * _YEARS_A_MONTH)


#: Name of a formula -> the formula.
ALL = MappingProxyType({one.__name__: one for one in (deposit_margin, loan_margin, fee_margin)})
