"""The synthetic bank: one seed, its tables, and the truth behind them."""

from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from cmlib.synthetic import plan
from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.frames import LazyFrames, joined
from cmlib.synthetic.identifiers import FIRM_BLOCK, PEOPLE_BLOCK
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.rooms import House
from cmlib.synthetic.world.block import WorldBlock

#: The smallest bank in which every planted effect has somewhere to be.
LEAST = {"customers": 100, "firms": 10, "months": 12, "years": 1}

_YEARS_OF_MONTHS = 3  # the months begin so many years before the statements end


class Bank:
    """A bank, its customers and its staff, made from a seed.

    Same seed and sizes, same bank, to the cent; two seeds give two unrelated banks. Tables are made
    when they are first asked for. Customers are made in blocks of 1,000 and firms in blocks of 100
    that depend on nothing but the seed and their number.

    Parameters
    ----------
    seed : int
        Not negative.
    customers : int
        Number of personal customers, at least 100.
    firms : int
        Number of firms, at least 10.
    months : int
        Months of accounts, loans and events, at least 12.
    years : int
        Years of firms' statements, at least 1.
    first_year : int
        Calendar year of the first statements. The months begin in January of the third year before
        the statements end, so that with 7 years and 36 months both end together.

    Raises ``ValueError`` for a seed below zero and for sizes too small for the planted effects.

    >>> bank = Bank(seed=7, customers=100, firms=20, years=5)
    >>> bank.tables["statements"].shape[0]
    100
    >>> bank.truth["default_probability"].columns.tolist()
    ['firm_id', 'year', 'probability', 'slide_years', 'at_risk']
    """

    def __init__(
        self,
        seed: int,
        *,
        customers: int = 2_000,
        firms: int = 300,
        months: int = 36,
        years: int = 7,
        first_year: int = 2019,
    ):
        self.seed = _whole_number("seed", seed, least=0)
        sizes = {"customers": customers, "firms": firms, "months": months, "years": years}
        for name, value in sizes.items():
            setattr(self, name, _whole_number(name, value, least=LEAST[name]))
        self.first_year = _whole_number("first_year", first_year, least=1900)
        self.calendar = Calendar(f"{first_year + max(years - _YEARS_OF_MONTHS, 0)}-01", months)

    def __repr__(self):
        sizes = ", ".join(f"{name}={getattr(self, name)}" for name in ("customers", "firms", "months", "years"))
        return f"Bank(seed={self.seed}, {sizes}, first_year={self.first_year})"

    def __reduce__(self):
        sizes = {name: getattr(self, name) for name in ("customers", "firms", "months", "years", "first_year")}
        return partial(Bank, **sizes), (self.seed,)  # a bank is sent by what makes it, not by what was made

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Table name -> what the bank knows. `cmlib.datasets.describe` says what each column means."""
        return LazyFrames("table", tuple(plan.TABLE), self._table)

    @cached_property
    def truth(self) -> Mapping[str, object]:
        """What the bank cannot know: the planted effects.

        ``truth["parameters"]`` is a mapping of every planted number by name; the other entries are
        frames. `truth_meanings` says what each one holds.
        """
        names = tuple(name for room in plan.ROOMS for name in room.truth)
        return LazyFrames("truth", ("parameters", *dict.fromkeys(names)), self._truth)

    @staticmethod
    def truth_meanings() -> dict[str, str]:
        """Name of each frame in ``truth`` -> what it holds."""
        return {name: meaning for room in plan.ROOMS for name, meaning in room.truth.items()}

    def write(self, folder, **options) -> list[Path]:
        """Write all tables with their data package and data card; see `cmlib.synthetic.package.write_package`."""
        from cmlib.synthetic.package import write_package

        return write_package(self, folder, **options)

    @cached_property
    def houses(self) -> list[House]:
        """The world, the blocks of customers, the blocks of firms, each with its rooms."""
        people = [self.people_block(number) for number in range(-(-self.customers // PEOPLE_BLOCK))]
        firms = [self.firm_block(number) for number in range(-(-self.firms // FIRM_BLOCK))]
        kinds = (([self.world], plan.WORLD_ROOMS), (people, plan.PEOPLE_ROOMS), (firms, plan.FIRM_ROOMS))
        return [House(block, rooms) for blocks, rooms in kinds for block in blocks]

    @property
    def world(self) -> WorldBlock:
        """The world that all blocks live in."""
        return WorldBlock(self.seed, self.calendar, self.first_year, self.years)

    def people_block(self, number: int) -> PeopleBlock:
        """The block of customers with this number, alone."""
        count = min(PEOPLE_BLOCK, self.customers - number * PEOPLE_BLOCK)
        return PeopleBlock(self.seed, number, count, self.calendar, self.first_year)

    def firm_block(self, number: int) -> FirmBlock:
        """The block of firms with this number, alone."""
        count = min(FIRM_BLOCK, self.firms - number * FIRM_BLOCK)
        return FirmBlock(self.seed, number, count, self.calendar, self.first_year, self.years)

    def _table(self, name: str) -> pd.DataFrame:
        parts = [house.table(name) for house in self.houses if house.has_table(name)]
        return joined(parts, plan.TABLE[name])

    def _truth(self, name: str):
        if name == "parameters":
            return MappingProxyType({name: value for room in plan.ROOMS for name, value in room.parameters.items()})
        return pd.concat([house.truth(name) for house in self.houses if house.has_truth(name)], ignore_index=True)


def _whole_number(name: str, value, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        because = " (fewer cannot hold the planted effects)" if LEAST.get(name, 1) > 1 else ""
        raise ValueError(f"Bank: {name} must be a whole number of at least {least}{because}, found {value!r}")
    return int(value)
