"""One week of visits to plan: who asks for one, and when managers are free.

Small enough to be solved branch by branch as an assignment problem: each request takes one half day of one
manager. The week is the last one that lies wholly within the months.
"""

import numpy as np
import pandas as pd

from cmlib.synthetic import identifiers
from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.frames import coded
from cmlib.synthetic.marketing.leads import SIGNED, Leads, lead_ids
from cmlib.synthetic.marketing.words import PARTS_OF_DAY
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.words import DISTRICTS

_STREAM = 8
_ASKING = 0.11  # share of customers who ask for a visit in the week
_ASKING_LEADS = 0.5  # share of open leads that are ready for one
_FREE = 0.28  # share of half days in which a manager is free
_WORKING_DAYS = 5
_MARGIN = 0.012  # of a customer's assets, a year
_WON = 0.2  # share of open leads whose assets come to the bank


def last_monday(calendar: Calendar) -> np.datetime64:
    """The Monday of the last week that lies wholly within the months.

    >>> last_monday(Calendar("2025-01", 12))
    np.datetime64('2025-12-22')
    """
    weekday = int((calendar.end - np.datetime64("1970-01-05")).astype(int) % 7)  # 0 is Monday
    return calendar.end - (weekday + 1) % 7 - 6


def draw_appointments(block: PeopleBlock, leads: Leads) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The requests for the week, and the free half days of the managers."""
    rng = block.stream("marketing", _STREAM)
    monday = last_monday(block.calendar)
    return _requests(block, leads, rng, monday), _free_half_days(block, rng, monday)


def _requests(block: PeopleBlock, leads: Leads, rng, monday) -> pd.DataFrame:
    people = block.people
    here = (block.life.left_month < 0) & (people.joined < monday)
    customers = np.flatnonzero(here & (rng.random(block.count) < _ASKING))
    open_leads = np.isnat(leads.lost_on) & (leads.stage < SIGNED) & (leads.found_on < monday)
    asking = np.flatnonzero(open_leads & (rng.random(len(leads)) < _ASKING_LEADS))
    person, count = np.concatenate([customers, leads.person[asking]]), len(customers) + len(asking)
    of_customer = np.arange(count) < len(customers)
    share = _MARGIN * np.where(of_customer, 1.0, _WON) * np.exp(np.round(0.3 * rng.standard_normal(count), 6))
    first = rng.integers(0, _WORKING_DAYS, count)
    last = np.minimum(first + rng.integers(0, 4, count), _WORKING_DAYS - 1)
    columns = {
        "request_id": identifiers.event_ids("personal", block.number, count),
        "customer_id": coded(np.where(of_customer, person, -1), people.ids),
        "lead_id": coded(np.concatenate([np.full(len(customers), -1), asking]), lead_ids(block.number, len(leads))),
        "manager_id": coded(np.concatenate([people.manager[customers], leads.manager[asking]]), block.manager_ids),
        "district": coded(people.district[person], DISTRICTS),
        "earliest_on": monday + first,
        "latest_on": monday + last,
        "minutes": 15 * rng.integers(2, 9, count),
        "expected_value": np.maximum(np.round(people.wealth[person] * share, -1), 20.0),
    }
    return pd.DataFrame(columns)


def _free_half_days(block: PeopleBlock, rng, monday) -> pd.DataFrame:
    managers = len(block.manager_ids)
    free = rng.random((managers, _WORKING_DAYS, len(PARTS_OF_DAY))) < _FREE
    district = rng.integers(0, len(DISTRICTS), (managers, _WORKING_DAYS))
    manager, day, part = np.nonzero(free)
    columns = {
        "half_day_id": identifiers.event_ids("personal", block.number, len(manager)),
        "manager_id": coded(manager, block.manager_ids),
        "date": monday + day,
        "part_of_day": coded(part, PARTS_OF_DAY),
        "district": coded(district[manager, day], DISTRICTS),
    }
    return pd.DataFrame(columns)
