"""Which variables a model of default keeps: the smallest information value, and signs that are wrong beside others."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from cmlib.rating import PDModel, weight_of_evidence


def echoing(seed=29, size=3_000):
    """Debt, and an echo of it that is less exact and knows nothing more."""
    rng = np.random.default_rng(seed)
    debt, noise = rng.normal(size=size), rng.normal(size=size)
    failed = (rng.random(size) < 1 / (1 + np.exp(2 + 1.5 * debt))).astype(int)
    return pd.DataFrame({"debt": debt, "echo": debt + 0.8 * noise, "defaulted": failed})


def test_a_sign_that_is_but_a_little_wrong_is_wrong_too():
    table = echoing()
    flagged, dropped = (PDModel.fit(table, wrong_sign=how, minimum_information_value=0) for how in ("flag", "drop"))
    weights = np.column_stack([one.transform(table[one.variable].to_numpy()) for one in flagged.binnings])
    known = sm.Logit(table["defaulted"], sm.add_constant(weights)).fit(disp=0, tol=1e-14)
    debt, echo = known.tvalues.to_numpy()[1:]
    assert debt < 0 < echo < 1
    assert flagged.summary["sign"].tolist() == ["", "right", "wrong"]
    assert flagged.summary["z"].tolist()[1:] == pytest.approx([debt, echo], rel=1e-6)
    assert dropped.variables == ("debt",)
    assert [one.variable for one in dropped.dropped] == ["echo"]
    assert dropped.dropped[0].reason.endswith(f"(z = {echo:.2f})")


def test_the_smallest_information_value_is_still_enough():
    table = echoing()
    value = weight_of_evidence("echo", "defaulted", table=table).information_value
    kept = PDModel.fit(table, columns=["echo"], minimum_information_value=value)
    assert kept.variables == ("echo",)
    with pytest.raises(ValueError, match=r"echo: information value .* is below"):
        PDModel.fit(table, columns=["echo"], minimum_information_value=np.nextafter(value, 1))


def test_the_rows_of_a_scorecard_are_numbered_through():
    model = PDModel.fit(echoing(), minimum_information_value=0)
    assert model.scorecard().index.tolist() == list(range(sum(len(one.bins) for one in model.binnings)))
