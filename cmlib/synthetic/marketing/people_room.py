"""The room of marketing to persons: leads, contacts, referrals, visits, responses to campaigns, appointments."""

import numpy as np
import pandas as pd

from cmlib.synthetic import identifiers
from cmlib.synthetic.frames import coded
from cmlib.synthetic.marketing import lead_marks, leads, network, referrals, responses, talk, visits_personal, words
from cmlib.synthetic.marketing.appointments import draw_appointments
from cmlib.synthetic.marketing.visits import Visits, style_frame, visit_table
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.words import DISTRICTS, OCCUPATIONS, SEARCH_CHANNELS
from cmlib.synthetic.rooms import Made, Room

_TALKS, _TABLE = 10, 9  # steps of this room's streams

#: Columns of words in the facts of a lead.
_FACTS = {
    "age_band": words.AGE_BANDS,
    "occupation": OCCUPATIONS,
    "district": DISTRICTS,
    "income_band": words.INCOME_BANDS,
}


def make(block: PeopleBlock, house) -> Made:
    """The tables of marketing about a block of customers."""
    found = leads.draw_leads(block)
    visits = visits_personal.draw_visits(block, found)
    pilot, no_pull = visits.in_pilot(block.calendar), np.zeros(len(visits))
    told = talk.talk(block.stream("marketing", _TALKS), visits.style, visits.stage, pilot, visits.before(), no_pull)
    contacts = network.draw_network(block, found)
    cared_for = visits_personal.first_cared_for(visits, told["revisited"], block.count)
    named = referrals.draw_referrals(block, found, contacts, cared_for)
    requests, half_days = draw_appointments(block, found)
    hosts = _hosts(block, found, visits)
    visit = visit_table("personal", block, visits, hosts, told, block.stream("marketing", _TABLE))
    tables = {
        "leads": _lead_table(block, found),
        "contacts": _contact_table(block, contacts),
        "referrals": _referral_table(block, found, named),
        "visits": visit,
        "campaign_contacts": responses.campaign_contacts(block),
        "appointments": requests,
        "free_half_days": half_days,
    }
    circles = pd.DataFrame({"customer_id": block.people.ids, "circle": block.number * 1_000 + contacts.circle})
    return Made(tables, {"visit_styles": style_frame(visit, visits), "circles": circles})


def _lead_table(block: PeopleBlock, found: leads.Leads) -> pd.DataFrame:
    facts = lead_marks.mark_leads(block, found)
    columns = {
        "lead_id": coded(np.arange(len(found)), leads.lead_ids(block.number, len(found))),
        "channel": coded(found.channel, SEARCH_CHANNELS),
        "manager_id": coded(found.manager, block.manager_ids),
        "found_on": found.found_on,
        "cost": found.cost,
        **{name: coded(values, _FACTS[name]) if name in _FACTS else values for name, values in facts.items()},
        "stage": coded(found.stage, words.LEAD_STAGES),
        **{f"{word}_on": found.dates[:, place] for place, word in enumerate(words.LEAD_STAGES) if place},
        "lost_on": found.lost_on,
        "customer_id": coded(np.where(found.won, found.person, -1), block.people.ids),
    }
    return pd.DataFrame(columns)


def _contact_table(block: PeopleBlock, contacts: network.Network) -> pd.DataFrame:
    columns = {
        "customer_id": coded(contacts.one, block.people.ids),
        "other_customer_id": coded(contacts.other, block.people.ids),
        "relation": coded(contacts.relation, words.RELATIONS),
        "closeness": contacts.closeness,
    }
    return pd.DataFrame(columns)


def _referral_table(block: PeopleBlock, found: leads.Leads, named: referrals.Referrals) -> pd.DataFrame:
    became = np.where(found.won[named.lead], found.person[named.lead], -1)
    columns = {
        "referral_id": identifiers.event_ids("personal", block.number, len(named.lead)),
        "referrer_id": coded(named.referrer, block.people.ids),
        "lead_id": coded(named.lead, leads.lead_ids(block.number, len(found))),
        "referred_id": coded(became, block.people.ids),
        "relation": coded(named.relation, words.RELATIONS),
        "referred_on": found.found_on[named.lead],
    }
    return pd.DataFrame(columns)


def _hosts(block: PeopleBlock, found: leads.Leads, visits: Visits) -> dict[str, pd.Categorical]:
    place = visits.host - block.count
    return {
        "lead_id": coded(np.maximum(place, -1), leads.lead_ids(block.number, len(found))),
        "customer_id": coded(np.where(place < 0, visits.host, -1), block.people.ids),
        "firm_id": coded(np.full(len(visits), -1), ("",)),
    }


_PARAMETERS = (leads, lead_marks, network, referrals, visits_personal, talk, responses)

ROOM = Room(
    "marketing to persons",
    ("leads", "contacts", "referrals", "visits", "campaign_contacts", "appointments", "free_half_days"),
    make,
    truth={
        "visit_styles": "visit_id, style: how the person visited talks.",
        "circles": "customer_id, circle: the circle of people that a customer's contacts come from.",
    },
    parameters={name: value for part in _PARAMETERS for name, value in part.TRUTH.as_dict().items()},
)
