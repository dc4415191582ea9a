"""Who has which part of an industry's market: few large companies here, many small ones there."""

import numpy as np
import pandas as pd

from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Reference, Table
from cmlib.synthetic.world.block import WorldBlock
from cmlib.synthetic.world.industries import NAMES
from cmlib.synthetic.world.macro import years_known

#: Companies that are named in each industry; the rest of the market is shared by many small ones.
NAMED = 8

#: The name under which the rest stands.
OTHERS = "all others"

#: For each industry the share of its largest company, and the next one's share per unit of one's own.
_LARGEST = np.array([0.10, 0.06, 0.19, 0.26, 0.14, 0.17, 0.30, 0.04])
_STEP = np.array([0.85, 0.90, 0.75, 0.65, 0.80, 0.78, 0.68, 0.95])

_STREAM, _SPREAD, _UNITS = 4, 0.06, 10_000


def usual_shares() -> np.ndarray:
    """The shares around which the years move, shape (industries, named companies)."""
    return _LARGEST[:, None] * _STEP[:, None] ** np.arange(NAMED)


def herfindahl() -> np.ndarray:
    """The planted Herfindahl index of each industry: squared shares of the named companies, summed.

    The many others are so small that their squares do not count.
    """
    return (usual_shares() ** 2).sum(axis=1)


def make(world: WorldBlock, house) -> Made:
    """The shares of each year, in whole hundredths of a percent, and the planted index."""
    years = years_known(world)
    noise = np.round(world.stream("world", _STREAM).standard_normal((len(years), len(NAMES), NAMED)), 6)
    named = np.rint(_UNITS * usual_shares() * np.round(np.exp(_SPREAD * noise), 6)).astype(int).transpose(1, 0, 2)
    shares = np.concatenate([named, _UNITS - named.sum(axis=2, keepdims=True)], axis=2)
    companies = [*(f"company {rank + 1}" for rank in range(NAMED)), OTHERS]
    table = {
        "industry": np.repeat(NAMES, len(years) * len(companies)),
        "year": np.tile(np.repeat(years, len(companies)), len(NAMES)),
        "company": np.tile(companies, len(NAMES) * len(years)),
        "share": shares.ravel() / _UNITS,
    }
    truth = pd.DataFrame({"industry": NAMES, "herfindahl": np.round(herfindahl(), 6)})
    return Made({"market_shares": pd.DataFrame(table)}, {"market_concentration": truth})


TABLE = Table(
    "market_shares",
    "Market shares",
    f"One row an industry, year and company: its part of the industry's sales. The {NAMED} largest companies are "
    f"named; “{OTHERS}” are hundreds of small ones together. The shares of a year sum to 1.",
    ("industry", "year", "company"),
    (
        Column("industry", "string", "The industry.", "行业", allowed=NAMES),
        Column("year", "integer", "Calendar year.", "年度"),
        Column("company", "string", "The company; its number is not its rank in every year.", "企业"),
        Column(
            "share",
            "number",
            "Its part of the industry's sales.",
            "市场份额",
            "fraction",
            minimum=0,
            maximum=1,
            decimals=4,
        ),
    ),
    references=(Reference("industry", "industries", "industry"), Reference("year", "macro_years", "year")),
)

ROOM = Room(
    "market shares",
    ("market_shares",),
    make,
    truth={"market_concentration": "industry; the Herfindahl index around which the years move."},
)
