"""What really happened to each customer in each month, and whether the drift could have begun in it."""

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.life import DRIFTING, MONTHS_AFTER_COMPLAINT

_STATES = ("active", "drifting", "left")


def churn_frame(block: PeopleBlock) -> pd.DataFrame:
    """A row a customer and month of being one.

    ``state`` is "left" in the month of leaving. ``at_risk``: the customer was neither drifting before the month
    nor within half a year of a complaint; ``begins_to_drift`` is the outcome of that risk. ``newcomer``: in the
    first twelve months.
    """
    calendar, life, people = block.calendar, block.life, block.people
    months = np.arange(calendar.months)[:, None]
    drifting, present = life.state == DRIFTING, life.present()
    before = np.vstack([np.zeros((1, block.count), dtype=bool), drifting[:-1]])
    complained = np.zeros((calendar.months + MONTHS_AFTER_COMPLAINT + 1, block.count), dtype=np.int64)
    np.add.at(complained, (life.complaints.month + 1, life.complaints.customer), 1)
    np.subtract.at(complained, (life.complaints.month + 1 + MONTHS_AFTER_COMPLAINT, life.complaints.customer), 1)
    shielded = np.cumsum(complained, axis=0)[: calendar.months] > 0
    at_risk = present & ~shielded & ~(drifting & before)
    state = np.where(months == np.where(life.left_month < 0, -1, life.left_month), 2, drifting.astype(int))
    customer, month = np.nonzero(present.T)
    return pd.DataFrame(
        {
            "customer_id": coded(customer, people.ids),
            "month": calendar.first_days[month],
            "state": coded(state[month, customer], _STATES),
            "at_risk": at_risk[month, customer],
            "begins_to_drift": (at_risk & drifting)[month, customer],
            "newcomer": calendar.first_days[month] < people.joined[customer] + 365,
        }
    )
