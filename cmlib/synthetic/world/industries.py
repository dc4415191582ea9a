"""The industries of the bank's firms: what two analysts think of them, and how they fare year by year."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Reference, Table
from cmlib.synthetic.world import macro
from cmlib.synthetic.world.block import WorldBlock
from cmlib.synthetic.world.industry_norms import INDUSTRIES

#: What an industry is judged by: 需求, 供给, 竞争, 开放, 技术.
FACTORS = ("demand", "supply", "competition", "openness", "technology")

NAMES = tuple(industry.name for industry in INDUSTRIES)

_STREAM = 3

#: The marks that a perfect analyst would give: a row an industry, a column a factor.
_TRUE_MARKS = np.array(
    [
        [3.9, 3.3, 2.5, 2.8, 2.4],
        [2.3, 2.0, 1.9, 4.2, 2.1],
        [3.1, 2.2, 2.9, 3.4, 3.4],
        [2.1, 1.9, 3.0, 1.9, 2.6],
        [2.8, 2.4, 2.4, 3.0, 2.7],
        [3.8, 3.4, 3.2, 3.3, 4.0],
        [4.1, 3.0, 3.5, 4.3, 4.2],
        [3.0, 2.9, 1.8, 3.1, 2.0],
    ]
)
_CAPACITY = np.array([0.78, 0.74, 0.75, 0.66, 0.75, 0.79, 0.77, 0.80])  # used in a usual year
_CAPACITY_CYCLE = 0.5  # capacity used more, for sales higher by one
_PRICE_TREND, _PRICE_CYCLE = 0.004, 0.35  # price change in a usual year, and for sales higher by one


@dataclass(frozen=True)
class IndustryParameters(Planted):
    """How analysts judge, and how far chance moves an industry's year."""

    analyst_spread: float = 0.38  # of each analyst's marks around the truth
    second_analyst_severity: float = -0.50  # marks of the second analyst against the first's
    industry_growth_spread: float = 0.008


TRUTH = IndustryParameters()


def sensitivities() -> np.ndarray:
    """How much an industry's sales grow more when the economy grows more by one, in the order of industries."""
    return np.array([industry.cyclicality for industry in INDUSTRIES]) / macro.TRUTH.growth_with_state


def make(world: WorldBlock, house) -> Made:
    """Industries, their years, and the truth about both."""
    cycles = {
        "industry": NAMES,
        "trend": [industry.trend for industry in INDUSTRIES],
        "sensitivity": np.round(sensitivities(), 6),
    }
    marks = {"industry": NAMES} | {factor: _TRUE_MARKS[:, place] for place, factor in enumerate(FACTORS)}
    tables = {"industries": _industries(world), "industry_years": _industry_years(world)}
    return Made(tables, {"industry_cycles": pd.DataFrame(cycles), "industry_marks": pd.DataFrame(marks)})


def _industries(world: WorldBlock) -> pd.DataFrame:
    noise = TRUTH.analyst_spread * np.round(
        world.stream("world", _STREAM, 0).standard_normal((2, *_TRUE_MARKS.shape)), 6
    )
    seen = _TRUE_MARKS - TRUTH.second_analyst_severity / 2 + noise
    seen[1] += TRUTH.second_analyst_severity
    marks = np.clip(np.rint(np.round(seen, 6)), 1, 5).astype(int)
    columns = {
        f"{factor}_{analyst + 1}": marks[analyst, :, place]
        for place, factor in enumerate(FACTORS)
        for analyst in range(2)
    }
    known = {
        "industry": NAMES,
        "chinese_name": [industry.zh for industry in INDUSTRIES],
        "policy": [industry.policy for industry in INDUSTRIES],
    }
    return pd.DataFrame(known | columns)


