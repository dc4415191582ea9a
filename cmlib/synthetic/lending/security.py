"""What secures loans: collateral with its value, insurance and registration; and people or firms who vouch."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import numbered
from cmlib.synthetic.lending.books import Loans

KINDS = (
    "house",
    "car",
    "land use right",
    "machinery",
    "inventory",
    "receivables",
    "deposit pledge",
)
HOUSE, CAR, LAND, MACHINERY, INVENTORY, RECEIVABLES, DEPOSIT = range(7)
OWNERS = ("borrower", "third party")
BENEFICIARIES = ("bank", "owner")
GUARANTORS = ("person", "firm", "guarantee company")
PERSON, FIRM, COMPANY = range(3)

#: Kinds that are pledged (质押); the others are mortgaged (抵押).
PLEDGED = (RECEIVABLES, DEPOSIT)

#: Part of the appraised value that the bank does not count on, by kind.
HAIRCUTS = (0.30, 0.45, 0.35, 0.50, 0.60, 0.40, 0.05)

#: Share of collateral in which a rule is broken.
BREACHES = {"insurance_ends_early": 0.06, "bank_not_first_beneficiary": 0.04, "collateral_not_registered": 0.03}

#: What the hidden frame of breaches holds.
BROKEN_RULES = "collateral_id, rule: collateral and the rule that it breaks."

_INSURED = np.array([True, True, False, True, True, False, False])
_YEARLY_FALL = np.array([0.0, 0.13, 0.0, 0.09, 0.0, 0.0, 0.0])
_REAPPRAISED = 0.45  # of the loans older than a year


@dataclass(frozen=True)
class Collateral:
    """The collateral of a block, one entry each."""

    loan: np.ndarray  # place among the loans
    kind: np.ndarray  # index into KINDS
    value: np.ndarray  # at granting, cents
    third_party: np.ndarray  # whether someone else than the borrower owns it


def collateral_frames(block, loans: Loans, ids, has: Collateral, first: int, rng) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table ``collateral`` and the hidden frame of rules broken; ``first`` is the first collateral's number."""
    calendar, house_price = block.calendar, block.economy.house_price
    count, loan, insurable = len(has.loan), has.loan, _INSURED[has.kind]
    names = numbered("K", first, count, 9)
    granted, matures = loans.granted[loan], loans.due(loans.term, calendar)[loan]
    again, when, noise, early, span, beneficiary, registered = rng.random((7, count))
    age = (np.minimum(calendar.end, matures) - granted).astype(int)
    newly = (age > 365) & (again < _REAPPRAISED)
    since = np.where(newly, np.floor(365 + when * (age - 365)).astype(int), 0)
    appraised = granted + since
    months = [
        np.clip((day.astype("datetime64[M]") - calendar.starts[0]).astype(int), 0, calendar.months - 1)
        for day in (appraised, granted)
    ]
    moved = np.where(has.kind == HOUSE, house_price[months[0]] / house_price[months[1]], 1)
    moved = moved * (1 - _YEARLY_FALL[has.kind]) ** (since / 365.25)
    moved = np.round(np.where(newly, moved * (1 + 0.05 * (noise - 0.5)), 1), 6)
    broken = {
        "insurance_ends_early": insurable & (early < BREACHES["insurance_ends_early"]),
        "bank_not_first_beneficiary": insurable & (beneficiary < BREACHES["bank_not_first_beneficiary"]),
        "collateral_not_registered": registered < BREACHES["collateral_not_registered"],
    }
    whole = (matures - granted).astype(int)
    days = np.where(broken["insurance_ends_early"], np.floor((0.3 + 0.6 * span) * whole), whole + np.floor(60 * span))
    insured = np.where(insurable, granted + days.astype(int), np.datetime64("NaT"))
    frame = pd.DataFrame(
        {
            "collateral_id": names,
            "loan_id": ids[loan],
            "kind": coded(has.kind, KINDS),
            "owner": coded(has.third_party.astype(int), OWNERS),
            "value_at_granting": has.value / 100,
            "appraised_value": np.rint(has.value * moved / 100_000) * 1_000,
            "appraised_on": appraised,
            "insured_until": insured,
            "first_beneficiary": coded(
                np.where(insurable, broken["bank_not_first_beneficiary"].astype(int), -1), BENEFICIARIES
            ),
            "registered": ~broken["collateral_not_registered"],
        }
    )
    rule, place = np.nonzero(np.array(list(broken.values())))
    breaches = pd.DataFrame({"collateral_id": names[place], "rule": np.array(tuple(broken))[rule]})
    return frame, breaches


def guarantors_frame(ids: np.ndarray, loan, kind, firm, customer, amount) -> pd.DataFrame:
    """The table ``guarantors``; the arrays have one entry a guarantee, in the order of the loans.

    ``kind`` indexes GUARANTORS; ``firm`` and ``customer`` are names or None; ``amount`` is in cents.
    """
    first_of_loan = np.searchsorted(loan, loan)
    return pd.DataFrame(
        {
            "loan_id": ids[loan],
            "number": np.arange(len(loan)) - first_of_loan + 1,
            "guarantor_kind": coded(kind, GUARANTORS),
            "guarantor_firm_id": firm,
            "guarantor_customer_id": customer,
            "amount": amount / 100,
        }
    )
