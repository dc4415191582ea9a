"""What each product brings the whole bank, month by month: balances, interest, fees."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Table, refers_to
from cmlib.synthetic.world.block import WorldBlock
from cmlib.synthetic.world.products import BY_ID, PRODUCTS

_STREAM = 5
_ASSETS = 60e9  # of the bank in the first month, CNY

#: Balance in the first month, as a part of the bank's assets, and its growth a year. Intermediary business is
#: not on the balance sheet: there it is the volume of business on which the fee is taken.
_BALANCE = {
    "P01": (0.062, 0.06), "P02": (0.115, 0.09), "P03": (0.225, 0.13), "P04": (0.085, 0.14), "P05": (0.095, 0.03),
    "P06": (0.165, 0.09), "P07": (0.040, 0.06), "P11": (0.025, 0.08), "P12": (0.025, 0.08), "P13": (0.018, 0.06),
    "P14": (0.065, 0.12), "P21": (0.200, 0.05), "P22": (0.040, 0.13), "P23": (0.010, 0.09), "P24": (0.050, 0.15),
    "P25": (0.150, 0.10), "P26": (0.170, 0.10), "P27": (0.050, 0.08), "P28": (0.010, 0.10), "P29": (0.250, 0.11),
    "P30": (0.050, 0.06), "P31": (0.020, 0.08), "P42": (0.013, 0.12), "P45": (0.050, 0.16), "P46": (0.083, 0.12),
    "P47": (0.025, 0.08), "P48": (0.016, 0.08), "P49": (0.007, 0.08), "P50": (0.005, 0.20), "P53": (0.660, 0.08),
    "P55": (0.033, 0.08), "P56": (0.020, 0.05), "P57": (0.050, 0.08), "P58": (0.013, 0.12), "P59": (0.100, 0.14),
}  # fmt: skip

#: Holders in the first month of the products that cost a yearly fee, and their growth a year.
_HOLDERS = {
    "P41": (1_050_000, 0.05), "P44": (9_000, 0.15), "P51": (58_000, 0.09), "P52": (38_000, 0.12),
    "P53": (6_200, 0.06), "P54": (1_500, 0.08), "P60": (150, 0.08),
}  # fmt: skip

#: Extra volume of intermediary business in December, and less in February.
_DECEMBER, _FEBRUARY = 0.06, -0.04


@dataclass(frozen=True)
class IncomeParameters(Planted):
    """How far the rates that the bank earns and pays on average are from the catalogue's; fractions a year."""

    prime_rate_usual: float = 0.0365
    asset_rate_concession: float = -0.0030  # what good customers bargain away
    liability_rate_premium: float = 0.0004
    asset_rate_with_prime: float = 0.70  # for a prime rate higher by one
    liability_rate_with_prime: float = 0.30
    product_rate_spread: float = 0.0002  # month by month, by chance


TRUTH = IncomeParameters()

#: No average rate is further than this from the catalogue's.
LARGEST_DRIFT = 0.009


def average_rates(world: WorldBlock) -> np.ndarray:
    """The rate earned or paid on each product on average, shape (products, months); 0 where it bears none."""
    p, noise = TRUTH, world.stream("world", _STREAM, 0).standard_normal((world.calendar.months, len(PRODUCTS)))
    prime = world.economy.prime_rate - p.prime_rate_usual
    drift = {
        "asset": p.asset_rate_concession + p.asset_rate_with_prime * prime,
        "liability": p.liability_rate_premium + p.liability_rate_with_prime * prime,
    }
    rates = np.zeros((len(PRODUCTS), world.calendar.months))
    for place, product in enumerate(PRODUCTS):
        if product.business_line in drift:
            moved = drift[product.business_line] + p.product_rate_spread * noise[:, place]
            moved = np.clip(moved, -LARGEST_DRIFT, LARGEST_DRIFT)
            rates[place] = np.maximum(product.rate + moved, 0.0002)
    return np.round(rates, 6)


