"""Sales ledgers: they sum to the sales reported, and their first digits tell who invented invoices."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats

from cmlib.synthetic.firms import investigation_laws

SEEDS = (88, 3, 19)
SIZES = (
    {"seed": 88},
    {"seed": 1, "firms": 10, "customers": 100, "months": 12},
    {"seed": 2, "firms": 103, "months": 60},
    {"seed": 4, "firms": 113, "months": 13, "years": 1},
)
BENFORD = np.log10(1 + 1 / np.arange(1, 10))

#: Mean absolute deviation of first digits above which a set does not conform to Benford's law:
#: Nigrini (2012), Benford's Law, Wiley, table 7.1.
NONCONFORMITY = 0.015


@pytest.mark.parametrize("law", investigation_laws.LAWS, ids=lambda law: law.broken.__name__)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_law_holds(law, size):
    found = law.breaks(bank(**size).tables)
    assert found.empty, found.head().to_string()


def test_a_ledger_with_a_cent_too_much_breaks_its_law():
    tables = dict(bank(88).tables)
    entries = tables["ledger_entries"].copy()
    entries.loc[0, "amount"] += 0.01
    found = investigation_laws.ledgers_broken(entries, tables["statements"])
    assert found[["firm_id", "year"]].to_numpy().tolist() == [[entries.loc[0, "firm_id"], entries.loc[0, "date"].year]]


def test_a_year_typed_that_was_never_filed_breaks_its_law():
    tables = bank(88).tables
    typed = tables["submitted_statements"].assign(year=lambda t: t["year"] + 50 * (t.index == 0))
    assert len(investigation_laws.typed_broken(typed, tables["statements"])) == 1


def ledgers(seed) -> pd.DataFrame:
    made = bank(seed)
    entries = made.tables["ledger_entries"]
    digit = entries["amount"].map(lambda amount: int(f"{amount:e}"[0]))
    return entries.assign(digit=digit, invented=entries["entry_id"].isin(made.truth["invented_invoices"]["entry_id"]))


def counts(digits) -> np.ndarray:
    return np.bincount(digits, minlength=10)[1:]


def chi_square_p(digits) -> float:
    found = counts(digits)
    return stats.chisquare(found, found.sum() * BENFORD).pvalue


def deviation(digits) -> float:
    found = counts(digits)
    return np.abs(found / found.sum() - BENFORD).mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_firm_that_invented_sales_is_under_investigation(seed):
    made = bank(seed)
    cooked = made.truth["cooked_books"].query("method == 'fictitious sales' and amount > 0")
    assert set(cooked["firm_id"]) == set(made.truth["invented_invoices"]["firm_id"])
    invented = made.truth["invented_invoices"].groupby(["firm_id", "year"])["amount"].sum().reset_index()
    compared = invented.merge(cooked, on=["firm_id", "year"], suffixes=("", "_faked"))
    assert len(compared) == len(invented)
    np.testing.assert_allclose(compared["amount"], compared["amount_faked"], atol=0.005)
    assert 20 <= made.tables["ledger_entries"]["firm_id"].nunique() <= 30


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_block_has_at_least_two_ledgers(size):
    made = bank(**size)
    firms = made.tables["ledger_entries"]["firm_id"].str[1:].astype(int)
    assert ((firms - 1) // 100).groupby(firms).first().value_counts().min() >= 2


@pytest.mark.parametrize("seed", SEEDS)
def test_real_invoices_follow_benfords_law(seed):
    real = ledgers(seed).query("not invented")
    assert chi_square_p(real["digit"]) > 0.001
    assert deviation(real["digit"]) < 0.006  # close conformity, Nigrini (2012)


@pytest.mark.parametrize("seed", SEEDS)
def test_first_digits_separate_ledgers_with_invented_invoices(seed):
    by_firm = ledgers(seed).groupby("firm_id").agg(p=("digit", chi_square_p), invented=("invented", "any"))
    assert ((by_firm["p"] < 0.001) == by_firm["invented"]).all()
    assert by_firm["invented"].sum() >= 2


@pytest.mark.parametrize("seed", SEEDS)
def test_the_excess_of_large_first_digits_tells_how_many_were_invented(seed, recovers):
    """Benford's law gives 5 to 9 a share of log10(2); invented amounts begin with hardly anything else."""
    entries = ledgers(seed)
    cooked = entries[entries["firm_id"].isin(entries.loc[entries["invented"], "firm_id"])]
    usual, found = np.log10(2), (cooked["digit"] >= 5).mean()
    error = np.sqrt(found * (1 - found) / len(cooked)) / (1 - usual)
    recovers(
        "share of invented invoices", cooked["invented"].mean(), (found - usual) / (1 - usual), error,
        method="excess of first digits 5 to 9", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_too_few_entries_accuse_honest_firms(seed, misleads):
    entries = ledgers(seed)
    honest = entries[~entries["firm_id"].isin(entries.loc[entries["invented"], "firm_id"])]
    groups = honest.groupby("firm_id")["digit"]
    assert (groups.agg(deviation) < NONCONFORMITY).all()
    flagged = (groups.agg(lambda digits: deviation(digits[:100])) >= NONCONFORMITY).mean()
    misleads(
        "honest firms accused", 0.0, flagged, np.sqrt(flagged * (1 - flagged) / groups.ngroups),
        method="deviation of the first 100 entries", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_invented_sales_go_to_customers_that_buy_nothing_else_late_in_the_year(seed):
    entries = ledgers(seed)
    cooked = entries[entries["firm_id"].isin(entries.loc[entries["invented"], "firm_id"])]
    assert cooked.groupby(["firm_id", "customer"])["invented"].nunique().max() == 1
    month = cooked["date"].dt.month
    assert month[cooked["invented"]].mean() > month[~cooked["invented"]].mean() + 2
