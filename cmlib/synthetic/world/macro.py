"""The economy as the statistical office publishes it: by month, and by year for a longer time."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Table
from cmlib.synthetic.world.block import WorldBlock
from cmlib.synthetic.world.economy import RUN_IN, economy


@dataclass(frozen=True)
class MacroParameters(Planted):
    """What a year's figures are in a usual year, and what a state of the economy higher by one adds."""

    growth_usual: float = 0.050
    growth_with_state: float = 0.009
    inflation_usual: float = 0.012
    inflation_with_state: float = 0.004
    unemployment_usual: float = 0.052
    unemployment_with_state: float = -0.003


TRUTH = MacroParameters()


def years_known(world: WorldBlock) -> np.ndarray:
    """The calendar years of yearly series: those of the statements and a few before."""
    return np.arange(world.first_year - RUN_IN, world.first_year + world.years)


def states(world: WorldBlock) -> np.ndarray:
    """The state of the economy in `years_known`."""
    return economy(world.seed, RUN_IN + world.years)


def make(world: WorldBlock, house) -> Made:
    """Both tables."""
    path = world.economy
    months = {
        "month": world.calendar.first_days,
        "growth": path.growth,
        "inflation": path.inflation,
        "unemployment": path.unemployment,
        "prime_rate": path.prime_rate,
        "house_price_index": path.house_price,
        "share_price_index": path.share_price,
    }
    state, p = states(world), TRUTH
    years = {
        "year": years_known(world),
        "growth": p.growth_usual + p.growth_with_state * state,
        "inflation": p.inflation_usual + p.inflation_with_state * state,
        "unemployment": p.unemployment_usual + p.unemployment_with_state * state,
    }
    return Made({"macro_months": pd.DataFrame(months), "macro_years": pd.DataFrame(years)}, {})


def _fraction(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "number", meaning, zh, "fraction", minimum=-0.5, maximum=0.5, decimals=6)


def _index(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "number", meaning, zh, "index, about 100 at the start", minimum=0, decimals=4)


_FIGURES = (
    _fraction("growth", "Growth of gross domestic product over a year earlier.", "国内生产总值增长率"),
    _fraction("inflation", "Rise of consumer prices over a year earlier.", "居民消费价格涨幅"),
    _fraction("unemployment", "Unemployed as a fraction of the labour force.", "失业率"),
)

TABLES = (
    Table(
        "macro_months",
        "The economy by month",
        "One row a month: growth, prices, work, the interest rate, houses and shares, as first published.",
        ("month",),
        (
            Column("month", "date", "First day of the month.", "月份"),
            *_FIGURES,
            _fraction(
                "prime_rate", "The rate at which banks lend to their best customers, a year.", "贷款市场报价利率"
            ),
            _index("house_price_index", "Prices of houses.", "房价指数"),
            _index("share_price_index", "Prices of shares.", "股价指数"),
        ),
    ),
    Table(
        "macro_years",
        "The economy by year",
        "One row a year, as finally revised (so not the mean of the months as first published); it begins a few years "
        "before the statements.",
        ("year",),
        (Column("year", "integer", "Calendar year.", "年度"), *_FIGURES),
    ),
)

ROOM = Room("macro", ("macro_months", "macro_years"), make, parameters=TRUTH.as_dict())
