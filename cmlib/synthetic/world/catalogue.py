"""The product catalogue as a table, with the new services that are given away free."""

from dataclasses import fields

import numpy as np
import pandas as pd

from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Table
from cmlib.synthetic.world.block import WorldBlock
from cmlib.synthetic.world.descriptions import DESCRIPTIONS, LAUNCHED_WITH_THE_MONTHS, YEARS_ON_OFFER
from cmlib.synthetic.world.innovations import INNOVATIONS, launch_day
from cmlib.synthetic.world.products import PRODUCTS, Product

#: The new services of `innovations`: free, without a balance, so nobody has a holding of them.
SERVICES = (
    Product("P61", "video counter", "视频柜台", "intermediary", "settlement", "personal", 0, 0, 0, 0, 0, 0, 4, 3, 4),
    Product("P62", "family account", "家庭账户", "intermediary", "settlement", "personal", 0, 0, 0, 0, 0, 0, 4, 3, 5),
    Product("P63", "savings game", "攒钱游戏", "intermediary", "advisory", "personal", 0, 0, 0, 0, 0, 0, 5, 5, 2),
    Product("P64", "voice assistant", "语音助手", "intermediary", "settlement", "personal", 0, 0, 0, 0, 0, 0, 3, 4, 4),
)  # fmt: skip

CATALOGUE = (*PRODUCTS, *SERVICES)

_RENAMED = {"id": "product_id", "zh": "chinese_name"}


def launched(world: WorldBlock) -> np.ndarray:
    """The day on which each product of the catalogue was first on offer."""
    days = {innovation.product_id: launch_day(innovation, world.calendar) for innovation in INNOVATIONS}
    days |= dict.fromkeys(LAUNCHED_WITH_THE_MONTHS, world.calendar.first_days[0])
    for product, years in YEARS_ON_OFFER.items():
        month = np.datetime64(f"{world.first_year - years:04d}-01", "M") + 5 * years % 12
        days[product] = month.astype("datetime64[D]")
    return np.array([days[product.id] for product in CATALOGUE])


def make(world: WorldBlock, house) -> Made:
    """The table."""
    columns = {
        _RENAMED.get(field.name, field.name): [getattr(product, field.name) for product in CATALOGUE]
        for field in fields(Product)
    }
    columns |= {"launched": launched(world), "description": [DESCRIPTIONS[product.id] for product in CATALOGUE]}
    return Made({"products": pd.DataFrame(columns)}, {})


def _level(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "integer", meaning, zh, "1 to 5", minimum=1, maximum=5)


def _words(attribute: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(getattr(product, attribute) for product in CATALOGUE))


def _rate(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "number", meaning, zh, "fraction a year", minimum=0, maximum=1, decimals=4)


TABLE = Table(
    "products",
    "Product catalogue",
    "One row a product: its business line, its price, and the marketing department's marks for its three levels.",
    ("product_id",),
    (
        Column("product_id", "string", "The product.", "产品编号"),
        Column("name", "string", "Its name.", "产品名称"),
        Column("chinese_name", "string", "Its Chinese name.", "中文名称"),
        Column(
            "business_line",
            "string",
            "asset (the bank lends or invests), liability (it takes money), intermediary (off its balance sheet).",
            "业务条线",
            allowed=("liability", "asset", "intermediary"),
        ),
        Column(
            "product_group", "string", "Kind of business inside the line.", "产品类别", allowed=_words("product_group")
        ),
        Column(
            "customer_kind",
            "string",
            "Who buys it: personal or corporate customers; treasury where the bank deals with other banks.",
            "客户类型",
            allowed=_words("customer_kind"),
        ),
        _rate("rate", "Interest or expected return that the catalogue names; 0 where there is none.", "利率"),
        _rate(
            "transfer_price",
            "What the treasury pays the branch for the deposit, or charges it for the loan; 0 where neither.",
            "内部资金转移价格",
        ),
        _rate("fee_rate", "Fee per unit of the balance or volume.", "费率"),
        Column("fee", "number", "Fee that each holder pays.", "年费", "CNY a year", minimum=0),
        Column(
            "risk_level",
            "integer",
            "Risk to the customer's money: 1 (R1, lowest) to 5 (R5, highest); 0 where it is no investment.",
            "风险等级",
            minimum=0,
            maximum=5,
        ),
        Column("term_months", "integer", "Term; 0: none, or as agreed.", "期限", "months", minimum=0),
        _level("core", "The core product: the need that it meets.", "核心产品"),
        _level("formal", "The formal product: the shape in which it comes.", "形式产品"),
        _level("extended", "The extended product: advice, service and help that come with it.", "扩展产品"),
        Column("launched", "date", "First day on offer.", "上市日期"),
        Column("description", "string", "What the bank promises, in short.", "产品说明"),
    ),
)

ROOM = Room("products", ("products",), make)
