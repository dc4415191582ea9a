"""The world around the bank: products and their income, the economy, industries, new services."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from as_declared import faults
from banks import bank
from scipy import optimize, stats

from cmlib.synthetic.world import catalogue, income, industries, innovations, macro, market_shares
from cmlib.synthetic.world.industry_norms import INDUSTRIES
from cmlib.synthetic.world.laws import LAWS
from cmlib.synthetic.world.products import PRODUCTS

SEEDS = (88, 3, 19)
SIZES = ({}, {"customers": 100, "firms": 10, "months": 12}, {"customers": 100, "firms": 10, "months": 60, "years": 1})
TABLES = (catalogue.TABLE, income.TABLE, innovations.TABLE, *macro.TABLES, *industries.TABLES, market_shares.TABLE)
YOUNG = innovations.INNOVATIONS[-1]


@pytest.fixture(params=SEEDS)
def made(request):
    return bank(request.param)


# What holds


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_tables_are_as_declared_and_every_law_holds(seed, sizes):
    world = bank(seed, **sizes)
    assert {table.name: faults(world, table) for table in TABLES} == {table.name: [] for table in TABLES}
    for law in LAWS:
        broken = law.breaks(world.tables)
        assert len(broken) == 0, f"{law.sentence}\n{broken.head().to_string()}"


#: For each law the table to spoil, a row of it, a column, and what to do with the value there.
SPOILT = (
    ("market_shares", 5, "share", lambda value: value + 0.0001),
    ("income_by_product", 11, "interest_income", lambda value: value * 2),
    ("income_by_product", 0, "interest_income", lambda value: 1.0),
    ("income_by_product", 22, "fee_income", lambda value: value + 1),
    ("income_by_product", 23, "month", lambda value: pd.Timestamp("1990-01-01")),
    ("product_adoptions", 40, "month", lambda value: value + pd.DateOffset(months=1)),
    ("firms", 3, "industry", lambda value: "ship-breaking"),
)


@pytest.mark.parametrize(
    ("law", "spoilt"), list(zip(LAWS, SPOILT, strict=True)), ids=lambda x: getattr(x, "sentence", "")
)
def test_each_law_notices_a_break(law, spoilt):
    name, row, column, change = spoilt
    world = bank(SEEDS[0])
    frames = {table: world.tables[table].copy() for table in law.tables}
    frames[name].loc[row, column] = change(frames[name].loc[row, column])
    assert len(law.broken(*frames.values())) > 0


def test_the_catalogue_holds_every_product_once_with_a_promise(made):
    table = made.tables["products"]
    assert list(table["product_id"]) == [product.id for product in (*PRODUCTS, *catalogue.SERVICES)]
    assert table["description"].is_unique
    assert (table["description"].str.len() > 20).all()
    assert (table["launched"] <= made.calendar.end).all()


# Income by product


@pytest.fixture
def earned(made):
    return made.tables["income_by_product"].merge(made.tables["products"], on="product_id")


def test_the_interest_margin_and_the_share_of_fees_are_those_of_a_bank_today(earned):
    """China's commercial banks: net interest margin 1.52% to 1.91% in 2022 to 2024 (regulator's quarterly figures)."""
    assets = earned[earned["business_line"] == "asset"]
    net = earned["interest_income"].sum() - earned["interest_expense"].sum()
    margin = 12 * net / assets["average_balance"].sum()
    assert 0.016 < margin < 0.020
    assert 0.15 < earned["fee_income"].sum() / (earned["fee_income"].sum() + net) < 0.25


def test_income_is_concentrated_on_few_products(earned):
    by_product = (earned["interest_income"] + earned["fee_income"]).groupby(earned["product_id"]).sum()
    assert 0.6 < by_product.nlargest(5).sum() / by_product.sum() < 0.85


@pytest.mark.parametrize("line", ["asset", "liability"])
def test_average_rates_follow_the_prime_rate(made, earned, line, recovers):
    rows = earned[earned["business_line"] == line].merge(made.tables["macro_months"], on="month")
    drift = 12 * (rows["interest_income"] + rows["interest_expense"]) / rows["average_balance"] - rows["rate"]
    prime = rows["prime_rate"] - income.TRUTH.prime_rate_usual
    current = rows["rate"] < 0.002  # held at their least rate at times
    fit = sm.OLS(drift[~current], sm.add_constant(prime[~current])).fit()
    for name, place in (("concession" if line == "asset" else "premium", 0), ("with_prime", 1)):
        planted = getattr(income.TRUTH, f"{line}_rate_{name}")
        recovers(f"{line}_rate_{name}", planted, fit.params.iloc[place], fit.bse.iloc[place], method="least squares",
                 seed=made.seed)  # fmt: skip


# The economy and the industries


def test_the_years_published_are_the_state_of_the_economy(made):
    years = made.tables["macro_years"].merge(made.truth["economy"], on="year")
    assert len(years) == made.years
    np.testing.assert_allclose(years["growth"], 0.050 + 0.009 * years["state"], atol=1e-6)
    np.testing.assert_allclose(years["unemployment"], 0.052 - 0.003 * years["state"], atol=1e-6)


def test_industries_are_those_of_the_firms(made):
    table = made.tables["industries"].set_index("industry")
    assert list(table.index) == [industry.name for industry in INDUSTRIES]
    assert list(table["policy"]) == [industry.policy for industry in INDUSTRIES]


def test_the_sensitivity_of_an_industry_to_the_economy(made, recovers):
    years = made.tables["industry_years"].merge(made.tables["macro_years"], on="year")
    planted = made.truth["industry_cycles"].set_index("industry")["sensitivity"]
    for name, rows in years.groupby("industry"):
        fit = sm.OLS(rows["sales_growth"], sm.add_constant(rows["growth"])).fit()
        interval = fit.conf_int(0.0001).loc["growth"]  # 24 intervals: the level of one is raised
        recovers(f"sensitivity of {name}", planted[name], fit.params["growth"], interval=tuple(interval),
                 method="least squares, 10 years", seed=made.seed)  # fmt: skip


def test_the_second_analyst_is_more_severe(made, recovers):
    table = made.tables["industries"]
    gaps = pd.concat(table[f"{factor}_2"] - table[f"{factor}_1"] for factor in industries.FACTORS)
    recovers("second_analyst_severity", industries.TRUTH.second_analyst_severity, gaps.mean(), gaps.sem(),
             method="mean of paired differences", seed=made.seed)  # fmt: skip


def test_analysts_agree_in_the_order_and_not_in_every_mark(made):
    table = made.tables["industries"]
    one, other = (np.concatenate([table[f"{factor}_{analyst}"] for factor in industries.FACTORS]) for analyst in (1, 2))
    assert stats.spearmanr(one, other).statistic > 0.4
    assert (one == other).mean() < 0.75


def test_the_herfindahl_index_and_how_the_rest_must_not_be_counted(made, recovers, misleads):
    shares = made.tables["market_shares"]
    planted = made.truth["market_concentration"].set_index("industry")["herfindahl"]
    named = shares[shares["company"] != market_shares.OTHERS]
    for rows, check, method in ((named, recovers, "squared shares"), (shares, misleads, "the rest as one company")):
        yearly = (rows["share"] ** 2).groupby([rows["industry"], rows["year"]]).sum()
        for name, index in yearly.groupby("industry"):
            if check is misleads and planted[name] > 0.1:
                continue  # where few have nearly all, the rest hardly counts
            check(f"Herfindahl index of {name}", planted[name], index.mean(), index.sem(), method=method,
                  seed=made.seed)  # fmt: skip
    assert planted["electronics"] > 0.15 > 0.05 > planted["textiles and clothing"]


# How new services spread


def fit_bass(users):
    """Weighted nonlinear least squares on new users a month; logarithms of p, q, m and their covariance."""
    month = np.arange(len(users) + 1)

    def expected(_, *logs):
        p, q, m = np.exp(logs)
        return m * np.diff(innovations.bass_share(p, q, month))

    start = np.log([0.005, 0.1, 4 * users.sum()])
    return optimize.curve_fit(
        expected, month[1:], users, start, sigma=np.sqrt(np.maximum(users, 1)), absolute_sigma=True, maxfev=5_000
    )


def users_of(made, product):
    table = made.tables["product_adoptions"]
    return table.loc[table["product_id"] == product, "new_users"].to_numpy()


@pytest.mark.parametrize("innovation", innovations.INNOVATIONS, ids=lambda innovation: innovation.product_id)
def test_the_bass_curve_is_found_again_and_so_is_the_peak(made, innovation, recovers):
    logs, covariance = fit_bass(users_of(made, innovation.product_id))
    for place, name in enumerate(("p", "q", "m")):
        recovers(f"log of bass_{name}_{innovation.product_id}", np.log(getattr(innovation, name)), logs[place],
                 np.sqrt(covariance[place, place]), method="nonlinear least squares", seed=made.seed)  # fmt: skip
    p, q, _ = np.exp(logs)
    when = np.log(q / p) / (p + q)
    slope = np.array([-(1 + p * when) / (p + q), (1 - q * when) / (p + q), 0])
    recovers(f"peak of {innovation.product_id}, months", innovations.peak(innovation), when,
             np.sqrt(slope @ covariance @ slope), method="Bass fit, delta method", seed=made.seed)  # fmt: skip


def test_the_young_service_is_short_of_its_peak_and_the_peak_can_be_forecast(made):
    users = users_of(made, YOUNG.product_id)
    assert len(users) < innovations.peak(YOUNG)
    logs, _ = fit_bass(users)
    p, q, _ = np.exp(logs)
    assert abs(np.log(q / p) / (p + q) - innovations.peak(YOUNG)) < 3
    curve = made.truth["adoption_curves"].query("product_id == @YOUNG.product_id")["expected"].to_numpy()
    assert np.argmax(curve) in (round(innovations.peak(YOUNG)) - 1, round(innovations.peak(YOUNG)))


def test_growth_as_it_was_overshoots_a_year_ahead(made, misleads):
    users = users_of(made, YOUNG.product_id)
    month = np.arange(1, len(users) + 1)
    fit = sm.OLS(np.log(users[-12:]), sm.add_constant(month[-12:])).fit()
    ahead = np.array([1.0, len(users) + 12])
    planted = innovations.expected_users(YOUNG, len(users) + 12)[-1]
    error = np.sqrt(ahead @ fit.cov_params() @ ahead + fit.scale)
    misleads("log of new users a year ahead", np.log(planted), ahead @ fit.params, error, method="exponential growth",
             seed=made.seed)  # fmt: skip
    assert ahead @ fit.params > np.log(3 * planted)
