"""The state of the economy, which every room feels: by year for firms, by month for the rest."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.streams import stream

#: Years simulated before the first statements shown, so that histories do not all begin alike.
RUN_IN = 3


def economy(seed: int, years: int) -> np.ndarray:
    """The state of the economy, year by year: mean 0, spread about 1, a third of it carried over.

    A longer history begins with the shorter one.
    """
    rng = stream(seed, "economy")
    state, path = 0.0, []
    for shock in rng.standard_normal(years):
        state = 0.35 * state + 0.9 * shock
        path.append(state)
    return np.round(path, 6)


@dataclass(frozen=True)
class MonthlyEconomy:
    """The economy month by month; arrays of one number a month.

    Rates are fractions a year, indices begin near 100.
    """

    state: np.ndarray  # as `economy`, interpolated between the middles of the years
    growth: np.ndarray  # of gross domestic product over a year earlier
    inflation: np.ndarray  # of consumer prices over a year earlier
    unemployment: np.ndarray  # fraction of the labour force
    prime_rate: np.ndarray  # the rate that banks lend at to their best customers
    house_price: np.ndarray  # index
    share_price: np.ndarray  # index


def monthly_economy(seed: int, calendar: Calendar, first_year: int) -> MonthlyEconomy:
    """The economy of each month of ``calendar``; ``first_year`` is the first year of statements."""
    last_year = max(int(calendar.years[-1]), first_year) + 1
    yearly = economy(seed, RUN_IN + last_year - first_year + 1)
    middles = first_year - RUN_IN + np.arange(len(yearly)) + 0.5
    state = np.interp(calendar.years + (calendar.month_of_year - 0.5) / 12, middles, yearly)
    noise = stream(seed, "world", 0).standard_normal((5, calendar.months))
    calm = np.apply_along_axis(lambda shocks: _lingering(shocks, 0.85), 1, noise)
    growth = 0.050 + 0.009 * state + 0.002 * calm[0]
    house_growth = 0.001 + 0.0028 * state + 0.0018 * calm[3]
    share_growth = 0.004 + 0.010 * state + 0.045 * noise[4]
    paths = MonthlyEconomy(
        state=state,
        growth=growth,
        inflation=0.012 + 0.004 * state + 0.002 * calm[1],
        unemployment=0.052 - 0.003 * state + 0.001 * calm[2],
        prime_rate=np.round((0.0365 + 0.0015 * state) / 0.0005) * 0.0005,
        house_price=100 * np.cumprod(1 + house_growth),
        share_price=100 * np.cumprod(1 + share_growth),
    )
    return MonthlyEconomy(**{name: np.round(values, 6) for name, values in vars(paths).items()})


def _lingering(shocks: np.ndarray, memory: float) -> np.ndarray:
    """A first-order autoregression with spread 1."""
    path, level = np.empty_like(shocks), 0.0
    for t, shock in enumerate(shocks):
        level = memory * level + np.sqrt(1 - memory**2) * shock
        path[t] = level
    return path
