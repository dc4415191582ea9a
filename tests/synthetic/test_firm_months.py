"""Firms month by month: the months add up to the books, the account warns, reconciling finds invented sales."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats
from sklearn.metrics import roc_auc_score

from cmlib.synthetic.firms import monthly_laws
from cmlib.synthetic.firms.month_norms import NORMS
from cmlib.synthetic.firms.monthly import TRUTH
from cmlib.synthetic.world.industry_norms import INDUSTRIES

SEEDS = (88, 3, 71)
SIZES = (
    {"seed": 88},
    {"seed": 1, "firms": 10, "customers": 100, "months": 12},
    {"seed": 2, "firms": 103, "months": 60},
    {"seed": 4, "firms": 113, "months": 13, "years": 1},
)


@pytest.mark.parametrize("law", monthly_laws.LAWS, ids=lambda law: law.broken.__name__)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_law_holds(law, size):
    found = law.breaks(bank(**size).tables)
    assert found.empty, found.head().to_string()


def plus(column, amount, row=5):
    """A break made by hand: one row of a table gets something added."""
    return lambda frame: frame.assign(**{column: frame[column].where(frame.index != row, frame[column] + amount)})


BREAKS = {
    monthly_laws.account_broken: ("firm_months", plus("account_outflow", 0.01)),
    monthly_laws.receipts_broken: ("firm_months", plus("inflow_elsewhere", 0.05)),
    monthly_laws.income_tax_broken: ("firm_months", plus("income_tax_paid", 0.01)),
    monthly_laws.year_end_broken: ("firm_months", plus("deposit_end", 1e10, row=11)),
    monthly_laws.fees_broken: ("firm_months", plus("fee_income", 0.05)),
    monthly_laws.rows_broken: ("firm_months", lambda frame: frame.drop(index=5)),
    monthly_laws.events_broken: ("firm_events", plus("date", pd.Timedelta(days=3_000))),
}


@pytest.mark.parametrize("law", monthly_laws.LAWS, ids=lambda law: law.broken.__name__)
def test_every_law_notices_a_break(law):
    tables = bank(88).tables
    name, spoil = BREAKS[law.broken]
    spoiled = {table: tables[table] for table in law.tables} | {name: spoil(tables[name])}
    found = law.breaks(spoiled)
    assert set(found["firm_id"]) == {tables[name]["firm_id"].iloc[5]}


@pytest.mark.parametrize(
    "name", ["firm_months", "firm_events", "management_marks", "ownership_links", "guarantee_links"]
)
def test_a_smaller_bank_is_the_beginning_of_a_larger_one(name):
    small, large = bank(4, firms=110), bank(4, firms=130)
    both = large.tables[name]["firm_id"].isin(small.tables["firms"]["firm_id"])
    pd.testing.assert_frame_equal(small.tables[name], large.tables[name][both].reset_index(drop=True))


# What reconciling finds.


def yearly(made) -> pd.DataFrame:
    """A row a firm and year: statements beside the year's sums of what the bank and the offices saw."""
    seen = ["account_inflow", "inflow_elsewhere", "vat_paid", "electricity_kwh"]
    months = made.tables["firm_months"]
    sums = months.groupby(["firm_id", months["month"].dt.year.rename("year")])[seen].sum().reset_index()
    table = made.tables["statements"].merge(sums, on=["firm_id", "year"])
    cooked = made.truth["cooked_books"][["firm_id", "year", "method", "amount"]]
    table = table.merge(cooked, on=["firm_id", "year"], how="left").fillna({"amount": 0.0})
    table = table.merge(made.tables["firms"][["firm_id", "industry"]], on="firm_id")
    customers = (table["account_inflow"] + table["inflow_elsewhere"]) / (1 + TRUTH.value_added_tax_rate)
    table["inflow"] = np.log(table["revenue"] / customers)
    for name, column in (("tax", "vat_paid"), ("power", "electricity_kwh")):
        ratio = np.log(table["revenue"] / table[column])
        table[name] = ratio - ratio.groupby(table["industry"]).transform("median")
    return table


def area(table, method, check) -> float:
    """Area under the receiver operating characteristic: years cooked by ``method`` against honest years."""
    cooked = (table["method"] == method) & (table["amount"] > 0)
    used = cooked | (table["amount"] == 0)
    return roc_auc_score(cooked[used], table.loc[used, check])


@pytest.mark.parametrize("seed", SEEDS)
def test_reported_sales_against_inflows_find_invented_sales(seed):
    assert area(yearly(bank(seed)), "fictitious sales", "inflow") > 0.85


@pytest.fixture(scope="module")
def large():
    """Enough cooked years to tell the four methods apart."""
    return pd.concat([yearly(bank(seed, firms=1_500)) for seed in (5, 6)])


def test_reconciling_finds_invented_sales_and_no_other_way_of_cooking(large):
    assert area(large, "fictitious sales", "inflow") > 0.92
    assert area(large, "fictitious sales", "tax") > 0.90
    assert area(large, "fictitious sales", "power") > 0.55  # too noisy between firms to convict anybody
    for method in ("overstated inventory", "capitalised expenses", "hidden payables"):
        assert area(large, method, "inflow") < 0.80, method


