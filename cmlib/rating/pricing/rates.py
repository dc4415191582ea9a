"""The rate of a loan and its parts, and what the owners' capital earns at it."""

from cmlib.formula import Quantity, formula

_FAMILY = "risk"


@formula(_FAMILY, unit="fraction", zh="资本成本加点")
def capital_charge(
    capital: Quantity, hurdle_per_year: Quantity, tax_rate: Quantity, funding_cost_per_year: Quantity
) -> Quantity:
    """What the rate must hold for the owners, beyond what borrowed money would have cost.

    ``capital`` is the owners' money in the loan per unit, ``hurdle_per_year`` the return on it that they want
    after tax.

    Source: Zaik, Walter, Kelling, James (1996), RAROC at Bank of America: From Theory to Practice, Journal of
    Applied Corporate Finance 9(2), 83-93.

    >>> round(capital_charge(capital=0.08, hurdle_per_year=0.12, tax_rate=0.25, funding_cost_per_year=0.025), 6)
    0.0108
    """
    return capital * (hurdle_per_year / (1 - tax_rate) - funding_cost_per_year)


@formula(_FAMILY, unit="fraction", zh="风险调整利率")
def risk_adjusted_rate(
    funding_cost_per_year: Quantity,
    operating_cost_per_year: Quantity,
    expected_loss_rate: Quantity,
    capital_charge: Quantity,
) -> Quantity:
    """The rate at which a loan earns exactly what the owners want: cost of money, work, loss and capital.

    Source: Zaik, Walter, Kelling, James (1996), RAROC at Bank of America: From Theory to Practice, Journal of
    Applied Corporate Finance 9(2), 83-93.

    >>> round(risk_adjusted_rate(funding_cost_per_year=0.025, operating_cost_per_year=0.01,
    ...                          expected_loss_rate=0.008, capital_charge=0.0108), 6)
    0.0538
    """
    return funding_cost_per_year + operating_cost_per_year + expected_loss_rate + capital_charge


@formula(_FAMILY, unit="fraction", zh="保本利率")
def break_even_rate(
    funding_cost_per_year: Quantity, operating_cost_per_year: Quantity, expected_loss_rate: Quantity, capital: Quantity
) -> Quantity:
    """The rate at which the bank neither earns nor loses: its capital is in the loan, but earns nothing.

    Source: Zaik, Walter, Kelling, James (1996), RAROC at Bank of America: From Theory to Practice, Journal of
    Applied Corporate Finance 9(2), 83-93; the rate at which their RAROC is 0.

    >>> round(break_even_rate(funding_cost_per_year=0.025, operating_cost_per_year=0.01,
    ...                       expected_loss_rate=0.008, capital=0.08), 6)
    0.041
    """
    return funding_cost_per_year * (1 - capital) + operating_cost_per_year + expected_loss_rate


@formula(_FAMILY, unit="fraction", zh="风险调整后资本收益率", better="higher")
def risk_adjusted_return_on_capital(
    rate_per_year: Quantity, break_even_rate: Quantity, tax_rate: Quantity, capital: Quantity
) -> Quantity:
    """RAROC: what the owners' money in a loan earns a year after costs, expected loss and tax.

    Source: Zaik, Walter, Kelling, James (1996), RAROC at Bank of America: From Theory to Practice, Journal of
    Applied Corporate Finance 9(2), 83-93.

    >>> round(risk_adjusted_return_on_capital(rate_per_year=0.0538, break_even_rate=0.041, tax_rate=0.25,
    ...                                       capital=0.08), 6)
    0.12
    """
    return (rate_per_year - break_even_rate) * (1 - tax_rate) / capital
