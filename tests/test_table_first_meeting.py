"""What somebody who meets tables of statements for the first time gets wrong is told in one sentence."""

import datetime

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES

from cmlib.cashflow import repayment_evidence, repayment_source
from cmlib.distress import distress_table, explain_distress
from cmlib.loans import debt_to_income
from cmlib.ratios import current_ratio
from cmlib.statements import articulation, common_size
from cmlib.table import ratio_report, ratio_table

STATEMENTS = pd.DataFrame(
    {
        "firm_id": ["B", "B", "A"],
        "year": [2022, 2023, 2023],
        "revenue": [100.0, 0.0, 120.0],
        "net_income": [5.0, 6.0, 7.0],
    }
)


def _categories(engine: str):
    make, _ = ENGINES[engine]
    if engine.startswith("polars"):
        return make(STATEMENTS).with_columns(pl.col("firm_id").cast(pl.Enum(["B", "A"])))
    return make(STATEMENTS.astype({"firm_id": "category"}))


@pytest.mark.parametrize("engine", ["pandas", "polars", "polars lazy", "pyarrow", "dask"])
def test_firms_may_be_categories(engine):
    """The report names the first firm by its name, as it does with plain text, whatever order the categories have."""
    report = ratio_report(_categories(engine), ["net_margin", "sales_growth"])
    pd.testing.assert_frame_equal(report, ratio_report(STATEMENTS, ["net_margin", "sales_growth"]))
    assert report.loc[report["reason"] == "no statement for the year before", "example_firm"].tolist() == ["A"]


@pytest.mark.parametrize("function", [ratio_table, common_size, articulation, distress_table])
def test_two_columns_of_one_name_are_refused(function):
    twice = pd.concat([STATEMENTS, STATEMENTS[["revenue"]]], axis=1)
    with pytest.raises(ValueError, match=f"{function.__name__} needs a name of its own for each column; .*'revenue'"):
        function(twice)
    table = pa.Table.from_arrays([pa.array([1])] * 3, names=["firm_id", "cash", "cash"])
    with pytest.raises(ValueError, match=f"{function.__name__} needs a name of its own for each column; .*'cash'"):
        function(table)


def test_keys_in_the_index_are_found_there():
    """Panels in pandas often have firm and year as their index."""
    panel = STATEMENTS.set_index(["firm_id", "year"])
    with pytest.raises(LookupError, match=r"\(\['firm_id', 'year'\] stand in its index: call reset_index\(\) first\)$"):
        ratio_table(panel)
    with pytest.raises(LookupError, match=r"\(\['year'\] stand in its index: call reset_index\(\) first\)$"):
        common_size(STATEMENTS.set_index("year"))
    assert ratio_table(panel.reset_index()).equals(ratio_table(STATEMENTS))


def test_dates_are_no_years():
    ends = [datetime.date(year, 12, 31) for year in STATEMENTS["year"]]
    for table in (
        STATEMENTS.assign(year=pd.to_datetime(ends)),
        pl.from_pandas(STATEMENTS).with_columns(year=pl.Series(ends)),
    ):
        with pytest.raises(ValueError, match=r"needs whole numbers in 'year'; found Date.* as with \.dt\.year$"):
            ratio_table(table)
    with pytest.raises(ValueError, match=r"found String, for example '2022'$"):
        ratio_table(STATEMENTS.assign(year=STATEMENTS["year"].astype(str)))


@pytest.mark.parametrize(
    "table",
    [
        STATEMENTS.assign(revenue=None),
        pl.from_pandas(STATEMENTS).with_columns(revenue=None),
        pa.table({"firm_id": ["A"], "year": [2023], "net_income": [1.0], "revenue": pa.nulls(1)}),
    ],
    ids=["pandas", "polars", "pyarrow"],
)
def test_a_column_without_any_value_has_no_kind(table):
    """Nothing in it is text, so the message must not call it so and stop there."""
    with pytest.raises(ValueError, match=r"needs numbers in 'revenue'; the column holds no value and its type is"):
        ratio_table(table, "net_margin")


def test_a_column_of_missing_numbers_is_one_of_numbers():
    assert ratio_table(STATEMENTS.assign(revenue=np.nan), "net_margin")["net_margin"].isna().all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: debt_to_income(5_000),
            "debt_to_income: missing a required argument: 'monthly_income'; it takes monthly_debt_payments, ",
        ),
        (
            lambda: current_ratio(assets=3, current_liabilities=2),
            "current_ratio: missing .*; it takes current_assets, ",
        ),
        (lambda: current_ratio(3, 2, 1), "current_ratio: too many positional arguments; it takes current_assets, "),
        (lambda: current_ratio(3, current_assets=2), "current_ratio: multiple values for argument 'current_assets'; "),
        (lambda: current_ratio(3, 2, year=1), "current_ratio: got an unexpected keyword argument 'year'; it takes "),
    ],
)
def test_wrong_arguments_are_answered_with_the_right_ones(call, message):
    with pytest.raises(TypeError, match=f"^{message}"):
        call()


def test_a_row_is_not_a_table():
    parts = ("working_capital_to_assets", "retained_earnings_to_assets", "ebit_to_assets", "book_equity_to_liabilities")
    table = pd.DataFrame({part: [0.1] for part in parts})
    with pytest.raises(TypeError, match=r"explain_distress needs row to be one row of .*; found a whole DataFrame$"):
        explain_distress(table, "altman_z_emerging")
    with pytest.raises(
        TypeError, match=r"explain_distress needs against to be one row of .*; found a whole DataFrame$"
    ):
        explain_distress(table.iloc[0], "altman_z_emerging", against=table)
    # 3.25 + (6.56 + 3.26 + 6.72 + 1.05) / 10
    assert explain_distress(table.iloc[0], "altman_z_emerging").total == pytest.approx(5.009)
    lines = ["operating_cash_flow", "interest_paid", "cash", "short_term_investments", "proceeds_from_disposals"]
    lines += ["equity_issued", "borrowings_received", "borrowings_repaid", "current_portion_of_long_term_debt"]
    paid = repayment_source(pd.DataFrame({"firm_id": "A", "year": [2022, 2023], **dict.fromkeys(lines, 10.0)}))
    with pytest.raises(TypeError, match=r"repayment_evidence needs one row of .*; found a whole DataFrame$"):
        repayment_evidence(paid)
    assert repayment_evidence(paid.iloc[1]).startswith("Due 20.00; operations 10.00, cash in hand 10.00.")


def test_a_score_is_explained_one_at_a_time():
    with pytest.raises(ValueError, match=r"takes one model at a time; found \['beneish_m', 'piotroski_f'\]$"):
        explain_distress({}, ["beneish_m", "piotroski_f"])


@pytest.mark.parametrize("rules", [5, [5], ["balance", None]])
def test_rules_are_names_or_rules(rules):
    with pytest.raises(TypeError, match="articulation needs rules to be names or rules"):
        articulation(STATEMENTS, rules=rules)
