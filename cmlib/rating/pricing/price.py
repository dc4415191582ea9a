"""The risk-adjusted price of a loan: what each part of the rate pays for, and what the capital earns."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.figures import check_figure
from cmlib.rating.identifiers import kept_columns, refuse_clash
from cmlib.rating.pricing.expected_loss import expected_loss_rate, refuse_impossible
from cmlib.rating.pricing.rates import (
    break_even_rate,
    capital_charge,
    risk_adjusted_rate,
    risk_adjusted_return_on_capital,
)
from cmlib.rule_file import RuleFile, require_rules
from cmlib.table.door import as_frame, open_table


@dataclass(frozen=True)
class PricingPolicy(RuleFile):
    """What a bank puts into its prices. All are fractions; costs and the hurdle are a year's.

    ``capital`` is the owners' money per unit of a loan where nothing more exact is known,
    ``hurdle_per_year`` the return on it after tax that they want.

    Raises ``ValueError`` for a figure outside 0 to 1, capital of 0 and a tax rate of 1.
    """

    name: str
    source: str
    funding_cost_per_year: float
    operating_cost_per_year: float
    hurdle_per_year: float
    tax_rate: float
    capital: float

    def __post_init__(self) -> None:
        place = f"pricing policy {self.name!r}"
        for what in ("funding_cost_per_year", "operating_cost_per_year", "hurdle_per_year", "tax_rate", "capital"):
            check_figure(getattr(self, what), f"{place}: {what}", 0, 1)
        if self.capital == 0 or self.tax_rate == 1:
            raise ValueError(f"{place}: capital is above 0 and the tax rate below 1")


#: The course's pricing policy, read from ``pricing_policy.toml`` beside this file.
PRICING_POLICY = PricingPolicy.from_toml(files("cmlib.rating.pricing") / "pricing_policy.toml")


@dataclass(frozen=True)
class RiskPrice:
    """A rate a year and its parts, per unit of the loan: ``rate`` is the sum of the four before it."""

    funding_cost: float
    operating_cost: float
    expected_loss: float
    capital_charge: float
    rate: float
    break_even_rate: float
    capital: float
    tax_rate: float

    def return_on_capital(self, rate_per_year: float) -> float:
        """RAROC of the loan at another rate."""
        return risk_adjusted_return_on_capital(
            rate_per_year=rate_per_year,
            break_even_rate=self.break_even_rate,
            tax_rate=self.tax_rate,
            capital=self.capital,
        )


def risk_adjusted_price(
    probability_of_default: float,
    loss_given_default: float,
    *,
    policy: PricingPolicy = PRICING_POLICY,
    capital: float | None = None,
    funding_cost_per_year: float | None = None,
) -> RiskPrice:
    """The price of one loan with its parts.

    The probability is a year's. ``capital`` (per unit, for instance from `capital_requirement`) and
    ``funding_cost_per_year`` (for instance the internal transfer price) replace the policy's.

    Raises ``ValueError`` for a figure outside 0 to 1 and for capital of 0, ``TypeError`` for what is no policy.

    >>> price = risk_adjusted_price(0.02, 0.4)
    >>> round(price.rate, 4), round(price.break_even_rate, 4), round(price.return_on_capital(0.06), 4)
    (0.0538, 0.041, 0.1781)
    """
    asked_by = "risk_adjusted_price"
    require_rules(policy, PricingPolicy, "policy", asked_by)
    own = policy.capital if capital is None else capital
    funding = policy.funding_cost_per_year if funding_cost_per_year is None else funding_cost_per_year
    given = {"probability_of_default": probability_of_default, "loss_given_default": loss_given_default}
    for what, value in (given | {"capital": own, "funding_cost_per_year": funding}).items():
        check_figure(value, f"{asked_by}: {what}", 0, 1)
    if own == 0:
        raise ValueError(f"{asked_by} needs capital above 0, found {own!r}")
    parts = _parts(probability_of_default, loss_given_default, own, funding, policy)
    return RiskPrice(
        funding_cost=float(funding),
        operating_cost=float(policy.operating_cost_per_year),
        expected_loss=float(parts["expected_loss_rate"]),
        capital_charge=float(parts["capital_charge"]),
        rate=float(parts["risk_adjusted_rate"]),
        break_even_rate=float(parts["break_even_rate"]),
        capital=float(own),
        tax_rate=float(policy.tax_rate),
    )


def price_loans(
    loans: IntoFrameT,
    policy: PricingPolicy = PRICING_POLICY,
    *,
    probability_of_default: str = "probability_of_default",
    loss_given_default: str = "loss_given_default",
    capital: str | None = None,
    funding_cost_per_year: str | None = None,
    rate: str | None = None,
    keep: Sequence[str] | None = None,
) -> IntoFrameT:
    """The price of every loan of a table, part by part.

    ``capital`` and ``funding_cost_per_year`` name columns that replace the policy's figures
    (``"transfer_price"`` of the course's products); ``rate`` names the column with the rate charged. The
    answer is a table of the same kind: the columns of ``keep`` (else the identifying ones that the table
    has), ``funding_cost``, ``operating_cost``, ``expected_loss_rate``, ``capital_charge``,
    ``risk_adjusted_rate`` (their sum), ``break_even_rate`` and, with ``rate``, ``rate_above_price`` and
    ``risk_adjusted_return_on_capital``. Where a figure is missing, so is what rests on it.

    Raises ``TypeError`` for what is no table or no policy, ``LookupError`` for a missing column, ``ValueError``
    for text where numbers belong, figures outside 0 to 1, a column to keep that the answer makes itself and an empty
    table.

    >>> import pandas as pd
    >>> loans = pd.DataFrame({"loan_id": ["a"], "probability_of_default": [0.02], "loss_given_default": [0.4],
    ...                       "rate": [0.06]})
    >>> price_loans(loans, rate="rate")[["risk_adjusted_rate", "rate_above_price"]].round(4)
       risk_adjusted_rate  rate_above_price
    0              0.0538            0.0062
    """
    asked_by = "price_loans"
    require_rules(policy, PricingPolicy, "policy", asked_by)
    kept = kept_columns(as_frame(loans, asked_by), keep, asked_by)
    made = [
        "funding_cost", "operating_cost", "expected_loss_rate", "capital_charge",
        "risk_adjusted_rate", "break_even_rate",
        *(["rate_above_price", "risk_adjusted_return_on_capital"] if rate else []),
    ]  # fmt: skip
    refuse_clash(kept, made, asked_by)
    fractions = [probability_of_default, loss_given_default, *filter(None, (capital, funding_cost_per_year))]
    frame = open_table(loans, asked_by=asked_by, numeric=[*fractions, *([rate] if rate else [])], text=kept)
    refuse_impossible(frame, list(dict.fromkeys(fractions)), [], asked_by)
    own = nw.col(capital) if capital else nw.lit(float(policy.capital))
    funding = nw.col(funding_cost_per_year) if funding_cost_per_year else nw.lit(float(policy.funding_cost_per_year))
    parts = _parts(nw.col(probability_of_default), nw.col(loss_given_default), own, funding, policy)
    answer = {"funding_cost": funding, "operating_cost": nw.lit(float(policy.operating_cost_per_year)), **parts}
    if rate:
        answer["rate_above_price"] = nw.col(rate) - parts["risk_adjusted_rate"]
        answer["risk_adjusted_return_on_capital"] = risk_adjusted_return_on_capital(
            rate_per_year=nw.col(rate),
            break_even_rate=parts["break_even_rate"],
            tax_rate=policy.tax_rate,
            capital=own,
        )
    return nw.to_native(frame.select(*kept, *(answer[name].alias(name) for name in made)))


def _parts(chance: Any, lost: Any, own: Any, funding: Any, policy: PricingPolicy) -> dict[str, Any]:
    """The parts of the price, of numbers or of expressions, as formulas take both."""
    loss = expected_loss_rate(probability_of_default=chance, loss_given_default=lost)
    charge = capital_charge(
        capital=own,
        hurdle_per_year=policy.hurdle_per_year,
        tax_rate=policy.tax_rate,
        funding_cost_per_year=funding,
    )
    costs = {
        "funding_cost_per_year": funding,
        "operating_cost_per_year": policy.operating_cost_per_year,
        "expected_loss_rate": loss,
    }
    return {
        "expected_loss_rate": loss,
        "capital_charge": charge,
        "risk_adjusted_rate": risk_adjusted_rate(**costs, capital_charge=charge),
        "break_even_rate": break_even_rate(**costs, capital=own),
    }
