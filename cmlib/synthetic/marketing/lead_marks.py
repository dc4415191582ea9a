"""What a manager knows of a lead before the first talk: facts, an estimate of assets, and five marks.

The marks are the scorecard of targets: quality and credit 品质信用, occupation and ability 职业能力, tax record
纳税记录, lifestyle and health 生活健康, financial awareness 理财意识. Given whether a lead signs they are
independent, and those of leads that sign are tilted: so the log-odds of signing are linear in the marks.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from cmlib.synthetic.marketing.leads import Leads
from cmlib.synthetic.marketing.words import AGE_BAND_STARTS, INCOME_BAND_STARTS
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted

_STREAM = 2
_SHARES = np.array([0.10, 0.24, 0.34, 0.22, 0.10])  # of the marks 1 to 5 among leads that are lost
_FROM_TRAIT = 0.6  # how much of a mark is the person, how much is chance


@dataclass(frozen=True)
class MarkParameters(Planted):
    """What each mark adds to the log-odds that a lead signs, and how well assets are guessed."""

    lead_mark_credit_quality: float = 0.55
    lead_mark_occupation_ability: float = 0.45
    lead_mark_tax_record: float = 0.35
    lead_mark_lifestyle_health: float = 0.15
    lead_mark_financial_awareness: float = 0.30
    lead_assets_guess_spread: float = 0.50  # of the logarithm of the estimate


TRUTH = MarkParameters()

#: The marks, in the order of `MarkParameters`.
MARKS = ("credit_quality", "occupation_ability", "tax_record", "lifestyle_health", "financial_awareness")


def mark_leads(block: PeopleBlock, leads: Leads) -> dict[str, np.ndarray]:
    """Facts, estimate and marks of each lead: name of a column -> values; bands and words as codes."""
    rng, people = block.stream("marketing", _STREAM), block.people
    who, count = leads.person, len(leads)
    age = (leads.found_on - people.birth[who]).astype(int) / 365.25
    income_band = np.searchsorted(INCOME_BAND_STARTS, people.income[who], side="right")
    mistaken = np.searchsorted((0.1, 0.9), rng.random(count)) - 1  # an estimate is one band off in one case of five
    guess = np.exp(np.round(TRUTH.lead_assets_guess_spread * rng.standard_normal(count), 6))
    traits = (
        people.care,
        (np.log(people.income) - 8.8) / 0.57,
        people.activity,
        people.sociability,
        people.digital,
    )
    facts = {
        "age_band": np.searchsorted(AGE_BAND_STARTS, age, side="right"),
        "occupation": people.occupation[who],
        "district": people.district[who],
        "income_band": np.clip(income_band + mistaken, 0, len(INCOME_BAND_STARTS)),
        "estimated_assets": np.maximum(np.round(people.wealth[who] * guess, -3), 1_000),
    }
    weights = list(TRUTH.as_dict().values())[: len(MARKS)]
    luck = rng.standard_normal((len(MARKS), count))
    for name, weight, trait, chance in zip(MARKS, weights, traits, luck, strict=True):
        latent = _FROM_TRAIT * trait[who] + np.sqrt(1 - _FROM_TRAIT**2) * chance
        facts[name] = _mark(np.round(ndtr(latent), 6), weight, leads.good)
    return facts


def _mark(place: np.ndarray, weight: float, good: np.ndarray) -> np.ndarray:
    tilted = _SHARES * np.exp(weight * np.arange(len(_SHARES)))
    of_lost, of_good = (np.round(np.cumsum(shares / shares.sum()), 6)[:-1] for shares in (_SHARES, tilted))
    return 1 + np.where(good, np.searchsorted(of_good, place), np.searchsorted(of_lost, place))
