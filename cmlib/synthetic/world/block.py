"""What rooms of the world begin with: there is one world to a bank."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.streams import stream
from cmlib.synthetic.world.economy import MonthlyEconomy, monthly_economy


@dataclass(frozen=True)
class WorldBlock:
    """The world of a seed: the months of ``calendar`` and ``years`` years from ``first_year`` on."""

    seed: int
    calendar: Calendar
    first_year: int
    years: int

    @cached_property
    def economy(self) -> MonthlyEconomy:
        """The economy month by month."""
        return monthly_economy(self.seed, self.calendar, self.first_year)

    def stream(self, room: str, *step: int) -> np.random.Generator:
        """The random numbers of a room; ``step`` is never empty, so that rooms do not share one."""
        return stream(self.seed, room, *step)
