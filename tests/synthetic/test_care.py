"""Care for wealth customers: a contact helps when it suits the customer."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats
from statsmodels.api import Logit, add_constant

from cmlib.datasets import SEED
from cmlib.synthetic.service.care import CONTACTS, SUITS, TRUTH
from cmlib.synthetic.service.orientation import ORIENTATIONS

SEEDS = (SEED, 3, 19, 71)


def contacts(seed: int) -> pd.DataFrame:
    rows = bank(seed).tables["contact_log"]
    kind, orientation = (
        pd.Categorical(rows[name], words).codes for name, words in (("kind", CONTACTS), ("orientation", ORIENTATIONS))
    )
    return rows.assign(suits=SUITS[orientation, kind])


def log_odds(rows: pd.DataFrame, design: pd.DataFrame):
    customers = pd.factorize(rows["customer_id"])[0]
    return Logit(rows["would_stay"].astype(float), add_constant(design.astype(float))).fit(
        disp=0, cov_type="cluster", cov_kwds={"groups": customers}
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_contact_that_suits_the_orientation_makes_staying_likelier(seed, recovers):
    rows = contacts(seed)
    fit = log_odds(rows, pd.get_dummies(rows[["kind", "orientation"]], drop_first=True).assign(suits=rows["suits"]))
    recovers(
        "contact that suits", TRUTH.stay_suiting_contact, fit.params["suits"], fit.bse["suits"],
        method="logistic regression, clustered", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_kinds_compared_without_regard_to_orientation_make_events_look_useless(seed, misleads):
    rows = contacts(seed)
    fit = log_odds(rows, pd.DataFrame({"event": rows["kind"] == "invitation to an event"}))
    misleads(
        "event for who wants service", TRUTH.stay_suiting_contact, fit.params["event"], fit.bse["event"],
        method="events against other contacts", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_contacts_go_to_wealth_customers_at_the_planted_rate(seed, recovers):
    made, rows = bank(seed), contacts(seed)
    blocks = [made.people_block(number) for number in range(2)]
    wealthy = [block.people.wealth >= TRUTH.care_wealth for block in blocks]
    assert set(rows["customer_id"]) <= {
        customer for block, rich in zip(blocks, wealthy, strict=True) for customer in block.people.ids[rich]
    }
    months = int(sum(block.life.present()[:, rich].sum() for block, rich in zip(blocks, wealthy, strict=True)))
    interval = stats.binomtest(len(rows), months).proportion_ci(0.999, "wilson")
    recovers(
        "contacts a month",
        TRUTH.care_contact,
        len(rows) / months,
        interval=interval,
        method="share of months",
        seed=seed,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_house_moves_are_heard_of_at_the_planted_rate(seed, recovers):
    """First events over the months until then."""
    made = bank(seed)
    moves = made.tables["care_events"].query("kind == 'moved house'").set_index("customer_id")["date"]
    months = 0
    for number in range(2):
        block = made.people_block(number)
        moved = pd.Series(block.people.ids).map(moves).to_numpy().astype("datetime64[D]")
        until = np.isnat(moved) | (moved >= block.calendar.first_days[:, None])
        months += int((block.life.present() & until).sum())
    interval = stats.binomtest(len(moves), months).proportion_ci(0.999, "wilson")
    recovers(
        "house moves heard of, a month", TRUTH.care_heard_moved_house, len(moves) / months, interval=interval,
        method="events over months at risk", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_only_the_working_retire_and_only_the_married_have_the_children_heard_of(seed):
    made = bank(seed)
    events = made.tables["care_events"].merge(made.truth["customers"], on="customer_id")
    assert not events.query("kind == 'retirement'")["occupation"].isin(["student", "retired"]).any()
    assert (events.query("kind == 'new child'")["marital_status"] == "married").all()
    age = (events["date"] - events["birth_date"]).dt.days / 365.25
    assert age[events["kind"] == "retirement"].min() > 54.9
