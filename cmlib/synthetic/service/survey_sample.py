"""Who is invited to the satisfaction survey, and who answers.

The planted truth: older customers answer far more often, and want other things. Most of those who
answer want the counter kept open at lunch; most of all customers do not.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock

#: The survey is made in the month before the last.
MONTHS_BEFORE_END = 2

_BAND_STARTS = (30, 45, 60)
_STREAM = 2


@dataclass(frozen=True)
class SampleParameters:
    """Shares by age band, in the order of `survey_items.AGE_BANDS`; log-odds for satisfaction."""

    invited: float = 0.65  # of the customers of each age band
    response: tuple[float, ...] = (0.20, 0.30, 0.72, 0.88)  # for a customer of average satisfaction
    response_satisfaction: float = 0.25
    keep_counter: tuple[float, ...] = (0.05, 0.13, 0.66, 0.92)

    def as_dict(self) -> dict[str, float]:
        """Name of each parameter -> its value."""
        single = {"survey_invited": self.invited, "survey_response_satisfaction": self.response_satisfaction}
        bands = ("under_30", "30_to_44", "45_to_59", "60_and_over")
        for name in ("response", "keep_counter"):
            single |= {f"survey_{name}_{band}": value for band, value in zip(bands, getattr(self, name), strict=True)}
        return {name: float(value) for name, value in single.items()}


TRUTH = SampleParameters()


@dataclass(frozen=True)
class Sample:
    """Arrays of one entry a customer invited."""

    customer: np.ndarray  # place in the block
    age_band: np.ndarray
    invited_on: np.ndarray  # datetime64[D]
    answered_on: np.ndarray  # datetime64[D], for those who do not answer too
    response_probability: np.ndarray
    responds: np.ndarray
    keep_counter: np.ndarray  # what they would say, whether they answer or not

    def __len__(self):
        return len(self.customer)


def draw_sample(block: PeopleBlock) -> Sample:
    """The stratified sample of a block: the same share of the customers of each age band."""
    rng, p, month = block.stream("service", _STREAM), TRUTH, block.calendar.months - MONTHS_BEFORE_END
    first_day = block.calendar.first_days[month]
    lot, answer, opinion, day, delay = rng.random((5, block.count))
    there = block.life.present()[month] & (block.people.joined < first_day)
    band = np.searchsorted(_BAND_STARTS, block.people.age(first_day), side="right")
    chosen = np.zeros(block.count, dtype=bool)
    for stratum in range(len(_BAND_STARTS) + 1):
        members = np.flatnonzero(there & (band == stratum))
        chosen[members[np.argsort(lot[members])][: round(p.invited * len(members))]] = True
    who = np.flatnonzero(chosen)
    rates = np.array(p.response)
    odds = np.log(rates / (1 - rates))[band[who]] + p.response_satisfaction * block.people.satisfaction[who]
    invited_on = first_day + np.floor(10 * day[who]).astype(int)
    return Sample(
        customer=who,
        age_band=band[who],
        invited_on=invited_on,
        answered_on=invited_on + 1 + np.floor(14 * delay[who] ** 2).astype(int),
        response_probability=logistic(odds),
        responds=answer[who] < logistic(odds),
        keep_counter=opinion[who] < np.array(p.keep_counter)[band[who]],
    )
