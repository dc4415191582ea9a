"""Expected loss, the capital for what is not expected, and the price that pays for both."""

from cmlib.rating.pricing.capital import CAPITAL_SEGMENTS, CapitalSegment, capital_requirement
from cmlib.rating.pricing.expected_loss import (
    expected_loss,
    expected_loss_rate,
    loss_given_default,
    portfolio_expected_loss,
    realised_loss_given_default,
)
from cmlib.rating.pricing.price import PRICING_POLICY, PricingPolicy, RiskPrice, price_loans, risk_adjusted_price
from cmlib.rating.pricing.rates import (
    break_even_rate,
    capital_charge,
    risk_adjusted_rate,
    risk_adjusted_return_on_capital,
)

#: The formulas of this folder, by name.
PRICING_FORMULAS = {
    one.__name__: one
    for one in (
        expected_loss,
        expected_loss_rate,
        realised_loss_given_default,
        capital_charge,
        risk_adjusted_rate,
        break_even_rate,
        risk_adjusted_return_on_capital,
    )
}

__all__ = [
    "CAPITAL_SEGMENTS",
    "PRICING_FORMULAS",
    "PRICING_POLICY",
    "CapitalSegment",
    "PricingPolicy",
    "RiskPrice",
    "break_even_rate",
    "capital_charge",
    "capital_requirement",
    "expected_loss",
    "expected_loss_rate",
    "loss_given_default",
    "portfolio_expected_loss",
    "price_loans",
    "realised_loss_given_default",
    "risk_adjusted_price",
    "risk_adjusted_rate",
    "risk_adjusted_return_on_capital",
]
