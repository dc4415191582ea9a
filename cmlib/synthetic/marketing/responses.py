"""Whom each campaign contacts, whom it leaves alone by lot, and who takes up the service.

The log-odds of taking up the service are linear in what the bank knows beforehand. Contact raises them, and
offer B raises them more than A; those left alone take it up too, only less often: so the share of the contacted
who respond overstates what the campaign did. Calls are long because the customer says yes.
"""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic import identifiers
from cmlib.synthetic.frames import coded
from cmlib.synthetic.marketing.campaigns import CAMPAIGNS
from cmlib.synthetic.marketing.words import INCOME_BAND_STARTS
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock

_STREAM = 7


@dataclass(frozen=True)
class ResponseParameters:
    """Who is chosen, and what is added to the log-odds of taking up the service (offer A, by a usual customer)."""

    campaign_reach: float = 0.75  # share of the customers of the month who are chosen, by lot
    campaign_held_out: float = 0.15  # share of the chosen who are left alone, by lot
    response_age: float = -0.030  # for each year above 45
    response_mobile_days: float = 0.080  # for each of the last thirty days with a login, above 10
    response_income_band: float = 0.35  # for each band above the third
    response_previous_responses: float = 0.90  # for each service taken up in an earlier campaign
    response_previous_contacts: float = -0.25  # for each earlier contact
    response_offer_b: float = 0.70
    response_contact: float = 0.90  # of being contacted at all, against being left alone

    def as_dict(self) -> dict[str, float]:
        """Name of each parameter -> its value."""
        named = {f"response_log_odds_{campaign.id}": campaign.log_odds for campaign in CAMPAIGNS}
        return asdict(self) | named


TRUTH = ResponseParameters()


def campaign_contacts(block: PeopleBlock) -> pd.DataFrame:
    """The customers chosen for each campaign, contacted or left alone, and what came of it."""
    people, present = block.people, block.life.present()
    ease = logistic(-0.8 + people.digital)
    income_band = 1 + np.searchsorted(INCOME_BAND_STARTS, people.income, side="right")
    contacts, responses = np.zeros(block.count, dtype=int), np.zeros(block.count, dtype=int)
    last = np.full(block.count, np.datetime64("NaT", "D"))
    parts = []
    for number, campaign in enumerate(CAMPAIGNS):
        rng, month = block.stream("marketing", _STREAM, number + 1), campaign.month(block.calendar)
        chosen = np.flatnonzero(present[month] & (rng.random(block.count) < TRUTH.campaign_reach))
        day = block.dates(chosen, np.full(len(chosen), month), rng.random(len(chosen)))
        known = {
            "age": np.floor((day - people.birth[chosen]).astype(int) / 365.25).astype(int),
            "income_band": income_band[chosen],
            "mobile_days": rng.binomial(30, ease[chosen]),
            "previous_contacts": contacts[chosen],
            "previous_responses": responses[chosen],
            "days_since_last_contact": (day - last[chosen]).astype(float),
        }
        known["days_since_last_contact"][np.isnat(last[chosen])] = np.nan
        happened = _outcome(rng, campaign, known)
        parts.append(
            {"campaign": np.full(len(chosen), number), "customer": chosen, "contacted_on": day, **known, **happened}
        )
        contacted = chosen[happened["contacted"]]
        contacts[contacted] += 1
        last[contacted] = day[happened["contacted"]]
        responses[chosen] += happened["responded"]
    found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return _table(block, found)


def _outcome(rng, campaign, known) -> dict[str, np.ndarray]:
    p, count = TRUTH, len(known["age"])
    contacted = rng.random(count) >= p.campaign_held_out
    offer = np.where(contacted, (rng.random(count) < campaign.share_b).astype(int), -1)
    odds = (
        campaign.log_odds
        + p.response_age * (known["age"] - 45)
        + p.response_mobile_days * (known["mobile_days"] - 10)
        + p.response_income_band * (known["income_band"] - 3)
        + p.response_previous_responses * known["previous_responses"]
        + p.response_previous_contacts * known["previous_contacts"]
        + p.response_offer_b * (offer == 1)
        - p.response_contact * ~contacted
    )
    responded = rng.random(count) < logistic(odds)
    spread = np.exp(np.round(0.5 * rng.standard_normal((2, count)), 6))
    called = contacted & (campaign.channel == "telephone")
    minutes = np.round(np.where(responded, 7.0, 1.8) * spread[0], 1)
    value = np.round(campaign.margin_per_response * spread[1] / np.exp(0.125), 2)
    return {
        "contacted": contacted,
        "offer": offer,
        "call_minutes": np.where(called, np.maximum(minutes, 0.1), np.nan),
        "responded": responded,
        "response_value": np.where(responded, value, 0.0),
    }


def _table(block, found) -> pd.DataFrame:
    codes = found.pop("campaign"), found.pop("customer"), found.pop("offer")
    columns = {
        "contact_id": identifiers.event_ids("personal", block.number, len(codes[0])),
        "campaign_id": coded(codes[0], [campaign.id for campaign in CAMPAIGNS]),
        "customer_id": coded(codes[1], block.people.ids),
        "offer": coded(codes[2], ("A", "B")),
    }
    return pd.DataFrame(columns | found)
