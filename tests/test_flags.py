"""`ratio_flags` on every engine: one reason, the right one, for every missing value."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import every_engine, on, plain
from firms import ASKED, FLAGS, KEY, LONG_KEY, STATEMENTS, random_statements

from cmlib.table import ratio_flags, ratio_table


@pytest.fixture(scope="module", name="many_firms")
def _many_firms():
    return random_statements()


@every_engine
def test_pencil_reasons(engine):
    result = on(engine, ratio_flags, STATEMENTS, ASKED)
    assert list(result) == list(FLAGS)
    pd.testing.assert_frame_equal(plain(result, LONG_KEY), plain(FLAGS, LONG_KEY))


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb"])
def test_every_missing_value_has_one_reason(engine, many_firms):
    table = plain(ratio_table(many_firms), KEY)
    flags = on(engine, ratio_flags, many_firms)
    missing = table.melt(KEY, var_name="ratio").query("value.isna()")
    pd.testing.assert_frame_equal(
        plain(flags[LONG_KEY], LONG_KEY), plain(missing[LONG_KEY], LONG_KEY).astype({"firm_id": float})
    )


def test_reasons_agree_between_arrays_and_expressions(many_firms):
    lazy = ratio_flags(pl.from_pandas(many_firms).lazy()).collect().to_pandas()
    pd.testing.assert_frame_equal(plain(lazy, LONG_KEY), plain(ratio_flags(many_firms), LONG_KEY))


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb"])
@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("cash_ratio", {"cash": np.inf, "short_term_investments": 1.0, "current_liabilities": 1.0}, "cash is missing"),
        (
            "working_capital",
            {"current_assets": 1e308, "current_liabilities": -1e308},
            "the result is too large for a number",
        ),
        ("tax_burden", {"net_income": -2.0, "profit_before_tax": -1.0}, "denominator profit_before_tax is negative"),
    ],
)
def test_reasons_within_a_year(engine, name, values, reason):
    flags = on(
        engine, ratio_flags, pd.DataFrame({"firm_id": ["A"], "year": [2020]} | {k: [v] for k, v in values.items()})
    )
    assert flags.loc[flags["ratio"] == name, "reason"].tolist() == [reason]


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb"])
@pytest.mark.parametrize(
    ("earlier", "now", "reason"),
    [
        (-50.0, 50.0, "denominator {item}_three_years_ago is negative"),
        (0.0, 50.0, "denominator {item}_three_years_ago is zero"),
        (50.0, -50.0, "base of the root {item} / {item}_three_years_ago is negative"),
        (None, 50.0, "{item} of three years before is missing"),
        (50.0, None, "{item} is missing"),
    ],
)
def test_reasons_of_growth(engine, earlier, now, reason):
    item = "profit_before_tax"
    frame = pd.DataFrame({"firm_id": ["A", "A"], "year": [2017, 2020], item: pd.Series([earlier, now], dtype=float)})
    flags = on(engine, ratio_flags, frame, "profit_three_year_growth")
    assert flags.loc[flags["year"] == 2020, "reason"].tolist() == [reason.format(item=item)]


@every_engine
def test_no_reasons_when_nothing_is_missing(engine):
    flags = on(engine, ratio_flags, STATEMENTS.query("firm_id == 'A'"), "current_ratio")
    assert list(flags) == ["firm_id", "year", "ratio", "reason"]
    assert len(flags) == 0


def test_duckdb_leaves_nothing_behind():
    connection = duckdb.connect()
    connection.register("statements", STATEMENTS)
    ratio_flags(connection.table("statements"), ASKED).fetchall()
    assert connection.sql("select view_name from duckdb_views() where not internal").fetchall() == [("statements",)]
