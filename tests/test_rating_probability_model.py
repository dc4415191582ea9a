"""The default-probability model: fit, choice of variables, points, grades and files, on every engine."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
import statsmodels.api as sm
from engines import ENGINES, every_engine, plain

from cmlib.rating import MASTER_SCALE, Bin, Coefficient, PDModel, PointsScale, WeightOfEvidence, weight_of_evidence

RNG = np.random.default_rng([6, 62])
SIZE = 1500
QUALITY = RNG.normal(size=SIZE)
OWNER = np.where(QUALITY + RNG.normal(size=SIZE) > 0, "private", "state")
TABLE = pd.DataFrame(
    {
        "case": np.arange(SIZE),
        "debt": np.round(QUALITY + RNG.normal(size=SIZE), 1),
        "margin": np.where(RNG.random(SIZE) < 0.1, np.nan, np.round(-QUALITY + RNG.normal(size=SIZE), 1)),
        "owner": np.where(RNG.random(SIZE) < 0.05, None, OWNER),
        "noise": RNG.random(SIZE),
        "defaulted": (RNG.random(SIZE) < 1 / (1 + np.exp(2 - 1.5 * QUALITY))).astype(int),
    }
)  # fmt: skip
COLUMNS = ["debt", "margin", "owner"]
MODEL = PDModel.fit(TABLE, columns=COLUMNS)


def design(model, table):
    weights = [binned.transform(table[binned.variable]) for binned in model.binnings]
    return np.column_stack([np.ones(len(table)), *weights])


def test_the_fit_is_that_of_statsmodels_on_the_weights():
    known = sm.Logit(TABLE["defaulted"], design(MODEL, TABLE)).fit(disp=0, tol=1e-14)
    summary = MODEL.summary
    assert summary["variable"].tolist() == ["intercept", *COLUMNS]
    for ours, theirs in (
        ("coefficient", "params"),
        ("standard_error", "bse"),
        ("z", "tvalues"),
        ("p_value", "pvalues"),
    ):
        assert summary[ours].to_numpy() == pytest.approx(np.asarray(getattr(known, theirs)), rel=1e-6)
    assert MODEL.covariance == pytest.approx(np.asarray(known.cov_params()), abs=1e-8)
    assert (MODEL.log_likelihood, MODEL.null_log_likelihood) == pytest.approx((known.llf, known.llnull))
    assert (MODEL.cases, MODEL.defaults) == (SIZE, TABLE["defaulted"].sum())
    assert MODEL.default_rate == TABLE["defaulted"].mean()
    assert summary["sign"].tolist() == ["", "right", "right", "right"]
    assert MODEL.variables == tuple(COLUMNS)


def test_a_variable_alone_has_a_coefficient_of_minus_one():
    """And the probability of each bin is its default rate: the regression has nothing to add to the weights."""
    alone = PDModel.fit(TABLE, columns=["debt"])
    rate = TABLE["defaulted"].mean()
    assert [one.value for one in alone.coefficients] == pytest.approx([math.log(rate / (1 - rate)), -1])
    binned = alone.binnings[0]
    chance = alone.probability(TABLE)["probability_of_default"]
    assert chance.tolist() == pytest.approx(
        binned.table["event_rate"].to_numpy()[binned.place(TABLE["debt"]).astype(int)]
    )


def test_forecasts_add_up_to_the_defaults():
    assert MODEL.probability(TABLE)["probability_of_default"].sum() == pytest.approx(TABLE["defaulted"].sum())


HOSTILE = pd.DataFrame(
    {
        "case": range(8),
        "debt": [0.0, np.nan, 1e300, -1e300, np.inf, 0.3, 0.3, 0.3],
        "margin": [np.nan, 0.1, 0.1, 0.1, 0.1, -np.inf, 9.0, 0.0],
        "owner": ["private", "state", "state", None, "private", "state", "foreign", "private"],
    }
)


@every_engine
def test_every_engine_scores_alike(engine):
    make, back = ENGINES[engine]
    table = pd.concat([HOSTILE, TABLE[HOSTILE.columns].head(40).assign(case=range(100, 140))], ignore_index=True)
    logit = np.full(len(table), MODEL.coefficients[0].value)
    for one, binned in zip(MODEL.coefficients[1:], MODEL.binnings, strict=True):
        logit = logit + one.value * binned.transform(table[binned.variable]).to_numpy()
    made = make(table)
    scored, points = MODEL.grade(made), MODEL.points(made)
    assert type(scored) is type(points) is type(made)
    scored, points = plain(back(scored), ["case"]), plain(back(points), ["case"])
    np.testing.assert_allclose(scored["probability_of_default"], 1 / (1 + np.exp(-logit)), rtol=1e-14)
    assert [None if pd.isna(one) else one for one in scored["grade"]] == MASTER_SCALE.grade(
        scored["probability_of_default"].to_numpy()
    ).tolist()
    card = MODEL.scorecard()
    total = np.zeros(len(table))
    for binned in MODEL.binnings:
        earned = np.append(card.loc[card["variable"] == binned.variable, "points"], np.nan)
        part = earned[binned.place(table[binned.variable]).astype(int)]
        np.testing.assert_array_equal(points[f"{binned.variable}_points"], part)
        total = total + part
    np.testing.assert_array_equal(points["points"], total)
    nothing = [1, 4, 6]  # no missing debt in the sample, and no foreign owner
    assert np.flatnonzero(np.isnan(total)).tolist() == nothing
    assert np.flatnonzero(scored["probability_of_default"].isna()).tolist() == nothing
    assert list(scored.columns) == [*table.columns, "probability_of_default", "grade"]


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "pyarrow", "duckdb"])
def test_every_engine_fits_alike(engine):
    binnings = [weight_of_evidence(name, "defaulted", table=TABLE) for name in COLUMNS]
    expected = PDModel.fit(TABLE, columns=[*COLUMNS, "noise"], binnings=binnings, raw=["noise"])
    found = PDModel.fit(ENGINES[engine][0](TABLE), columns=[*COLUMNS, "noise"], binnings=binnings, raw=["noise"])
    assert found.binnings == expected.binnings
    assert found.summary["coefficient"].to_numpy() == pytest.approx(expected.summary["coefficient"].to_numpy())
    assert found.covariance == pytest.approx(expected.covariance)
    assert found.log_likelihood == pytest.approx(expected.log_likelihood)
    assert (found.cases, found.defaults) == (expected.cases, expected.defaults)


def test_lazy_tables_bin_for_themselves():
    table = TABLE.assign(twice=2.0)
    lazily = PDModel.fit(pl.from_pandas(table).lazy(), columns=COLUMNS, sample_weights="twice")
    assert (lazily.cases, lazily.defaults) == (2 * MODEL.cases, 2 * MODEL.defaults)
    assert lazily.log_likelihood / 2 == pytest.approx(MODEL.log_likelihood, rel=0.02)
    here = PDModel.fit(table, columns=COLUMNS, sample_weights="twice")
    assert here.summary["coefficient"].to_numpy() == pytest.approx(MODEL.summary["coefficient"].to_numpy())
    assert here.summary["standard_error"].to_numpy() * math.sqrt(2) == pytest.approx(
        MODEL.summary["standard_error"].to_numpy()
    )
    assert PDModel.fit(TABLE, TABLE["defaulted"], columns=COLUMNS, sample_weights=np.full(SIZE, 2.0)).cases == 2 * SIZE


def test_raw_variables_are_taken_as_they_are():
    model = PDModel.fit(TABLE, columns=["debt"], raw="noise")
    known = sm.Logit(TABLE["defaulted"], np.column_stack([design(model, TABLE), TABLE["noise"]])).fit(disp=0, tol=1e-14)
    assert [one.value for one in model.coefficients] == pytest.approx(known.params.tolist(), rel=1e-6)
    assert model.summary["sign"].tolist() == ["", "right", ""]
    points = model.points(TABLE, PointsScale(decimals=None))["points"]
    chance = model.probability(TABLE)["probability_of_default"]
    assert points.to_numpy() == pytest.approx(PointsScale().at(chance))
    with pytest.raises(ValueError, match=r"number in every case for 'margin', which is not binned; \d+ are missing"):
        PDModel.fit(TABLE, columns=["debt"], raw=["margin"])


def test_weak_variables_are_left_out_and_said_so():
    model = PDModel.fit(TABLE.assign(same=1.0), columns=[*COLUMNS, "noise", "same"], minimum_information_value=0.1)
    assert model.variables == tuple(COLUMNS)
    reasons = {one.variable: one.reason for one in model.dropped}
    assert reasons.keys() == {"noise", "same"}
    assert reasons["noise"].endswith("is below 0.1")
    assert reasons["same"] == "all its values are in one bin"
    kept = PDModel.fit(TABLE, columns=[*COLUMNS, "noise"], minimum_information_value=0)
    assert kept.variables == (*COLUMNS, "noise")
    with pytest.raises(ValueError, match=r"^PDModel.fit has no variable left: noise: information value"):
        PDModel.fit(TABLE, columns=["noise"], minimum_information_value=0.5)


def test_a_wrong_sign_is_flagged_or_dropped():
    """An echo of debt, less exact: beside it, it speaks against its own weight of evidence."""
    rng = np.random.default_rng(1)
    sound = rng.normal(size=6000)
    spread = rng.normal(size=6000)
    bad = (rng.random(6000) < 1 / (1 + np.exp(2 + 2 * sound - spread))).astype(int)
    table = pd.DataFrame({"sound": sound, "echo": sound + 0.7 * spread, "defaulted": bad})
    flagged, dropped = (PDModel.fit(table, wrong_sign=how, minimum_information_value=0) for how in ("flag", "drop"))
    assert flagged.summary["sign"].tolist() == ["", "right", "wrong"]
    assert dropped.variables == ("sound",)
    assert dropped.dropped[0].variable == "echo"
    assert "wrong sign beside the others" in dropped.dropped[0].reason
    assert dropped.coefficients[1].value == pytest.approx(-1)


def test_a_model_is_kept_as_a_file(tmp_path):
    MODEL.to_toml(tmp_path / "model.toml")
    assert PDModel.from_toml(tmp_path / "model.toml") == MODEL


def test_another_default_rate_moves_the_intercept_and_nothing_else():
    """With half of the sample bad and 2% in truth, a firm at even odds in the sample has odds of 2 : 98."""
    half = PDModel((Coefficient("intercept", 0.4), Coefficient("x", 1.0)), default_rate=0.5)
    moved = half.for_default_rate(0.02)
    assert moved.coefficients[0].value == pytest.approx(0.4 + math.log(2 / 98))
    assert moved.coefficients[1] == half.coefficients[1]
    assert moved.default_rate == 0.02
    assert moved.for_default_rate(0.5).coefficients[0].value == pytest.approx(0.4)
    for wrong in (0, 1, -0.1, math.nan):
        with pytest.raises(ValueError, match="rate above 0 and below 1"):
            half.for_default_rate(wrong)
    with pytest.raises(ValueError, match="has no default_rate"):
        PDModel((Coefficient("intercept", 0.0),)).for_default_rate(0.1)


def test_a_sample_of_all_defaults_and_few_others_is_corrected():
    rng = np.random.default_rng(8)
    x = rng.normal(size=40_000)
    bad = (rng.random(40_000) < 1 / (1 + np.exp(4 - x))).astype(int)
    whole = pd.DataFrame({"x": x, "defaulted": bad})
    chosen = whole[(bad == 1) | (np.arange(40_000) % 20 == 0)]
    corrected = PDModel.fit(chosen, raw=["x"], columns=[]).for_default_rate(bad.mean())
    full = PDModel.fit(whole, raw=["x"], columns=[])
    errors = np.sqrt(np.diag(corrected.covariance))
    for one, other, error in zip(corrected.coefficients, full.coefficients, errors, strict=True):
        assert one.value == pytest.approx(other.value, abs=3 * error)
    assert abs(corrected.coefficients[0].value - PDModel.fit(chosen, raw=["x"], columns=[]).coefficients[0].value) > 2


def test_points_of_a_pencil_case():
    """Factor 20 / ln 2, two variables: each has half of the base, less factor times coefficient times weight."""
    bins = WeightOfEvidence("x", (Bin(60, 20, upper=1), Bin(20, 20, lower=1)))
    model = PDModel((Coefficient("intercept", -2.0), Coefficient("x", -0.8), Coefficient("y", 0.1)), (bins,))
    card = model.scorecard(PointsScale(decimals=2))
    factor = 20 / math.log(2)
    base = (600 - factor * math.log(19) + factor * 2) / 2
    assert card["points"].tolist() == pytest.approx(
        [round(base + factor * 0.8 * math.log(1.5), 2), round(base + factor * 0.8 * math.log(0.5), 2), base]
    )
    assert card["points_per_unit"].tolist()[-1] == pytest.approx(-0.1 * factor)
    assert card["bin"].tolist() == ["below 1", "1 or more", "each value"]
