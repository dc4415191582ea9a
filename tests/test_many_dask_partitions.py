"""Dask tables of many partitions: grouping and joining must not depend on how rows are spread.

From about a dozen partitions on Dask groups by shuffling, and a join after that used to end with "not in index".
The two partitions of `engines` never come that far.
"""

import dask.dataframe
import narwhals.stable.v2 as nw
import pandas as pd
import pytest
from engines import plain

from cmlib.clv import relationship_value_table, summarise_purchases
from cmlib.rating import alert_queue, warning_signals, with_event_counts
from cmlib.statements import against_industry
from cmlib.table.grouped import joinable

PARTITIONS = 20
CUSTOMERS = [f"C{number:02}" for number in range(24)]
MONTHS = pd.date_range("2023-01-01", periods=8, freq="MS")

PURCHASES = pd.DataFrame({
    "customer_id": CUSTOMERS * 3,
    "date": [pd.Timestamp("2025-01-01") + pd.Timedelta(days=3 * n) for n in range(72)],
    "amount": [float(n % 7 + 1) for n in range(72)],
})  # fmt: skip
FIRM_MONTHS = pd.DataFrame({
    "firm_id": [firm for firm in CUSTOMERS for _ in MONTHS],
    "month": list(MONTHS) * len(CUSTOMERS),
    "average_deposit": [1.0 if n % 5 == 0 and m > 5 else 100.0 for n in range(24) for m in range(8)],
})  # fmt: skip
EVENTS = FIRM_MONTHS.assign(date=FIRM_MONTHS["month"], kind="dispute")[["firm_id", "date", "kind"]].iloc[::3]
SIGNALS = pd.DataFrame({"firm_id": CUSTOMERS * 2, "year": [1] * 24 + [2] * 24, "severity": [1, 2, 3, 1] * 12})
EXPOSURES = pd.DataFrame({"firm_id": CUSTOMERS, "exposure": [float(n + 1) for n in range(24)]})
RATIOS = pd.DataFrame({
    "firm_id": CUSTOMERS, "year": 2024, "industry": ["retail", "steel"] * 12, "current_ratio": range(24),
})  # fmt: skip


def queue(table):
    return alert_queue(table, EXPOSURES if isinstance(table, pd.DataFrame) else spread(EXPOSURES))


def events(table):
    happened = EVENTS if isinstance(table, pd.DataFrame) else spread(EVENTS)
    return with_event_counts(table, happened, kinds=["dispute"], period="month")


def spread(frame: pd.DataFrame):
    table = dask.dataframe.from_pandas(frame.reset_index(drop=True), npartitions=PARTITIONS)
    assert table.npartitions == PARTITIONS
    return table


@pytest.mark.parametrize(
    ("work", "frame", "key"),
    [
        (lambda table: summarise_purchases(table, amount="amount"), PURCHASES, ["customer_id"]),
        (lambda table: warning_signals(table, period="month"), FIRM_MONTHS, ["firm_id", "month"]),
        (events, FIRM_MONTHS, ["firm_id", "month"]),
        (queue, SIGNALS, ["firm_id", "year"]),
        (against_industry, RATIOS, ["firm_id"]),
    ],
    ids=["purchases", "warnings", "events", "queue", "industry"],
)
def test_many_partitions_give_what_one_table_gives(work, frame, key):
    found, expected = plain(work(spread(frame)).compute(), key), plain(work(frame), key)
    assert len(expected) > 0
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-12)


def test_other_engines_are_left_alone():
    frame = nw.from_native(RATIOS)
    assert joinable(frame) is frame


def test_columns_that_potential_products_lack_are_no_text_on_dask():
    """Dask takes a column of nothing for one of text; ``months_held`` and the products' retention are left out here."""
    tables = [
        pd.DataFrame({"customer_id": CUSTOMERS, "retention_per_month": 0.9}),
        pd.DataFrame({"customer_id": CUSTOMERS, "month": MONTHS[0], "margin": 100.0}),
        pd.DataFrame({"customer_id": CUSTOMERS, "margin_per_month": 10.0, "months_left": 12.0}),
        pd.DataFrame({"customer_id": CUSTOMERS, "margin_per_month": 10.0, "adoption_probability": 0.3}),
    ]
    terms = {"valuation_date": "2024-12-31", "discount_rate_per_year": 0.05, "compound_past": True}
    found = relationship_value_table(*map(spread, tables), **terms).compute()
    expected = relationship_value_table(*tables, **terms)
    pd.testing.assert_frame_equal(plain(found, ["customer_id"]), plain(expected, ["customer_id"]), rtol=1e-12)
