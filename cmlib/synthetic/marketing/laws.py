"""Identities that hold between the tables of marketing and those of customers."""

from itertools import pairwise

import pandas as pd

from cmlib.synthetic.law import Law
from cmlib.synthetic.marketing.words import COLD, LEAD_STAGES

_DATES = ["found_on", *(f"{stage}_on" for stage in LEAD_STAGES[1:])]


def _stages_out_of_order(leads: pd.DataFrame) -> pd.DataFrame:
    wrong = pd.Series(False, index=leads.index)
    for earlier, later in pairwise(_DATES):
        wrong |= leads[later].notna() & ~(leads[earlier] < leads[later])
    last = leads[_DATES].max(axis=1)
    wrong |= leads["lost_on"].notna() & (leads["signed_on"].notna() | ~(last < leads["lost_on"]))
    return leads.loc[wrong, ["lead_id", *_DATES, "lost_on"]]


def _stage_not_as_dated(leads: pd.DataFrame) -> pd.DataFrame:
    reached = leads[_DATES].notna().sum(axis=1).map(dict(enumerate(LEAD_STAGES, start=1)))
    return leads.loc[reached != leads["stage"], ["lead_id", "stage", *_DATES]]


def _newcomers_not_won(leads: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Signed leads and customers who joined since the first signature must be the same, on the same day."""
    signed = leads.loc[
        leads["signed_on"].notna() | leads["customer_id"].notna(), ["lead_id", "customer_id", "signed_on"]
    ]
    newcomers = customers.loc[customers["joined"] >= signed["signed_on"].min(), ["customer_id", "joined"]]
    both = signed.merge(newcomers, on="customer_id", how="outer")
    return both[(both["signed_on"] != both["joined"]) | both.duplicated("customer_id", keep=False)]


def _contacts_twice(contacts: pd.DataFrame) -> pd.DataFrame:
    return contacts[~(contacts["customer_id"] < contacts["other_customer_id"])]


def _referrals_unlike_leads(referrals: pd.DataFrame, leads: pd.DataFrame) -> pd.DataFrame:
    both = referrals.merge(leads[["lead_id", "channel", "found_on", "customer_id"]], on="lead_id", how="left")
    same = both["referred_id"].eq(both["customer_id"]) | (both["referred_id"].isna() & both["customer_id"].isna())
    right = (both["channel"] == "chain referral") & (both["referred_on"] == both["found_on"]) & same
    return both[~right | both.duplicated("lead_id", keep=False)]


def _referrers_not_there(referrals: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    known = customers[["customer_id", "joined", "left"]].rename(columns={"customer_id": "referrer_id"})
    both = referrals.merge(known, on="referrer_id", how="left")
    return both[(both["referred_on"] < both["joined"]) | (both["referred_on"] > both["left"])]


def _referrals_among_strangers(referrals: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    became = referrals[referrals["referred_id"].notna()]
    pairs = pd.DataFrame(
        {
            "customer_id": became[["referrer_id", "referred_id"]].min(axis=1),
            "other_customer_id": became[["referrer_id", "referred_id"]].max(axis=1),
            "relation": became["relation"],
            "referral_id": became["referral_id"],
        }
    )
    known = pairs.merge(contacts, on=["customer_id", "other_customer_id", "relation"], how="left", indicator=True)
    return known.loc[known["_merge"] != "both", ["referral_id", "customer_id", "other_customer_id", "relation"]]


def _visits_to_nobody_or_two(visits: pd.DataFrame) -> pd.DataFrame:
    hosts = visits[["lead_id", "customer_id", "firm_id"]].notna()
    corporate = visits["kind"] == "corporate"
    wrong = (hosts.sum(axis=1) != 1) | (hosts["firm_id"] != corporate) | ((visits["trigger"] != COLD) & ~corporate)
    return visits.loc[wrong, ["visit_id", "kind", "lead_id", "customer_id", "firm_id", "trigger"]]


def _decisions_without_a_close(visits: pd.DataFrame) -> pd.DataFrame:
    closes = visits["stage"] == "close"
    decides = visits["agreed"] | visits["randomised"] | (visits["closing_signal"] != "none")
    wrong = (visits["technique"].notna() != closes) | (decides & ~closes)
    wrong |= visits["objection_removed"] & (visits["objection"] == "none")
    wrong |= visits["next_visit_on"] <= visits["date"]
    return visits.loc[wrong, ["visit_id", "stage", "technique", "agreed", "objection", "next_visit_on"]]


def _visits_without_their_event(visits: pd.DataFrame, firm_events: pd.DataFrame) -> pd.DataFrame:
    """A visit that an event gave rise to comes after it, within a month and the week-end that follows."""
    on_event = visits.loc[visits["trigger"] != COLD, ["visit_id", "firm_id", "trigger", "date"]]
    known = firm_events.rename(columns={"kind": "trigger", "date": "happened_on"})
    both = on_event.merge(known, on=["firm_id", "trigger"], how="left")
    days = (both["date"] - both["happened_on"]).dt.days
    return on_event[~on_event["visit_id"].isin(both.loc[days.between(1, 33), "visit_id"])]


def _visits_to_leads_not_open(visits: pd.DataFrame, leads: pd.DataFrame) -> pd.DataFrame:
    of_leads = visits.loc[visits["lead_id"].notna(), ["visit_id", "lead_id", "manager_id", "date"]]
    both = of_leads.merge(leads, on="lead_id", how="left", suffixes=("", "_of_lead"))
    due = (both["date"] == both["visit_on"]) | (both["date"] == both["proposal_on"])
    return both.loc[
        ~due | (both["manager_id"] != both["manager_id_of_lead"]),
        ["visit_id", "lead_id", "date", "visit_on", "proposal_on"],
    ]


def _visits_to_strangers(visits: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    return _outside_membership(visits[visits["customer_id"].notna()], "visit_id", "date", customers)


def _contacts_of_strangers(campaign_contacts: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    return _outside_membership(campaign_contacts, "contact_id", "contacted_on", customers)


def _outside_membership(events: pd.DataFrame, key: str, day: str, customers: pd.DataFrame) -> pd.DataFrame:
    both = events[[key, "customer_id", day]].merge(customers[["customer_id", "joined", "left"]], on="customer_id")
    return both[(both[day] < both["joined"]) | (both[day] > both["left"])]


def _contacts_outside_campaigns(campaign_contacts: pd.DataFrame, campaigns: pd.DataFrame) -> pd.DataFrame:
    both = campaign_contacts.merge(campaigns, on="campaign_id", how="left")
    called = both["contacted"] & (both["channel"] == "telephone")
    right = (
        both["contacted_on"].between(both["starts_on"], both["ends_on"])
        & (both["offer"].notna() == both["contacted"])
        & (both["call_minutes"].notna() == called)
        & ((both["response_value"] > 0) == both["responded"])
        & ~both.duplicated(["campaign_id", "customer_id"], keep=False)
    )
    return both.loc[~right, ["contact_id", "campaign_id", "contacted_on", "offer", "call_minutes", "response_value"]]


def _histories_that_do_not_add_up(campaign_contacts: pd.DataFrame) -> pd.DataFrame:
    """Earlier contacts and responses are those of the rows before."""
    rows = campaign_contacts.sort_values(["customer_id", "contacted_on"])
    of_customer = rows["customer_id"]
    before = {
        "previous_contacts": rows["contacted"].astype(int),
        "previous_responses": rows["responded"].astype(int),
    }
    wrong = pd.Series(False, index=rows.index)
    for name, counted in before.items():
        wrong |= rows[name] != counted.groupby(of_customer).cumsum() - counted
    return rows.loc[wrong, ["contact_id", "customer_id", *before]]


def _requests_out_of_order(appointments: pd.DataFrame) -> pd.DataFrame:
    asks = appointments[["customer_id", "lead_id"]].notna().sum(axis=1)
    return appointments[(appointments["latest_on"] < appointments["earliest_on"]) | (asks != 1)]


def _requests_of_closed_leads(appointments: pd.DataFrame, leads: pd.DataFrame) -> pd.DataFrame:
    both = appointments.merge(leads[["lead_id", "found_on", "signed_on", "lost_on"]], on="lead_id")
    wrong = both["signed_on"].notna() | both["lost_on"].notna() | (both["earliest_on"] < both["found_on"])
    return both.loc[wrong, ["request_id", "lead_id", "found_on", "signed_on", "lost_on"]]


LAWS = (
    Law("a lead goes through its stages in order, and ends at most once", ("leads",), _stages_out_of_order),
    Law("the stage of a lead is the last one that has a date", ("leads",), _stage_not_as_dated),
    Law("every newcomer is one signed lead, signed on the day of joining", ("leads", "customers"), _newcomers_not_won),
    Law("two customers who know each other stand once, the lower number first", ("contacts",), _contacts_twice),
    Law(
        "a referral is of one lead found by chain referral on that day", ("referrals", "leads"), _referrals_unlike_leads
    ),
    Law("who gives a name is then a customer", ("referrals", "customers"), _referrers_not_there),
    Law("who refers a customer knows him", ("referrals", "contacts"), _referrals_among_strangers),
    Law("a visit is to one lead, customer or firm; events are those of firms", ("visits",), _visits_to_nobody_or_two),
    Law("a visit on an event follows it within a month", ("visits", "firm_events"), _visits_without_their_event),
    Law(
        "only a visit that comes to a close has a technique and can end in agreement",
        ("visits",),
        _decisions_without_a_close,
    ),
    Law("a lead is visited by its manager on the day of a stage", ("visits", "leads"), _visits_to_leads_not_open),
    Law("no customer is visited before joining or after leaving", ("visits", "customers"), _visits_to_strangers),
    Law(
        "no campaign contacts a customer before joining or after leaving",
        ("campaign_contacts", "customers"),
        _contacts_of_strangers,
    ),
    Law(
        "a contact lies in its campaign, once a customer, and has what belongs to it",
        ("campaign_contacts", "campaigns"),
        _contacts_outside_campaigns,
    ),
    Law(
        "earlier contacts and responses are counted from the rows before",
        ("campaign_contacts",),
        _histories_that_do_not_add_up,
    ),
    Law("a request names one customer or lead, and days in order", ("appointments",), _requests_out_of_order),
    Law("only open leads ask for a visit", ("appointments", "leads"), _requests_of_closed_leads),
)
