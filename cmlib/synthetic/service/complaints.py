"""Complaints: when they came, how they were settled, and when it shows whether the customer has stayed.

Who stays was decided in `people.life`: six months later 95% of those are still customers whose
complaint was settled in time, fewer of the others. How many of the five steps were taken tells
nothing more, once it is known whether and when the complaint was settled.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import event_ids
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.life import DAYS_IN_TIME, MONTHS_AFTER_COMPLAINT
from cmlib.synthetic.people.life import TRUTH as LIFE
from cmlib.synthetic.people.words import COMPLAINT_TOPICS
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room

#: How a complaint reaches the bank.
CHANNELS = ("branch", "telephone", "app", "letter")

#: The five steps, taken in this order: 倾听, 致歉, 调查, 解决, 回访.
STEPS = ("listen", "apologise", "investigate", "settle", "ask again")

#: A complaint is settled when the fourth step is done.
STEP_OF_SETTLEMENT = STEPS.index("settle") + 1

_STREAM = 0
_CHANNEL_SHARES = np.array([[0.45, 0.35, 0.08, 0.12], [0.22, 0.33, 0.41, 0.04]])  # little and much at ease with phones
_STEPS_UNSETTLED = (0.45, 0.35, 0.20)  # ends after the first, second, third step


@dataclass(frozen=True)
class ComplaintParameters(Planted):
    """Probabilities that the customer is asked again after the settlement."""

    complaint_asked_again_in_time: float = 0.62
    complaint_asked_again_late: float = 0.30


TRUTH = ComplaintParameters()


def make(block: PeopleBlock, house) -> Made:
    """The complaints of a block in the order in which they came."""
    found, people, calendar = block.life.complaints, block.people, block.calendar
    received = block.dates(found.customer, found.month, found.day)
    order = np.lexsort((found.customer, received))
    customer, received = found.customer[order], received[order]
    days, settles = found.days_to_settle[order], found.days_to_settle[order] >= 0
    left = block.life.left_month[customer]
    # Who leaves before a late settlement is given it on the last day; what is open at the end stays open.
    last = np.where(left >= 0, calendar.last_days[left], np.datetime64("9999-12-31"))
    settled = np.where(settles, np.minimum(received + days, np.maximum(last, received)), np.datetime64("NaT"))
    settled = np.where(settled > calendar.end, np.datetime64("NaT"), settled)
    is_settled = ~np.isnat(settled)
    in_time = is_settled & (days <= DAYS_IN_TIME)

    rng = block.stream("service", _STREAM)
    asked, stop, way = rng.random((3, len(customer)))
    again = asked < np.where(in_time, TRUTH.complaint_asked_again_in_time, TRUTH.complaint_asked_again_late)
    unsettled = 1 + np.searchsorted(np.cumsum(_STEPS_UNSETTLED)[:-1], stop, side="right")
    shares = np.cumsum(_CHANNEL_SHARES, axis=1)[(people.digital[customer] > 0).astype(int)]
    reviewed = (received.astype("datetime64[M]") + MONTHS_AFTER_COMPLAINT + 1).astype("datetime64[D]") - 1
    table = {
        "complaint_id": event_ids("personal", block.number, len(customer)),
        "customer_id": coded(customer, people.ids),
        "received_on": received,
        "topic": coded(found.topic[order], COMPLAINT_TOPICS),
        "channel": coded((way[:, None] > shares[:, :-1]).sum(axis=1), CHANNELS),
        "settled_on": settled,
        "settled_in_time": in_time,
        "steps_done": np.where(is_settled, STEP_OF_SETTLEMENT + again, unsettled),
        "review_on": reviewed,
    }
    leaves = {"complaint_id": table["complaint_id"], "leaves": found.leaves[order]}
    return Made({"complaints": pd.DataFrame(table)}, {"complaint_outcomes": pd.DataFrame(leaves)})


ROOM = Room(
    "complaints",
    ("complaints",),
    make,
    truth={
        "complaint_outcomes": "complaint_id; whether the customer leaves within six months, those months included that "
        "lie after the end."
    },
    parameters={name: value for name, value in LIFE.as_dict().items() if name.startswith("complaint")}
    | TRUTH.as_dict(),
)
