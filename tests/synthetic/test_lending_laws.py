"""The laws of lending hold in every bank, and each one notices when it is broken by hand."""

import pandas as pd
import pytest
from banks import bank

from cmlib.datasets import SEED
from cmlib.synthetic import Bank, plan
from cmlib.synthetic.lending.laws import LAWS
from cmlib.synthetic.lending.tables import TABLES
from cmlib.synthetic.people.block import PeopleBlock

SIZES = (
    {},
    {"customers": 100, "firms": 10, "months": 12},
    {"customers": 1_130, "firms": 110, "months": 60},
    {"customers": 300, "firms": 30, "months": 12, "years": 1},
)


def table(made, name):
    """A table of the bank; of the customers who they are and when they joined."""
    if name != "customers":
        return made.tables[name]
    blocks = [house.block for house in made.houses if isinstance(house.block, PeopleBlock)]
    return pd.concat(
        pd.DataFrame({"customer_id": block.people.ids, "joined": block.people.joined.astype("datetime64[s]")})
        for block in blocks
    )


def tables_of(law, made):
    return [table(made, name) for name in law.tables]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("seed", [3, SEED])
def test_every_law_holds(seed, sizes):
    made = bank(seed, **sizes)
    for law in LAWS:
        broken = law.broken(*tables_of(law, made))
        assert len(broken) == 0, f"{law.sentence}\n{broken.head().to_string()}"


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_keys_references_and_values_are_as_the_tables_say(sizes):
    made = bank(3, **sizes)
    for described in TABLES:
        frame = made.tables[described.name]
        assert not frame.duplicated(list(described.key)).any(), described.name
        for reference in described.references:
            if reference.table in plan.TABLE:
                known = made.tables[reference.table][reference.target]
                assert frame[reference.column].dropna().isin(known).all(), (described.name, reference)
        for column in described.columns:
            values = frame[column.name]
            if column.required:
                assert values.notna().all(), (described.name, column.name)
            if column.allowed:
                assert values.dropna().isin(column.allowed).all(), (described.name, column.name)
            if column.minimum is not None:
                assert values.dropna().min() >= column.minimum or values.isna().all(), (described.name, column.name)
            if column.maximum is not None:
                assert values.dropna().max() <= column.maximum, (described.name, column.name)


def test_a_block_made_alone_is_the_block_in_the_bank():
    whole = bank(3, customers=1_130, firms=110, months=60)
    alone = Bank(3, customers=1_130, firms=110, months=60)
    part = alone.houses[2]  # the second block of customers
    loans = whole.tables["loans"]
    mine = part.table("loans")
    assert set(mine["loan_id"]) <= set(loans["loan_id"])
    kept = loans[loans["loan_id"].isin(mine["loan_id"])]
    assert (kept["amount"].to_numpy() == mine["amount"].to_numpy()).all()
    assert kept["customer_id"].tolist() == mine["customer_id"].tolist()


def changed(table, column, change, where=None):
    """A break: ``change`` one value of ``column`` in a row of ``table`` that ``where`` picks."""

    def apply(frames):
        frame = frames[table]
        row = frame.index[0] if where is None else frame.index[where(frame)][0]
        frame.loc[row, column] = change(frame.loc[row, column])

    return apply


def without_first(table, where=None):
    def apply(frames):
        frame = frames[table]
        frames[table] = frame.drop(frame.index[0] if where is None else frame.index[where(frame)][0])

    return apply


def doubled_loan(frames):
    frame = frames["loan_applications"]
    rows = frame.index[frame["loan_id"].notna()][:2]
    frame.loc[rows[0], "loan_id"] = frame.loc[rows[1], "loan_id"]


def guarantor_is_borrower(frames):
    loans, guarantors = frames["loans"], frames["guarantors"]
    row = guarantors.index[guarantors["guarantor_firm_id"].notna()][0]
    firm = loans.loc[loans["loan_id"] == guarantors.loc[row, "loan_id"], "firm_id"].iloc[0]
    guarantors.loc[row, "guarantor_firm_id"] = firm


def nobody_defaulted(frames):
    frames["defaults"]["defaulted"] = 0


def december(frame):
    return frame["month"].dt.month == 12


def more(value):
    return value + 0.01


#: Beginning of a law's sentence -> ways to break it.
BREAKS = {
    "Instalments of a loan are numbered": [changed("schedules", "number", lambda n: 2), without_first("schedules")],
    "Principal in a schedule": [changed("schedules", "principal", more)],
    "Interest is outstanding": [changed("schedules", "interest", more), changed("schedules", "outstanding", more)],
    "Instalments are alike": [
        changed("schedules", "principal", more, where=lambda f: (f["number"] == 2) & (f["outstanding"] > 0))
    ],
    "Instalments fall due": [
        changed("schedules", "due_date", lambda day: day + day.resolution * 86_400),
        changed("loans", "matures", lambda day: day + day.resolution * 86_400),
    ],
    "Days past due, overdue": [
        changed("loan_months", "days_past_due", lambda days: days + 1),
        changed("loan_months", "overdue", more),
        changed("loan_months", "outstanding", more),
        changed("loans", "instalments_paid_before", lambda n: n - 1, where=lambda f: f["instalments_paid_before"] > 0),
        without_first("payments"),
        without_first("payments", where=lambda f: f["kind"] == "prepayment"),
    ],
    "Months of a loan run": [without_first("loan_months"), without_first("loan_months", where=lambda f: f.index == 5)],
    "A payment is principal": [
        changed("payments", "amount", more),
        changed("payments", "date", lambda day: day - day.resolution * 86_400 * 9_000),
        lambda frames: frames.update(
            payments=frames["payments"].assign(
                amount=frames["payments"]["amount"] + 1, principal=frames["payments"]["principal"] + 1
            )
        ),
    ],
    "A loan has one borrower": [changed("loans", "customer_id", lambda name: None)],
    "Nobody applies": [
        changed("loans", "granted", lambda day: day - day.resolution * 86_400 * 9_000),
        changed("loan_applications", "applied", lambda day: day - day.resolution * 86_400 * 9_000),
    ],
    "An approved application": [
        doubled_loan,
        changed("loan_applications", "decision", lambda word: "declined" if word == "approved" else "approved"),
        changed("loans", "amount", more),
        without_first("loan_applications", where=lambda f: f["loan_id"].notna()),
    ],
    "The monthly payment": [
        changed("loan_applications", "monthly_payment", more, where=lambda f: f["loan_id"].notna()),
    ],
    "Mortgaged and pledged": [without_first("collateral"), changed("loans", "security", lambda word: "guarantee")],
    "A guarantor is another": [
        guarantor_is_borrower,
        changed("guarantors", "amount", lambda amount: amount * 2 + 1e9),
        changed("guarantors", "guarantor_kind", lambda word: "firm", where=lambda f: f["guarantor_kind"] == "person"),
    ],
    "A firm is first more": [nobody_defaulted],
    "In December": [
        lambda frames: frames.update(judgements=frames["judgements"].assign(loan_risk=6)),
        changed(
            "loan_months", "category", lambda mark: 6, where=lambda f: f["loan_id"].str.startswith("L5") & december(f)
        ),
    ],
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.sentence)
def test_each_law_notices_a_break(law):
    (breaks,) = [ways for beginning, ways in BREAKS.items() if law.sentence.startswith(beginning)]
    made = bank(3, customers=300, firms=100, months=24)
    for way in breaks:
        frames = {name: table(made, name).copy() for name in law.tables}
        way(frames)
        assert len(law.breaks(frames)) > 0, law.sentence