def test_inflows_tell_how_much_was_invented(large, recovers):
    cooked = large[(large["method"] == "fictitious sales") & (large["amount"] > 0)]
    honest = large.loc[large["amount"] == 0, "inflow"]
    planted = -np.log(1 - cooked["amount"] / cooked["revenue"]).mean()
    estimate = cooked["inflow"].mean() - honest.mean()
    error = cooked["inflow"].std() / np.sqrt(len(cooked))
    recovers("invented sales", planted, estimate, error, method="reported sales over inflows, logarithm", seed="5, 6")


@pytest.mark.parametrize("seed", SEEDS)
def test_tax_burden_differs_between_firms_as_planted(seed, recovers):
    table = yearly(bank(seed))
    burden = table["industry"].map({industry.name: NORMS[industry.name].value_added_tax for industry in INDUSTRIES})
    honest = table[~table["firm_id"].isin(bank(seed).truth["cooked_books"]["firm_id"])]
    log_ratio = np.log(honest["vat_paid"] / honest["revenue"] / burden[honest.index])
    groups = log_ratio.groupby(honest["firm_id"])
    within, years = groups.var().mean(), groups.size().iloc[0]
    between = np.sqrt(groups.mean().var() - within / years)
    firms = groups.ngroups
    recovers(
        "spread of tax burden", TRUTH.value_added_tax_spread, between, between / np.sqrt(2 * firms),
        method="variance components", seed=seed,
    )  # fmt: skip
    recovers(
        "yearly spread of tax burden", TRUTH.tax_and_power_yearly_spread, np.sqrt(within),
        np.sqrt(within / (4 * firms)), method="variance components", seed=seed,
    )  # fmt: skip


# What the account shows before a default.


def before_default(made) -> pd.DataFrame:
    """Months of the firms that default, with the number of months left until the default."""
    table = made.tables["firm_months"].merge(made.truth["account_warnings"], on="firm_id")
    left = (table["default_month"].dt.year - table["month"].dt.year) * 12
    left += table["default_month"].dt.month - table["month"].dt.month
    table["share"] = table["account_inflow"] / (table["account_inflow"] + table["inflow_elsewhere"])
    return table.assign(left=left)


def lead_of(cheques: np.ndarray) -> np.ndarray:
    """Mean lead from counts of shape (..., firms, months left 1 to 16): area above the base, in plateaus.

    Up to three months before a default all firms warn, ten and more months before none does.
    """
    by_month = np.nanmean(cheques, axis=-2)
    base, plateau = by_month[..., 9:].mean(axis=-1), by_month[..., :3].mean(axis=-1)
    return ((by_month[..., :9] - base[..., None]).sum(axis=-1)) / (plateau - base)


@pytest.mark.parametrize(("seed", "firms"), [(88, 300), (3, 300), (71, 300), (5, 1_500)])
def test_cheques_come_back_some_months_before_a_default(seed, firms, recovers):
    table = before_default(bank(seed, firms=firms))
    table = table[table["left"].between(1, 16)]
    cheques = table.pivot(index="firm_id", columns="left", values="cheques_returned").dropna().to_numpy()
    rng = np.random.default_rng(seed)
    drawn = lead_of(cheques[rng.integers(0, len(cheques), (4_000, len(cheques)))])
    planted = (TRUTH.warning_least_months + TRUTH.warning_largest_months) / 2
    recovers(
        "lead of returned cheques", planted, lead_of(cheques), interval=tuple(np.quantile(drawn, (0.0005, 0.9995))),
        method="area above the base rate, bootstrap over firms", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_default_customers_money_goes_elsewhere(seed, recovers):
    table = before_default(bank(seed))
    late = table[table["left"] <= 0].groupby("firm_id")["share"].mean()
    early = table[table["left"] > TRUTH.warning_largest_months].groupby("firm_id")["share"].mean()
    lost = (1 - late / early).dropna()
    recovers(
        "inflow diverted", TRUTH.warning_inflow_diverted, lost.mean(),
        interval=(lost.mean() - 1e-5, lost.mean() + 1e-5), method="share of inflows, before and after", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_deposits_shrink_before_a_default_and_not_for_others(seed):
    months = bank(seed).tables["firm_months"]
    table = before_default(bank(seed))
    change = np.log(months.groupby("firm_id")["average_deposit"].transform(lambda d: d / d.shift(6)))
    coming = table.loc[table["left"].between(0, 2), ["firm_id", "month"]].merge(
        months.assign(change=change), on=["firm_id", "month"]
    )
    others = change[~months["firm_id"].isin(table["firm_id"])]
    test = stats.mannwhitneyu(coming["change"].dropna(), others.dropna(), alternative="less")
    assert test.pvalue < 1e-4


@pytest.mark.parametrize("seed", SEEDS)
def test_an_alert_comes_in_time_and_seldom_for_nothing(seed):
    """Two cheques returned within three months: the rule of a simple watch list."""
    months = bank(seed).tables["firm_months"]
    recent = months.groupby("firm_id")["cheques_returned"].transform(lambda c: c.rolling(3, min_periods=1).sum())
    alerts = months[recent >= 2].merge(before_default(bank(seed))[["firm_id", "month", "left"]], how="left")
    warned = before_default(bank(seed)).query("left == 2")["firm_id"]
    assert warned.isin(alerts.query("2 <= left <= 9")["firm_id"]).mean() > 0.75
    doomed = bank(seed).truth["account_warnings"]["firm_id"]
    gone = bank(seed).truth["default_probability"].query("not at_risk")["firm_id"]
    others = ~months["firm_id"].isin(doomed) & ~months["firm_id"].isin(gone)
    assert (recent[others] >= 2).mean() < 0.05
