"""PySpark gives what the other engines give; one session for all, because starting it takes long."""

import os
import shutil
import sys

import pandas as pd
import pytest
import test_rating_engine as rating
from engines import plain
from firms import ASKED, COLUMNS, FLAGS, KEY, LONG_KEY, RATIOS, STATEMENTS

from cmlib import datasets
from cmlib.cashflow import repayment_source, structure
from cmlib.clv import present_value_by_customer, summarise_purchases
from cmlib.distress import distress_table
from cmlib.rating import ENTERPRISE_CARD, classify_loans, score, warning_signals
from cmlib.segments import rfm
from cmlib.statements import dupont
from cmlib.survey import risk_type
from cmlib.table import ratio_flags, ratio_table

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="PySpark needs Java, and there is none here")

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",  # compiling takes longer than interpreting a few rows
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # starts sooner
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    pyspark = pytest.importorskip("pyspark.sql", reason="PySpark is not installed; the extra 'scale' brings it")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = pyspark.SparkSession.builder.master("local[1]")
    folder = str(tmp_path_factory.mktemp("spark"))
    for name, value in {**SETTINGS, "spark.sql.warehouse.dir": folder}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def as_spark(session, table):
    """A small table as SQL text, so that no Python worker has to start."""
    values = [
        ", ".join("null" if pd.isna(value) else _literal(value) for value in row) for row in table.to_numpy(object)
    ]
    rows = ", ".join(f"({row})" for row in values)
    return session.sql(f"select * from values {rows} as given({', '.join(table)})")


def _literal(value):
    if isinstance(value, (str, pd.Timestamp)):
        return f"timestamp'{value}'" if isinstance(value, pd.Timestamp) else repr(value)
    return f"{value!r}D" if isinstance(value, float) else str(value)


def collected(table):  # toPandas() warns about pandas 3
    return pd.DataFrame([tuple(row) for row in table.collect()], columns=table.columns)


def test_ratios_and_flags(session):
    statements = as_spark(session, STATEMENTS[COLUMNS])
    table = ratio_table(statements, ASKED)
    assert type(table) is type(statements)
    pd.testing.assert_frame_equal(plain(collected(table), KEY), plain(RATIOS, KEY), rtol=1e-14)
    flags = collected(ratio_flags(statements, ASKED[:2]))
    expected = FLAGS[FLAGS["ratio"].isin(ASKED[:2])]
    pd.testing.assert_frame_equal(plain(flags, LONG_KEY), plain(expected, LONG_KEY))


def test_a_repeated_firm_year_is_refused(session):
    statements = as_spark(session, STATEMENTS[COLUMNS])
    with pytest.raises(ValueError, match=r"\('A', 2021\) stands in 2 rows"):
        ratio_table(statements.union(statements.filter("year = 2021")))


def test_points_of_the_card(session):
    # One row an indicator without a number, and some firms with all of them.
    shown = [*range(len(ENTERPRISE_CARD.columns)), *range(rating.SPOILT, rating.SPOILT + 10)]
    firms = rating.FIRMS.iloc[shown]
    answer = score(as_spark(session, firms), ENTERPRISE_CARD)
    rating.assert_is(collected(answer), rating.expected(firms).reset_index(drop=True))


def some(name, column, values, *columns):
    """A few rows of a table of the course's bank: those of the first values of a column."""
    table = datasets.load(name)
    table = table[table[column].isin(table[column].unique()[:values])].reset_index(drop=True)
    return table[list(columns) or list(table)]


#: Name -> a function, its rows, and what identifies a row of the answer.
CALLS = {
    "structure of cash flow": (structure, lambda: some("statements", "firm_id", 2), KEY),
    "source of repayment": (repayment_source, lambda: some("statements", "firm_id", 2), KEY),
    "DuPont": (dupont, lambda: some("statements", "firm_id", 2), KEY),
    "Altman": (lambda table: distress_table(table, "altman_z_private"), lambda: some("statements", "firm_id", 2), KEY),
    "loan categories": (classify_loans, lambda: some("loan_months", "loan_id", 3), ["loan_id", "month"]),
    "risk types": (risk_type, lambda: some("risk_questionnaire", "customer_id", 20), ["customer_id", "attempt"]),
    "purchases": (
        lambda table: summarise_purchases(table, amount="amount", until="2025-06-30"),
        lambda: some("transactions", "customer_id", 6, "customer_id", "date", "amount"),
        ["customer_id"],
    ),
    "values of dated flows": (
        lambda table: present_value_by_customer(table, valuation_date="2025-06-30", discount_rate_per_year=0.05),
        lambda: some("transactions", "customer_id", 6, "customer_id", "date", "amount"),
        ["customer_id"],
    ),
    "recency, frequency, money": (
        lambda table: rfm(table, as_of="2026-01-01"),
        lambda: some("transactions", "customer_id", 30, "customer_id", "date", "amount"),
        ["customer_id"],
    ),
    "warning signals": (
        lambda table: warning_signals(table, period="month"),
        lambda: some("firm_months", "firm_id", 3),
        ["firm_id", "month", "signal"],
    ),
}


@pytest.mark.parametrize(("function", "rows", "key"), CALLS.values(), ids=CALLS.keys())
def test_other_rooms_give_on_spark_what_they_give_on_pandas(session, function, rows, key):
    table = rows()
    given = as_spark(session, table)
    answer = function(given)
    assert type(answer) is type(given)
    found, expected = collected(answer), function(table)
    assert len(expected) > 1
    pd.testing.assert_frame_equal(
        plain(found[list(expected)], key), plain(expected, key), check_dtype=False, rtol=1e-12, atol=1e-9
    )
