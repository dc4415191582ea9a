"""What no model can be fitted to, built from or applied to, and master scales and points scales in disorder."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.rating import (
    MASTER_SCALE,
    POINTS_SCALE,
    Bin,
    Coefficient,
    MasterScale,
    PDModel,
    PointsScale,
    ProbabilityGrade,
    WeightOfEvidence,
)

TABLE = pd.DataFrame(
    {"x": [1.0, 2, 3, 4] * 10, "g": list("aabb") * 10, "defaulted": [0, 1, 1, 0, 1, 0, 1, 1] * 5, "id": range(40)}
)
BINS = WeightOfEvidence("x", (Bin(5, 1, upper=1), Bin(5, 3, lower=1)))
BASE, SLOPE = Coefficient("intercept", -2.0), Coefficient("x", -1.0)


def test_a_model_in_disorder_is_refused():
    for arguments, said in [
        (((),), "first coefficient must be the 'intercept', found []"),
        (((SLOPE, BASE),), "found ['x']"),
        (((BASE, SLOPE, SLOPE),), "more than one coefficient for 'x'"),
        (((BASE, SLOPE), (BINS, BINS)), "more than one binning for 'x'"),
        (((BASE,), (BINS,)), "has bins but no coefficient for ['x']"),
        (((Coefficient("intercept", math.nan),),), "must be finite, found nan"),
        (((Coefficient("intercept", 0.0, (1.0, 2.0)),),), "a covariance with each of 1 coefficients, found 2"),
    ]:
        with pytest.raises(ValueError, match=r"^default-probability model 'default-probability model'") as caught:
            PDModel(*arguments)
        assert said in str(caught.value)


def test_without_covariances_errors_are_missing():
    summary = PDModel((BASE, SLOPE), (BINS,)).summary
    assert summary[["standard_error", "z", "p_value"]].isna().all(axis=None)
    assert summary["sign"].tolist() == ["", "right"]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"wrong_sign": "keep"}, ValueError, "wrong_sign to be 'flag' or 'drop'; found 'keep'"),
        ({"columns": ["y"]}, LookupError, r"needs the columns \['y'\]"),
        ({"columns": ["x", "defaulted"]}, ValueError, r"cannot explain default by \['defaulted'\]"),
        ({"columns": []}, ValueError, "at least one variable besides the outcome"),
        ({"default": [0, 1]}, ValueError, "found 40 of table, 2 of default"),
        ({"default": "late"}, LookupError, r"needs the columns \['late'\]"),
        ({"sample_weights": [1] * 39}, ValueError, "39 of sample_weights"),
        ({"sample_weights": [-1] * 40}, ValueError, "sample_weights to be finite and not below 0"),
        ({"default": "id"}, ValueError, "1 for a case that defaulted"),
        ({"columns": ["x"], "nonsense": 1}, TypeError, "nonsense"),
    ],
)
def test_a_fit_that_cannot_be_is_refused(options, error, said):
    with pytest.raises(error, match=said):
        PDModel.fit(TABLE, **options)


def test_identifiers_are_not_variables():
    texts = TABLE.assign(id=[f"F{number}" for number in range(40)])
    with pytest.raises(
        ValueError, match=r"found 40 different texts in 'id': it names the cases. Say with columns=\[...\]"
    ):
        PDModel.fit(texts)
    assert PDModel.fit(texts[["g", "defaulted"]], minimum_information_value=0).variables == ("g",)


def test_lazy_tables_need_names():
    lazy = pl.from_pandas(TABLE[["x", "g", "defaulted"]]).lazy()
    for options in ({"default": TABLE["defaulted"].to_numpy()}, {"sample_weights": np.ones(40)}):
        with pytest.raises(TypeError, match="names of columns when the table is lazy"):
            PDModel.fit(lazy, **options)


def test_the_same_variable_twice_is_collinear():
    twice = TABLE.assign(z=TABLE["x"])
    with pytest.raises(ValueError, match=r"^PDModel.fit cannot tell the effects of \['x', 'z'\] apart"):
        PDModel.fit(twice, columns=["x", "z"], minimum_information_value=0)


def test_a_variable_that_knows_the_outcome_is_named():
    knows = TABLE.assign(known=np.where(TABLE["defaulted"] == 1, 5.0, 1.0) + TABLE["x"] / 10)
    with pytest.raises(ValueError, match=r"^PDModel.fit finds no finite coefficients: \['known'\]"):
        PDModel.fit(knows, columns=["known"], minimum_events=0)


def test_a_table_that_does_not_fit_the_model_is_refused():
    model = PDModel((BASE, SLOPE), (BINS,))
    for asked in (model.probability, model.grade, model.points):
        with pytest.raises(LookupError, match=rf"^PDModel.{asked.__name__} needs the columns \['x'\]"):
            asked(TABLE[["g"]])
        with pytest.raises(
            ValueError, match=rf"^PDModel.{asked.__name__} needs numbers in 'x', as the model was fitted"
        ):
            asked(pd.DataFrame({"x": ["a"]}))
        with pytest.raises(TypeError, match="needs a table"):
            asked([1, 2])
    texts = PDModel(
        (BASE, SLOPE), (WeightOfEvidence("x", (Bin(1, 2, categories=("a",)), Bin(2, 1, categories=("b",)))),)
    )
    with pytest.raises(ValueError, match="needs texts in 'x'"):
        texts.probability(TABLE)
    with pytest.raises(ValueError, match="needs a model with variables"):
        PDModel((BASE,)).points(TABLE)


def test_a_neutral_value_earns_the_base():
    neutral = WeightOfEvidence("x", BINS.bins, unseen="neutral")
    model = PDModel((BASE, SLOPE), (neutral,))
    scored = model.points(pd.DataFrame({"x": [np.nan]}))["points"]
    assert scored.tolist() == [round(POINTS_SCALE.offset + 2 * POINTS_SCALE.factor)]
    assert model.probability(pd.DataFrame({"x": [np.nan]}))["probability_of_default"].tolist() == [
        pytest.approx(1 / (1 + math.exp(2)))
    ]


def test_points_and_probabilities_far_out():
    for value, chance in ((-1e9, 0), (1e9, 1)):
        model = PDModel((Coefficient("intercept", float(value)),))
        assert model.probability(TABLE)["probability_of_default"].tolist() == [chance] * 40
    assert POINTS_SCALE.probability([1e9, -1e9]).tolist() == [0, 1]


@pytest.mark.parametrize(("double", "factor"), [(20, 28.8539), (50, 72.1348)])
def test_factors_of_scales(double, factor):
    """600 points at odds 1 : 19; 20 or 50 points double the odds: points_to_double / ln 2."""
    scale = PointsScale(600, 19, double)
    assert scale.factor == pytest.approx(factor, abs=5e-5)
    assert scale.at([0.05, 1 / 39, 2 / 21]).tolist() == pytest.approx([600, 600 + double, 600 - double])
    assert np.isnan(scale.at([0, 1, -0.1, 1.1, math.nan])).all()


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.floats(1e-6, 1 - 1e-6), st.floats(1, 100), st.floats(1, 100))
def test_points_and_probability_are_inverse(chance, odds, double):
    scale = PointsScale(500, odds, double)
    assert scale.probability(scale.at(chance)) == pytest.approx(chance, rel=1e-9)


def test_scales_of_points_in_disorder():
    for wrong in ({"odds": 0}, {"odds": math.inf}, {"points_to_double": -20}, {"points": math.nan}):
        with pytest.raises(ValueError, match=f"points scale needs {next(iter(wrong))} to be finite"):
            PointsScale(**wrong)


def test_grades_of_probabilities():
    names = MASTER_SCALE.order
    assert names == ("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "CC", "C")
    assert [MASTER_SCALE.grade(one.lower) for one in MASTER_SCALE.grades] == [*names]
    below = [np.nextafter(one.upper, 0) for one in MASTER_SCALE.grades]
    assert MASTER_SCALE.grade(below).tolist() == [*names]
    assert MASTER_SCALE.grade(1) == "C"
    assert MASTER_SCALE.grade(None) is None
    assert MASTER_SCALE.grade(math.nan) is None
    series = MASTER_SCALE.grade(pd.Series([0.5, math.nan], index=[4, 2]))
    assert series.index.tolist() == [4, 2]
    assert (series[4], pd.isna(series[2])) == ("C", True)
    assert MASTER_SCALE.grade(pl.Series([0.5, None])).to_list() == ["C", None]
    for wrong in (-1e-9, 1.01, np.array([0.5, 2]), pd.Series([-1.0])):
        with pytest.raises(ValueError, match="grades probabilities from 0 to 1; found"):
            MASTER_SCALE.grade(wrong)
    for wrong in ("AA", {"p": 0.1}, True):
        with pytest.raises(TypeError, match="needs probabilities as a number"):
            MASTER_SCALE.grade(wrong)


def test_master_scales_in_disorder(tmp_path):
    good, bad = ProbabilityGrade("good", 0, 0.1), ProbabilityGrade("bad", 0.1, 1)
    for grades, said in [
        ((), "needs at least one grade"),
        ((good, ProbabilityGrade("good", 0.1, 1)), "has the grade 'good' twice"),
        ((good, ProbabilityGrade("bad", 0.2, 1)), "'good' ends at 0.1, but 'bad' begins at 0.2"),
        ((ProbabilityGrade("none", 0, 0), bad), "grade 'none': runs from 0 up to 0"),
        ((good,), "must run from 0 to 1, found 0 to 0.1"),
        ((bad,), "must run from 0 to 1, found 0.1 to 1"),
    ]:
        with pytest.raises(ValueError, match=r"^master scale 'x'") as caught:
            MasterScale("x", "test", grades)
        assert said in str(caught.value)
    MASTER_SCALE.to_toml(tmp_path / "scale.toml")
    assert MasterScale.from_toml(tmp_path / "scale.toml") == MASTER_SCALE
