"""How customers live with the bank, month by month: they join, complain, drift away, leave.

The planted truth about churn and complaints. An active customer begins to *drift* with a probability
that falls with satisfaction; a drifting customer uses the bank less and less (`accounts` does that)
and leaves, or comes back. A complaint is another door out: who complained leaves within half a year
with a probability that depends only on how the complaint was settled.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people import words
from cmlib.synthetic.people.traits import People
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.streams import stream

#: What a customer is in a month.
NOT_YET, ACTIVE, DRIFTING, GONE = 0, 1, 2, 3

#: Months after a complaint in which only its settlement decides whether the customer stays.
MONTHS_AFTER_COMPLAINT = 6

#: A complaint settled within so many days is settled in time.
DAYS_IN_TIME = 5


@dataclass(frozen=True)
class LifeParameters(Planted):
    """Probabilities a month unless the name says otherwise; the logistic coefficients are on standardised traits."""

    drift_intercept: float = -4.15
    drift_satisfaction: float = -0.70
    drift_newcomer: float = 0.60  # in the first twelve months
    drift_digital: float = -0.20
    leave_while_drifting: float = 0.13
    return_while_drifting: float = 0.07
    complaint_intercept: float = -4.25
    complaint_satisfaction: float = -0.45
    complaint_in_time_share: float = 0.72
    complaint_late_share: float = 0.18  # settled, but late; the rest is never settled
    complaint_retention_in_time: float = 0.95  # still a customer six months later
    complaint_retention_late: float = 0.72
    complaint_retention_unsettled: float = 0.50


TRUTH = LifeParameters()


@dataclass(frozen=True)
class Complaints:
    """The complaints of a block, one entry each, in no order."""

    customer: np.ndarray  # place in the block
    month: np.ndarray
    day: np.ndarray  # uniform number that places the complaint in its month
    days_to_settle: np.ndarray  # whole days; -1: never settled
    topic: np.ndarray  # index into words.COMPLAINT_TOPICS
    leaves: np.ndarray  # whether the customer leaves within half a year; may lie after the last month


@dataclass(frozen=True)
class Life:
    """``state`` is an array of shape (months, customers); ``left_month`` is -1 for who stays to the end.

    A customer leaves on the last day of ``left_month``, in which nothing else tells the end.
    """

    state: np.ndarray
    left_month: np.ndarray
    complaints: Complaints

    def present(self) -> np.ndarray:
        """Whether the person is a customer in the month, the month of leaving included; (months, customers)."""
        return (self.state == ACTIVE) | (self.state == DRIFTING)


def live(seed: int, block: int, people: People, calendar: Calendar) -> Life:
    """Let a block of customers live through the months."""
    rng, p, count = stream(seed, "people", block, 2), TRUTH, len(people)
    newcomer_until = people.joined + 365
    join_month = np.clip(np.searchsorted(calendar.first_days, people.joined, side="right") - 1, 0, None)
    drift_odds = (
        p.drift_intercept
        + p.drift_satisfaction * people.satisfaction
        + p.drift_digital * np.clip(people.digital, -2, 2)
    )
    complaint_probability = logistic(p.complaint_intercept + p.complaint_satisfaction * people.satisfaction)
    settled = np.array([p.complaint_in_time_share, p.complaint_late_share])
    retention = np.array([p.complaint_retention_in_time, p.complaint_retention_late, p.complaint_retention_unsettled])

    state = np.zeros((calendar.months, count), dtype=np.int8)
    left_month, drifting = np.full(count, -1), np.zeros(count, dtype=bool)
    shielded_until, leaves_at = np.full(count, -1), np.full(count, -1)
    found = []
    for t, first_day in enumerate(calendar.first_days):
        drift_draw, move_draw, complaint_draw, settle_draw, stay_draw = rng.random((5, count))
        when = rng.integers(1, MONTHS_AFTER_COMPLAINT + 1, count)
        present = (join_month <= t) & (left_month < 0)
        free = present & (shielded_until < t)
        begins = (
            free & ~drifting & (drift_draw < logistic(drift_odds + p.drift_newcomer * (first_day < newcomer_until)))
        )
        leaves = free & drifting & (move_draw < p.leave_while_drifting)
        returns = free & drifting & ~leaves & (move_draw > 1 - p.return_while_drifting)
        complains = free & ~drifting & ~begins & (join_month < t) & (complaint_draw < complaint_probability)
        kind = np.searchsorted(np.cumsum(settled), settle_draw, side="right")  # 0 in time, 1 late, 2 never
        goes = complains & (stay_draw > retention[kind])
        leaves |= present & (leaves_at == t)
        state[t] = np.where(present, np.where(drifting | begins, DRIFTING, ACTIVE), np.where(left_month >= 0, GONE, 0))
        drifting = (drifting | begins) & ~returns
        left_month = np.where(leaves, t, left_month)
        shielded_until = np.where(complains, t + MONTHS_AFTER_COMPLAINT, shielded_until)
        leaves_at = np.where(goes, t + when, leaves_at)
        who = np.flatnonzero(complains)
        found.append((who, np.full(len(who), t), kind[who], goes[who]))
    customer, month, kind, goes = (np.concatenate(part) for part in zip(*found, strict=True))
    late = np.select(
        [kind == 0, kind == 1], [rng.integers(0, DAYS_IN_TIME + 1, len(kind)), 6 + rng.geometric(0.07, len(kind))], -1
    )
    complaints = Complaints(customer, month, rng.random(len(kind)), late, _topics(rng, people, customer), goes)
    return Life(state, left_month, complaints)


def _topics(rng, people: People, customer: np.ndarray) -> np.ndarray:
    """Those at ease with computers complain of the telephone bank, the others of the queue."""
    shares = np.array([0.22, 0.17, 0.17, 0.14, 0.10, 0.10, 0.10])
    digital = people.digital[customer] > 0
    pull = np.log(shares) + np.where(digital[:, None], [-0.7, 0.1, 0.7, 0, 0, 0, 0], [0.6, 0, -1.0, 0, 0, 0, 0])
    return np.argmax(pull + np.round(rng.gumbel(size=(len(customer), len(words.COMPLAINT_TOPICS))), 6), axis=1)
