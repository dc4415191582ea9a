"""The months that a bank shows: their first and last days, and dates inside them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Calendar:
    """``months`` calendar months in a row, from ``first`` (as "2023-01") on. Months are counted from 0.

    >>> calendar = Calendar("2023-12", 3)
    >>> calendar.first_days
    array(['2023-12-01', '2024-01-01', '2024-02-01'], dtype='datetime64[D]')
    >>> calendar.days
    array([31, 31, 29])
    """

    first: str
    months: int

    @cached_property
    def starts(self) -> np.ndarray:
        """The months themselves, ``datetime64[M]``."""
        return np.datetime64(self.first, "M") + np.arange(self.months)

    @cached_property
    def first_days(self) -> np.ndarray:
        """First day of each month, ``datetime64[D]``: how a month is written in the tables."""
        return self.starts.astype("datetime64[D]")

    @cached_property
    def last_days(self) -> np.ndarray:
        """Last day of each month, ``datetime64[D]``."""
        return (self.starts + 1).astype("datetime64[D]") - 1

    @cached_property
    def days(self) -> np.ndarray:
        """Days in each month."""
        return (self.last_days - self.first_days).astype(int) + 1

    @cached_property
    def years(self) -> np.ndarray:
        """Calendar year of each month."""
        return self.starts.astype("datetime64[Y]").astype(int) + 1970

    @cached_property
    def month_of_year(self) -> np.ndarray:
        """1 for January to 12 for December."""
        return self.starts.astype(int) % 12 + 1

    @property
    def end(self) -> np.datetime64:
        """The last day shown."""
        return self.last_days[-1]
