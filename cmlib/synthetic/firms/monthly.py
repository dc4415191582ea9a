"""What the bank and the public utilities see of a firm every month, whatever its statements say.

Everything follows from the true books. A year's amounts are spread over its months, so that the months
add up to the year again. Some months before a default the account begins to show it: deposits shrink,
money goes elsewhere, cheques come back.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.firms.books import total
from cmlib.synthetic.firms.month_norms import norm, season
from cmlib.synthetic.identifiers import FIRM_BLOCK
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.world.economy import RUN_IN

_MONTHS, _HABITS = 2, 3
_WAGE, _WAGE_GROWTH = 7_200, 1.05  # CNY a month and employee in the first year of statements
_TAX_MONTHS = (4, 7, 10, 12)  # income tax is paid in advance after each quarter, the last one in December


@dataclass(frozen=True)
class MonthlyParameters(Planted):
    """What the account shows, and how long before a default it shows it."""

    value_added_tax_rate: float = 0.13  # customers pay it on top of sales
    warning_least_months: int = 3  # before the month of default; every whole number up to the largest is as likely
    warning_largest_months: int = 9
    warning_inflow_diverted: float = 0.40  # of what used to come through the account, just before the default
    warning_deposits_gone: float = 0.65  # of what would be on the account, just before the default
    cheques_returned_healthy: float = 0.03  # a month
    cheques_returned_slide: float = 0.10
    cheques_returned_warning: float = 1.20  # from the first month of warning on, after the default too
    overdraft_days_healthy: float = 0.15  # a month
    overdraft_days_slide: float = 0.50
    overdraft_days_warning: float = 4.0
    value_added_tax_spread: float = 0.04  # of the logarithm, between firms of an industry
    electricity_spread: float = 0.15
    tax_and_power_yearly_spread: float = (
        0.015  # of tax and electricity per unit of sales, within a firm from year to year
    )
    fee_a_settlement: float = 8.5  # CNY
    fee_on_outflow: float = 0.0001


TRUTH = MonthlyParameters()


@dataclass(frozen=True)
class Habits:
    """What stays the same with a firm; arrays of one number a firm of the whole block."""

    account_share: np.ndarray  # of its customers' money that comes through the account with us
    deposit_share: np.ndarray  # of its cash that is on that account
    value_added_tax_factor: np.ndarray  # around the industry's norm, as are the next four
    electricity_factor: np.ndarray
    people_factor: np.ndarray
    wage_factor: np.ndarray
    ticket_factor: np.ndarray
    lead: np.ndarray  # months before a default in which the account shows it


def habits(block: FirmBlock) -> Habits:
    """The habits of a block of firms."""
    rng = block.stream("firm months", _HABITS)
    lead = rng.integers(TRUTH.warning_least_months, TRUTH.warning_largest_months + 1, FIRM_BLOCK)
    z = np.round(rng.standard_normal((7, FIRM_BLOCK)), 6)
    return Habits(
        account_share=np.clip(np.round(0.72 + 0.14 * z[0], 4), 0.30, 0.98),
        deposit_share=np.clip(np.round(0.55 + 0.15 * z[1], 4), 0.15, 0.90),
        value_added_tax_factor=_factor(TRUTH.value_added_tax_spread * z[2]),
        electricity_factor=_factor(TRUTH.electricity_spread * z[3]),
        people_factor=_factor(0.22 * z[4]),
        wage_factor=_factor(0.18 * z[5]),
        ticket_factor=_factor(0.5 * z[6]),
        lead=lead,
    )


def firm_months(block: FirmBlock) -> dict[str, np.ndarray]:
    """The months of the firms shown: columns of shape (months, firms). Money is in whole cents."""
    own, years = habits(block), np.unique(block.year_of_month)
    parts = [_year(block, own, int(year), month=12 * place) for place, year in enumerate(years)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    before = _balance(block, own, int(years[0]) - 1, depth=_depth(block, own, np.array([-1])), noise=0.0)[-1:]
    columns |= _flows(columns, before)
    return {name: values[: block.calendar.months] for name, values in columns.items()}


def spread(amount: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Whole numbers of shape (12, firms) that sum to ``amount`` exactly, in proportion to ``weights``.

    >>> spread(np.array([100]), np.array([[1.0], [1.0], [1.0]])).ravel()
    array([33, 34, 33])
    """
    so_far = np.cumsum(weights, axis=0)
    edges = np.rint(amount * (so_far / so_far[-1])).astype(np.int64)
    return np.diff(edges, axis=0, prepend=np.zeros_like(edges[:1]))


