"""Visits to leads and to customers: when they take place and how far they go."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.marketing.leads import PROPOSAL, VISIT, Leads
from cmlib.synthetic.marketing.visits import Visits
from cmlib.synthetic.marketing.words import OPENING, THEME
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted

_STREAM = 5
_STAGE_SHARES = (0.07, 0.16, 0.77)  # of visits to customers, how far they go


@dataclass(frozen=True)
class PersonalVisitParameters(Planted):
    """How many visits customers get."""

    visits_a_month: float = 0.080  # to a customer of average wealth
    visits_for_wealth: float = 0.20  # added to the logarithm of visits for each unit of the logarithm of wealth


TRUTH = PersonalVisitParameters()


def draw_visits(block: PeopleBlock, leads: Leads) -> Visits:
    """Visits within the months. A customer's number as a host is his place; leads are numbered after the customers."""
    return _to_leads_and_customers(block, leads, block.stream("marketing", _STREAM)).in_order()


def _to_leads_and_customers(block: PeopleBlock, leads: Leads, rng: np.random.Generator) -> Visits:
    people = block.people
    seen = leads.dates >= block.calendar.first_days[0]
    first, second = np.flatnonzero(seen[:, VISIT]), np.flatnonzero(seen[:, PROPOSAL])
    lead = np.concatenate([first, second])  # leads are visited, and visited again with the proposal
    lead_date = np.concatenate([leads.dates[first, VISIT], leads.dates[second, PROPOSAL]])
    lead_stage = np.where(leads.stage[lead] >= PROPOSAL, THEME, OPENING)

    rate = TRUTH.visits_a_month * np.exp(TRUTH.visits_for_wealth * (np.log(people.wealth) - 9.9))
    due = rng.random(block.life.state.shape) < np.round(np.minimum(rate, 0.4), 6)
    month, customer = np.nonzero(block.life.present() & due)
    date = block.dates(customer, month, rng.random(len(customer)))
    stage = np.searchsorted(np.cumsum(_STAGE_SHARES)[:-1], rng.random(len(customer)), side="right")
    return Visits(
        host=np.concatenate([block.count + lead, customer]),
        manager=np.concatenate([leads.manager[lead], people.manager[customer]]),
        date=np.concatenate([lead_date, date]),
        trigger=np.zeros(len(lead) + len(customer), dtype=int),
        stage=np.concatenate([lead_stage, stage]),
        style=people.style[np.concatenate([leads.person[lead], customer])],
    )


def first_cared_for(visits: Visits, revisited: np.ndarray, count: int) -> np.ndarray:
    """The day of the first visit to each customer that a revisit followed; not-a-time where there is none."""
    host, date = visits.host[revisited], visits.date[revisited]
    found = np.full(count, np.datetime64("NaT", "D"))
    of_customers = host < count
    found[host[of_customers][::-1]] = date[of_customers][::-1]  # the earliest is written last
    return found
