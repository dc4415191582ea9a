"""Care for customers: what the bank hears of their lives, and what managers do to keep them.

The planted truth: a contact of the kind that suits the customer's orientation makes it likelier that
he means to stay; the same contact with anybody else does nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import event_ids
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.words import MARITAL, OCCUPATIONS
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.service.orientation import ORIENTATIONS, draw_orientation

#: Events in a customer's life that the bank may hear of: 迁居, 添丁, 换工作, 退休.
LIFE_EVENTS = ("moved house", "new child", "new job", "retirement")

#: Contacts that keep a customer: 亲情关怀, 售后跟踪, 财富体检, 活动邀请.
CONTACTS = ("personal care", "after-sale tracking", "wealth check", "invitation to an event")

#: Orientation -> the kinds of contact that suit it; (orientations, contacts).
SUITS = np.array([[1, 0, 0, 0], [0, 1, 1, 0], [0, 1, 0, 1]], dtype=bool)

_EVENT_STREAM, _CONTACT_STREAM = 7, 8
_AT_WORK, _MARRIED = OCCUPATIONS.index("student"), MARITAL.index("married")


@dataclass(frozen=True)
class CareParameters(Planted):
    """Probabilities a month, unless the name says otherwise; log-odds for staying."""

    care_heard_moved_house: float = 0.004
    care_heard_new_child: float = 0.006  # of the married below 42
    care_heard_new_job: float = 0.006  # of those at work below 55
    care_heard_retirement: float = 0.015  # of those at work from 55 on
    care_wealth: float = 100_000.0  # CNY; from here on a customer is a wealth customer
    care_contact: float = 0.22  # of wealth customers
    care_suits_by_choice: float = 0.40  # share of contacts chosen to suit; the others are chosen blindly
    stay_intercept: float = 0.20
    stay_satisfaction: float = 0.50
    stay_suiting_contact: float = 0.70


TRUTH = CareParameters()


def make(block: PeopleBlock, house) -> Made:
    """Life events and contacts of a block."""
    return Made({"care_events": _life_events(block), "contact_log": _contacts(block)}, {})


def _life_events(block: PeopleBlock) -> pd.DataFrame:
    rng, p, people, months = block.stream("service", _EVENT_STREAM), TRUTH, block.people, block.calendar.months
    age = people.age(block.calendar.first_days[0]) + np.arange(months)[:, None] / 12
    at_work = people.occupation < _AT_WORK
    may = (
        np.ones_like(age, dtype=bool),
        (people.marital == _MARRIED) & (age < 42),
        at_work & (age < 55),
        at_work & (age >= 55),
    )
    rates = (p.care_heard_moved_house, p.care_heard_new_child, p.care_heard_new_job, p.care_heard_retirement)
    present, heard = block.life.present(), []
    for possible, rate in zip(may, rates, strict=True):
        happens = present & possible & (rng.random(present.shape) < rate)
        month, customer = np.nonzero(happens & (np.cumsum(happens, axis=0) == 1))  # the first of its kind
        heard.append(np.column_stack([month, customer, np.full(len(month), len(heard))]))
    month, customer, kind = np.concatenate(heard).T
    date = block.dates(customer, month, rng.random(len(month)))
    order = np.lexsort((kind, customer, date))
    columns = {
        "care_event_id": event_ids("personal", block.number, len(order)),
        "customer_id": coded(customer[order], people.ids),
        "date": date[order],
        "kind": coded(kind[order], LIFE_EVENTS),
    }
    return pd.DataFrame(columns)


def _contacts(block: PeopleBlock) -> pd.DataFrame:
    rng, p, people = block.stream("service", _CONTACT_STREAM), TRUTH, block.people
    present = block.life.present()
    month, customer = np.nonzero(
        present & (people.wealth >= p.care_wealth) & (rng.random(present.shape) < p.care_contact)
    )
    place, by_choice, which, stays = rng.random((4, len(month)))
    date = block.dates(customer, month, place)
    order = np.lexsort((customer, date))
    customer, date, orientation = customer[order], date[order], draw_orientation(block)[customer[order]]
    suiting = SUITS[orientation] / SUITS[orientation].sum(axis=1, keepdims=True)
    share = np.where((by_choice < p.care_suits_by_choice)[:, None], suiting, 1 / len(CONTACTS))
    kind = (which[:, None] >= np.cumsum(share, axis=1)[:, :-1]).sum(axis=1)
    odds = (
        p.stay_intercept
        + p.stay_satisfaction * people.satisfaction[customer]
        + p.stay_suiting_contact * SUITS[orientation, kind]
    )
    columns = {
        "contact_id": event_ids("personal", block.number, len(order)),
        "customer_id": coded(customer, people.ids),
        "manager_id": coded(people.manager[customer], block.manager_ids),
        "date": date,
        "kind": coded(kind, CONTACTS),
        "orientation": coded(orientation, ORIENTATIONS),
        "would_stay": stays < logistic(odds),
    }
    return pd.DataFrame(columns)


ROOM = Room("care", ("care_events", "contact_log"), make, parameters=TRUTH.as_dict())