def _year(block: FirmBlock, own: Habits, year: int, month: int) -> dict[str, np.ndarray]:
    """The twelve months of a simulated year, of which the first is number ``month``."""
    shown, p = slice(None, block.count), TRUTH
    rng, lines = block.stream("firm months", _MONTHS, year), block.true_books[year]
    noise = np.round(rng.standard_normal((8, 12, FIRM_BLOCK)), 6)[..., shown]
    luck = np.round(rng.standard_normal((3, FIRM_BLOCK)), 6)[:, shown]
    cheques, overdraft = rng.random((2, 12, FIRM_BLOCK))[..., shown]
    industry = block.drivers.industry[shown]
    busy, sales = season(industry), total("revenue", lines)[shown]
    depth, warned = _depth(block, own, month + np.arange(12)), _warned(block, own, month + np.arange(12))
    slides = (block.history.slide_years[year] > 0)[shown]

    received = np.rint(lines["cash_received_from_customers"][shown] * (1 + p.value_added_tax_rate)).astype(np.int64)
    received = spread(received, busy * _factor(0.10 * noise[0]))
    through_us = own.account_share[shown] * (1 - p.warning_inflow_diverted * depth)
    account_inflow = np.rint(received * np.round(through_us, 6)).astype(np.int64)
    tax = sales * norm("value_added_tax", industry) * own.value_added_tax_factor[shown]
    power = sales / 1e5 * norm("kwh", industry) * own.electricity_factor[shown]
    staff, pay = _people(block, own, year, luck[2], noise[4])
    ticket = np.maximum(sales / 1_200 * own.ticket_factor[shown], 1e5)
    usual = np.where(warned, 2, slides.astype(int))
    return {
        "account_inflow": account_inflow,
        "inflow_elsewhere": received - account_inflow,
        "deposit_end": _balance(block, own, year, depth, noise[1]),
        "overdraft_days": np.minimum(_counted(_rates("overdraft_days")[usual], overdraft), 28),
        "cheques_returned": _counted(_rates("cheques_returned")[usual], cheques),
        "electricity_kwh": spread(
            np.rint(power * _factor(p.tax_and_power_yearly_spread * luck[0])),
            (0.25 + 0.75 * busy) * _factor(0.04 * noise[2]),
        ),
        "vat_paid": spread(
            np.rint(tax * _factor(p.tax_and_power_yearly_spread * luck[1])),
            np.roll(busy, 1, axis=0) * _factor(0.08 * noise[3]),
        ),
        "income_tax_paid": spread(
            lines["income_tax"][shown],
            np.isin(np.arange(1, 13), _TAX_MONTHS)[:, None] * _factor(0.15 * noise[5]),
        ),
        "employees_paid": staff,
        "wages_paid": pay,
        "settlement_count": 4 + np.rint(account_inflow / ticket * _factor(0.08 * noise[6])).astype(np.int64),
        "average_factor": _factor(0.12 * noise[7]),
    }


def _flows(columns: dict[str, np.ndarray], before: np.ndarray) -> dict[str, np.ndarray]:
    """What follows from inflow and balance: other receipts, outflow, fees, the average deposit."""
    end = columns["deposit_end"]
    opening = np.concatenate([before, end[:-1]])
    rise = end - opening
    others = np.maximum(rise - np.rint(0.15 * columns["account_inflow"]).astype(np.int64), 0)
    outflow = columns["account_inflow"] + others - rise
    fees = np.rint(100 * TRUTH.fee_a_settlement * columns["settlement_count"]) + np.rint(TRUTH.fee_on_outflow * outflow)
    return {
        "other_inflow": others,
        "account_outflow": outflow,
        "average_deposit": np.rint((opening + end) / 2 * columns.pop("average_factor")).astype(np.int64),
        "fee_income": fees.astype(np.int64),
    }


def _balance(block, own, year, depth, noise) -> np.ndarray:
    """The account at the end of each month: the firm's cash on its way from year end to year end."""
    last, this = (block.true_books[y]["cash"][: block.count] for y in (year - 1, year))
    month = np.arange(1, 13)[:, None]
    on_the_way = last + (this - last) * month / 12 * np.ones((12, 1))
    wobble = np.where(month < 12, _factor(0.2 * np.asarray(noise)), 1.0)
    with_us = own.deposit_share[: block.count] * (1 - TRUTH.warning_deposits_gone * depth)
    return np.rint(np.maximum(on_the_way, 0) * wobble * np.round(with_us, 6)).astype(np.int64)


def _people(block, own, year, luck, noise) -> tuple[np.ndarray, np.ndarray]:
    """People on the payroll, and their wages in cents; in January there is a thirteenth month's pay."""
    shown, industry = slice(None, block.count), block.drivers.industry[: block.count]
    last, this = (
        total("revenue", block.true_books[y])[shown] / 100 / norm("sales_per_employee", industry)
        for y in (max(year - 1, 0), year)
    )
    month = np.arange(1, 13)[:, None] / 12
    people = (last + (this - last) * month) * own.people_factor[shown] * _factor(0.02 * luck)
    staff = np.maximum(np.rint(people), 2).astype(np.int64)
    monthly = (
        _WAGE * own.wage_factor[shown] * np.round(np.power(_WAGE_GROWTH, year - RUN_IN), 6) * _factor(0.03 * noise)
    )
    return staff, np.rint(staff * monthly * np.where(month * 12 == 1, 1.9, 1.0) * 100).astype(np.int64)


def _months_left(block, months) -> np.ndarray:
    """Months until the month of default, of shape (months, firms shown)."""
    return block.default_month - np.asarray(months)[:, None]


def _warned(block, own, months) -> np.ndarray:
    """Whether the account shows the default that comes, or has come."""
    return _months_left(block, months) <= own.lead[: block.count]


def _depth(block, own, months) -> np.ndarray:
    """How deep the warning is: 0 before it begins, rising evenly to 1 in the month of default."""
    lead = own.lead[: block.count]
    return np.round(np.clip((lead + 1 - _months_left(block, months)) / (lead + 1), 0, 1), 6)


def _rates(name: str) -> np.ndarray:
    return np.array([getattr(TRUTH, f"{name}_{state}") for state in ("healthy", "slide", "warning")])


def _counted(rate: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """Poisson counts by inversion: how many terms of the distribution lie below ``uniform``."""
    term = below = np.exp(-rate)
    count = np.zeros(rate.shape, dtype=np.int64)
    for k in range(1, 25):
        count += np.round(below, 9) <= uniform
        term = term * rate / k
        below = below + term
    return count


def _factor(logarithm: np.ndarray) -> np.ndarray:
    return np.round(np.exp(logarithm), 6)
