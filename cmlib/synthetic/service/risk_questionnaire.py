"""Who took the questionnaire of risk tolerance, and what they ticked.

The planted truth: the ten answers measure one thing, the tolerance that also moves what customers
hold, with a planted reliability. Tolerance does not change between two attempts; answers do.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.entries import RISK_TYPES
from cmlib.synthetic.people.tolerance import tolerance_class
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.service.risk_questions import NAMES, OPTIONS, boldness
from cmlib.synthetic.service.scales import items, marks

_STREAM = 4
_TOLERANCE_SPREAD = 0.85  # of `People.tolerance`
_MIDDLE = np.array([2.2, 2.1, 2.0, 1.8, 1.8, 1.9, 2.3, 1.9, 2.0, 2.0])  # mean step of each question; mean 2
_YEAR = 365


@dataclass(frozen=True)
class QuestionnaireParameters(Planted):
    """Who takes the questionnaire, and how well it measures."""

    questionnaire_taken: float = 0.31  # of all customers
    questionnaire_retaken: float = 0.30  # a year later, of those still customers then
    questionnaire_alpha: float = 0.80
    questionnaire_step: float = 0.65  # by which an answer is bolder, for tolerance higher by one


TRUTH = QuestionnaireParameters()


def make(block: PeopleBlock, house) -> Made:
    """The answers of a block, first and second attempts."""
    rng, p, people, calendar = block.stream("service", _STREAM), TRUTH, block.people, block.calendar
    takes, place, retakes, wait = rng.random((4, block.count))
    left = block.life.left_month
    last = np.where(left >= 0, calendar.last_days[left], calendar.end)
    since = np.maximum(people.joined, calendar.first_days[0])
    first = since + np.floor(place * ((last - since).astype(int) + 1)).astype(int)
    second = first + _YEAR + np.floor(60 * wait).astype(int)
    once = np.flatnonzero(takes < p.questionnaire_taken)
    twice = once[(retakes[once] < p.questionnaire_retaken) & (second[once] <= last[once])]
    customer, attempt = np.append(once, twice), np.repeat([1, 2], [len(once), len(twice)])
    step = p.questionnaire_step
    ticked = items(rng, step * people.tolerance[customer], p.questionnaire_alpha, len(NAMES), step * _TOLERANCE_SPREAD)
    ticked = boldness(marks(ticked + _MIDDLE, 0, OPTIONS - 1))
    order = np.lexsort((attempt, customer))
    table = {
        "customer_id": coded(customer[order], people.ids),
        "attempt": attempt[order],
        "taken_on": np.where(attempt == 1, first[customer], second[customer])[order],
        **dict(zip(NAMES, ticked[order].T, strict=True)),
    }
    hidden = {
        "customer_id": people.ids.astype(object)[once],
        "tolerance": people.tolerance[once],
        "risk_type": coded(tolerance_class(people.tolerance[once]) - 1, RISK_TYPES),
    }
    return Made(
        {"risk_questionnaire": pd.DataFrame(table)},
        {"risk_types": pd.DataFrame(hidden)},
    )


ROOM = Room(
    "risk questionnaire",
    ("risk_questionnaire",),
    make,
    truth={"risk_types": "customer_id of who took the questionnaire; true tolerance of risk and its class."},
    parameters=TRUTH.as_dict(),
)
