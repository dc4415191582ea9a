"""PySpark gives what the other engines give; one session for all, because starting it takes long."""

import os
import shutil
import sys

import pandas as pd
import pytest
import test_rating_engine as rating
from engines import plain
from firms import ASKED, COLUMNS, FLAGS, KEY, LONG_KEY, RATIOS, STATEMENTS

from cmlib.rating import ENTERPRISE_CARD, score
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
    return repr(value) if isinstance(value, str) else f"{value!r}D" if isinstance(value, float) else str(value)


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
