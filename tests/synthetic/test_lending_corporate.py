"""Corporate loans agree with the firms' books, defaults and marks, and slides show in late payments."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats

from cmlib.datasets import SEED
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.lending.corporate_loans import TRUTH

SEEDS = (3, 19, SEED)


def firm_blocks(made):
    return [house.block for house in made.houses if isinstance(house.block, FirmBlock)]


def default_months(made) -> pd.Series:
    blocks = firm_blocks(made)
    return pd.Series(
        np.concatenate([block.default_month for block in blocks]), index=np.concatenate([block.ids for block in blocks])
    )


def corporate_months(made) -> pd.DataFrame:
    loans = made.tables["loans"].dropna(subset=["firm_id"])
    rows = made.tables["loan_months"].merge(loans, on="loan_id")
    first = made.calendar.starts[0]
    return rows.assign(place=(rows["month"].to_numpy().astype("datetime64[M]") - first).astype(int))


@pytest.mark.parametrize("sizes", [{}, {"months": 60, "firms": 120}, {"months": 12, "years": 1}], ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_firm_is_first_more_than_90_days_late_in_its_month_of_default_and_never_otherwise(seed, sizes):
    made = bank(seed, customers=100, **sizes)
    rows, default = corporate_months(made), default_months(made)
    late = rows[rows["days_past_due"] > 90]
    first = late.groupby("firm_id")["place"].min()
    assert (first == default[first.index].clip(lower=0)).all()
    # Every firm that had a loan of ours three months before it defaults is seen defaulting.
    month = rows["firm_id"].map(default)
    running = rows[(rows["place"] == month - 4) & (rows["outstanding"] > 0)]
    assert set(running["firm_id"]) <= set(first.index)
    # Late payers that do not default are never 60 days late.
    others = rows[~(rows["place"] >= month - 3)]
    assert others["days_past_due"].max() < 60
    assert (others["days_past_due"] > 0).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_after_default_little_comes_in_and_the_loan_stays_in_default(seed):
    rows, default = corporate_months(bank(seed)), default_months(bank(seed))
    after = rows[rows["place"] > rows["firm_id"].map(default)]
    still = after[after["outstanding"] > 0]
    assert (still["days_past_due"] > 90).mean() > 0.99
    parts = bank(seed).tables["payments"].query("kind == 'part of an instalment'")
    assert set(parts["loan_id"]) <= set(after["loan_id"])


@pytest.mark.parametrize("seed", SEEDS)
def test_year_end_categories_are_the_marks_of_the_review(seed):
    rows = corporate_months(bank(seed))
    worst = (
        rows[rows["month"].dt.month == 12].groupby(["firm_id", rows["month"].dt.year])["category"].agg(["min", "max"])
    )
    marks = bank(seed).tables["judgements"].set_index(["firm_id", "year"])["loan_risk"]
    assert len(worst) > 600
    assert (worst["max"] == marks[worst.index]).all()
    assert (worst["min"] == worst["max"]).all()
    late = rows[rows["days_past_due"] > 90]
    assert (late["category"] >= 3).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_our_part_of_a_firms_short_term_loans_is_between_the_planted_shares(seed):
    made = bank(seed)
    rows, default = corporate_months(made), default_months(made)
    rows = rows[(rows["product_id"] == "P25") & (rows["month"].dt.month == 12) & (rows["outstanding"] > 0)]
    rows = rows[rows["place"] < rows["firm_id"].map(default) - 3]
    books = made.truth["statements"].set_index(["firm_id", "year"])
    ours = rows.groupby(["firm_id", rows["month"].dt.year])["outstanding"].sum()
    theirs = books["short_term_debt"][ours.index]
    assert len(ours) > 500
    share = ours / theirs
    rounding = 10_000 / theirs
    assert (share <= TRUTH.bank_share_largest + 1e-9).all()
    assert (share >= TRUTH.bank_share_least - rounding).all()
    # One share a firm, whatever the year.
    assert (
        (share.groupby("firm_id").max() - share.groupby("firm_id").min()) <= rounding.groupby("firm_id").max()
    ).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_all_our_loans_are_part_of_the_loans_in_the_true_books(seed):
    made = bank(seed)
    rows, default = corporate_months(made), default_months(made)
    rows = rows[(rows["month"].dt.month == 12) & (rows["place"] < rows["firm_id"].map(default) - 3)]
    ours = rows.groupby(["firm_id", rows["month"].dt.year])["outstanding"].sum()
    books = made.truth["statements"].set_index(["firm_id", "year"]).loc[ours.index]
    theirs = books[["short_term_debt", "current_portion_of_long_term_debt", "long_term_debt"]].sum(axis=1)
    assert (ours <= theirs * TRUTH.bank_share_largest + 0.01).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_counting_late_instalments_recovers_what_a_slide_adds(seed, recovers):
    made = bank(seed)
    loans = made.tables["loans"].dropna(subset=["firm_id"])
    first = made.calendar.starts[0].astype(int)
    due = made.tables["schedules"].merge(loans, on="loan_id")
    due["due_in"] = due["due_date"].to_numpy().astype("datetime64[M]").astype(int) - first
    paid = made.tables["payments"].query("kind == 'instalment'")
    paid = paid.assign(paid_in=paid["date"].to_numpy().astype("datetime64[M]").astype(int) - first)
    rows = due.merge(paid[["loan_id", "number", "paid_in"]], on=["loan_id", "number"], how="left")
    before = rows.groupby("loan_id")["paid_in"].shift()
    # Instalments due from February to October, none of a loan's last, the one before paid by then, not in default.
    fresh = (
        (before <= rows["due_in"]) & (rows["due_in"] % 12).between(1, 9) & (rows["due_in"] < made.calendar.months - 2)
    )
    fresh &= rows["number"] <= rows["term_months"] - 2
    fresh &= (rows["due_in"] >= 0) & (rows["due_in"] < rows["firm_id"].map(default_months(made)) - 3)
    rows = rows[fresh].assign(year=lambda t: made.calendar.years[t["due_in"]])
    rows = rows.merge(made.truth["default_probability"], on=["firm_id", "year"])
    late = rows["paid_in"] > rows["due_in"]
    slide = rows["slide_years"].clip(upper=3)
    for years in range(4):
        chosen = late[slide == years]
        planted = TRUTH.delay_healthy + TRUTH.delay_each_year_of_slide * years
        interval = stats.binomtest(int(chosen.sum()), len(chosen)).proportion_ci(0.999)
        recovers(
            f"instalment late, {years} years of slide",
            planted,
            chosen.mean(),
            interval=interval,
            method="counting late instalments",
            seed=seed,
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_late_payment_is_an_early_warning(seed):
    """Firms that pay an instalment late default more often within a year than those that do not."""
    rows, default = corporate_months(bank(seed)), default_months(bank(seed))
    rows = rows[rows["place"] < rows["firm_id"].map(default) - 3]
    ahead = rows["firm_id"].map(default) - rows["place"] <= 12
    late = rows["days_past_due"] > 0
    assert ahead[late].mean() > 3 * ahead[~late].mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_loans_are_granted_only_to_firms_that_pay(seed):
    loans, default = bank(seed).tables["loans"].dropna(subset=["firm_id"]), default_months(bank(seed))
    first = bank(seed).calendar.starts[0].astype(int)
    granted = loans["granted"].to_numpy().astype("datetime64[M]").astype(int) - first
    assert (granted < loans["firm_id"].map(default) - 3).all()
    renewed = loans[loans["product_id"] == "P25"].groupby("firm_id").size()
    assert renewed.median() >= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_firms_that_guarantee_are_those_of_the_guarantee_network(seed):
    made = bank(seed)
    guarantors = (
        made.tables["guarantors"].dropna(subset=["guarantor_firm_id"]).merge(made.tables["loans"], on="loan_id")
    )
    assert len(guarantors) > 20
    pairs = set(zip(guarantors["guarantor_firm_id"], guarantors["firm_id"], strict=True))
    links = made.tables["guarantee_links"]
    assert pairs <= set(zip(links["guarantor_id"], links["firm_id"], strict=True))
