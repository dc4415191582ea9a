"""Identities that hold between the tables of service and those of customers."""

import pandas as pd

from cmlib.synthetic.law import Law
from cmlib.synthetic.people.life import DAYS_IN_TIME, MONTHS_AFTER_COMPLAINT
from cmlib.synthetic.service.complaints import STEP_OF_SETTLEMENT


def _settlement(complaints: pd.DataFrame) -> pd.DataFrame:
    days = (complaints["settled_on"] - complaints["received_on"]).dt.days
    settled = complaints["settled_on"].notna()
    wrong = (days < 0) | (complaints["settled_in_time"] != (days <= DAYS_IN_TIME))
    wrong |= settled != (complaints["steps_done"] >= STEP_OF_SETTLEMENT)
    columns = ["complaint_id", "received_on", "settled_on", "settled_in_time", "steps_done"]
    return complaints.loc[wrong, columns]


def _reviews(complaints: pd.DataFrame) -> pd.DataFrame:
    month = complaints["received_on"].dt.to_period("M") + MONTHS_AFTER_COMPLAINT
    wrong = complaints["review_on"] != month.dt.to_timestamp(how="end").dt.normalize()
    return complaints.loc[wrong, ["complaint_id", "received_on", "review_on"]]


def _second_complaints(complaints: pd.DataFrame) -> pd.DataFrame:
    rows = complaints.sort_values(["customer_id", "received_on"])
    before = rows.groupby("customer_id")["review_on"].shift()
    return rows.loc[rows["received_on"] <= before, ["complaint_id", "customer_id", "received_on"]]


def _invited_and_answered(invitations: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    both = invitations.merge(answers[["customer_id", "answered_on"]], on="customer_id", how="outer")
    wrong = (both["responded"] != both["answered_on"].notna()) | (both["answered_on"] < both["invited_on"])
    return both[wrong]


def _second_attempts(questionnaire: pd.DataFrame) -> pd.DataFrame:
    first = questionnaire.loc[questionnaire["attempt"] == 1, ["customer_id", "taken_on"]]
    second = questionnaire.loc[questionnaire["attempt"] == 2, ["customer_id", "taken_on"]]
    both = second.merge(first, on="customer_id", how="left", suffixes=("", "_first"))
    return both[~(both["taken_on_first"] < both["taken_on"])]


def _life_events_twice(events: pd.DataFrame) -> pd.DataFrame:
    return events[events.duplicated(["customer_id", "kind"])]


def _contacts_of_other_managers(contacts: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    known = customers[["customer_id", "manager_id"]].rename(columns={"manager_id": "manager_of_customer"})
    both = contacts[["contact_id", "customer_id", "manager_id"]].merge(known, on="customer_id")
    return both[both["manager_id"] != both["manager_of_customer"]]


def _customers_only(table: str, what: str, *days: str) -> Law:
    """Nothing is told of a person before the first or after the last day as a customer."""

    def outside(events: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
        both = events[["customer_id", *days]].merge(customers[["customer_id", "joined", "left"]], on="customer_id")
        wrong = pd.Series(False, index=both.index)
        for day in days:
            wrong |= (both[day] < both["joined"]) | (both[day] > both["left"])
        return both[wrong]

    return Law(f"{what} only while one is a customer", (table, "customers"), outside)


LAWS = (
    Law("a complaint is settled on or after the day it comes, in time within five days, and by the fourth step",
        ("complaints",), _settlement),
    Law("a complaint is reviewed on the last day of the sixth month after its month", ("complaints",), _reviews),
    Law("who complains again does so after the review of the complaint before", ("complaints",), _second_complaints),
    Law("those who responded are those who answered, after they were invited",
        ("survey_invitations", "survey_answers"), _invited_and_answered),
    Law("a second attempt comes after a first one", ("risk_questionnaire",), _second_attempts),
    Law("an event of a kind is told of a customer once", ("care_events",), _life_events_twice),
    Law("a wealth customer is looked after by the customer's own manager", ("contact_log", "customers"),
        _contacts_of_other_managers),
    _customers_only("complaints", "one complains, and is answered,", "received_on", "settled_on"),
    _customers_only("survey_invitations", "one is invited to a survey", "invited_on"),
    _customers_only("survey_answers", "one answers a survey", "answered_on"),
    _customers_only("risk_questionnaire", "one fills in the risk questionnaire", "taken_on"),
    _customers_only("comments", "one comments", "date"),
    _customers_only("care_events", "the bank hears of one's life", "date"),
    _customers_only("contact_log", "one is looked after", "date"),
)  # fmt: skip
