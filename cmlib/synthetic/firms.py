"""One block of corporate borrowers, made alone: its tables and the truth behind them."""

from functools import cached_property

import numpy as np
import pandas as pd

from cmlib.items import ITEMS
from cmlib.synthetic.accounts import Shocks, next_year, opening, with_totals
from cmlib.synthetic.cooking import METHODS, cook, faked_amounts
from cmlib.synthetic.distress import live
from cmlib.synthetic.drivers import BLOCK, OWNERSHIPS, REGIONS, draw_drivers, economy, firm_stream
from cmlib.synthetic.industries import INDUSTRIES
from cmlib.synthetic.judgements import judge

#: Years simulated before the first one shown, so that histories do not all begin alike.
RUN_IN = 3

_LIVES, _LUCK, _MARKS = 1, 2, 3
_IN_FIRMS_TABLE = ("industry", "region", "ownership", "founded")


class FirmBlock:
    """The firms of block number ``block``, of which the first ``count`` are shown.

    ``years`` years of statements from ``first_year`` on. Everything follows from the seed and the
    block's number; no other block is needed.
    """

    def __init__(self, seed: int, block: int, count: int, first_year: int, years: int):
        self._seed, self._block, self._count = seed, block, count
        self._calendar = np.arange(first_year, first_year + years)
        self._economy = economy(seed, RUN_IN + years)
        self._ids = np.array([f"F{block * BLOCK + i + 1:06d}" for i in range(BLOCK)])
        self._drivers = draw_drivers(seed, block, first_year)
        draws = [self._stream(_LIVES, t).random((3, BLOCK)) for t in range(len(self._economy))]
        self._history = live(self._drivers, self._economy, np.array(draws))
        history = self._history
        self._faked = faked_amounts(self._true_books, history.slide_years, history.since_default, self._drivers)

    def tables(self) -> dict[str, pd.DataFrame]:
        """What the bank knows of these firms."""
        drivers, reported = self._drivers, cook(self._true_books, self._faked, self._drivers.cooking_method)
        firms = {
            "industry": np.array([industry.name for industry in INDUSTRIES])[drivers.industry],
            "region": np.array(REGIONS)[drivers.region],
            "ownership": np.array(OWNERSHIPS)[drivers.ownership],
            "founded": drivers.founded,
        }
        marks = [judge(drivers, self._history, t, self._stream(_MARKS, t)) for t in range(len(self._economy))]
        return {
            "firms": self._constant(firms),
            "statements": self._statements(reported),
            "judgements": self._yearly({name: [mark[name] for mark in marks] for name in marks[0]}),
            "defaults": self._yearly({"defaulted": self._history.defaulted.astype(int)}),
        }

    def truth(self) -> dict[str, pd.DataFrame]:
        """What the bank cannot know of these firms."""
        history = self._history
        probability = {
            "probability": history.default_probability,
            "slide_years": history.slide_years,
            "at_risk": history.since_default < 0,
        }
        method = np.array([method.name for method in METHODS])[self._drivers.cooking_method]
        cooked = {
            "method": [method] * len(self._economy),
            "amount": self._faked / 100,
            "amount_so_far": self._faked.cumsum(axis=0) / 100,
        }
        cooked_books = self._yearly(cooked)
        hidden = {name: values for name, values in vars(self._drivers).items() if name not in _IN_FIRMS_TABLE}
        return {
            "drivers": self._constant(hidden),
            "statements": self._statements(self._true_books),
            "default_probability": self._yearly(probability),
            "cooked_books": cooked_books[cooked_books["amount_so_far"] > 0].reset_index(drop=True),
        }

    @cached_property
    def _true_books(self):
        books, lines = [], opening(self._drivers)
        for t, state in enumerate(self._economy):
            rng = self._stream(_LUCK, t)
            luck = Shocks(*np.round(rng.standard_normal((5, BLOCK)), 6), issue=rng.random(BLOCK))
            lines = next_year(lines, self._drivers, state, self._history, t, luck)
            books.append(lines)
        return books

    def _statements(self, books) -> pd.DataFrame:
        years = [with_totals(lines) for lines in books]
        return self._yearly({name: [lines[name] / 100 for lines in years] for name in ITEMS})

    def _stream(self, purpose: int, t: int) -> np.random.Generator:
        return firm_stream(self._seed, self._block, purpose, t)

    def _constant(self, columns) -> pd.DataFrame:
        return pd.DataFrame({"firm_id": self._ids, **columns}).head(self._count)

    def _yearly(self, columns) -> pd.DataFrame:
        """A row a firm and year, from columns of shape (simulated years, firms)."""
        years, count = len(self._calendar), self._count
        table = {"firm_id": np.repeat(self._ids[:count], years), "year": np.tile(self._calendar, count)}
        shown = {name: np.asarray(values)[RUN_IN:, :count].T.ravel() for name, values in columns.items()}
        return pd.DataFrame(table | shown)
