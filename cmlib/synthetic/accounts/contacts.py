"""What costs the bank: visits to the counter, calls, logins, minutes of advice, month by month."""

import numpy as np

from cmlib.synthetic.accounts.choice import wealth_score
from cmlib.synthetic.accounts.largest import TRUTH
from cmlib.synthetic.accounts.scene import Windows
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.life import DRIFTING
from cmlib.synthetic.people.words import MOTIVES

#: Names of the counts, in the order of `draw_contacts`.
CONTACTS = ("counter_visits", "calls", "app_logins", "advice_minutes")

#: A drifting customer opens mobile banking this often, next to before.
LOGINS_WHILE_DRIFTING = 0.22

_QUARTER_HOUR = 15


def draw_contacts(rng: np.random.Generator, block: PeopleBlock, window: Windows, at_counter: np.ndarray, largest: int):
    """The counts of `CONTACTS`, shape (contacts, months, customers).

    ``at_counter`` is the number of transactions at the counter, each of which is a visit; others come to
    ask. ``largest`` is the place of the largest depositor, or -1.
    """
    people, start = block.people, block.calendar.first_days[0]
    digital, age = np.clip(people.digital, -2, 2), (people.age(start) - 44) / 15
    wealth, motive = wealth_score(people.wealth), {word: people.motive == code for code, word in enumerate(MOTIVES)}
    asks = 0.13 * np.exp(-0.35 * digital + 0.20 * age + 0.50 * motive["stability"] - 0.5 * motive["privacy"])
    calls = 0.09 * np.exp(0.15 * digital - 0.25 * people.satisfaction)
    logins = 6.0 * np.exp(0.40 * np.clip(people.activity, -2, 2) + 0.25 * digital + 0.60 * motive["convenience"])
    advice = 0.045 * np.exp(1.05 * wealth + 0.4 * motive["profit"] - 0.5 * motive["privacy"])
    opens = block.life.present() * np.where(block.life.state == DRIFTING, LOGINS_WHILE_DRIFTING, 1.0)
    counts = np.array(
        [
            rng.poisson(np.round(asks, 6) * window.usage) + at_counter,
            rng.poisson(np.round(calls, 6) * window.usage),
            rng.poisson(np.round(logins, 6) * window.has_mobile * opens),
            rng.poisson(np.round(advice, 6) * window.usage) * _QUARTER_HOUR,
        ]
    )
    if largest >= 0:
        counts[0, :, largest] += rng.poisson(TRUTH.largest_counter_visits, block.calendar.months)
        counts[3, :, largest] += rng.poisson(TRUTH.largest_advice_minutes, block.calendar.months)
    return counts
