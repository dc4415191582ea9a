"""Cooked books: four known ways in which a sliding firm hides its slide.

Each way keeps every statement in balance, as a careful forger would, and moves no cash. What gives
it away is the company that the figures keep: receivables or inventory that outgrow sales, profit
without cash, plant that grows while nothing is built.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms.books import Lines, total
from cmlib.synthetic.firms.drivers import Drivers


@dataclass(frozen=True)
class Method:
    """One way of cooking. ``flows`` change by the year's faked amount, ``stocks`` by all faked so far."""

    name: str
    zh: str
    flows: tuple[tuple[str, int], ...]
    stocks: tuple[tuple[str, int], ...]


METHODS = (
    Method(
        "fictitious sales", "虚构收入",
        flows=(("main_business_revenue", 1),),
        stocks=(("receivables", 1), ("retained_earnings", 1)),
    ),
    Method(
        "overstated inventory", "虚增存货",
        flows=(("main_business_cost", -1),),
        stocks=(("inventory", 1), ("retained_earnings", 1)),
    ),
    Method(
        "capitalised expenses", "费用资本化",
        flows=(
            ("administrative_expense", -1),
            ("capital_expenditure", 1),
            ("cash_paid_to_suppliers_and_employees", -1),
        ),
        stocks=(("fixed_assets", 1), ("retained_earnings", 1)),
    ),
    Method(
        "hidden payables", "隐瞒应付账款",
        flows=(("main_business_cost", -1),),
        stocks=(("payables", -1), ("retained_earnings", 1)),
    ),
)  # fmt: skip

#: Share of the firms in a slide that cook.
COOKING_SHARE = 0.14


def faked_amounts(
    books: list[Lines], slide_years: np.ndarray, since_default: np.ndarray, drivers: Drivers
) -> np.ndarray:
    """What each firm fakes each year, in cents, shape (years, firms).

    A firm that cooks begins with its slide and stops when it is over or the firm has defaulted; what
    it faked stays in the books. No line is pushed below half of its true amount, in this year or later.
    """
    cooks = drivers.skimps < COOKING_SHARE
    amounts = np.zeros(slide_years.shape, dtype=np.int64)
    for year, lines in enumerate(books):
        wish = np.rint(total("revenue", lines) * drivers.cooking_size).astype(np.int64)
        room = np.array([_room(method, books[year:], amounts[:year].sum(axis=0)) for method in METHODS])
        wish = np.minimum(wish, room[drivers.cooking_method, np.arange(len(wish))])
        active = cooks & (slide_years[year] > 0) & (since_default[year] < 0)
        amounts[year] = np.where(active, wish, 0)
    return amounts


def _room(method: Method, books: list[Lines], already: np.ndarray) -> np.ndarray:
    """How much can be taken from the lines that the method makes smaller."""
    room = np.full(len(already), np.iinfo(np.int64).max)
    for name, sign in method.flows:
        if sign < 0:
            room = np.minimum(room, books[0][name] // 2)
    for name, sign in method.stocks:
        if sign < 0:
            room = np.minimum(room, np.min([lines[name] for lines in books], axis=0) // 2 - already)
    return np.maximum(room, 0)


def cook(books: list[Lines], amounts: np.ndarray, method_of_firm: np.ndarray) -> list[Lines]:
    """The books as reported: the true lines with the faked amounts in them."""
    reported = []
    for year, lines in enumerate(books):
        lines = dict(lines)
        so_far = amounts[: year + 1].sum(axis=0)
        for number, method in enumerate(METHODS):
            mine = method_of_firm == number
            for name, sign in method.flows:
                lines[name] = lines[name] + np.where(mine, sign * amounts[year], 0)
            for name, sign in method.stocks:
                lines[name] = lines[name] + np.where(mine, sign * so_far, 0)
        reported.append(lines)
    return reported
