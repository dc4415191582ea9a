"""Life stages and what their customers are worth: the bounds, in every engine, and as a bank's own file."""

import dataclasses

import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import every_engine, on, plain

from cmlib.clv import LIFE_STAGES, LifeStageRules, value_by_life_stage

#: Months, earlier margin, margin now -> stage.
CASES = [
    (0, None, None, "exploration"),
    (11, 100, 500, "exploration"),
    (12, 100, 110.01, "formation"),
    (12, 100, 110, "stability"),
    (60, 100, 90, "stability"),
    (60, 100, 89.99, "decline"),
    (60, -100, -89.99, "formation"),
    (60, -100, -110.01, "decline"),
    (60, -100, -105, "stability"),
    (60, 0, 0, "stability"),
    (60, 0, 1, "formation"),
    (60, 0, -1, "decline"),
    (60, None, 5, "unknown"),
    (60, 5, None, "unknown"),
    (None, 5, 5, "unknown"),
]


def customers(cases=CASES) -> pd.DataFrame:
    frame = pd.DataFrame(cases, columns=["tenure_months", "margin_before", "margin_now", "stage"])
    frame = frame.astype(dict.fromkeys(["tenure_months", "margin_before", "margin_now"], float))
    return frame.assign(clv=10.0 * np.arange(1, len(frame) + 1))


@pytest.mark.parametrize("case", CASES)
def test_bounds(case):
    found = value_by_life_stage(customers([case]), value="clv")
    assert found["stage"].to_list() == [case[-1]]


@every_engine
def test_in_every_engine(engine):
    frame = customers().assign(clv=lambda table: table["clv"].where(table["stage"] != "decline"))
    found = on(engine, value_by_life_stage, frame.drop(columns="stage"), value="clv")
    expected = frame.groupby("stage", as_index=False).agg(
        customers=("clv", "size"), total_value=("clv", "sum"), mean_value=("clv", "mean")
    )
    pd.testing.assert_frame_equal(plain(found, ["stage"]), plain(expected, ["stage"]))


def test_stages_come_in_the_order_of_life():
    found = value_by_life_stage(customers().iloc[::-1], value="clv")
    assert found["stage"].to_list() == ["exploration", "formation", "stability", "decline", "unknown"]
    assert found.index.to_list() == [0, 1, 2, 3, 4]
    assert found["customers"].sum() == len(CASES)


def test_a_stage_without_a_known_value_has_a_missing_mean_and_no_nan():
    frame = customers([(60, 100, 10, "decline"), (60, 100, 100, "stability")]).assign(clv=[None, 5.0])
    found = value_by_life_stage(pl.from_pandas(frame), value="clv")
    assert found["stage"].to_list() == ["stability", "decline"]
    assert found["mean_value"].to_list() == [5.0, None]


def test_a_bank_brings_its_own_rules(tmp_path):
    rules = dataclasses.replace(LIFE_STAGES, name="ours", exploration_months=24, growth=0.5)
    rules.to_toml(tmp_path / "ours.toml")
    assert LifeStageRules.from_toml(tmp_path / "ours.toml") == rules
    frame = customers([(12, 1, 9, ""), (24, 100, 150, ""), (24, 100, 151, "")])
    found = value_by_life_stage(frame, value="clv", rules=rules)
    assert found["stage"].to_list() == ["exploration", "formation", "stability"]


@pytest.mark.parametrize("change", [{"exploration_months": -1}, {"growth": -0.1}, {"decline": float("nan")}])
def test_rules_that_cannot_be(change):
    with pytest.raises(ValueError, match=f"life stage rules 'life stages' needs {next(iter(change))}"):
        dataclasses.replace(LIFE_STAGES, **change)


def test_bad_tables():
    with pytest.raises(LookupError, match=r"value_by_life_stage needs the columns \['worth'\]"):
        value_by_life_stage(customers(), value="worth")
    with pytest.raises(ValueError, match="needs numbers in 'margin_now'"):
        value_by_life_stage(customers().assign(margin_now="x"), value="clv")
