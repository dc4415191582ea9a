"""Prices of the funds and of gold, day by day: the world makes the table, blocks of customers trade at them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Table, refers_to
from cmlib.synthetic.streams import stream
from cmlib.synthetic.world.block import WorldBlock
from cmlib.synthetic.world.economy import monthly_economy

#: What is priced, in the order of every array here.
PRODUCT_IDS = ("P47", "P48", "P49", "P50")

#: Decimals of a price as it is published.
DECIMALS = 4

#: How strongly each follows the share market: the slope of its monthly return on the market's.
BETA = np.array([0.50, 1.00, 1.35, -0.10])

_OWN_RETURN = np.array([0.0018, 0.0010, 0.0005, 0.0050])  # a month, beside the market's
_OWN_SPREAD = np.array([0.008, 0.012, 0.035, 0.030])  # a month
_DAILY_SPREAD = np.array([0.006, 0.011, 0.016, 0.009])
_FIRST_PRICE = np.array([1.20, 1.60, 0.90, 480.0])
_PAYOUT = np.array([0.04, 0.03, 0.0, 0.0])  # of the price, each December in which the price rose over the year
_DIVIDEND_MONTH, _DIVIDEND_DAY = 12, 15


@dataclass(frozen=True)
class FundPrices:
    """Arrays of shape (funds, days + 1) over *all* days of the calendar and the day before the first.

    On a day without trade the last price stands. ``index`` is what 1 CNY becomes whose dividends are put
    back at the day's price: it follows from the prices and dividends as they are shown.
    """

    price: np.ndarray
    dividend: np.ndarray
    index: np.ndarray
    trading: np.ndarray  # whether a day has a price of its own; shape (days + 1,), False for the day before the first


@lru_cache(maxsize=4)
def prices(seed: int, calendar: Calendar, first_year: int) -> FundPrices:
    """The prices of a seed."""
    rng = stream(seed, "world", 1)
    days = np.arange(calendar.first_days[0], calendar.end + 1)
    business = np.is_busday(days)
    month = (days.astype("datetime64[M]") - calendar.starts[0]).astype(int)
    market = monthly_economy(seed, calendar, first_year).share_price / 100
    market_return = np.log(market / np.append(1.0, market[:-1]))
    own = _OWN_RETURN[:, None] + _OWN_SPREAD[:, None] * rng.standard_normal((len(BETA), calendar.months))
    monthly = BETA[:, None] * market_return + own
    noise = _DAILY_SPREAD[:, None] * rng.standard_normal((len(BETA), len(days))) * business
    open_days = np.bincount(month, weights=business)
    of_month = np.add.reduceat(noise, np.searchsorted(month, np.arange(calendar.months)), axis=1)
    steps = (noise + ((monthly - of_month) / open_days)[:, month]) * business
    value = np.round(np.exp(np.cumsum(steps, axis=1)), 6)

    paid = np.zeros_like(value)  # fraction of the price that is paid out that day
    for december in calendar.starts[calendar.month_of_year == 12]:
        day = int((np.busday_offset(december.astype("datetime64[D]") + 14, 0, roll="forward") - days[0]).astype(int))
        rose = value[:, day] > value[:, max(day - 365, 0)]
        paid[:, day] = np.where(rose, _PAYOUT, 0.0)
    before = (
        _FIRST_PRICE[:, None] * value * np.cumprod(1 - np.column_stack([np.zeros(len(BETA)), paid[:, :-1]]), axis=1)
    )
    dividend = np.round(before * paid, DECIMALS)
    price = np.round(before * (1 - paid), DECIMALS)
    price = np.column_stack([_FIRST_PRICE, price])
    dividend = np.column_stack([np.zeros(len(BETA)), dividend])
    growth = (price[:, 1:] + dividend[:, 1:]) / price[:, :-1]
    index = np.column_stack([np.ones(len(BETA)), np.cumprod(growth, axis=1)])
    return FundPrices(price, dividend, index, np.append(False, business))


def make(world: WorldBlock, house) -> Made:
    """The table of prices: a row for each fund and day with trade."""
    path = prices(world.seed, world.calendar, world.first_year)
    trading = path.trading
    days = world.calendar.first_days[0] - 1 + np.flatnonzero(trading)
    frame = {
        "product_id": np.repeat(PRODUCT_IDS, len(days)),
        "date": np.tile(days, len(PRODUCT_IDS)),
        "price": path.price[:, trading].ravel(),
        "dividend": path.dividend[:, trading].ravel(),
    }
    return Made({"fund_prices": pd.DataFrame(frame)}, {})


TABLE = Table(
    "fund_prices",
    "Prices of the funds and of gold",
    "One row a fund and business day: the price at the day's end. Dividends are put back into the fund at the price "
    "of their day, so a holding grows by (price + dividend) / price of the day before.",
    ("product_id", "date"),
    (
        Column("product_id", "string", "The fund, or the gold savings plan.", "产品编号"),
        Column("date", "date", "Business day: Monday to Friday.", "日期"),
        Column(
            "price", "number", "Net asset value of a unit; of gold, of a gram.", "单位净值", "CNY", decimals=DECIMALS
        ),
        Column("dividend", "number", "Paid out for a unit that day.", "每份分红", "CNY", minimum=0, decimals=DECIMALS),
    ),
    references=refers_to("product_id"),
)

ROOM = Room("fund prices", ("fund_prices",), make)
