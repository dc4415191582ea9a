"""Who earns the bank its money: profit by customer, its concentration, the biggest who is not the best."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from account_frames import DEPOSITS, with_product
from banks import bank
from scipy import stats

from cmlib.synthetic.accounts.levels import TRUTH
from cmlib.synthetic.world.fund_prices import BETA, PRODUCT_IDS
from cmlib.synthetic.world.products import BY_ID

SEEDS = (88, 3, 19)


def yearly_profit(of) -> pd.DataFrame:
    """Profit by customer and year from the tables alone, as a student computes it."""
    holdings, months = of.tables["holdings"], of.tables["customer_months"]
    costs = of.tables["service_costs"].set_index(["kind", "activity"])["cost"]
    rows = with_product(of)
    product = rows["product_id"].map(BY_ID.get)
    price, fee_rate = product.map(lambda p: p.transfer_price), product.map(lambda p: p.fee_rate)
    rows["earned"] = rows["balance"] * np.where(
        rows["product_id"].isin(DEPOSITS), price - rows["rate"], fee_rate - price
    )
    parts = [rows.assign(value=rows["earned"] / 12)]
    paying = holdings.assign(fee=holdings["product_id"].map(lambda p: BY_ID[p].fee)).query("fee > 0")
    for month in months["month"].unique():
        end = month + pd.offsets.MonthEnd(0)
        held = paying[(paying["opened"] <= end) & ~(paying["closed"] < end)]
        parts.append(held.assign(month=month, value=held["fee"] / 12))
    contacts = sum(months[name] * cost for name, cost in costs["contact"].items())
    parts.append(months.assign(value=-contacts - costs["customer", "month"]))
    moved = of.tables["transactions"]
    parts.append(moved.assign(month=moved["date"], value=-moved["channel"].map(costs["transaction"])))
    together = pd.concat([part[["customer_id", "month", "value"]] for part in parts])
    return together.groupby(["customer_id", together["month"].dt.year.rename("year")])["value"].sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_profit_from_the_tables_is_the_true_one(seed):
    of = bank(seed=seed)
    truth = of.truth["customer_profit"].set_index(["customer_id", "year"])
    found = yearly_profit(of)
    assert len(found) == len(truth)
    assert (found - truth["profit"]).abs().max() < 0.02  # three parts, each rounded to the cent
    parts = truth["interest_margin"] + truth["fee_income"] - truth["cost_to_serve"]
    np.testing.assert_allclose(parts, truth["profit"], atol=0.006)


@pytest.mark.parametrize("seed", [*SEEDS, 5, 71])
def test_a_fifth_of_the_customers_brings_about_four_fifths_of_profit(seed, record_property):
    profit = bank(seed=seed).truth["customer_profit"].groupby("customer_id")["profit"].sum().sort_values()
    share = profit.iloc[-(len(profit) // 5) :].sum() / profit.sum()
    record_property("shown at the end", f"seed {seed}: the best fifth of the customers brings {share:.1%} of profit")
    assert 0.70 < share < 0.95
    assert 0.10 < (profit < 0).mean() < 0.40


@pytest.mark.parametrize("seed", [*SEEDS, 5, 71])
def test_the_customer_with_the_largest_deposits_loses_money(seed):
    of = bank(seed=seed)
    rows = with_product(of)
    deposits = rows[rows["product_id"].isin(DEPOSITS)].groupby("customer_id")["balance"].sum()
    biggest = deposits.idxmax()
    assert of.truth["traits"].query("largest_depositor")["customer_id"].tolist() == [biggest]
    profit = of.truth["customer_profit"].query("customer_id == @biggest")["profit"]
    assert (profit < 0).all()
    assert deposits[biggest] > 1.5 * deposits.drop(biggest).max()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_of_today_are_not_all_the_best_of_tomorrow(seed, record_property):
    profit = bank(seed=seed).truth["customer_profit"].pivot(index="customer_id", columns="year", values="profit")
    best = [set(profit[year].nlargest(profit[year].count() // 5).index) for year in profit]
    stay = [len(now & after) / len(now) for now, after in pairwise(best)]
    text = ", ".join(f"{share:.0%}" for share in stay)
    record_property("shown at the end", f"seed {seed}: of the best fifth of a year, {text} belong to it in the next")
    assert all(0.55 < share < 0.85 for share in stay)


def renewals(of, months: int) -> pd.Series:
    """Logarithm of a one-year deposit over the one placed ``months`` before by the same steady customer.

    Small deposits are left out by the customer's wealth, not by the deposit: who is chosen for what he keeps
    today would be less well off tomorrow.
    """
    unsteady = of.truth["churn"].query("state != 'active'")["customer_id"]
    traits = of.truth["traits"]
    steady = traits[~traits["customer_id"].isin(unsteady) & traits["wealth"].gt(30_000) & ~traits["largest_depositor"]]
    held = of.tables["holdings"]
    # The level in the months before the first one shown is that of the first one, so only later ones are compared.
    held = held[(held["product_id"] == "P02") & (held["opened"] >= of.tables["balances"]["month"].min())]
    placed = of.tables["balances"].merge(held[["holding_id", "opened", "maturity"]], on="holding_id")
    placed = placed[placed["inflow"] > 0].merge(steady[["customer_id"]], on="customer_id")
    placed["due"] = placed["opened"] + pd.DateOffset(months=months)
    pairs = placed.merge(placed, left_on=["customer_id", "due"], right_on=["customer_id", "opened"])
    return np.log(pairs["inflow_y"] / pairs["inflow_x"])


@pytest.mark.parametrize("seed", SEEDS)
def test_renewed_deposits_show_how_far_balances_wander(seed, recovers):
    change = renewals(bank(seed=seed), 12)
    planted = TRUTH.level_spread * np.sqrt(2 * (1 - TRUTH.level_memory**12))
    error = change.std() / np.sqrt(2 * len(change))
    recovers("spread of a year's change of balances", planted, change.std(), error, method="renewals", seed=seed)
    mean = change.mean()
    recovers("level_growth, a year", 12 * TRUTH.level_growth, mean, change.sem(), method="renewals", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_funds_follow_the_share_market_as_planted(seed, recovers):
    of = bank(seed=seed)
    prices = of.tables["fund_prices"]
    prices["growth"] = (prices["price"] + prices["dividend"]) / prices.groupby("product_id")["price"].shift()
    month = prices["date"].dt.to_period("M")
    returns = np.log(prices.groupby(["product_id", month])["growth"].prod()).unstack(0).iloc[1:]
    market = np.diff(np.log(of.people_block(0).economy.share_price))
    for fund, beta in zip(PRODUCT_IDS, BETA, strict=True):
        fit = sm.OLS(returns[fund].to_numpy(), sm.add_constant(market)).fit()
        reach = stats.t.ppf(0.9995, fit.df_resid) * fit.bse[1]
        interval = (fit.params[1] - reach, fit.params[1] + reach)
        recovers(f"beta of {fund}", beta, fit.params[1], interval=interval, method="market model", seed=seed)
