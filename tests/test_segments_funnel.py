"""The funnel of the search channels: by pencil, on every engine, against statsmodels, and the bank's six channels."""

import itertools

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_chisquare

from cmlib.segments import STAGES, channel_funnel, compare_channels

LEADS = pd.DataFrame(
    [
        ("referral", "lead", 10.0, None), ("referral", "signed", 30.0, 500.0), ("referral", "signed", 20.0, 100.0),
        ("referral", "visit", 20.0, 9.0), ("door-to-door", "lead", 5.0, None), ("door-to-door", "proposal", 7.0, None),
        ("bought", "signed", 50.0, -10.0), ("bought", "appointment", 0.0, None),
    ],
    columns=["channel", "stage", "cost", "value"],
)  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_pencil_on_every_engine(engine):
    found = channel_funnel(ENGINES[engine][0](LEADS), value="value")
    assert list(found) == [
        "leads", "appointment", "visit", "proposal", "signed", "conversion", "lower", "upper", "cost",
        "cost_per_lead", "cost_per_customer", "value", "cost_per_value",
    ]  # fmt: skip
    assert found.index.tolist() == ["bought", "door-to-door", "referral"]
    assert found.loc["referral"].drop(["lower", "upper"]).tolist() == [4, 3, 3, 2, 2, 0.5, 80, 20, 40, 600, 80 / 600]
    assert found.loc["door-to-door", ["leads", "appointment", "visit", "proposal", "signed"]].tolist() == [
        2,
        1,
        1,
        1,
        0,
    ]
    assert np.isnan(found.loc["door-to-door", ["cost_per_customer", "cost_per_value"]].astype(float)).all()
    assert found.loc["bought", "value"] == -10
    assert np.isnan(found.loc["bought", "cost_per_value"])
    for name, row in found.iterrows():
        expected = proportion_confint(row["signed"], row["leads"], method="wilson")
        assert row[["lower", "upper"]].tolist() == pytest.approx(expected), name


def test_other_stages_and_levels():
    simple = LEADS.assign(stage=np.where(LEADS["stage"] == "signed", "won", "open"))
    found = channel_funnel(simple, stages=("open", "won"), confidence=0.8)
    assert list(found)[:3] == ["leads", "won", "conversion"]
    assert found.loc["referral", "lower"] == pytest.approx(proportion_confint(2, 4, alpha=0.2, method="wilson")[0])
    assert "value" not in found


class TestComparison:
    TABLE = pd.DataFrame(
        {"leads": [120, 90, 200, 40], "signed": [30, 9, 31, 0]}, index=["referral", "own", "cold", "bought"]
    )

    @pytest.mark.parametrize("level", [0.9, 0.95])
    def test_every_pair_is_that_of_statsmodels(self, level):
        found = compare_channels(self.TABLE, confidence=level)
        pairs = list(itertools.combinations(self.TABLE.index, 2))
        assert list(zip(found["channel"], found["other"], strict=True)) == pairs
        p_values = []
        for row, (one, other) in zip(found.itertuples(), pairs, strict=True):
            (n1, k1), (n2, k2) = self.TABLE.loc[one], self.TABLE.loc[other]
            assert row.difference == pytest.approx(k1 / n1 - k2 / n2)
            interval = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", alpha=1 - level)
            assert (row.lower, row.upper) == pytest.approx(interval)
            p_values.append(proportions_chisquare([k1, k2], [n1, n2])[1])
        assert found["p_value"].tolist() == pytest.approx(p_values)
        assert found["adjusted_p_value"].tolist() == pytest.approx(multipletests(p_values, method="holm")[1])

    def test_nobody_signs_anywhere(self):
        found = compare_channels(self.TABLE.assign(signed=0))
        assert (found["difference"] == 0).all()
        assert (found["p_value"] == 1).all()
        assert (found["adjusted_p_value"] == 1).all()

    def test_refuses(self):
        with pytest.raises(LookupError, match=r"needs the columns \['won'\]"):
            compare_channels(self.TABLE, customers="won")
        with pytest.raises(ValueError, match="at least two channels"):
            compare_channels(self.TABLE.iloc[:1])
        with pytest.raises(ValueError, match="each with leads"):
            compare_channels(self.TABLE.assign(leads=0, signed=0))
        with pytest.raises(ValueError, match="successes from 0"):
            compare_channels(self.TABLE.assign(signed=999))
        with pytest.raises(ValueError, match="confidence is between"):
            compare_channels(self.TABLE, confidence=1)


@pytest.mark.parametrize(
    ("change", "arguments", "error", "message"),
    [
        (lambda t: t.replace("visit", "lunch"), {}, ValueError, "knows the stages .*; found 'lunch'"),
        (lambda t: t.assign(stage=None), {}, ValueError, "found None"),
        (lambda t: t.assign(channel=t["channel"].where(t.index > 0)), {}, ValueError, "'channel' in every row"),
        (lambda t: t.assign(cost=-1), {}, ValueError, "a cost from 0 for every lead; found -1"),
        (lambda t: t.assign(cost=np.nan), {}, ValueError, "a cost from 0 for every lead; found None"),
        (lambda t: t.assign(value=np.nan), {"value": "value"}, ValueError, "'value' of every customer"),
        (lambda t: t, {"stages": ("signed",)}, ValueError, "at least two different stages"),
        (lambda t: t, {"stages": ("lead", "lead")}, ValueError, "at least two different stages"),
        (lambda t: t, {"confidence": 0}, ValueError, "channel_funnel: confidence"),
        (lambda t: t.drop(columns="cost"), {}, LookupError, r"columns \['cost'\]"),
    ],
)
def test_refuses(change, arguments, error, message):
    with pytest.raises(error, match=message):
        channel_funnel(change(LEADS), **arguments)


def test_the_six_channels_of_the_bank_differ():
    leads = bank(88).tables["leads"]
    found = channel_funnel(leads)
    assert len(found) == 6
    assert found["leads"].sum() == len(leads)
    assert found["signed"].sum() == leads["customer_id"].notna().sum()
    assert found["cost"].sum() == pytest.approx(leads["cost"].sum())
    reached = found[["leads", *STAGES[1:]]].to_numpy()
    assert (np.diff(reached, axis=1) <= 0).all()
    pairs = compare_channels(found).set_index(["channel", "other"])
    assert pairs.loc[("chain referral", "door-to-door"), "lower"] > 0.1  # referral converts far better
    assert (pairs["adjusted_p_value"] >= pairs["p_value"]).all()
