"""Statements in other units: common size, horizontal analysis, change."""

import math

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES
from hand_made_firm import YEARS, hand_made_firm, rows

from cmlib.items import ITEMS
from cmlib.statements import change, common_size, index_to_base

FIRM = hand_made_firm()


class TestCommonSize:
    def test_pencil(self):
        sized = common_size(FIRM).iloc[0]
        assert sized["cash"] == 100 / 1000
        assert sized["cost_of_sales"] == 545 / 840
        assert sized["capital_expenditure"] == 70 / 840

    def test_wholes_are_one_and_parts_add_up_to_them(self):
        sized = common_size(FIRM)
        assert (sized["total_assets"] == 1).all()
        assert (sized["revenue"] == 1).all()
        for item in ITEMS.values():
            if item.total_of:
                total = sum(factor * sized[name] for name, factor in item.total_of)
                assert total.to_numpy() == pytest.approx(sized[item.name].to_numpy(), abs=1e-12)
        assert (sized["total_liabilities"] + sized["equity"]).to_numpy() == pytest.approx(1)

    def test_only_line_items_come_back_in_statement_order(self):
        few = FIRM[["year", "revenue", "firm_id", "cash", "total_assets"]].assign(city="Wuhan")
        assert list(common_size(few)) == ["firm_id", "year", "cash", "total_assets", "revenue"]

    @pytest.mark.parametrize("whole", [0.0, -5.0, math.nan, math.inf, 5e-324])
    def test_missing_where_the_whole_is_no_whole(self, whole):
        firm = FIRM.assign(total_assets=whole, cash=1e10)
        assert common_size(firm)["cash"].isna().all()

    def test_own_names_of_the_key(self):
        renamed = FIRM.rename(columns={"firm_id": "code", "year": "fiscal_year"})
        assert list(common_size(renamed, firm="code", year="fiscal_year"))[:2] == ["code", "fiscal_year"]

    @pytest.mark.parametrize(
        ("table", "error", "message"),
        [
            (FIRM.drop(columns="revenue"), LookupError, r"common_size needs the columns \['revenue'\]"),
            (FIRM[["firm_id", "year"]], LookupError, "common_size needs at least one line item"),
            (FIRM.assign(cash="much"), ValueError, "common_size needs numbers in 'cash'"),
            (FIRM.iloc[:0], ValueError, "common_size needs at least one row"),
            (pd.concat([FIRM, FIRM]), ValueError, r"common_size needs one row for each \['firm_id', 'year'\]"),
            ([1, 2], TypeError, "common_size needs a table"),
        ],
    )
    def test_bad_tables(self, table, error, message):
        with pytest.raises(error, match=message):
            common_size(table)


class TestOverTime:
    def test_pencil(self):
        index = index_to_base(FIRM, 2021)
        assert index["revenue"].tolist() == [1.0, 950 / 840, 750 / 840]
        assert index["net_income"].tolist() == [1.0, 97.5 / 100.5, -58 / 100.5]
        assert change(FIRM)["inventory"].tolist()[1:] == [15.5, 14.5]
        assert change(FIRM, relative=True)["inventory"].tolist()[1:] == [15.5 / 150, 14.5 / 165.5]

    @pytest.mark.parametrize("base_year", YEARS)
    def test_base_is_one_or_missing(self, base_year):
        at_base = index_to_base(FIRM, np.int64(base_year)).set_index("year").loc[base_year, list(ITEMS)]
        amounts = FIRM.set_index("year").loc[base_year, list(ITEMS)].astype(float)
        assert (at_base[amounts > 0] == 1).all()
        assert at_base[amounts <= 0].isna().all()
        assert (amounts <= 0).any()

    def test_relative_change_missing_against_zero_or_a_loss(self):
        after = change(pd.concat([FIRM, FIRM.iloc[[2]].assign(year=2024)]), relative=True).set_index("year")
        assert np.isnan(after.loc[2024, "net_income"])  # 2023 was a loss
        assert np.isnan(after.loc[2022, "investments_sold"])  # nothing sold in 2021
        assert after.loc[2024, "revenue"] == 0

    def test_money_against_a_loss_is_known(self):
        assert change(FIRM).set_index("year").loc[2023, "net_income"] == -155.5

    def test_changes_add_up_to_the_whole_change(self):
        changes = change(FIRM)[["revenue", "cash"]].sum()
        assert changes.to_list() == pytest.approx([750 - 840, 145.1 - 100])

    def test_no_year_before_no_change(self):
        gap = change(FIRM[FIRM["year"] != 2022])
        assert gap[list(ITEMS)].isna().all(axis=None)

    def test_firm_without_the_base_year_is_missing(self):
        late = hand_made_firm("B").iloc[1:]
        index = index_to_base(pd.concat([FIRM, late]), 2021)
        assert index.loc[index["firm_id"] == "B", list(ITEMS)].isna().all(axis=None)
        assert len(index) == 5

    def test_growth_is_the_ratio_of_indices(self):
        index, growth = index_to_base(FIRM, 2021)["revenue"], change(FIRM, relative=True)["revenue"]
        assert growth[2] == pytest.approx(index[2] / index[1] - 1)

    @pytest.mark.parametrize(
        ("base_year", "error", "message"),
        [
            (2019, ValueError, "no firm has the base year 2019; the table runs from 2021 to 2023"),
            ("2021", TypeError, "index_to_base needs a whole number as base_year, found '2021'"),
            (2021.5, TypeError, "index_to_base needs a whole number as base_year, found 2021.5"),
            (True, TypeError, "index_to_base needs a whole number as base_year, found True"),
        ],
    )
    def test_bad_base_year(self, base_year, error, message):
        with pytest.raises(error, match=message):
            index_to_base(FIRM, base_year)

    def test_years_that_are_no_numbers(self):
        text = FIRM.astype({"year": str})
        with pytest.raises(ValueError, match="change needs whole numbers in 'year'"):
            change(text)
        with pytest.raises(ValueError, match="index_to_base needs whole numbers in 'year'"):
            index_to_base(text, 2021)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "function",
    [common_size, change, lambda table: change(table, relative=True), lambda table: index_to_base(table, 2022)],
    ids=["common_size", "change", "relative change", "index_to_base"],
)
def test_same_result_in_every_engine(engine, function):
    firms = pd.concat([hand_made_firm("B"), FIRM.assign(revenue=[0.0, np.nan, 750.0])], ignore_index=True)
    firms = firms[["firm_id", "year", "cash", "total_assets", "revenue", "net_income", "investments_sold"]]
    table = ENGINES[engine][0](firms)
    result = function(table)
    assert type(result) is type(table)
    assert rows(result) == rows(function(firms))


@pytest.mark.parametrize("function", [common_size, lambda table: change(table, relative=True)], ids=["size", "change"])
def test_currency_does_not_matter(function):
    doubled = FIRM.assign(**{name: FIRM[name] * 2 for name in ITEMS})
    assert rows(function(doubled)) == rows(function(FIRM))


@pytest.mark.parametrize("function", [common_size, change, lambda table: index_to_base(table, 2022)])
def test_rows_keep_their_order_and_index(function):
    # A column of the result can be set beside the statements, however they were filtered and sorted.
    firms = pd.concat([hand_made_firm(name) for name in "CAB"], ignore_index=True).sample(frac=0.8, random_state=3)
    assert function(firms)[["firm_id", "year"]].equals(firms[["firm_id", "year"]])