def make(world: WorldBlock, house) -> Made:
    """The table and the average rates behind it."""
    rates, balance = average_rates(world), _balances(world)
    months = world.calendar.months
    holders = np.array([_path(_HOLDERS.get(product.id, (np.nan, 0.0)), months) for product in PRODUCTS])
    holders = np.rint(holders)
    lines = np.array([product.business_line for product in PRODUCTS])[:, None]
    fee = np.array([[product.fee_rate, product.fee] for product in PRODUCTS])
    filled = np.nan_to_num(balance)
    interest = np.rint(filled * rates / 12 * 100) / 100
    keys = {
        "month": np.tile(world.calendar.first_days, len(PRODUCTS)),
        "product_id": np.repeat([product.id for product in PRODUCTS], months),
    }
    columns = {
        "average_balance": balance,
        "holders": holders,
        "interest_income": np.where(lines == "asset", interest, 0.0),
        "interest_expense": np.where(lines == "liability", interest, 0.0),
        "fee_income": np.rint((filled * fee[:, :1] + np.nan_to_num(holders) * fee[:, 1:]) / 12 * 100) / 100,
    }
    table = pd.DataFrame(keys | {name: values.ravel() for name, values in columns.items()})
    truth = pd.DataFrame(keys | {"rate": rates.ravel()})
    return Made({"income_by_product": _in_order(table)}, {"average_rates": _in_order(truth[truth["rate"] > 0])})


def _balances(world: WorldBlock) -> np.ndarray:
    """Average balance of each product and month, shape (products, months), CNY; missing where there is none."""
    months = world.calendar.months
    noise = np.cumsum(world.stream("world", _STREAM, 1).standard_normal((months, len(PRODUCTS))), axis=0).T
    wander = np.round(np.exp(0.006 * noise), 6)
    of_year = world.calendar.month_of_year
    season = 1 + _DECEMBER * (of_year == 12) + _FEBRUARY * (of_year == 2)
    paths = np.full((len(PRODUCTS), months), np.nan)
    for place, product in enumerate(PRODUCTS):
        if product.id in _BALANCE:
            share, growth = _BALANCE[product.id]
            path = _path((share * _ASSETS, growth), months) * wander[place]
            paths[place] = path * season if BY_ID[product.id].business_line == "intermediary" else path
    return np.rint(paths / 1_000) * 1_000


def _path(start: tuple[float, float], months: int) -> np.ndarray:
    first, growth = start
    return first * np.round((1 + growth) ** (np.arange(months) / 12), 6)


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["month", "product_id"], kind="stable", ignore_index=True)


TABLE = Table(
    "income_by_product",
    "Income by product",
    "One row a month and product, for the whole bank; the customers in these files are a sample of its customers. "
    "Interest and fees are of the month. On the asset and the liability side of the balance sheet the balance is "
    "money lent or owed; of intermediary business it is the volume on which a fee is taken, which is on no balance "
    "sheet.",
    ("month", "product_id"),
    (
        Column("month", "date", "First day of the month.", "月份"),
        Column("product_id", "string", "The product.", "产品编号"),
        Column(
            "average_balance",
            "number",
            "Balance or volume of business, mean of the month; missing for a service without one.",
            "平均余额",
            "CNY",
            required=False,
            minimum=0,
        ),
        Column(
            "holders",
            "integer",
            "Customers who pay a yearly fee for the product; missing where it costs none.",
            "持有客户数",
            "customers",
            required=False,
            minimum=0,
        ),
        Column("interest_income", "number", "Interest earned.", "利息收入", "CNY", minimum=0),
        Column("interest_expense", "number", "Interest paid.", "利息支出", "CNY", minimum=0),
        Column(
            "fee_income",
            "number",
            "Fees: of the volume and from the holders, a twelfth of the year's.",
            "手续费及佣金收入",
            "CNY",
            minimum=0,
        ),
    ),
    references=refers_to("product_id"),
)

ROOM = Room(
    "income by product",
    ("income_by_product",),
    make,
    truth={"average_rates": "month, product_id: the rate earned (assets) or paid (liabilities) on average, a year."},
    parameters=TRUTH.as_dict(),
)
