"""Statements typed into applications: articulation finds every contradiction, and nothing else."""

import numpy as np
import pandas as pd
import pytest
from banks import bank

from cmlib.items import ITEMS
from cmlib.statements import articulation
from cmlib.synthetic.firms.submitted import INVISIBLE, KINDS, TRUTH, _transposed

SEEDS = (88, 3, 19)


def firm_years(frame) -> set[tuple]:
    return set(frame[["firm_id", "year"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("seed", SEEDS)
def test_articulation_finds_exactly_the_years_that_contradict_themselves(seed, recovers):
    made = bank(seed)
    planted = firm_years(made.truth["contradictions"].query("contradicts"))
    found = firm_years(articulation(made.tables["submitted_statements"]))
    hits = len(planted & found)
    recovers(
        "precision of articulation", 1.0, hits / len(found), 0.0, method="cmlib.statements.articulation", seed=seed
    )
    recovers("recall of articulation", 1.0, hits / len(planted), 0.0, method="cmlib.statements.articulation", seed=seed)
    assert len(planted) >= 10


@pytest.mark.parametrize("size", [{"firms": 40, "years": 1}, {"firms": 60, "years": 2}], ids=str)
def test_it_finds_them_in_a_short_history_too(size):
    made = bank(5, **size)
    planted = firm_years(made.truth["contradictions"].query("contradicts"))
    assert firm_years(articulation(made.tables["submitted_statements"])) == planted


def test_every_kind_of_mistake_is_made():
    kinds = pd.concat([bank(seed).truth["contradictions"]["kind"] for seed in SEEDS])
    assert set(kinds) == set(KINDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dropped_line_is_a_gap_that_articulation_cannot_see(seed, misleads):
    made = bank(seed)
    dropped = made.truth["contradictions"].query("kind == @INVISIBLE", local_dict={"INVISIBLE": INVISIBLE})
    gaps = made.tables["submitted_statements"].set_index(["firm_id", "year"])[list(ITEMS)].isna().stack()
    assert set(gaps[gaps].index) == set(dropped[["firm_id", "year", "item"]].itertuples(index=False, name=None))
    all_wrong = firm_years(made.truth["contradictions"])
    found = firm_years(articulation(made.tables["submitted_statements"]))
    misleads(
        "years typed wrongly", len(all_wrong), len(found), 0.0,
        method="articulation without looking for gaps", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_typed_and_filed_statements_differ_only_where_the_truth_says(seed):
    made = bank(seed)
    key = ["firm_id", "year"]
    typed = made.tables["submitted_statements"].set_index(key)[list(ITEMS)]
    filed = made.tables["statements"].set_index(key).loc[typed.index, list(ITEMS)]
    wrong = made.truth["contradictions"].set_index([*key, "item"])
    differ = ~np.isclose(typed, filed, rtol=0, atol=0.005)
    cells = pd.DataFrame(differ, typed.index, typed.columns).stack()
    assert set(cells[cells].index) == set(wrong.index)
    for firm, year, item in wrong.index:
        row = wrong.loc[(firm, year, item)]
        assert filed.loc[(firm, year), item] == pytest.approx(row["true_value"], abs=0.005)
        assert typed.loc[(firm, year), item] == pytest.approx(row["entered_value"], abs=0.005, nan_ok=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_as_many_years_are_typed_wrongly_as_planted(seed, recovers):
    made = bank(seed)
    years = len(made.tables["submitted_statements"])
    assert made.tables["submitted_statements"]["firm_id"].nunique() == 30
    share = len(firm_years(made.truth["contradictions"])) / years
    planted = TRUTH.submitted_error_share
    recovers(
        "years typed wrongly", planted, share, np.sqrt(planted * (1 - planted) / years),
        method="share of firm-years", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize(("amount", "typed"), [(445_300, 454_300), (-110_200, -101_200), (9_871, 8_971)])
def test_transposed_digits_are_the_first_two_that_differ(amount, typed):
    assert _transposed(amount) == typed
