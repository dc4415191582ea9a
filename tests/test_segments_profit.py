"""Profit by customer: by pencil, on every engine, and the bank's true profit found again from its tables."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, plain
from two_tables import in_pandas, of_one_engine

from cmlib.segments import ALL, cost_to_serve, deposit_margin, fee_margin, loan_margin, profit_contribution

POSITIONS = pd.DataFrame(
    [
        ("a", "liability", 120_000, 0.010, 0.02, 0.0),  # 100
        ("a", "asset", 60_000, 0.05, 0.03, 0.0),  # 100
        ("a", "intermediary", 24_000, np.nan, 0.0, 0.005),  # 10
        ("b", "liability", 240_000, 0.025, 0.02, 0.0),  # -100
        ("c", "liability", np.nan, 0.010, 0.02, 0.0),
        ("c", "asset", 12_000, 0.05, 0.04, 0.0),  # 10
    ],
    columns=["customer_id", "business_line", "balance", "rate", "transfer_price", "fee_rate"],
)
FEES = pd.DataFrame({"customer_id": ["a", "a", "b"], "amount": [1.0, 2.0, 4.0]})
COSTS = pd.DataFrame({"customer_id": ["a", "b", "d"], "amount": [20.0, 5.0, 7.0]})
LOSSES = pd.DataFrame({"customer_id": ["a"], "amount": [30.0]})
PARTS = ["deposit_margin", "loan_margin", "fee_income", "cost_to_serve", "expected_loss", "profit"]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_part_by_pencil_on_every_engine(engine):
    positions, *others = of_one_engine(engine, POSITIONS, FEES, COSTS, LOSSES)
    found = profit_contribution(positions, **dict(zip(("fees", "costs", "expected_losses"), others, strict=True)))
    assert type(found) is type(positions)
    found = plain(in_pandas(engine, found), ["customer_id"])
    assert list(found) == ["customer_id", *PARTS]
    expected = [
        [100, 100, 13, 20, 30, 163], [-100, 0, 4, 5, 0, -101], [np.nan, 10, 0, 0, 0, np.nan], [0, 0, 0, 7, 0, -7]
    ]  # fmt: skip
    np.testing.assert_allclose(found[PARTS].to_numpy(dtype=float), expected, atol=1e-9)


class TestProfit:
    def test_parts_that_are_not_given_have_no_column(self):
        found = profit_contribution(POSITIONS.drop(columns="fee_rate").drop(index=2))
        assert list(found) == ["customer_id", "deposit_margin", "loan_margin", "fee_income", "profit"]
        assert found["fee_income"].tolist() == [0, 0, 0]
        assert found["profit"].tolist()[:2] == pytest.approx([200, -100])

    def test_a_missing_rate_matters_only_where_it_is_used(self):
        spoilt = POSITIONS.assign(rate=np.nan, fee_rate=0.005)
        found = profit_contribution(spoilt).set_index("customer_id")
        assert np.isnan(found.loc["a", "deposit_margin"])
        assert np.isnan(found.loc["a", "loan_margin"])
        assert found.loc["a", "fee_income"] == pytest.approx(10)

    def test_years_apart_and_longer_rows(self):
        both = pd.concat([POSITIONS.assign(year=2023), POSITIONS.assign(year=2024, balance=POSITIONS["balance"] * 2)])
        found = profit_contribution(both, by=["customer_id", "year"], months_per_row=12)
        assert found[["customer_id", "year"]].values.tolist()[:2] == [["a", 2023], ["a", 2024]]
        assert found["profit"].tolist()[:2] == pytest.approx([12 * 210, 24 * 210])

    def test_splitting_a_balance_changes_nothing(self):
        halves = pd.concat([POSITIONS.assign(balance=POSITIONS["balance"] / 2)] * 2)
        one, other = profit_contribution(POSITIONS), profit_contribution(halves)
        np.testing.assert_allclose(one["profit"], other["profit"], rtol=1e-12)

    @pytest.mark.parametrize(
        ("change", "arguments", "error", "message"),
        [
            (lambda t: t.replace("asset", "assets"), {}, ValueError, r"business lines .*; found 'assets'"),
            (lambda t: t.drop(columns="fee_rate"), {}, ValueError, "intermediary business needs the column 'fee_rate'"),
            (lambda t: t.assign(business_line=None), {}, ValueError, "found None"),
            (lambda t: t.drop(columns="rate"), {}, LookupError, r"needs the columns \['rate'\]"),
            (lambda t: t.assign(balance="much"), {}, ValueError, "needs numbers in 'balance'"),
            (lambda t: t.assign(customer_id=None), {}, ValueError, r"needs \['customer_id'\] in every row"),
            (lambda t: t.iloc[:0], {}, ValueError, "at least one row"),
            (lambda t: t, {"months_per_row": 0}, ValueError, "months_per_row to be a number above 0"),
            (lambda t: t, {"months_per_row": float("inf")}, ValueError, "months_per_row"),
            (lambda t: t, {"costs": COSTS.assign(amount=-1)}, ValueError, "given from 0; found -1.0 in cost_to_serve"),
            (lambda t: t, {"expected_losses": COSTS.assign(amount=-1)}, ValueError, "in expected_loss"),
            (lambda t: t, {"fees": COSTS.drop(columns="amount")}, LookupError, r"columns \['amount'\]"),
            (lambda t: 5, {}, TypeError, "needs a table"),
        ],
    )
    def test_refuses(self, change, arguments, error, message):
        with pytest.raises(error, match=message):
            profit_contribution(change(POSITIONS), **arguments)

    def test_fees_may_be_paid_back(self):
        back = pd.DataFrame({"customer_id": ["a"], "amount": [-3.0]})
        assert profit_contribution(POSITIONS, fees=back)["fee_income"].iloc[0] == pytest.approx(7)


class TestCostToServe:
    COUNTS = pd.DataFrame({"customer_id": ["a", "a", "b"], "counter_visits": [2, 1, 0], "calls": [0, 4, 1]})

    @pytest.mark.parametrize("engine", ["pandas", "polars lazy", "pyarrow", "duckdb"])
    def test_counts(self, engine):
        found = cost_to_serve(ENGINES[engine][0](self.COUNTS), {"counter_visits": 9, "calls": 5}, cost_per_row=2)
        assert plain(in_pandas(engine, found), ["customer_id"]).values.tolist() == [["a", 27 + 20 + 4], ["b", 5 + 2]]

    @pytest.mark.parametrize("engine", ["pandas", "polars lazy", "pyarrow", "duckdb"])
    def test_one_row_an_activity(self, engine):
        rows = pd.DataFrame({"customer_id": list("aab"), "channel": ["counter", "mobile", "mobile"]})
        costs = {"counter": 3, "mobile": 0.15}
        found = cost_to_serve(ENGINES[engine][0](rows), costs, kind="channel", cost_per_row=1)
        found = plain(in_pandas(engine, found), ["customer_id"])
        assert found["amount"].tolist() == pytest.approx([5.15, 1.15])

    def test_a_missing_count_leaves_the_cost_missing(self):
        found = cost_to_serve(self.COUNTS.assign(calls=[None, 1.0, 1.0]), {"counter_visits": 9, "calls": 5})
        assert found["amount"].isna().tolist() == [True, False]

    def test_refuses(self):
        rows = pd.DataFrame({"customer_id": ["a"], "channel": ["fax"]})
        with pytest.raises(ValueError, match=r"no cost of 'fax'; it has \['counter'\]"):
            cost_to_serve(rows, {"counter": 3}, kind="channel")
        for cost in (-1, float("nan"), None, True):
            with pytest.raises(ValueError, match="cost of 'calls' is an amount from 0"):
                cost_to_serve(self.COUNTS, {"calls": cost})
        with pytest.raises(ValueError, match="cost of 'cost_per_row'"):
            cost_to_serve(self.COUNTS, {"calls": 1}, cost_per_row=-1)
        with pytest.raises(LookupError, match=r"columns \['visits'\]"):
            cost_to_serve(self.COUNTS, {"visits": 1})


class TestMargins:
    def test_they_have_a_name_a_unit_and_a_term(self):
        assert set(ALL) == {"deposit_margin", "loan_margin", "fee_margin"}
        assert {one.unit for one in ALL.values()} == {"CNY"}

    def test_a_spread_split_by_the_transfer_price_is_the_spread(self):
        # 3% on loans, 1% on deposits: the same money earns 2%, wherever the transfer price lies.
        for price in (0.0, 0.015, 0.02, 0.04):
            deposit = deposit_margin(12_000.0, price, 0.01)
            loan = loan_margin(12_000.0, 0.03, price)
            assert deposit + loan == pytest.approx(12_000 * 0.02 / 12)
        assert fee_margin(12_000.0, 0.095, 0.02, 12) == pytest.approx(900)


@pytest.mark.parametrize("seed", [88, 3])
def test_the_true_profit_of_the_bank_comes_back_from_its_tables(seed):
    of = bank(seed)
    products = of.tables["products"][["product_id", "business_line", "transfer_price", "fee_rate", "fee"]]
    held = of.tables["holdings"][["holding_id", "customer_id", "product_id", "rate", "opened", "closed"]]
    held = held.merge(products, on="product_id")
    positions = of.tables["balances"].merge(held.drop(columns="customer_id"), on="holding_id")
    positions = positions.assign(year=positions["month"].dt.year)
    paying = held[held["fee"] > 0].merge(of.tables["customer_months"][["customer_id", "month"]], on="customer_id")
    end = paying["month"] + pd.offsets.MonthEnd(0)
    paying = paying[(paying["opened"] <= end) & ~(paying["closed"] < end)]
    fees = paying.assign(year=paying["month"].dt.year, amount=paying["fee"] / 12)
    unit = of.tables["service_costs"].set_index(["kind", "activity"])["cost"]
    by = ["customer_id", "year"]
    months = of.tables["customer_months"].assign(year=of.tables["customer_months"]["month"].dt.year)
    moved = of.tables["transactions"].assign(year=of.tables["transactions"]["date"].dt.year)
    costs = pd.concat(
        [
            cost_to_serve(months, unit["contact"].to_dict(), by=by, cost_per_row=unit["customer", "month"]),
            cost_to_serve(moved, unit["transaction"].to_dict(), by=by, kind="channel"),
        ]
    )
    found = profit_contribution(positions, fees=fees, costs=costs, by=by)
    truth = of.truth["customer_profit"].merge(found, on=by, suffixes=("_true", ""), how="outer")
    assert truth.notna().all(axis=None)
    for part, true in (
        ("deposit_margin", "interest_margin"), ("fee_income", "fee_income_true"),
        ("cost_to_serve", "cost_to_serve_true"), ("profit", "profit_true"),
    ):  # fmt: skip
        assert (truth[part] - truth[true]).abs().max() < 0.02, part  # the true parts are rounded to the cent
    assert (truth["loan_margin"] == 0).all()
