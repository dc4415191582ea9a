"""One block of personal customers, made alone: what every room about persons begins with."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmlib.synthetic import identifiers
from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.people.life import Life, live
from cmlib.synthetic.people.traits import People, draw_people, managers_of
from cmlib.synthetic.streams import stream
from cmlib.synthetic.world.economy import MonthlyEconomy, monthly_economy


@dataclass(frozen=True)
class PeopleBlock:
    """Block number ``number`` with ``count`` customers. Everything follows from the seed and the number."""

    seed: int
    number: int
    count: int
    calendar: Calendar
    first_year: int

    @cached_property
    def people(self) -> People:
        """Who they are."""
        return draw_people(self.seed, self.number, self.count, self.calendar)

    @cached_property
    def life(self) -> Life:
        """When they join, drift, complain, leave."""
        return live(self.seed, self.number, self.people, self.calendar)

    @cached_property
    def economy(self) -> MonthlyEconomy:
        """The economy month by month."""
        return monthly_economy(self.seed, self.calendar, self.first_year)

    @cached_property
    def manager_ids(self) -> np.ndarray:
        """The customer managers of the block."""
        return identifiers.manager_ids("personal", self.number, managers_of(self.count))

    @cached_property
    def branch_ids(self) -> np.ndarray:
        """The branch of each manager, one entry a manager."""
        managers = np.arange(len(self.manager_ids))
        branches = -(-len(managers) // identifiers.MANAGERS_PER_BRANCH)
        return identifiers.branch_ids("personal", self.number, branches)[managers // identifiers.MANAGERS_PER_BRANCH]

    def stream(self, room: str, *step: int) -> np.random.Generator:
        """The random numbers of a room for this block."""
        return stream(self.seed, room, self.number, *step)

    def dates(self, customer: np.ndarray, month: np.ndarray, place: np.ndarray) -> np.ndarray:
        """Dates inside months in which a person is a customer, ``datetime64[D]``.

        ``place`` is a uniform number: 0 is the first day of the month, or of being a customer; just
        under 1 is the last day of the month.
        """
        first = np.maximum(self.calendar.first_days[month], self.people.joined[customer])
        days = (self.calendar.last_days[month] - first).astype(int) + 1
        return first + np.floor(place * days).astype(int)
