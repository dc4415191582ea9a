"""`ratio_report`: what could not be computed and why, summed up, on every engine."""

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, every_engine
from firms import ASKED, BEFORE, FLAGS, KEY, STATEMENTS, THREE_BEFORE, random_statements
from hand_made_firm import hand_made_firm

from cmlib.distress import piotroski_f
from cmlib.ratios import ALL, current_ratio
from cmlib.table import ratio_flags, ratio_report, ratio_table

COLUMNS = ["ratio", "reason", "firm_years", "share", "example_firm", "example_year"]


@pytest.fixture(scope="module", name="many_firms")
def _many_firms():
    return random_statements()


@every_engine
def test_pencil(engine):
    """Six firm-years of three firms, counted by hand in `tests/firms.py`."""
    report = ratio_report(ENGINES[engine][0](STATEMENTS), [*ASKED, "cash_ratio"])
    assert type(report) is pd.DataFrame
    expected = [
        ("quick_ratio", "denominator current_liabilities is zero", 1, 1 / 6, "B", 2020),
        ("quick_ratio", "inventory is missing", 1, 1 / 6, "C", 2019),
        ("sales_growth", BEFORE, 4, 4 / 6, "A", 2018),
        ("return_on_equity", BEFORE, 4, 4 / 6, "A", 2018),
        ("return_on_equity", "denominator (equity_prior + equity) / 2 is negative", 1, 1 / 6, "C", 2020),
        ("sales_three_year_growth", THREE_BEFORE, 5, 5 / 6, "A", 2018),
        ("cash_ratio", "the table lacks cash, short_term_investments", 6, 1.0, None, None),
    ]
    expected = pd.DataFrame(expected, columns=COLUMNS).astype({"example_year": "Int64", "example_firm": object})
    pd.testing.assert_frame_equal(
        report.astype({"ratio": str, "reason": str}), expected.astype({"ratio": str, "reason": str})
    )
    assert report["firm_years"].sum() == len(FLAGS) + 6


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb"])
def test_it_counts_the_flags(engine, many_firms):
    report = ratio_report(ENGINES[engine][0](many_firms))
    flags = ratio_flags(many_firms)
    counted = flags.groupby(["ratio", "reason"]).size()
    assert report.set_index(["ratio", "reason"])["firm_years"].sort_index().to_dict() == counted.sort_index().to_dict()
    missing = ratio_table(many_firms)[list(ALL)].isna().sum()
    assert report.groupby("ratio")["firm_years"].sum().to_dict() == missing[missing > 0].to_dict()
    np.testing.assert_allclose(report["share"], report["firm_years"] / len(many_firms))
    examples = set(flags[["ratio", "reason", *KEY]].itertuples(index=False, name=None))
    found = report[["ratio", "reason", "example_firm", "example_year"]].itertuples(index=False, name=None)
    assert set(found) <= examples


def test_the_most_frequent_reason_of_a_ratio_stands_first(many_firms):
    report = ratio_report(many_firms)
    places = [list(ALL).index(ratio) for ratio in report["ratio"]]
    assert places == sorted(places)
    for _, rows in report.groupby("ratio"):
        assert rows["firm_years"].is_monotonic_decreasing


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb", "dask"])
def test_nothing_to_report(engine):
    report = ratio_report(ENGINES[engine][0](STATEMENTS.query("firm_id == 'A'")), "current_ratio")
    assert (list(report), len(report)) == (COLUMNS, 0)
    assert report["firm_years"].dtype == "int64"


def test_ratios_left_out_are_named_even_when_none_is_left():
    table = pd.DataFrame({"firm_id": ["A", "A"], "year": [2020, 2021], "sales": [1.0, 2.0]})
    report = ratio_report(table)
    assert report["ratio"].to_list() == list(ALL)
    assert set(report["firm_years"]) == {2}
    assert report["reason"][0] == "the table lacks current_assets, current_liabilities"
    assert report["example_firm"].isna().all()


def test_formulas_that_are_no_ratios_of_the_library():
    report = ratio_report(hand_made_firm(), [piotroski_f, current_ratio])
    assert report["reason"].to_list() == [BEFORE, "no statement for two years before"]
    assert report["firm_years"].to_list() == [1, 1]
    assert report["example_year"].to_list() == [2021, 2022]


def test_other_names_of_the_key():
    renamed = STATEMENTS.rename(columns={"firm_id": "borrower", "year": "annum"})
    pd.testing.assert_frame_equal(
        ratio_report(renamed, ASKED, firm="borrower", year="annum"), ratio_report(STATEMENTS, ASKED)
    )


@pytest.mark.parametrize(
    ("table", "ratios", "error", "message"),
    [
        ([1], None, TypeError, "needs a table"),
        (STATEMENTS, "quik_ratio", LookupError, r"knows no ratio 'quik_ratio' \(did you mean 'quick_ratio'"),
        (STATEMENTS, [], ValueError, "needs at least one ratio"),
        (STATEMENTS.drop(columns="year"), None, LookupError, r"needs the columns \['year'\]"),
        (STATEMENTS.head(0), None, ValueError, "needs at least one row"),
        (STATEMENTS.assign(year=2020), None, ValueError, "needs one row for each"),
        (STATEMENTS.assign(year=2020.5 + np.arange(6)), None, ValueError, "needs whole numbers in 'year'"),
        (STATEMENTS.assign(inventory="much"), None, ValueError, "needs numbers in 'inventory'"),
    ],
)
def test_what_is_refused(table, ratios, error, message):
    with pytest.raises(error, match=f"^ratio_report {message}"):
        ratio_report(table, ratios)
