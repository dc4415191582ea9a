"""Cards and packages: the planted purchase, spending and retention processes are found again from the tables."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from banks import bank
from scipy import stats

from cmlib.clv import BGNBD, GammaGamma, LifeTable, ShiftedBetaGeometric
from cmlib.datasets import SEED
from cmlib.synthetic.accounts import cards, subscriptions
from cmlib.synthetic.accounts.days import SPENDING_BY_WEEKDAY
from cmlib.synthetic.accounts.purchase_process import moments, operational_weeks

SEEDS = (SEED, 3, 19, 71)
CARD, PACKAGE = cards.TRUTH, subscriptions.TRUTH
RATE = ("card_rate_shape_r", "card_rate_scale_alpha", "card_dropout_a", "card_dropout_b")
SPEND = ("card_spend_p", "card_spend_q", "card_spend_v")
CHURN = ("package_churn_alpha", "package_churn_beta")


@pytest.fixture(params=SEEDS)
def seed(request):
    return request.param


def end_of(bank) -> pd.Timestamp:
    return pd.Timestamp(bank.calendar.end)


# ---- what a student builds from the tables ------------------------------------------------------------------------


def card_summary(bank, until=None) -> pd.DataFrame:
    """One row a card: purchases x, week of the last one t_x, weeks observed T, mean spend; all up to ``until``."""
    until = end_of(bank) if until is None else until
    held, moved = bank.tables["holdings"], bank.tables["transactions"]
    held = held[(held["product_id"] == "P42") & (held["opened"] < until)]
    bought = moved[(moved["kind"] == "card payment") & moved["holding_id"].isin(held["holding_id"])]
    bought = bought[bought["date"] <= until]
    by_card = bought.groupby("holding_id").agg(
        x=("amount", "size"), last=("date", "max"), monetary_value=("amount", lambda a: -a.mean())
    )
    table = held[["holding_id", "customer_id", "opened", "closed"]].merge(by_card, on="holding_id", how="left")
    observed = table["closed"].fillna(until).clip(upper=until)
    table["x"] = table["x"].fillna(0)
    table["t_x"] = (table["last"] - table["opened"]).dt.days.fillna(0) / 7
    table["T"] = (observed - table["opened"]).dt.days / 7
    return table


def package_summary(bank) -> pd.DataFrame:
    """One row a package: whole months survived for certain, and whether it was cancelled in the next one."""
    held = bank.tables["holdings"]
    table = held[held["product_id"] == "P44"].copy()
    account = held[held["product_id"] == "P01"].set_index("customer_id")["closed"]
    left = table["closed"].notna() & (table["closed"] == table["customer_id"].map(account))
    paid = table["closed"].fillna(end_of(bank)).dt.to_period("M").astype("int64")
    paid = paid - table["opened"].dt.to_period("M").astype("int64") + 1
    table["cancelled"] = table["closed"].notna() & ~left
    table["survived"] = paid - (table["cancelled"] | left)
    return table


def history(table) -> tuple[pd.Series, pd.Series, pd.Series]:
    return table["x"], table["t_x"], table["T"]


def fit_package(table) -> ShiftedBetaGeometric:
    return ShiftedBetaGeometric.fit(LifeTable.from_tenures(table["survived"] + table["cancelled"], table["cancelled"]))


PLANTED_PACKAGE = ShiftedBetaGeometric(alpha=PACKAGE.package_churn_alpha, beta=PACKAGE.package_churn_beta)


def is_recovered(recovers, model, planted, names, *, method, seed) -> None:
    """Each parameter of a fitted model against the planted number of that name, in logarithms."""
    for effect, (name, found) in zip(names, model.parameters.items(), strict=True):
        truth, error = np.log(getattr(planted, effect)), model.standard_errors[name] / found
        recovers(effect, truth, np.log(found), error, method=f"{method} (logarithm)", seed=seed)


# ---- what is recovered --------------------------------------------------------------------------------------------


def test_bgnbd_by_maximum_likelihood(seed, recovers):
    model = BGNBD.fit(*history(card_summary(bank(seed))))
    is_recovered(recovers, model, CARD, RATE, method="BG/NBD maximum likelihood", seed=seed)


def test_gamma_gamma_by_maximum_likelihood(seed, recovers):
    table = card_summary(bank(seed))
    model = GammaGamma.fit(table["x"], table["monetary_value"])
    is_recovered(recovers, model, CARD, SPEND, method="Gamma-Gamma maximum likelihood", seed=seed)


def test_frequency_and_spending_are_independent(seed):
    used = card_summary(bank(seed)).query("x > 0")
    assert stats.spearmanr(used["x"], used["monetary_value"]).pvalue > 0.001


def test_shifted_beta_geometric_by_maximum_likelihood(seed, recovers):
    model = fit_package(package_summary(bank(seed)))
    is_recovered(recovers, model, PACKAGE, CHURN, method="shifted-beta-geometric maximum likelihood", seed=seed)


def test_the_second_year_forecasts_the_third(seed, recovers, misleads):
    """Purchases in the last year of the cards that are then still there, from the first two years alone."""
    made, two_years = bank(seed), pd.Timestamp(bank(seed).calendar.last_days[23])
    known = card_summary(made, two_years).query("closed.isna()")
    known = known.assign(T=(two_years - known["opened"]).dt.days / 7)
    later = (
        card_summary(made).set_index("holding_id")["x"].reindex(known["holding_id"]).to_numpy() - known["x"].to_numpy()
    )
    weeks = (end_of(made) - two_years).days / 7
    forecast = BGNBD.fit(*history(card_summary(made, two_years))).expected_purchases(weeks, *history(known))
    naive = known["x"] / known["T"] * weeks
    for check, guess, method in (
        (recovers, forecast, "BG/NBD forecast from two years"),
        (misleads, naive, "each card goes on at its past rate"),
    ):
        error = np.std(later - guess) / np.sqrt(len(later))
        check("purchases a card in the third year", later.mean(), guess.mean(), error, method=method, seed=seed)


def test_cards_lie_dropped_in_drawers_of_customers_who_stay(seed, recovers, misleads):
    made = bank(seed)
    table = card_summary(made).merge(made.truth["card_habits"], on="holding_id").query("closed.isna()")
    chance = BGNBD.fit(*history(card_summary(made))).probability_alive(*history(table))
    error = np.sqrt((chance * (1 - chance)).sum()) / len(table)
    truth = table["alive"].mean()
    recovers("share of cards still used", truth, chance.mean(), error, method="BG/NBD probability alive", seed=seed)
    naive = (len(table) + 1) / (len(table) + 2)
    misleads(
        "share of cards still used", truth, naive, np.sqrt(naive * (1 - naive) / len(table)),
        method="every card counts whose holder is still a customer", seed=seed,
    )  # fmt: skip


def test_fitting_the_cards_that_were_used_twice_misleads(seed, misleads):
    model = BGNBD.fit(*history(card_summary(bank(seed)).query("x >= 2")))
    planted, error = np.log(CARD.card_rate_shape_r), model.standard_errors["r"] / model.r
    misleads("card_rate_shape_r", planted, np.log(model.r), error, method="BG/NBD on repeat buyers only", seed=seed)


def test_constant_churn_misses_who_is_left_after_two_years(seed, recovers, misleads):
    """Both forecasts know the first six months of each package only."""
    table = package_summary(bank(seed))
    early = table.assign(
        cancelled=table["cancelled"] & (table["survived"] < 6), survived=table["survived"].clip(upper=6)
    )
    at_risk = (early["survived"] + early["cancelled"]).sum()
    churn = early["cancelled"].sum() / at_risk
    error = 24 * (1 - churn) ** 23 * np.sqrt(churn * (1 - churn) / at_risk)
    effect, planted = "packages left after two years", PLANTED_PACKAGE.survival(24)
    misleads(effect, planted, (1 - churn) ** 24, error, method="constant churn of the first months", seed=seed)
    model = fit_package(table)
    found, error = model.survival(24), model.standard_error_of(lambda one: one.survival(24))
    recovers(effect, planted, found, error, method="shifted-beta-geometric", seed=seed)


# ---- who holds what, and when he buys -----------------------------------------------------------------------------


def traits(seed) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Hidden traits of long-standing customers who stay, and whether they hold a card and took a package."""
    made, frames, held = bank(seed), [], {"card": [], "package": []}
    for number in range(2):
        block = made.people_block(number)
        people, start = block.people, made.calendar.first_days[0]
        stays = (people.joined <= start) & (block.life.left_month < 0)
        frame = {
            "digital": people.digital,
            "income": np.log(people.income / 7_000),
            "age": (people.age(start) - 44) / 10,
            "wealth": np.log(people.wealth / 30_000),
        }
        frames.append(pd.DataFrame(frame)[stays])
        for name, holders in (("card", cards.card_holders(block)), ("package", subscriptions.package_holders(block))):
            held[name].append(np.isin(np.flatnonzero(stays), holders.customer))
    return pd.concat(frames), {name: np.concatenate(parts) for name, parts in held.items()}


