"""Which products a customer chooses: the planted appeal of each product, and the suitability check.

A customer holds a product with a probability whose log-odds are linear in motive, tolerance of risk,
wealth, age, ease with computers, and in a companion product that is held already. The bank sells nobody
an investment above the customer's class of risk tolerance, but for a few mismatches.
"""

from dataclasses import asdict, dataclass

import numpy as np

from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people import words
from cmlib.synthetic.people.tolerance import tolerance_class
from cmlib.synthetic.people.traits import People
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.world.products import BY_ID


@dataclass(frozen=True)
class Appeal:
    """Log-odds of holding a product; ``companion`` is a product chosen before that adds ``companion_effect``."""

    intercept: float
    profit: float = 0.0
    convenience: float = 0.0
    stability: float = 0.0
    privacy: float = 0.0
    tolerance: float = 0.0  # for one more of the standardised trait, cut at -2 and 2
    wealth: float = 0.0  # for a logarithm of wealth higher by 1.5
    age: float = 0.0  # for fifteen years more
    digital: float = 0.0
    companion: str = ""
    companion_effect: float = 0.0


#: Product -> its appeal, in the order in which a customer chooses.
APPEAL = {
    "P41": Appeal(2.4, convenience=0.6, privacy=-0.6, digital=0.2),
    "P43": Appeal(0.9, convenience=1.0, stability=-0.2, privacy=-0.7, digital=1.2),
    "P02": Appeal(-1.2, profit=-0.6, convenience=-0.4, stability=1.7, wealth=0.5, age=0.3),
    "P03": Appeal(-2.3, profit=-0.5, stability=0.9, wealth=0.6, age=0.4, companion="P02", companion_effect=0.8),
    "P04": Appeal(-0.4, profit=-0.3, stability=0.9),
    "P45": Appeal(-1.0, profit=0.5, convenience=0.5, privacy=-0.6, wealth=0.4, digital=0.5),
    "P46": Appeal(-2.0, profit=1.1, privacy=-0.6, wealth=0.7, companion="P45", companion_effect=1.3),
    "P47": Appeal(-1.9, profit=1.7, privacy=-0.5, tolerance=0.4, wealth=0.5),
    "P48": Appeal(-1.7, profit=1.8, privacy=-0.5, tolerance=0.6, wealth=0.4, digital=0.2),
    "P49": Appeal(-2.1, profit=0.6, tolerance=0.6, digital=0.3, companion="P48", companion_effect=1.8),
    "P50": Appeal(-2.0, profit=0.3, stability=0.5, wealth=0.4, age=0.2),
    "P51": Appeal(-1.8, stability=0.9, privacy=-0.4, wealth=0.2),
    "P52": Appeal(-2.6, stability=0.8, wealth=0.4, age=0.4, companion="P51", companion_effect=1.7),
}

#: Investments at or above this level of risk are the ones that mismatches hold.
HIGH_RISK = 4
_HIGH_RISK_PRODUCTS = ("P48", "P49", "P50")

#: Nobody is offered a certificate of deposit who has less than this, CNY; it is sold in pieces of 200,000 at least.
CERTIFICATE_WEALTH = 400_000


@dataclass(frozen=True)
class ChoiceParameters(Planted):
    """Planted numbers beside the appeal of each product."""

    mismatch_share: float = 0.06  # of those whose class forbids high-risk products, holds one all the same
    later_purchase: float = 0.012  # a month: of the probability of choosing a product, for one not held yet


TRUTH = ChoiceParameters()


def appeal_parameters() -> dict[str, float]:
    """The coefficients that are not zero, as ``appeal_P46_wealth`` and ``appeal_P46_with_P45``."""
    found = {}
    for product, appeal in APPEAL.items():
        for name, value in asdict(appeal).items():
            if name == "companion_effect" and value:
                found[f"appeal_{product}_with_{appeal.companion}"] = value
            elif name != "companion" and name != "companion_effect" and value:
                found[f"appeal_{product}_{name}"] = value
    return found


@dataclass(frozen=True)
class Choices:
    """Arrays of shape (products, customers), products in the order of `APPEAL`."""

    first: np.ndarray  # chosen at the start, or in the first half year of a newcomer
    probability: np.ndarray  # of choosing it; 0 where the bank would not sell it
    mismatch: np.ndarray  # sold against the suitability check


def choose(rng: np.random.Generator, people: People, start: np.datetime64) -> Choices:
    """What the customers choose at first."""
    count = len(people)
    draws = rng.random((len(APPEAL), count))
    traits = {
        **{motive: people.motive == code for code, motive in enumerate(words.MOTIVES)},
        "tolerance": np.clip(people.tolerance, -2, 2),
        "wealth": wealth_score(people.wealth),
        "age": (people.age(start) - 44) / 15,
        "digital": np.clip(people.digital, -2, 2),
    }
    suits = tolerance_class(people.tolerance)
    forbidden = suits < HIGH_RISK
    mismatched = forbidden & (rng.random(count) < TRUTH.mismatch_share)
    which = rng.integers(0, len(_HIGH_RISK_PRODUCTS), count)
    first, probability, mismatch = {}, {}, {}
    for place, (product, appeal) in enumerate(APPEAL.items()):
        odds = appeal.intercept + sum(getattr(appeal, name) * trait for name, trait in traits.items())
        if appeal.companion:
            odds = odds + appeal.companion_effect * first[appeal.companion]
        allowed = BY_ID[product].risk_level <= suits
        if product == "P04":
            allowed = allowed & (people.wealth >= CERTIFICATE_WEALTH)
        probability[product] = logistic(odds) * allowed
        mismatch[product] = np.zeros(count, dtype=bool)
        if product in _HIGH_RISK_PRODUCTS:
            mismatch[product] = mismatched & (which == _HIGH_RISK_PRODUCTS.index(product))
        first[product] = (draws[place] < probability[product]) | mismatch[product]
    return Choices(*(np.array(list(part.values())) for part in (first, probability, mismatch)))


def wealth_score(wealth: np.ndarray) -> np.ndarray:
    """Logarithm of wealth, standardised: 0 at 20,000 CNY, 1 for each factor of 4.5, cut at -2.5 and 2.5."""
    return np.round(np.clip(np.log(wealth / 20_000) / 1.5, -2.5, 2.5), 6)
