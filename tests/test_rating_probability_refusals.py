"""What cannot be binned is refused in one sentence that names what is wrong."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import ENGINES

from cmlib.rating import Bin, WeightOfEvidence, weight_of_evidence

VALUES, DEFAULT = [1.0, 2, 3, 4], [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"shape": "hump"}, "shape to be 'auto' or one of ascending, descending, peak, valley; found 'hump'"),
        ({"unseen": "zero"}, "unseen to be 'missing' or 'neutral'; found 'zero'"),
        ({"pre_bins": 1}, "pre_bins to be a whole number from 2 to 1,000; found 1"),
        ({"pre_bins": 1001}, "found 1001"),
        ({"pre_bins": 20.0}, "pre_bins"),
        ({"pre_bins": True}, "pre_bins"),
        ({"edges": [2, 2]}, "edges to be finite and ascending"),
        ({"edges": []}, "edges"),
        ({"edges": [1, math.inf]}, "edges"),
        ({"maximum_bins": 0}, "maximum_bins"),
        ({"sample_weights": [1, 1, 1, -1]}, "sample_weights to be finite and not below 0"),
        ({"sample_weights": [1, 1, 1, math.nan]}, "sample_weights"),
        ({"sample_weights": [1, 1, 1]}, "one value of each for every case.*3 of sample_weights"),
    ],
)
def test_options_out_of_range(options, said):
    with pytest.raises(ValueError, match=f"^weight_of_evidence needs.*{said}"):
        weight_of_evidence(VALUES, DEFAULT, **options)


@pytest.mark.parametrize(
    ("values", "default", "said"),
    [
        (VALUES, [0, 1, 0, 2], "1 for a case that defaulted and 0 for one that did not; found 2"),
        (VALUES, [0, 1, 0, None], "found nan"),
        (VALUES, [0, 1, 0, 0.5], "found 0.5"),
        (VALUES, [0, 0, 0, 0], "found 0 defaults among 4 cases"),
        (VALUES, [1, 1, 1, 1], "found 4 defaults among 4 cases"),
        (VALUES[:3], DEFAULT, "found 3 of values, 4 of default"),
        ([], [], "found 0 defaults among 0 cases"),
    ],
)
def test_samples_that_say_nothing(values, default, said):
    with pytest.raises(ValueError, match=said):
        weight_of_evidence(values, default)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (pd.Series(pd.to_datetime(["2024-01-01"] * 4)), "numbers or texts"),
        (pd.Series([1.0, "a", 2, 3], dtype=object), "numbers or texts in 'values', found Object; convert it first"),
        ("debt", "found str; for a column of a table give table=... and its name"),
        (3.0, "found float"),
        (pd.DataFrame({"x": VALUES}), "found DataFrame"),
    ],
)
def test_what_is_neither_numbers_nor_texts(values, said):
    with pytest.raises(TypeError, match=f"^weight_of_evidence needs.*{said}"):
        weight_of_evidence(values, DEFAULT)


def test_an_outcome_in_words_and_a_matrix_of_values():
    with pytest.raises(TypeError, match="needs default to be numbers, found list of <U3"):
        weight_of_evidence(VALUES, ["yes", "no", "no", "yes"])
    with pytest.raises(ValueError, match=r"one dimension, found an array of shape \(2, 2\)"):
        weight_of_evidence(np.ones((2, 2)), DEFAULT)
    with pytest.raises(ValueError, match="default in one dimension"):
        weight_of_evidence(VALUES, np.ones((2, 2)))


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb"])
def test_tables_are_checked_too(engine):
    def table(**columns):
        return ENGINES[engine][0](pd.DataFrame({"x": VALUES, "d": DEFAULT} | columns))

    with pytest.raises(LookupError, match=r"^weight_of_evidence needs the columns \['y'\]"):
        weight_of_evidence("y", "d", table=table())
    with pytest.raises(ValueError, match="found 2"):
        weight_of_evidence("x", "d", table=table(d=[0, 1, 2, 1]))
    with pytest.raises(ValueError, match="0 for one that did not; found"):
        weight_of_evidence("x", "d", table=table(d=[0, 1, math.nan, 1]))
    with pytest.raises(ValueError, match="found 0 defaults"):
        weight_of_evidence("x", "d", table=table(d=[0, 0, 0, 0]))
    with pytest.raises(ValueError, match="sample_weights"):
        weight_of_evidence("x", "d", table=table(w=[1.0, -1, 1, 1]), sample_weights="w")
    with pytest.raises(ValueError, match="sample_weights to be finite and not below 0; found"):
        weight_of_evidence("x", "d", table=table(w=[1.0, math.nan, 1, 1]), sample_weights="w")
    with pytest.raises(ValueError, match="found 0 defaults"):
        weight_of_evidence("x", "d", table=table(w=[1, 0, 1, 0]), sample_weights="w")
    for columns in ((VALUES, "d", None), ("x", DEFAULT, None), ("x", "d", [1, 1, 1, 1])):
        with pytest.raises(TypeError, match="names of columns when it has a table; found list"):
            weight_of_evidence(*columns[:2], table=table(), sample_weights=columns[2])
    with pytest.raises(TypeError, match="needs a table"):
        weight_of_evidence("x", "d", table=[1, 2])


def test_binned_numbers_are_not_texts():
    binned = weight_of_evidence(VALUES, DEFAULT)
    with pytest.raises(ValueError, match="weight of evidence of 'variable' needs numbers, found String"):
        binned.transform(["a", "b"])
    with pytest.raises(TypeError, match="needs an array, a list, a Series or an expression, found DataFrame"):
        binned.transform(pd.DataFrame({"x": VALUES}))
    with pytest.raises(TypeError, match="found float"):
        binned.transform(2.0)
    assert binned.transform(pl.Series([None, None], dtype=pl.String)).to_list() == [None, None]


@pytest.mark.parametrize(
    ("bins", "said"),
    [
        ((Bin(1, 1, upper=2), Bin(1, 1, lower=3)), "leave a gap or overlap"),
        ((Bin(1, 1, upper=2), Bin(1, 1, lower=1)), "leave a gap or overlap"),
        ((Bin(1, 1), Bin(1, 1)), "leave a gap or overlap"),
        ((Bin(1, 1, upper=2), Bin(1, 1, 2, 2), Bin(1, 1, lower=2)), "finite and rise"),
        ((Bin(1, 1, upper=math.nan), Bin(1, 1, lower=math.nan)), "leave a gap or overlap"),
        ((Bin(1, 1, upper=math.inf), Bin(1, 1, lower=math.inf)), "finite and rise"),
        ((Bin(1, 1, lower=1),), "first range must be open below"),
        ((Bin(1, 1, upper=1),), "last open above"),
        ((Bin(1, 1), Bin(1, 1, categories=("a",))), "mixes categories with numbers"),
        ((Bin(1, 1, special=1), Bin(1, 1, categories=("a",))), "mixes categories with numbers"),
        ((Bin(1, 1, categories=("a",)), Bin(1, 1, categories=("b", "a"))), "has 'a' in two bins"),
        ((Bin(1, 1, special=-1), Bin(1, 1, special=-1)), "has -1 in two bins"),
        ((Bin(1, 1, missing=True), Bin(1, 1, missing=True)), "has 'missing' in two bins"),
        ((Bin(-1, 3),), "none below 0, found -1 goods and 3 bads"),
        ((Bin(1, 1), Bin(0, 0, missing=True)), "bin 'missing': needs counts of at least one case"),
        ((Bin(math.nan, 1),), "found nan goods"),
        ((Bin(1, math.inf),), "found 1 goods and inf bads"),
        ((Bin(3, 0),), "needs bads in at least one bin"),
        ((Bin(0, 3),), "needs goods in at least one bin"),
        ((), "needs goods in at least one bin"),
    ],
)
def test_bins_in_disorder(bins, said):
    with pytest.raises(ValueError, match=f"^weight of evidence of 'x'.*{said}"):
        WeightOfEvidence("x", bins)


def test_an_unknown_way_with_unseen_values():
    with pytest.raises(ValueError, match="unseen is 'missing' or 'neutral', found 'zero'"):
        WeightOfEvidence("x", (Bin(1, 1),), unseen="zero")