@pytest.mark.parametrize(
    ("product", "truth", "prefix", "names"),
    [("card", CARD, "card_holding_", ("digital", "income", "age")), ("package", PACKAGE, "package_", ("wealth",))],
)
def test_who_holds_it_by_logistic_regression(seed, recovers, product, truth, prefix, names):
    frame, held = traits(seed)
    fit = sm.Logit(held[product].astype(float), sm.add_constant(frame[list(names)].to_numpy())).fit(disp=False)
    for name, found, error in zip(("intercept", *names), fit.params, fit.bse, strict=True):
        recovers(prefix + name, getattr(truth, prefix + name), found, error, method="logistic regression", seed=seed)


def test_richer_customers_spend_more_with_the_card(seed, recovers):
    scores = []
    for number in range(2):
        block = bank(seed).people_block(number)
        income, nu = block.people.income[cards.card_holders(block).customer], cards.purchases(block).habits.nu
        ranks = [(stats.rankdata(values) - 0.5) / len(values) for values in (income, -nu)]
        scores.append(stats.norm.ppf(ranks))
    found = np.corrcoef(np.hstack(scores))[0, 1]
    error = (1 - found**2) / np.sqrt(np.hstack(scores).shape[1])
    recovers("card_spend_with_income", CARD.card_spend_with_income, found, error, method="normal scores", seed=seed)


