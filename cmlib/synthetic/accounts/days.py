"""Days of the months shown, as whole numbers from 0 for the first, and on which of them people do what."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from cmlib.synthetic.calendar import Calendar

#: How much is spent on Monday to Sunday, next to an average day.
SPENDING_BY_WEEKDAY = (0.88, 0.86, 0.90, 0.94, 1.06, 1.22, 1.14)

#: How much is spent in January to December, next to an average month.
SPENDING_BY_MONTH = (1.08, 0.95, 0.95, 0.96, 1.02, 1.03, 0.97, 0.97, 1.00, 1.04, 1.12, 1.06)

_NEW_MOON = np.datetime64("2000-01-07T02:14")  # Beijing time; published by every almanac
_SYNODIC_MONTH = 29.530588


@lru_cache(maxsize=4)
def days_of(calendar: Calendar) -> "Days":
    """The days of a calendar."""
    return Days(calendar)


@dataclass(frozen=True)
class Days:
    """The days of ``calendar``. Arrays hold one number a month."""

    calendar: Calendar

    @cached_property
    def first(self) -> np.ndarray:
        """The first day of each month."""
        return self.number(self.calendar.first_days)

    @cached_property
    def last(self) -> np.ndarray:
        """The last day of each month."""
        return self.number(self.calendar.last_days)

    @property
    def count(self) -> int:
        """Number of days."""
        return int(self.last[-1]) + 1

    def number(self, dates: np.ndarray) -> np.ndarray:
        """Dates as days; negative before the first month."""
        return (dates - self.calendar.first_days[0]).astype(np.int64)

    def date(self, days: np.ndarray) -> np.ndarray:
        """Days as dates."""
        return self.calendar.first_days[0] + days

    def month(self, days: np.ndarray) -> np.ndarray:
        """The month of a day: -1 before the first, the number of months after the last."""
        return self._months[np.clip(days, -1, self.count) + 1]

    @cached_property
    def _months(self) -> np.ndarray:
        inside = np.repeat(np.arange(self.calendar.months), self.calendar.days)
        return np.concatenate([[-1], inside, [self.calendar.months]])

    @cached_property
    def _business(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        every = np.arange(self.count)
        business = every[np.is_busday(self.date(every))]
        starts = np.searchsorted(business, self.first)
        return business, starts, np.diff(np.append(starts, len(business)))

    def business_day(self, month: np.ndarray, place: np.ndarray) -> np.ndarray:
        """A business day of a month, never its last one; ``place`` is a uniform number."""
        business, starts, counts = self._business
        return business[starts[month] + (place * (counts[month] - 1)).astype(np.int64)]

    @cached_property
    def _spending(self) -> np.ndarray:
        weekday = (np.arange(self.count) + self.calendar.first_days[0].astype(int) + 3) % 7  # 1970 began on a Thursday
        return np.append(0.0, np.cumsum(np.array(SPENDING_BY_WEEKDAY)[weekday]))

    def spending_day(self, first: np.ndarray, last: np.ndarray, place: np.ndarray) -> np.ndarray:
        """A day from ``first`` to ``last``, more often a weekend; ``place`` is a uniform number."""
        low, high = self._spending[first], self._spending[last + 1]
        found = np.searchsorted(self._spending, low + place * (high - low), side="right") - 1
        return np.clip(found, first, last)

    @cached_property
    def spending_by_month(self) -> np.ndarray:
        """How much is spent in each month shown, next to an average one."""
        return np.array(SPENDING_BY_MONTH)[self.calendar.month_of_year - 1]

    @cached_property
    def before_new_year(self) -> np.ndarray:
        """Whether most of the two weeks before the Chinese New Year lie in the month."""
        middle = np.array([chinese_new_year(year) for year in np.unique(self.calendar.years)]) - 7
        return np.isin(self.calendar.starts, middle.astype("datetime64[M]"))


def chinese_new_year(year: int) -> np.datetime64:
    """The day of the new moon nearest to the beginning of spring, 4 February; at most a day off.

    >>> chinese_new_year(2024)
    np.datetime64('2024-02-10')
    """
    spring = np.datetime64(f"{year}-02-04T18:00")
    moons = round((spring - _NEW_MOON).astype(int) / 1_440 / _SYNODIC_MONTH)
    return (_NEW_MOON + np.timedelta64(round(moons * _SYNODIC_MONTH * 1_440), "m")).astype("datetime64[D]")
