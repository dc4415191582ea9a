"""Who the customers of a block are: what a perfect customer file would say, and what no file can say.

Drawn values are rounded, and everything else follows from them, so a seed means the same customers
on every machine.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic import identifiers
from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.streams import stream

_EDUCATION_SHARES = (0.16, 0.27, 0.24, 0.27, 0.06)
_EDUCATION_PAY = np.array([-0.35, -0.20, 0.0, 0.28, 0.55])
_OCCUPATION_SHARES = np.array([0.24, 0.18, 0.15, 0.08, 0.08, 0.12, 0.06, 0.09])  # the first eight, of those at work
_OCCUPATION_PAY = np.array([-0.15, -0.05, 0.30, 0.55, 0.12, 0.05, 0.65, -0.45, -1.50, -0.45])
_CHANNEL_SHARES = (0.27, 0.16, 0.12, 0.21, 0.11, 0.13)

#: A customer found through a channel is worth more or less: added to the logarithm of wealth.
CHANNEL_WEALTH = (0.10, -0.15, -0.55, 0.35, 0.10, 0.15)


@dataclass(frozen=True)
class People:
    """The customers of one block: arrays with one entry a customer. Words are indices into `words`."""

    ids: np.ndarray
    manager: np.ndarray  # place among the block's managers; ten managers make a branch
    joined: np.ndarray  # datetime64[D]
    # what a perfect customer file would say
    gender: np.ndarray
    birth: np.ndarray  # datetime64[D]
    education: np.ndarray
    marital: np.ndarray
    children: np.ndarray
    household: np.ndarray  # persons
    occupation: np.ndarray
    employer_industry: np.ndarray
    years_in_job: np.ndarray
    income: np.ndarray  # CNY a month
    district: np.ndarray
    home: np.ndarray
    lifestyle: np.ndarray
    found_by: np.ndarray
    # what no file can say; standardised (mean 0, spread 1) unless said otherwise
    wealth: np.ndarray  # CNY that the customer would keep with this bank at the start
    motive: np.ndarray
    style: np.ndarray
    tolerance: np.ndarray  # of investment risk
    digital: np.ndarray  # ease with telephone and computer
    activity: np.ndarray  # how much passes through the account
    satisfaction: np.ndarray
    care: np.ndarray  # care with money and obligations: character, in the language of credit
    sociability: np.ndarray

    def __len__(self):
        return len(self.ids)

    def age(self, day: np.datetime64) -> np.ndarray:
        """Age in years on a day, with fractions."""
        return (np.datetime64(day, "D") - self.birth).astype(int) / 365.25


def draw_people(seed: int, block: int, count: int, calendar: Calendar) -> People:
    """The ``count`` customers of a block."""
    rng = stream(seed, "people", block)

    def normal():
        return np.round(rng.standard_normal(count), 6)

    def pick(shares):
        return rng.choice(len(shares), size=count, p=np.array(shares) / np.sum(shares))

    start = calendar.first_days[0]
    care, digital, activity, sociability, luck, pay = (normal() for _ in range(6))
    age = np.clip(np.round(19 + rng.gamma(3.2, 8.0, count), 3), 19, 84)
    digital = np.round(0.8 * digital - 0.045 * (age - 44), 6)
    education = np.where(age > 55, np.minimum(pick(_EDUCATION_SHARES), 3), pick(_EDUCATION_SHARES))
    occupation = rng.choice(8, size=count, p=_OCCUPATION_SHARES / _OCCUPATION_SHARES.sum())
    occupation = np.where((age < 23) & (rng.random(count) < 0.6), 8, occupation)
    occupation = np.where(age > np.where(rng.random(count) < 0.5, 56, 61), 9, occupation)
    found_by = pick(_CHANNEL_SHARES)
    income = 6_800 * np.exp(
        _EDUCATION_PAY[education] + _OCCUPATION_PAY[occupation] + 0.010 * np.minimum(age - 40, 12) + 0.38 * pay
    )
    income = np.maximum(np.round(income, -2), 800)
    tolerance = np.round(0.75 * normal() - 0.025 * (age - 44) + 0.15 * (education - 2), 6)
    marital = np.select(
        [rng.random(count) < np.clip((age - 22) / 11, 0, 0.93), age < 40],
        [np.where(rng.random(count) < np.clip((age - 60) / 80, 0, 1), 3, 1), 0],
        np.where(rng.random(count) < 0.7, 2, 0),
    )
    children = np.where(marital == 0, 0, np.minimum(rng.poisson(1.15, count), 3))
    mortgage_age = (age > 26) & (age < 52)
    home = np.select(
        [rng.random(count) < np.clip((age - 25) / 45, 0, 0.72), mortgage_age & (rng.random(count) < 0.5), age < 30],
        [0, 1, np.where(rng.random(count) < 0.5, 3, 2)],
        np.where(rng.random(count) < 0.6, 2, 3),
    )
    wealth = np.exp(
        np.log(19_000)
        + 0.75 * np.log(income / 7_000)
        + 0.022 * np.clip(age - 40, -15, 25)
        + 0.20 * care
        + np.array(CHANNEL_WEALTH)[found_by]
        + 1.52 * luck
    )
    # Newcomers arrive evenly over the months shown; the rest joined in the fifteen years before.
    newcomer = rng.random(count) < 0.0065 * calendar.months / (1 + 0.0065 * calendar.months)
    days_shown = int(calendar.days.sum())
    day = np.where(
        newcomer, (rng.random(count) * days_shown).astype(int), -1 - (rng.beta(1, 1.6, count) * 5_475).astype(int)
    )
    birth = start - np.round(age * 365.25).astype(int)
    joined = np.maximum(start + day, birth + 6_575)  # nobody joins before the eighteenth birthday
    # Long-standing customers are a little more satisfied; their manager matters too.
    manager = np.arange(count) % managers_of(count)
    service = np.round(stream(seed, "people", block, 1).standard_normal(managers_of(count)), 6)[manager]
    satisfaction = np.round(
        0.85 * normal() + 0.45 * service + 0.05 * np.minimum((start - joined).astype(int) / 3_650, 1), 6
    )
    return People(
        ids=identifiers.customer_ids(block, count),
        manager=manager,
        joined=joined,
        gender=rng.integers(0, 2, count),
        birth=birth,
        education=education,
        marital=marital,
        children=children,
        household=1 + (marital == 1) + children + (rng.random(count) < 0.15),
        occupation=occupation,
        employer_industry=pick((0.24, 0.08, 0.17, 0.06, 0.07, 0.05, 0.11, 0.09, 0.05, 0.08)),
        years_in_job=np.where(occupation >= 8, 0, np.round(np.minimum(rng.gamma(1.6, 4.5, count), age - 18.5), 1)),
        income=income,
        district=pick((0.24, 0.34, 0.25, 0.17)),
        home=home,
        lifestyle=pick((0.30, 0.17, 0.17, 0.13, 0.08, 0.15)),
        found_by=found_by,
        wealth=np.clip(np.round(wealth, 2), 50, 60_000_000),
        motive=_draw_motive(rng, tolerance, digital, age),
        style=pick((0.27, 0.21, 0.30, 0.22)),
        tolerance=tolerance,
        digital=digital,
        activity=activity,
        satisfaction=satisfaction,
        care=care,
        sociability=sociability,
    )


def managers_of(count: int) -> int:
    """How many managers look after ``count`` customers of a block: one for ten, at least ten."""
    return max(10, -(-count // 10))


def _draw_motive(rng, tolerance, digital, age) -> np.ndarray:
    pull = np.column_stack(
        [0.9 * tolerance, 0.8 * digital - 0.1, 0.035 * (age - 44) - 0.4 * tolerance, np.full(len(age), -0.9)]
    )
    return np.argmax(pull + np.round(rng.gumbel(size=pull.shape), 6), axis=1)
