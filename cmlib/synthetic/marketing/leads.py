"""How leads are found and worked on, stage by stage, until they sign, are lost, or the months end.

Every customer who joined in the months shown was a lead that signed on that day. Around them stand the
leads that were lost and those still open, so many that the planted conversion of each channel holds.
The process is steady: it ran before the first month and goes on after the last, so a lead found before
the months is here if it was still open when they began, and the last leads are not yet decided.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.identifiers import numbered
from cmlib.synthetic.marketing.words import LEAD_STAGES
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.words import SEARCH_CHANNELS

_STREAM = 1
_LONGEST_STAGE = 300  # days
_REACH = 4 * _LONGEST_STAGE  # days outside the months in which a lead may begin or end that still lies in them
_LEADS_PER_BLOCK = 100_000  # at most

LEAD, APPOINTMENT, VISIT, PROPOSAL, SIGNED = range(len(LEAD_STAGES))

#: Fates: signed in the months; lost, found in them or before; signs after them.
_WON, _LOST, _LOST_BEFORE, _SIGNS_LATER = range(4)
CHAIN = SEARCH_CHANNELS.index("chain referral")


@dataclass(frozen=True)
class LeadParameters:
    """Planted effects: by channel in the order of ``SEARCH_CHANNELS``, by stage in that of ``LEAD_STAGES``."""

    conversion: tuple[float, ...] = (0.22, 0.11, 0.06, 0.28, 0.20, 0.17)  # share of leads that sign in the end
    cost: tuple[float, ...] = (50, 25, 15, 40, 260, 80)  # CNY a lead, mean
    cost_spread: float = 0.40  # of the logarithm of the cost
    #: How much of a channel's loss falls on each step: its probability is conversion ** weight.
    step_weights: tuple[float, ...] = (0.40, 0.15, 0.25, 0.20)
    median_days: tuple[float, ...] = (30, 8, 15, 35)  # in each stage, until the lead moves on or is lost
    days_spread: float = 0.90  # of the logarithm of the days

    def as_dict(self) -> dict[str, float]:
        """Name of each parameter -> its value."""
        named = {f"lead_conversion_{_word(c)}": v for c, v in zip(SEARCH_CHANNELS, self.conversion, strict=True)}
        named |= {f"lead_cost_{_word(c)}": v for c, v in zip(SEARCH_CHANNELS, self.cost, strict=True)}
        named |= {f"lead_median_days_{s}": v for s, v in zip(LEAD_STAGES[:SIGNED], self.median_days, strict=True)}
        return named | {"lead_cost_spread": self.cost_spread, "lead_days_spread": self.days_spread}

    def steps(self) -> np.ndarray:
        """Probability that a lead in each stage reaches the next; (channels, stages before the last)."""
        return np.round(np.power(np.array(self.conversion)[:, None], np.array(self.step_weights)), 6)


def _word(channel: str) -> str:
    return channel.replace(" ", "_").replace("-", "_")


TRUTH = LeadParameters()


@dataclass(frozen=True)
class Leads:
    """The leads of a block in the order in which they were found; one entry each.

    ``person`` is a place in the block: the customer that a signed lead became, or else somebody whom the
    lead is like. ``dates`` has a column for each stage, `LEAD_STAGES`; not-a-time where not reached by the
    end of the months.
    """

    channel: np.ndarray
    manager: np.ndarray  # place among the block's managers
    person: np.ndarray
    won: np.ndarray
    good: np.ndarray  # whether the lead signs in the end, be it after the months
    dates: np.ndarray  # datetime64[D], (leads, stages); the first is the day on which it was found
    lost_on: np.ndarray  # datetime64[D]; not-a-time unless lost by the end of the months
    cost: np.ndarray  # CNY

    def __len__(self):
        return len(self.channel)

    @property
    def found_on(self) -> np.ndarray:
        """The day on which each was found."""
        return self.dates[:, LEAD]

    @property
    def stage(self) -> np.ndarray:
        """The last stage reached by the end of the months."""
        return (~np.isnat(self.dates)).sum(axis=1) - 1


def lead_ids(block: int, count: int) -> np.ndarray:
    """The leads of a block, in the order in which they were found."""
    return numbered("LD", block * _LEADS_PER_BLOCK + 1, count, 9)


def draw_leads(block: PeopleBlock) -> Leads:
    """All leads of a block of customers that were open in the months shown."""
    rng, people, calendar = block.stream("marketing", _STREAM), block.people, block.calendar
    customers = np.flatnonzero(people.joined >= calendar.first_days[0])
    channel, fate = _how_many(rng, people.found_by[customers], int(calendar.days.sum()))
    count, won, good = len(channel), fate == _WON, (fate == _WON) | (fate == _SIGNS_LATER)
    stop = _where_lost_leads_stop(rng.random(count), channel)
    spread = np.round(TRUTH.days_spread * rng.standard_normal((count, SIGNED)), 6)
    days = np.ceil(np.round(np.array(TRUTH.median_days) * np.exp(spread), 6))
    leaves = np.cumsum(np.clip(days, 1, _LONGEST_STAGE).astype(int), axis=1)  # each stage, in days after being found

    found_on = _when_found(rng.random(count), fate, leaves[:, -1], calendar)
    found_on[won] = people.joined[customers] - leaves[won, -1]
    closed_on = found_on + np.where(good, leaves[:, -1], leaves[np.arange(count), stop])
    dates = np.column_stack([found_on, found_on[:, None] + leaves])
    never = ~good[:, None] & (np.arange(len(LEAD_STAGES)) > stop[:, None])
    dates[never | (dates > calendar.end)] = np.datetime64("NaT")
    lost_on = np.where(~good & (closed_on <= calendar.end), closed_on, np.datetime64("NaT"))

    manager, person = rng.integers(0, len(block.manager_ids), count), rng.integers(0, block.count, count)
    manager[won], person[won] = people.manager[customers], customers
    luck = np.round(TRUTH.cost_spread * rng.standard_normal(count), 6)
    cost = np.round(np.array(TRUTH.cost)[channel] * np.exp(luck - TRUTH.cost_spread**2 / 2), 2)
    shown = np.flatnonzero((found_on <= calendar.end) & (closed_on >= calendar.first_days[0]))
    shown = shown[np.argsort(found_on[shown], kind="stable")]
    return Leads(*(part[shown] for part in (channel, manager, person, won, good, dates, lost_on, cost)))


def _how_many(rng: np.random.Generator, found_by: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Channel and fate of each lead: those that are in the table, and those that may turn out to be.

    ``found_by`` is the channel of each customer won in the ``length`` days of the months: they come first.
    """
    signed = np.bincount(found_by, minlength=len(SEARCH_CHANNELS))
    pace, conversion = np.where(signed > 0, signed, 0.5), np.array(TRUTH.conversion)
    lost = rng.negative_binomial(pace, conversion)
    lost_of_before = rng.poisson(pace * (1 - conversion) / conversion * _REACH / length)
    sign_later = rng.poisson(pace * _REACH / length)
    channels = np.arange(len(SEARCH_CHANNELS))
    groups = [found_by, *(np.repeat(channels, number) for number in (lost, lost_of_before, sign_later))]
    return np.concatenate(groups), np.repeat(np.arange(len(groups)), [len(group) for group in groups])


def _where_lost_leads_stop(place: np.ndarray, channel: np.ndarray) -> np.ndarray:
    """The last stage of each, were it lost, drawn by a uniform number."""
    steps = TRUTH.steps()
    reaches = np.column_stack([np.ones(len(steps)), np.cumprod(steps, axis=1)])
    stops = np.cumsum(reaches[:, :-1] * (1 - steps), axis=1) / (1 - reaches[:, -1:])
    return (place[:, None] > np.round(stops, 6)[channel, :-1]).sum(axis=1)


def _when_found(place: np.ndarray, fate: np.ndarray, days: np.ndarray, calendar: Calendar) -> np.ndarray:
    """Lost leads are found evenly in the months or before them; who signs later signs evenly after them."""
    length, far = int(calendar.days.sum()), np.floor(place * _REACH).astype(int)
    within = np.floor(place * length).astype(int)
    return calendar.first_days[0] + np.select(
        [fate == _LOST, fate == _LOST_BEFORE], [within, -1 - far], length + far - days
    )
