"""The room of personal loans: applications, what the bank decided, and how the borrowers paid."""

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import event_ids
from cmlib.synthetic.lending import books, classes, decision, paying, personal_security, security
from cmlib.synthetic.lending.amortisation import BASIS_POINTS, PLANS
from cmlib.synthetic.lending.applications import PRODUCTS, PURPOSES, Applications, apply
from cmlib.synthetic.lending.books import Loans
from cmlib.synthetic.lending.ledger import ledger_tables
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.rooms import Made, Room

_DECISION, _PAYMENTS, _SECURITY, _CLASSES = 1, 2, 3, 4


def make(block: PeopleBlock, house) -> Made:
    """The loans of a block of customers."""
    asked, rng = apply(block), block.stream("lending", _PAYMENTS)
    approved = decision.approves(asked, block.stream("lending", _DECISION))
    wanted = _as_loans(block, asked, due_day=rng.integers(2, 26, len(asked)))
    # Loans are shown that run in the first month or later, refusals from the first month on.
    shown = np.where(approved, wanted.ends >= 0, asked.applied >= block.calendar.first_days[0])
    asked, approved, wanted = asked.chosen(shown), approved[shown], wanted.chosen(shown)
    odds = paying.log_odds(asked)
    loans = wanted.chosen(approved)
    paid = paying.pay(block, loans, odds[approved], rng)

    first = block.number * books.LOANS_PER_BLOCK + 1
    ids = books.loan_ids(first, len(loans))
    loan = np.where(approved, np.cumsum(approved) - 1, -1)
    plan = books.schedule(loans)
    at = books.position(loans, plan, paid, block.calendar)
    rule = classes.by_rule(at.days_past_due)
    category = classes.by_officer(rule, block.stream("lending", _CLASSES))
    rng = block.stream("lending", _SECURITY)
    has = personal_security.collateral(asked.chosen(approved), loans, rng)
    collateral, breaches = security.collateral_frames(block, loans, ids, has, first, rng)
    tables = {
        "loan_applications": _applications(block, asked, approved, coded(loan, ids)),
        **ledger_tables("personal", block, loans, ids, plan, paid, at, category),
        "collateral": collateral,
        "guarantors": personal_security.guarantors_frame(block, loans, ids, rng),
    }
    truth = {
        "loan_default_probability": _chances(block, wanted, odds, np.append(ids, "")[loan], approved),
        "loan_categories_too_mild": classes.too_mild_frame(ids, rule, category, at.running, block.calendar),
        "collateral_breaches": breaches,
    }
    return Made(tables, truth)


def _as_loans(block, asked: Applications, due_day) -> Loans:
    """The loans that the applications ask for."""
    granted = asked.applied + asked.wait
    return Loans(
        borrower=asked.customer,
        product=np.array(PRODUCTS, dtype=object)[asked.kind],
        granted=granted,
        month=(granted.astype("datetime64[M]") - block.calendar.starts[0]).astype(int),
        amount=asked.amount,
        basis_points=asked.basis_points,
        term=asked.term,
        plan=asked.plan,
        due_day=due_day,
        security=personal_security.security_of(asked),
    )


def _chances(block, wanted: Loans, odds, loan_id, approved) -> pd.DataFrame:
    month = np.clip(wanted.month, 0, block.calendar.months - 1)
    miss = logistic(odds + paying.unemployment_effect(block.economy.unemployment)[month])
    return pd.DataFrame(
        {
            "application_id": event_ids("personal", block.number, len(odds)),
            "loan_id": pd.Series(loan_id, dtype="str").where(approved),
            "monthly_miss_probability": miss,
            "default_within_12_months": paying.default_within(miss),
        }
    )


def _applications(block, asked: Applications, approved, loan_id) -> pd.DataFrame:
    money = {
        "amount": asked.amount,
        "monthly_payment": asked.monthly_payment,
        "declared_income": asked.declared_income,
        "verified_income": asked.verified_income,
        "other_monthly_debt": asked.other_debt,
        "savings": asked.savings,
        "collateral_value": asked.collateral,
    }
    return pd.DataFrame(
        {
            "application_id": event_ids("personal", block.number, len(asked)),
            "customer_id": coded(asked.customer, block.people.ids),
            "applied": asked.applied,
            "product_id": coded(asked.kind, PRODUCTS),
            "purpose": coded(asked.purpose, PURPOSES),
            "term_months": asked.term,
            "repayment_plan": coded(asked.plan, PLANS),
            "rate": asked.basis_points / BASIS_POINTS,
            "late_payments_24m": asked.late_payments,
            "credit_enquiries_6m": asked.enquiries,
            "years_at_address": asked.years_at_address,
            "years_in_job": asked.years_in_job,
            "employer_stability": asked.stability,
            "guarantor_offered": asked.guarantor,
            "officer_character_mark": asked.character,
            "taxes_in_order": asked.taxes,
            "decision": coded(np.where(approved, 0, 1), ("approved", "declined")),
            "loan_id": loan_id,
        }
        | {name: cents / 100 for name, cents in money.items()}
    )


ROOM = Room(
    "personal loans",
    ("loan_applications", "loans", "schedules", "payments", "loan_months", "collateral", "guarantors"),
    make,
    truth={
        "loan_default_probability": "application_id, loan_id (missing if declined): monthly probability of missing an "
        "instalment when current, and of default (four instalments unpaid) within 12 months of granting; for declined "
        "applications as it would have been. Unemployment is held at the month of granting, or at the first month "
        "shown for earlier loans.",
        "loan_categories_too_mild": classes.TOO_MILD,
        "collateral_breaches": security.BROKEN_RULES,
    },
    parameters={
        **paying.TRUTH.as_dict(),
        **decision.OVERRIDES,
        **classes.OFFICER,
        **security.BREACHES,
    },
)
