"""Wrong entries in the customer file: slips of the pen and of the mind, more of them in two branches.

Each of seven columns goes wrong with the same probability, which depends on the branch. Most kinds break
a rule that can be checked; day and month in each other's place break none.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.people import words
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.gaps import branch_places, sloppy_branches
from cmlib.synthetic.planted import Planted

_STREAM, _RATES = 3, 4
_STUDENT, _RETIRED = words.OCCUPATIONS.index("student"), words.OCCUPATIONS.index("retired")
_SINGLE, _MARRIED = words.MARITAL.index("single"), words.MARITAL.index("married")


@dataclass(frozen=True)
class ErrorParameters(Planted):
    """Probabilities that an entry is wrong, for each of the seven columns in which entries go wrong."""

    file_error_careful: float = 0.012
    file_error_sloppy: float = 0.060


TRUTH = ErrorParameters()


@dataclass(frozen=True)
class Slip:
    """Wrong entries of one kind in one column: whose, and what was entered."""

    column: str
    kind: str
    customer: np.ndarray  # place in the block
    entered: np.ndarray  # of the same kind as the column's true values


def error_rates(block: PeopleBlock) -> np.ndarray:
    """The probability of a wrong entry in each branch of a whole block: branches differ by up to a third."""
    sloppy = sloppy_branches(block)
    own = block.stream("customer file", _RATES).uniform(2 / 3, 4 / 3, len(sloppy))
    return np.round(np.where(sloppy, TRUTH.file_error_sloppy, TRUTH.file_error_careful) * own, 6)


def slips(block: PeopleBlock, short_phone: np.ndarray) -> list[Slip]:
    """The wrong entries of a block, at most one for each customer and column."""
    kinds = _kinds(block, short_phone)
    columns = tuple(dict.fromkeys(column for column, *_ in kinds))
    draws = block.stream("customer file", _STREAM).random((len(columns), 2, block.count))
    rate, found = error_rates(block)[branch_places(block)], []
    for (wrong, which), column in zip(draws, columns, strict=True):
        of_column = [kind for kind in kinds if kind[0] == column]
        possible = np.array([can for _, _, can, _ in of_column])
        # One of the kinds that are possible for this customer, each as likely as the other.
        chosen = np.floor(which * possible.sum(axis=0)).astype(int)
        is_chosen = possible & (np.cumsum(possible, axis=0) - 1 == chosen)
        for (_, kind, _, entered), here in zip(of_column, is_chosen & (wrong < rate), strict=True):
            who = np.flatnonzero(here)
            if len(who):
                found.append(Slip(column, kind, who, entered[who]))
    return found


def _kinds(block: PeopleBlock, short_phone: np.ndarray) -> list[tuple[str, str, np.ndarray, np.ndarray]]:
    """Column, kind, for whom it is possible, and what would be entered."""
    people, end = block.people, block.calendar.end
    start = block.calendar.first_days[0]
    everyone = np.ones(block.count, dtype=bool)
    age, at_work = people.age(start), people.occupation < _STUDENT
    birth, number = people.birth, np.arange(block.count)
    age_at_joining = (people.joined - birth).astype(int) / 365.25
    next_century = moved_by_years(birth, np.full(block.count, 100))
    too_young = moved_by_years(birth, np.floor(age_at_joining).astype(int) - (6 + number % 9))
    after_joining = moved_by_years(birth, np.ceil(age_at_joining).astype(int) + 1 + number % 3)
    swapped, can_swap = day_and_month_swapped(birth)
    family = (people.marital == _MARRIED) & (people.children > 0)
    occupation = np.where(age >= 45, _STUDENT, _RETIRED)
    return [
        ("birth_date", "in the future", next_century > end, next_century),
        ("birth_date", "under age at joining", everyone, too_young),
        ("birth_date", "born after joining", after_joining <= end, after_joining),
        ("birth_date", "day and month swapped", can_swap, swapped),
        ("household_size", "smaller than the family", everyone, people.children),
        ("monthly_income", "in thousands", everyone, people.income / 1_000),
        ("monthly_income", "one zero too many", everyone, people.income * 10),
        ("years_in_job", "longer than a working life", at_work, np.floor(age - 16) + 4 + number % 12),
        ("marital_status", "single with children", family, np.full(block.count, _SINGLE)),
        ("contact_phone", "too few figures", everyone, short_phone),
        ("occupation", "student of ripe age", (age >= 45) & (people.occupation != _STUDENT), occupation),
        ("occupation", "retired in youth", age < 40, occupation),
    ]


def moved_by_years(day: np.ndarray, years: np.ndarray) -> np.ndarray:
    """The day so many calendar years later; days after the 28th become the 28th.

    >>> moved_by_years(np.array(["1980-02-29"], dtype="datetime64[D]"), np.array([1]))
    array(['1981-02-28'], dtype='datetime64[D]')
    """
    month = day.astype("datetime64[M]")
    return (month + 12 * years).astype("datetime64[D]") + np.minimum((day - month).astype(int), 27)


def day_and_month_swapped(day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The day with its two numbers swapped, and whether that is another day of the calendar at all."""
    year, month = day.astype("datetime64[Y]"), day.astype("datetime64[M]")
    number, of_year = (day - month).astype(int) + 1, (month - year).astype(int) + 1
    possible = (number <= 12) & (number != of_year)
    swapped = (year.astype("datetime64[M]") + np.minimum(number, 12) - 1).astype("datetime64[D]") + of_year - 1
    return swapped, possible
