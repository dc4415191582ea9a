"""The laws of marketing hold for any seed and size, and each notices when something breaks it."""

import numpy as np
import pandas as pd
import pytest
from banks import bank

from cmlib.synthetic import Bank, plan
from cmlib.synthetic.frames import joined
from cmlib.synthetic.marketing.laws import LAWS
from cmlib.synthetic.marketing.tables import TABLES

SIZES = (
    {},
    {"customers": 100, "firms": 10, "months": 12},
    {"customers": 1_001, "firms": 101, "months": 12},
    {"customers": 1_130, "firms": 110, "months": 60},
)


def frames(made) -> dict[str, pd.DataFrame]:
    return {name: made.tables[name] for law in LAWS for name in law.tables}


@pytest.mark.parametrize("seed", [88, 3])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_laws_hold(seed, sizes):
    tables = frames(bank(seed, **sizes))
    for law in LAWS:
        broken = law.breaks(tables)
        assert len(broken) == 0, f"{law.sentence}: {broken.head(3).to_dict('records')}"


@pytest.mark.parametrize("sizes", SIZES[1:], ids=str)
def test_values_are_as_declared_and_no_key_is_an_orphan(sizes):
    made = bank(3, **sizes)
    managers = np.concatenate([house.block.manager_ids for house in made.houses[1:]])
    known = {
        "customers": made.tables["customers"]["customer_id"],
        "managers": managers,
        "firms": made.tables["firms"]["firm_id"],
    }
    known |= {"leads": made.tables["leads"]["lead_id"], "campaigns": made.tables["campaigns"]["campaign_id"]}
    for table in TABLES:
        frame = made.tables[table.name]
        assert not frame.duplicated(list(table.key)).any(), table.name
        for column in table.columns:
            values, where = frame[column.name].dropna(), (table.name, column.name)
            assert not column.required or len(values) == len(frame), where
            assert not column.allowed or values.isin(column.allowed).all(), where
            assert column.minimum is None or (values >= column.minimum).all(), where
            assert column.maximum is None or (values <= column.maximum).all(), where
        for reference in table.references:
            if reference.table in known:
                values = frame[reference.column].dropna()
                assert values.isin(known[reference.table]).all(), (table.name, reference.column)


def test_parameters_have_names_of_their_own():
    names = [name for room in plan.ROOMS for name in room.parameters]
    assert sorted(names) == sorted(set(names))


def test_a_block_is_the_same_alone_and_with_others():
    sizes = {"customers": 1_130, "firms": 110, "months": 24}
    whole = bank(3, **sizes)
    for place, names in ((2, ("leads", "visits", "contacts", "campaign_contacts")), (4, ("visits",))):
        house = Bank(3, **sizes).houses[place]  # the second block of customers, of firms
        for name in names:
            alone, key = joined([house.table(name)], plan.TABLE[name]), plan.TABLE[name].key[0]
            rows = whole.tables[name][whole.tables[name][key].isin(alone[key])]
            pd.testing.assert_frame_equal(alone, rows.reset_index(drop=True))


DAY = pd.Timedelta(1, "D")


def _set(table, mask, column, value):
    table.loc[table.index[mask][0], column] = value


def _break_stage_order(t):
    _set(t["leads"], t["leads"]["signed_on"].notna(), "visit_on", t["leads"]["signed_on"].max() + DAY)


def _break_stage_name(t):
    _set(t["leads"], t["leads"]["stage"] == "visit", "stage", "signed")


def _break_newcomer(t):
    _set(t["leads"], t["leads"]["customer_id"].notna(), "customer_id", np.nan)


def _break_contact(t):
    t["contacts"].loc[0, ["customer_id", "other_customer_id"]] = ["C0000002", "C0000001"]


def _break_referral_lead(t):
    _set(t["referrals"], t["referrals"]["referrer_id"].notna(), "referred_on", pd.Timestamp("2023-02-01"))


def _break_referrer(t):
    t["customers"].loc[t["customers"]["customer_id"] == t["referrals"]["referrer_id"].iloc[-1], "left"] = pd.Timestamp(
        "2023-01-31"
    )


def _break_acquaintance(t):
    t["contacts"]["relation"] = "friends"


def _break_host(t):
    _set(t["visits"], t["visits"]["kind"] == "personal", "firm_id", "F000001")


def _break_event(t):
    _set(
        t["visits"],
        (t["visits"]["kind"] == "corporate") & (t["visits"]["trigger"] != "cold"),
        "date",
        pd.Timestamp("2020-01-01"),
    )


def _break_close(t):
    _set(t["visits"], t["visits"]["stage"] == "opening", "agreed", True)


def _break_lead_visit(t):
    _set(t["visits"], t["visits"]["lead_id"].notna(), "date", pd.Timestamp("2020-01-01"))


def _break_customer_visit(t):
    _set(t["visits"], t["visits"]["customer_id"].notna(), "date", pd.Timestamp("1999-01-01"))


def _break_contacted_customer(t):
    _set(t["campaign_contacts"], t["campaign_contacts"]["contacted"], "contacted_on", pd.Timestamp("1999-01-01"))


def _break_control(t):
    _set(t["campaign_contacts"], ~t["campaign_contacts"]["contacted"], "offer", "A")


def _break_history(t):
    _set(t["campaign_contacts"], t["campaign_contacts"]["contacted"], "previous_contacts", 9)


def _break_request(t):
    t["appointments"].loc[0, "latest_on"] = t["appointments"].loc[0, "earliest_on"] - DAY


def _break_open_lead(t):
    _set(t["leads"], t["leads"]["lead_id"].isin(t["appointments"]["lead_id"]), "lost_on", pd.Timestamp("2023-02-01"))


#: How a law's sentence begins -> a change that breaks it.
BREAKS = {
    "a lead goes": _break_stage_order,
    "the stage of": _break_stage_name,
    "every newcomer": _break_newcomer,
    "two customers": _break_contact,
    "a referral is": _break_referral_lead,
    "who gives": _break_referrer,
    "who refers": _break_acquaintance,
    "a visit is": _break_host,
    "a visit on an event": _break_event,
    "only a visit": _break_close,
    "a lead is visited": _break_lead_visit,
    "no customer is visited": _break_customer_visit,
    "no campaign": _break_contacted_customer,
    "a contact lies": _break_control,
    "earlier contacts": _break_history,
    "a request": _break_request,
    "only open leads": _break_open_lead,
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.sentence)
def test_each_law_notices_a_break(law):
    (breaks,) = [change for beginning, change in BREAKS.items() if law.sentence.startswith(beginning + " ")]
    tables = {name: frame.copy() for name, frame in frames(bank(88)).items()}
    breaks(tables)
    broken = law.breaks(tables)
    assert len(broken) >= 1
