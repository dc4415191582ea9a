"""What is known and hidden of firms year by year: statements, marks, defaults, and the truth behind them."""

import numpy as np
import pandas as pd

from cmlib.items import ITEMS
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.firms.books import with_totals
from cmlib.synthetic.firms.cooking import COOKING_SHARE, METHODS, cook
from cmlib.synthetic.firms.distress import TRUTH
from cmlib.synthetic.firms.drivers import OWNERSHIPS, REGIONS
from cmlib.synthetic.firms.judgements import judge
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.world.economy import RUN_IN
from cmlib.synthetic.world.industry_norms import INDUSTRIES

_MARKS = 3
_IN_FIRMS_TABLE = ("industry", "region", "ownership", "founded")


def make(block: FirmBlock, house) -> Made:
    """What the bank knows of a block of firms year by year."""
    drivers = block.drivers
    reported = cook(block.true_books, block.faked, drivers.cooking_method)
    firms = {
        "industry": np.array([industry.name for industry in INDUSTRIES])[drivers.industry],
        "region": np.array(REGIONS)[drivers.region],
        "ownership": np.array(OWNERSHIPS)[drivers.ownership],
        "founded": drivers.founded,
    }
    years = range(len(block.yearly_economy))
    marks = [judge(drivers, block.history, t, block.stream("firms", _MARKS, t)) for t in years]
    tables = {
        "firms": _constant(block, firms),
        "statements": _statements(block, reported),
        "judgements": _yearly(block, {name: [mark[name] for mark in marks] for name in marks[0]}),
        "defaults": _yearly(block, {"defaulted": block.history.defaulted.astype(int)}),
    }
    return Made(tables, {})


def make_truth(block: FirmBlock, house) -> Made:
    """What the bank cannot know of them."""
    history, drivers = block.history, block.drivers
    probability = {
        "probability": history.default_probability,
        "slide_years": history.slide_years,
        "at_risk": history.since_default < 0,
    }
    method = np.array([method.name for method in METHODS])[drivers.cooking_method]
    cooked = {
        "method": [method] * len(block.yearly_economy),
        "amount": block.faked / 100,
        "amount_so_far": block.faked.cumsum(axis=0) / 100,
    }
    cooked_books = _yearly(block, cooked)
    truth = {
        "drivers": _constant(
            block, {name: values for name, values in vars(drivers).items() if name not in _IN_FIRMS_TABLE}
        ),
        "statements": _statements(block, block.true_books),
        "default_probability": _yearly(block, probability),
        "cooked_books": cooked_books[cooked_books["amount_so_far"] > 0].reset_index(drop=True),
    }
    return Made({}, truth)


def _statements(block, books) -> pd.DataFrame:
    years = [with_totals(lines) for lines in books]
    return _yearly(block, {name: [lines[name] / 100 for lines in years] for name in ITEMS})


def _constant(block, columns) -> pd.DataFrame:
    return pd.DataFrame({"firm_id": block.ids} | {name: values[: block.count] for name, values in columns.items()})


def _yearly(block, columns) -> pd.DataFrame:
    """A row a firm and year shown, from columns of shape (simulated years, firms)."""
    years = block.years
    calendar = np.arange(block.first_year, block.first_year + years)
    table = {"firm_id": np.repeat(block.ids, years), "year": np.tile(calendar, block.count)}
    shown = {
        name: np.asarray(values)[RUN_IN : RUN_IN + years, : block.count].T.ravel() for name, values in columns.items()
    }
    return pd.DataFrame(table | shown)


ROOM = Room("firms year by year", ("firms", "statements", "judgements", "defaults"), make)

#: A room of its own, so that who asks for tables alone does not wait for the truth.
TRUTH_ROOM = Room(
    "the truth of firms",
    (),
    make_truth,
    truth={
        "drivers": "One row a firm: what decides its fate and its books.",
        "statements": "The statements as they would be had nobody cooked anything.",
        "default_probability": "firm_id, year: the probability of defaulting in the *following* year, given the state "
        "at the end of this one; years of slide; whether the firm is still at risk (has not defaulted).",
        "cooked_books": "firm_id, year, method, amount faked in the year and so far, CNY.",
    },
    parameters={**TRUTH.as_dict(), "cooking_share": COOKING_SHARE},
)
