"""The door through which tables enter, and what `ratio_table` and `ratio_flags` refuse."""

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, every_engine, plain
from firms import COLUMNS, KEY, STATEMENTS

from cmlib.formula import formula
from cmlib.table import open_table, ratio_flags, ratio_table
from cmlib.table.door import check_table

both_functions = pytest.mark.parametrize("function", [ratio_table, ratio_flags])


@both_functions
@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        (
            "curent_ratio",
            LookupError,
            "{f} knows no ratio 'curent_ratio' (did you mean 'current_ratio'?); cmlib.ratios.ALL lists the 48 names",
        ),
        ([], ValueError, "{f} needs at least one ratio; found none. Leave ratios out to compute all"),
        (5, TypeError, "{f} needs ratios to be names or functions; found int"),
        ([5], TypeError, "{f} needs a ratio's name, or a function made by @formula; found 5"),
        ([len], TypeError, "{f} needs a ratio's name, or a function made by @formula; found <built-in function len>"),
        (
            ["cash_ratio", "current_ratio"],
            LookupError,
            "{f} needs the columns ['cash', 'short_term_investments'] for cash_ratio; "
            "the table has ['firm_id', 'year', 'current_assets', 'inventory', 'current_liabilities', 'revenue', "
            "'net_income', 'equity', 'remark']",
        ),
    ],
)
def test_wrong_ratios(function, asked, error, message):
    with pytest.raises(error) as raised:
        function(STATEMENTS, asked)
    assert raised.value.args == (message.format(f=function.__name__),)


@both_functions
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda f: f.rename(columns={"inventory": "inventories"}),
            "{f} needs the columns ['inventory'] for quick_ratio; the table has ['firm_id', 'year', 'current_assets', "
            "'inventories', 'current_liabilities'] (did you mean 'inventories'?)",
        ),
        (
            lambda f: f.rename(columns={"firm_id": "firm"}),
            "{f} needs the columns ['firm_id']; the table has ['firm', 'year', 'current_assets', 'inventory', "
            "'current_liabilities'] (did you mean 'firm'?)",
        ),
    ],
)
def test_missing_columns(function, change, message):
    with pytest.raises(LookupError) as raised:
        function(change(STATEMENTS[COLUMNS[:5]]), "quick_ratio")
    assert raised.value.args == (message.format(f=function.__name__),)


def test_two_functions_of_one_name():
    @formula("mine", unit="times", zh="我的", better="higher")
    def current_ratio(current_assets):
        return current_assets

    with pytest.raises(
        ValueError, match=r"^ratio_table needs a name for each ratio; found two functions 'current_ratio'$"
    ):
        ratio_table(STATEMENTS, ["current_ratio", current_ratio])


def test_no_ratio_is_possible():
    with pytest.raises(
        LookupError, match=r"^ratio_table can compute none of the 48 ratios; the table has \['firm_id', 'year'\]"
    ):
        ratio_table(STATEMENTS[KEY])


@pytest.mark.parametrize("nothing", [None, 5, "statements.csv", [1, 2], {"firm_id": ["A"]}])
def test_no_table(nothing):
    with pytest.raises(
        TypeError, match=r"^ratio_table needs a table \(pandas, .*\); found (NoneType|int|str|list|dict)$"
    ):
        ratio_table(nothing)


WRONG_ROWS = {
    "a repeated firm-year": (
        lambda f: pd.concat([f, f.tail(1)]),
        r"ratio_table needs one row for each \['firm_id', 'year'\]; \('C', 2019\) stands in 2 rows",
    ),
    "a firm-year without a firm": (
        lambda f: f.assign(firm_id=f["firm_id"].where(f["firm_id"] != "B", None)),
        r"ratio_table needs \['firm_id', 'year'\] in every row; found \(None, 2020\) with a part missing",
    ),
    "no rows": (lambda f: f.head(0), "ratio_table needs at least one row; the table is empty"),
    "text where numbers belong": (
        lambda f: f.assign(revenue=f["revenue"].map("{:,.2f}".format)),
        r"ratio_table needs numbers in 'revenue'; found String, for example '172.80'. Convert the column first",
    ),
    "a bool where numbers belong": (
        lambda f: f.assign(revenue=f["revenue"] > 100),
        "ratio_table needs numbers in 'revenue'; found Boolean, for example True. Convert the column first",
    ),
    "years as text": (
        lambda f: f.assign(year=f["year"].astype(str)),
        "ratio_table needs whole numbers in 'year'; found String, for example '2021'",
    ),
    "half years": (
        lambda f: f.assign(year=f["year"] + 0.5),
        "ratio_table needs whole numbers in 'year'; found Float64, for example 2021.5",
    ),
    "years without end": (
        lambda f: f.assign(year=f["year"].astype(float).where(f["firm_id"] != "B", np.inf)),
        "ratio_table needs whole numbers in 'year'; found Float64, for example inf",
    ),
}


@every_engine
@pytest.mark.parametrize("wrong", WRONG_ROWS)
def test_wrong_rows(engine, wrong):
    change, message = WRONG_ROWS[wrong]
    make, _ = ENGINES[engine]
    table = make(change(STATEMENTS[["firm_id", "year", "revenue"]]).reset_index(drop=True))
    with pytest.raises(ValueError, match=message):
        ratio_table(table)


def test_numbers_hidden_among_objects():
    with pytest.raises(ValueError, match=r"needs numbers in 'cash'; found Object, for example 'n/a'"):
        open_table(pd.DataFrame({"cash": pd.Series([1, "n/a"], dtype=object)}), asked_by="example", numeric=["cash"])


@every_engine
def test_the_door_makes_floats_and_empties_what_is_no_number(engine):
    make, back = ENGINES[engine]
    table = make(
        pd.DataFrame({"name": ["a", "b", "c", "d"], "cash": [1.0, np.nan, np.inf, -np.inf], "units": [1, 2, 3, 4]})
    )
    opened = open_table(table, asked_by="example", numeric=["cash", "units", "cash"], key=["name"], text=["name"])
    result = plain(back(opened.to_native()), ["name"])
    assert list(result) == ["name", "cash", "units"]
    assert result["cash"].isna().tolist() == [False, True, True, True]
    assert result["units"].tolist() == [1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize("column", ["numeric", "key", "text"])
def test_the_door_asks_for_every_column(column):
    with pytest.raises(LookupError, match=r"^example needs the columns \['cash'\]; the table has \['name'\]$"):
        open_table(pd.DataFrame({"name": ["a"]}), asked_by="example", **{column: ["cash"]})


@every_engine
def test_the_door_is_closed_to_empty_tables_without_a_key_too(engine):
    make, _ = ENGINES[engine]
    with pytest.raises(ValueError, match=r"^example needs at least one row; the table is empty$"):
        open_table(make(STATEMENTS.head(0)), asked_by="example", numeric=["revenue"])


def test_long_tables_are_not_listed_in_full():
    wide = pd.DataFrame({f"column_{number}": [1] for number in range(99)})
    with pytest.raises(LookupError, match=r"'column_11', …\]"):
        open_table(wide, asked_by="example", numeric=["cash"])


def test_checking_leaves_values_alone():
    frame = check_table(STATEMENTS, asked_by="example", numeric=["equity"], key=KEY)
    assert frame.to_native() is STATEMENTS
