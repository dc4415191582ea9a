"""`ratio_table` and `ratio_flags` on PySpark, in one session, because starting it takes long."""

import shutil

import pandas as pd
import pytest
from engines import plain
from firms import ASKED, COLUMNS, FLAGS, KEY, LONG_KEY, RATIOS, STATEMENTS

from cmlib.table import ratio_flags, ratio_table


@pytest.mark.skipif(shutil.which("java") is None, reason="PySpark needs Java, and there is no java on this machine")
def test_pyspark():
    pyspark = pytest.importorskip("pyspark.sql", reason="PySpark is not installed; the extra 'scale' brings it")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",  # compiling takes longer than interpreting six rows
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # starts sooner
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",
    }

    def collected(table):  # toPandas() warns about pandas 3
        return pd.DataFrame(table.collect(), columns=table.columns)

    builder = pyspark.SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        rows = ", ".join(str(tuple(row)) for row in STATEMENTS[COLUMNS].astype(object).to_numpy()).replace(
            "nan", "null"
        )
        statements = session.sql(f"select * from values {rows} as statements({', '.join(COLUMNS)})")
        table = ratio_table(statements, ASKED)
        assert type(table) is type(statements)
        pd.testing.assert_frame_equal(plain(collected(table), KEY), plain(RATIOS, KEY), rtol=1e-14)
        flags = collected(ratio_flags(statements, ASKED[:2]))
        expected = FLAGS[FLAGS["ratio"].isin(ASKED[:2])]
        pd.testing.assert_frame_equal(plain(flags, LONG_KEY), plain(expected, LONG_KEY))
        with pytest.raises(ValueError, match=r"\('A', 2021\) stands in 2 rows"):
            ratio_table(statements.union(statements.filter("year = 2021")))
    finally:
        session.stop()