def test_cards_are_used_most_at_the_end_of_the_week(seed, recovers):
    bought = np.concatenate([cards.purchases(bank(seed).people_block(number)).date for number in range(2)])
    weekday = pd.DatetimeIndex(bought).day_of_week
    planted = np.array(SPENDING_BY_WEEKDAY) / np.sum(SPENDING_BY_WEEKDAY)
    for day in range(7):
        share = np.mean(weekday == day)
        error = np.sqrt(share * (1 - share) / len(bought))
        recovers(f"card purchases on weekday {day}", planted[day], share, error, method="share", seed=seed)


def test_a_week_of_operational_time_is_a_week_and_runs_through_all_of_its_days():
    days = np.datetime64("2023-03-01") + np.arange(400)
    weeks = operational_weeks(days)
    assert np.all(np.diff(weeks) > 0)
    np.testing.assert_allclose(weeks[7:] - weeks[:-7], 1, rtol=0, atol=1e-9)
    date, second = moments(np.linspace(weeks[0] + 1e-6, weeks[-1] - 1e-6, 5_000))
    assert date[0] == days[0]
    assert date[-1] == days[-2]
    assert np.all(np.diff(date.astype("datetime64[s]") + second) >= np.timedelta64(0))
    for shift in (1e-9, np.diff(weeks)[:14] - 1e-9):
        np.testing.assert_array_equal(moments(weeks[:14] + shift)[0], days[:14])


@pytest.mark.parametrize(
    "sizes", [{"customers": 100, "months": 12}, {"customers": 1_001}, {"customers": 700, "months": 60}]
)
def test_everything_lies_inside_the_customers_time(sizes):
    made = bank(5, firms=10, **sizes)
    for house in made.houses:
        if not house.has_table("holdings"):
            continue
        block = house.block
        left = block.life.left_month
        last = np.where(left >= 0, made.calendar.last_days[left], made.calendar.end)
        holders, bought = cards.card_holders(block), cards.purchases(block)
        packages = subscriptions.package_holders(block)
        for held in (holders, packages):
            assert np.all(held.opened >= np.maximum(block.people.joined, made.calendar.first_days[0])[held.customer])
            assert np.all(held.opened <= last[held.customer])
            assert np.all(np.isnat(held.closed) | ((held.closed <= last[held.customer]) & (held.closed > held.opened)))
            assert not np.any((left[held.customer] >= 0) & np.isnat(held.closed))
        assert np.all(bought.date >= holders.opened[bought.card])
        assert np.all(bought.date <= made.calendar.end)
        assert not np.any(bought.date >= holders.closed[bought.card])
        assert np.all(bought.cents > 0)
