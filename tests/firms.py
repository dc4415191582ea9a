"""Firms for the tests of whole tables: three whose ratios a pencil can check, and forty random ones."""

import numpy as np
import pandas as pd

from cmlib.items import ITEMS

# Firm A lacks 2020, B has one year and no short-term debt, C has lost its equity. Rows in no order.
COLUMNS = ["firm_id", "year", "current_assets", "inventory", "current_liabilities", "revenue", "net_income", "equity"]
STATEMENTS = pd.DataFrame(
    [
        ("A", 2021, 400, 40.0, 100, 172.8, 15, 160),
        ("C", 2020, 80, 20.0, 160, 90.0, -10, -60),
        ("A", 2018, 300, 100.0, 200, 100.0, 10, 100),
        ("B", 2020, 50, 10.0, 0, 80.0, 8, 50),
        ("A", 2019, 330, 110.0, 220, 120.0, 12, 140),
        ("C", 2019, 90, None, 100, 60.0, -30, -20),
    ],
    columns=COLUMNS,
).assign(remark="not a number")
ASKED = ["quick_ratio", "sales_growth", "return_on_equity", "sales_three_year_growth"]
RATIOS = pd.DataFrame(
    [
        ("A", 2021, 3.6, None, None, 0.2),
        ("C", 2020, 0.375, 0.5, None, None),
        ("A", 2018, 1.0, None, None, None),
        ("B", 2020, None, None, None, None),
        ("A", 2019, 1.0, 0.2, 0.1, None),
        ("C", 2019, None, None, None, None),
    ],
    columns=["firm_id", "year", *ASKED],
).astype(dict.fromkeys(ASKED, float))
BEFORE, THREE_BEFORE = "no statement for the year before", "no statement for three years before"
FLAGS = pd.DataFrame(
    [
        ("A", 2021, "sales_growth", BEFORE),
        ("A", 2021, "return_on_equity", BEFORE),
        ("C", 2020, "return_on_equity", "denominator (equity_prior + equity) / 2 is negative"),
        ("C", 2020, "sales_three_year_growth", THREE_BEFORE),
        ("A", 2018, "sales_growth", BEFORE),
        ("A", 2018, "return_on_equity", BEFORE),
        ("A", 2018, "sales_three_year_growth", THREE_BEFORE),
        ("B", 2020, "quick_ratio", "denominator current_liabilities is zero"),
        ("B", 2020, "sales_growth", BEFORE),
        ("B", 2020, "return_on_equity", BEFORE),
        ("B", 2020, "sales_three_year_growth", THREE_BEFORE),
        ("A", 2019, "sales_three_year_growth", THREE_BEFORE),
        ("C", 2019, "quick_ratio", "inventory is missing"),
        ("C", 2019, "sales_growth", BEFORE),
        ("C", 2019, "return_on_equity", BEFORE),
        ("C", 2019, "sales_three_year_growth", THREE_BEFORE),
    ],
    columns=["firm_id", "year", "ratio", "reason"],
)
KEY, LONG_KEY = ["firm_id", "year"], ["firm_id", "year", "ratio"]


def random_statements() -> pd.DataFrame:
    """40 firms with gaps in their years and every item, of both signs, with zeros, gaps and infinities."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"firm_id": np.repeat(np.arange(40), 6), "year": np.tile(np.arange(2016, 2022), 40)})
    items = {name: np.round(rng.normal(60, 60, len(frame)), 2) for name in ITEMS}
    for values in items.values():
        values[rng.random(len(frame)) < 0.02] = 0
        values[rng.random(len(frame)) < 0.02] = np.nan
        values[rng.random(len(frame)) < 0.01] = np.inf
    return pd.concat([frame, pd.DataFrame(items)], axis=1).sample(200, random_state=1).reset_index(drop=True)
