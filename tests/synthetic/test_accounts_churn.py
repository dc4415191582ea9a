"""Who drifts away: the planted hazards are found, signs show the drift in time, two naive views mislead."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from account_frames import monthly
from banks import bank
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cmlib.synthetic.people.life import TRUTH

SEEDS = (88, 3, 19)
PLANTED = {
    "drift_intercept": TRUTH.drift_intercept,
    "drift_satisfaction": TRUTH.drift_satisfaction,
    "drift_digital": TRUTH.drift_digital,
    "drift_newcomer": TRUTH.drift_newcomer,
}


def hazard(of) -> pd.DataFrame:
    """A row a customer and month in which the drift could have begun."""
    table = of.truth["churn"].merge(of.truth["traits"], on="customer_id")
    table = table[table["at_risk"]]
    columns = {"drift_satisfaction": table["satisfaction"], "drift_digital": table["digital"].clip(-2, 2)}
    columns |= {"drift_newcomer": table["newcomer"].astype(float), "begins": table["begins_to_drift"].astype(float)}
    return pd.DataFrame({"customer_id": table["customer_id"], "drift_intercept": 1.0, **columns})


@pytest.mark.parametrize("seed", SEEDS)
def test_a_discrete_hazard_model_finds_what_makes_customers_drift(seed, recovers):
    table = hazard(bank(seed=seed))
    fit = sm.Logit(table["begins"], table[list(PLANTED)]).fit(disp=0)
    for name, planted in PLANTED.items():
        recovers(name, planted, fit.params[name], fit.bse[name], method="discrete hazard", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_looking_only_at_who_is_still_there_hides_the_drift(seed, misleads):
    of = bank(seed=seed)
    gone = of.tables["holdings"].query("product_id == 'P01' and closed.notna()")["customer_id"]
    table = hazard(of)
    survivors = table[~table["customer_id"].isin(gone)]
    fit = sm.Logit(survivors["begins"], survivors[list(PLANTED)]).fit(disp=0)
    name = "drift_intercept"
    misleads(name, PLANTED[name], fit.params[name], fit.bse[name], method="customers still there", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_drifting_customers_leave_and_return_at_the_planted_rates(seed, recovers):
    table = bank(seed=seed).truth["churn"].sort_values(["customer_id", "month"])
    customer = table["customer_id"]
    drifting = (table["state"] == "drifting").where(customer.eq(customer.shift(-1)))
    before = (table["state"] == "drifting").groupby(customer).shift(fill_value=False)
    free = before & (table["state"] != "active")  # still drifting as the month begins
    left = (table["state"] == "left")[free]
    share = left.mean()
    error = np.sqrt(share * (1 - share) / len(left))
    recovers("leave_while_drifting", TRUTH.leave_while_drifting, share, error, method="share", seed=seed)
    stays = free & (table["state"] == "drifting") & drifting.notna()
    returns = (table["state"].shift(-1) == "active")[stays]
    share = returns.mean() * (1 - TRUTH.leave_while_drifting)  # one draw decides between leaving, returning, neither
    error = np.sqrt(share * (1 - share) / len(returns))
    recovers("return_while_drifting", TRUTH.return_while_drifting, share, error, method="share", seed=seed)


def signs(of) -> pd.DataFrame:
    """What a bank can see at a month's end, next to the customer's own past."""
    table = monthly(of)
    customer = table["customer_id"]

    def mean(values, months, *, ending=0):
        """Of so many months up to ``ending`` months ago."""
        rolling = values.groupby(customer).shift(ending).groupby(customer).rolling(months, min_periods=1).mean()
        return rolling.reset_index(level=0, drop=True)

    for name in ("balance", "current_account"):
        money = np.log(table[name] + 10)
        table[f"{name}_fall_1"] = money - money.groupby(customer).shift(1)
        table[f"{name}_fall_3"] = money - money.groupby(customer).shift(3)
        table[f"{name}_below_usual"] = money - mean(money, 6, ending=3)
    for name in ("app_logins", "moves", "sent_away", "card_payments"):
        table[f"{name}_lately"] = mean(table[name], 2)
        table[f"{name}_next_to_before"] = np.log((mean(table[name], 2) + 0.3) / (mean(table[name], 9, ending=3) + 0.3))
    return table


SIGNS = [f"{name}_{what}" for name in ("balance", "current_account") for what in ("fall_1", "fall_3", "below_usual")]
SIGNS += [f"{name}_lately" for name in ("app_logins", "moves", "sent_away", "card_payments")]
SIGNS += [f"{name}_next_to_before" for name in ("app_logins", "moves", "sent_away", "card_payments")]


def split(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The first two thirds of the months to learn from, the last third to test on."""
    months = np.sort(table["month"].unique())
    early = table["month"] < months[len(months) * 2 // 3]
    return table[early], table[~early]


def model():
    return make_pipeline(StandardScaler(), LogisticRegression())


def area(fitted, table: pd.DataFrame, columns: list[str]) -> float:
    return roc_auc_score(table["leaves"], fitted.predict_proba(table[columns].to_numpy())[:, 1])


@pytest.mark.parametrize("seed", SEEDS)
def test_signs_tell_leavers_a_month_before_and_a_leak_only_pretends_to(seed, record_property):
    of = bank(seed=seed)
    table = signs(of)
    table["leaves"] = table["months_to_leaving"] == 1
    known = table[table["months_to_leaving"] != 0]
    known = known[known["month"] < table["month"].max()].dropna(subset=SIGNS)
    learn, test = split(known)
    honest = area(model().fit(learn[SIGNS].to_numpy(), learn["leaves"]), test, SIGNS)

    # The leak: the balance of the month in which the customer leaves, which nobody knows a month before.
    money = np.log(table["balance"] + 10)
    table["leak"] = money.groupby(table["customer_id"]).shift(-1)
    table["known_in_time"] = money
    rows = table[table["months_to_leaving"] != 0].dropna(subset=["leak", *SIGNS])
    learn, test = split(rows)
    leaky = model().fit(learn[["leak"]].to_numpy(), learn["leaves"])
    pretended, real = area(leaky, test, ["leak"]), area(leaky, test, ["known_in_time"])
    record_property(
        "shown at the end",
        f"seed {seed}: leavers of the next month, area under the curve: {honest:.3f} by signs in time; "
        f"{pretended:.3f} with a leak, of which {real:.3f} is left in use",
    )
    assert honest > 0.80
    assert pretended > 0.99
    assert real < honest - 0.1
