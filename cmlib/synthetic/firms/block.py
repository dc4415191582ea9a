"""One block of firms, made alone: what every room about firms begins with."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmlib.synthetic import identifiers
from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.firms.books import Lines, Shocks, next_year, opening
from cmlib.synthetic.firms.cooking import faked_amounts
from cmlib.synthetic.firms.distress import History, live
from cmlib.synthetic.firms.drivers import Drivers, draw_drivers
from cmlib.synthetic.identifiers import FIRM_BLOCK
from cmlib.synthetic.streams import stream
from cmlib.synthetic.world.economy import RUN_IN, MonthlyEconomy, economy, monthly_economy

#: A default month that never comes.
NEVER = 1_000_000

_LIVES, _LUCK, _DEFAULT_MONTH = 1, 2, 0


@dataclass(frozen=True)
class FirmBlock:
    """Block number ``number``, of which the first ``count`` firms are shown.

    ``years`` years of statements from ``first_year`` on are shown; as many more are lived through as
    the months of ``calendar`` reach into. Drivers, history and books are those of a whole block:
    arrays of length ``FIRM_BLOCK``, and of shape (simulated years, FIRM_BLOCK).
    """

    seed: int
    number: int
    count: int
    calendar: Calendar
    first_year: int
    years: int

    @cached_property
    def ids(self) -> np.ndarray:
        """The firms shown."""
        return identifiers.firm_ids(self.number, self.count)

    @cached_property
    def drivers(self) -> Drivers:
        """What the firms are."""
        return draw_drivers(self.seed, self.number, self.first_year)

    @cached_property
    def yearly_economy(self) -> np.ndarray:
        """The state of the economy in each simulated year."""
        years_lived = max(self.years, int(self.calendar.years[-1]) - self.first_year + 1)
        return economy(self.seed, RUN_IN + years_lived)

    @cached_property
    def economy(self) -> MonthlyEconomy:
        """The economy month by month."""
        return monthly_economy(self.seed, self.calendar, self.first_year)

    @cached_property
    def history(self) -> History:
        """Who slides, who recovers, who defaults."""
        draws = [self.stream("firms", _LIVES, t).random((3, FIRM_BLOCK)) for t in range(len(self.yearly_economy))]
        return live(self.drivers, self.yearly_economy, np.array(draws))

    @cached_property
    def true_books(self) -> list[Lines]:
        """The books as they would be had nobody cooked them, in cents; one entry a simulated year."""
        books, lines = [], opening(self.drivers)
        for t, state in enumerate(self.yearly_economy):
            rng = self.stream("firms", _LUCK, t)
            luck = Shocks(*np.round(rng.standard_normal((5, FIRM_BLOCK)), 6), issue=rng.random(FIRM_BLOCK))
            lines = next_year(lines, self.drivers, state, self.history, t, luck)
            books.append(lines)
        return books

    @cached_property
    def faked(self) -> np.ndarray:
        """What each firm fakes each simulated year, in cents."""
        return faked_amounts(self.true_books, self.history.slide_years, self.history.since_default, self.drivers)

    @cached_property
    def year_of_month(self) -> np.ndarray:
        """The simulated year of each month: an index into the first axis of history and books."""
        return RUN_IN + self.calendar.years - self.first_year

    @cached_property
    def default_month(self) -> np.ndarray:
        """The month, counted from the calendar's first, in which each firm shown is first more than 90 days late.

        Negative before the calendar begins; `NEVER` for a firm that does not default.
        """
        month_of_year = self.stream("firm months", _DEFAULT_MONTH).integers(0, 12, FIRM_BLOCK)
        year = np.argmax(self.history.defaulted, axis=0)
        months_before = 12 * (year - RUN_IN - (int(self.calendar.years[0]) - self.first_year))
        month = months_before + month_of_year - (int(self.calendar.month_of_year[0]) - 1)
        return np.where(self.history.defaulted.any(axis=0), month, NEVER)[: self.count]

    @cached_property
    def manager(self) -> np.ndarray:
        """The place of each firm's manager among the block's managers."""
        return np.arange(self.count) % len(self.manager_ids)

    @cached_property
    def manager_ids(self) -> np.ndarray:
        """The customer managers of the block: one for ten firms."""
        return identifiers.manager_ids("corporate", self.number, -(-self.count // 10))

    @cached_property
    def branch_ids(self) -> np.ndarray:
        """The branch of each manager, one entry a manager."""
        return np.repeat(identifiers.branch_ids("corporate", self.number, 1), len(self.manager_ids))

    def stream(self, room: str, *step: int) -> np.random.Generator:
        """The random numbers of a room for this block."""
        return stream(self.seed, room, self.number, *step)