def _industry_years(world: WorldBlock) -> pd.DataFrame:
    """Sales follow the economy, each industry in its own degree; prices and the use of capacity follow sales."""
    years, state = macro.years_known(world), macro.states(world)
    shape = (len(NAMES), len(years))
    noise = np.round(world.stream("world", _STREAM, 1).standard_normal((len(years), 4, len(NAMES))), 6)
    sales, price, margin, use = noise.transpose(1, 2, 0)  # drawn year by year: a longer history begins alike

    def of_industry(attribute):
        return np.array([getattr(industry, attribute) for industry in INDUSTRIES])[:, None]

    surprise = of_industry("cyclicality") * state + TRUTH.industry_growth_spread * sales
    before_tax = of_industry("gross_margin") - of_industry("selling") - of_industry("administration")
    columns = {
        "sales_growth": of_industry("trend") + surprise,
        "price_change": _PRICE_TREND + _PRICE_CYCLE * surprise + 0.006 * price,
        "profit_margin": before_tax * (1 + 1.2 * surprise + 0.05 * margin) - 0.008,
        "capacity_use": np.clip(_CAPACITY[:, None] + _CAPACITY_CYCLE * surprise + 0.008 * use, 0.3, 0.98),
    }
    keys = {"industry": np.repeat(NAMES, len(years)), "year": np.tile(years, len(NAMES))}
    return pd.DataFrame(keys | {name: np.broadcast_to(values, shape).ravel() for name, values in columns.items()})


_FACTOR_MEANINGS = {
    "demand": ("Demand: 1 shrinking, 5 growing fast.", "需求"),
    "supply": ("Supply: 1 far too much capacity, 5 scarce.", "供给"),
    "competition": ("Competition: 1 ruinous, 5 mild.", "竞争"),
    "openness": ("Openness: 1 closed to foreign trade and capital, 5 open.", "开放"),
    "technology": ("Technology: 1 backward and quickly replaced, 5 leading.", "技术"),
}
_ORDINAL = ("first", "second")
_INDUSTRY = Column("industry", "string", "The industry.", "行业", allowed=NAMES)


def _figure(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "number", meaning, zh, "fraction", minimum=-0.5, maximum=1.0, decimals=4)


TABLES = (
    Table(
        "industries",
        "Industries as two analysts see them",
        "One row an industry: five marks from 1 (bad for a lender) to 5 (good), each given by two analysts who did "
        "not speak to each other.",
        ("industry",),
        (
            _INDUSTRY,
            Column("chinese_name", "string", "Its Chinese name.", "行业名称"),
            Column(
                "policy",
                "integer",
                "The state's policy: 1 discouraged, 5 encouraged.",
                "产业政策",
                "1 to 5",
                minimum=1,
                maximum=5,
            ),
            *(
                Column(
                    f"{factor}_{analyst + 1}",
                    "integer",
                    f"{_FACTOR_MEANINGS[factor][0]} Mark of the {_ORDINAL[analyst]} analyst.",
                    f"{_FACTOR_MEANINGS[factor][1]}（分析师{analyst + 1}）",
                    "1 to 5",
                    minimum=1,
                    maximum=5,
                )
                for factor in FACTORS
                for analyst in range(2)
            ),
        ),
    ),
    Table(
        "industry_years",
        "Industries year by year",
        "One row an industry and year, for the whole country.",
        ("industry", "year"),
        (
            _INDUSTRY,
            Column("year", "integer", "Calendar year.", "年度"),
            _figure("sales_growth", "Growth of sales over the year before.", "销售增长率"),
            _figure("price_change", "Change of the industry's prices over the year before.", "价格变动"),
            _figure("profit_margin", "Profit before tax per unit of sales.", "利润率"),
            _figure("capacity_use", "Part of the capacity that is used.", "产能利用率"),
        ),
        references=(Reference("industry", "industries", "industry"), Reference("year", "macro_years", "year")),
    ),
)

ROOM = Room(
    "industries",
    ("industries", "industry_years"),
    make,
    truth={
        "industry_cycles": "industry; growth of sales in a usual year; how much more sales grow when gross domestic "
        "product grows more by one.",
        "industry_marks": "industry; the marks that a perfect analyst would give.",
    },
    parameters=TRUTH.as_dict(),
)
