"""The stability index by definition, in every form of input, and of a model's variables on every engine."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import ENGINES, every_engine
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cmlib.rating import (
    STABILITY_BANDS,
    Bin,
    StabilityBand,
    StabilityBands,
    WeightOfEvidence,
    characteristic_stability,
    stability_index,
)

quick = settings(derandomize=True, max_examples=50, deadline=None)
RNG = np.random.default_rng([6, 64])


def test_a_pencil_case():
    """Shares .4 and .6 where .5 and .5 were expected: -.1 ln .8 + .1 ln 1.2."""
    for expected, actual in (([50, 50], [40, 60]), ([0.5, 0.5], [0.4, 0.6]), ([5, 5], [40, 60])):
        found = stability_index(expected, actual, of="counts")
        assert found.value == pytest.approx(-0.1 * math.log(0.8) + 0.1 * math.log(1.2))
        assert float(found) == found.value == found.table["index"].sum()
    table = stability_index([50, 50], [40, 60], of="counts").table
    assert table["bin"].tolist() == ["1", "2"]
    assert table["actual_share"].tolist() == [0.4, 0.6]
    assert table["log_ratio"].tolist() == pytest.approx([math.log(0.8), math.log(1.2)])


@quick
@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=9), st.integers(2, 9))
def test_laws(pairs, times):
    expected, actual = (np.array(side) for side in zip(*pairs, strict=True))
    found = stability_index(expected, actual, of="counts")
    assert found.value >= 0
    assert stability_index(actual, expected, of="counts").value == pytest.approx(found.value)
    assert stability_index(expected, actual * times, of="counts").value == pytest.approx(found.value)
    assert stability_index(expected, expected * times, of="counts").value == pytest.approx(0, abs=1e-12)
    by_definition = math.fsum(
        (a / actual.sum() - e / expected.sum()) * math.log((a / actual.sum()) / (e / expected.sum())) for e, a in pairs
    )
    assert found.value == pytest.approx(by_definition, abs=1e-12)


@pytest.mark.parametrize(
    ("value", "reading"),
    [(0, "stable"), (0.0999, "stable"), (0.1, "some change"), (0.2499, "some change"), (0.25, "unstable")],
)
def test_readings(value, reading):
    assert STABILITY_BANDS.reading(value) == reading


def test_an_index_has_its_reading():
    for actual, reading in (
        ([50, 50], "stable"),
        ([65, 35], "stable"),
        ([70, 30], "some change"),
        ([80, 20], "unstable"),
    ):
        assert stability_index([50, 50], actual, of="counts").reading == reading
    strict = StabilityBands("strict", "test", (StabilityBand("good", 0), StabilityBand("bad", 0.01)))
    assert stability_index([50, 50], [60, 40], of="counts", bands=strict).reading == "bad"


def test_an_empty_cell_counts_half_a_case_and_two_empty_cells_nothing():
    found = stability_index([0, 10, 30, 0], [5, 5, 30, 0], of="counts")
    first = (5.5 / 40 - 0.5 / 40) * math.log(5.5 / 0.5)
    second = (5 / 40 - 10 / 40) * math.log(0.5)
    assert found.table["index"].tolist() == pytest.approx([first, second, 0])
    assert found.table["bin"].tolist() == ["1", "2", "3"]
    assert found.value == pytest.approx(first + second)
    assert stability_index([0, 0.2, 0.8], [0, 0.3, 0.7], of="counts").value > 0
    with pytest.raises(ValueError, match="a share of 0 on one side: give counts"):
        stability_index([0.0, 1], [0.1, 0.9], of="counts")


def test_chance_alone_exceeds_the_critical_value_once_in_twenty():
    found = stability_index([100, 200, 300], [30, 40, 30], of="counts")
    assert found.critical_value == pytest.approx(stats.chi2.ppf(0.95, 2) * (1 / 600 + 1 / 100))
    assert math.isnan(stability_index([0.5, 0.5], [0.4, 0.6], of="counts").critical_value)
    assert stability_index([5], [7], of="counts").critical_value == 0
    drawn = RNG.multinomial(500, [0.1] * 10, size=(400, 2))
    exceeded = [one.value > one.critical_value for one in (stability_index(*pair, of="counts") for pair in drawn)]
    assert 0.02 < np.mean(exceeded) < 0.09


def test_numbers_fall_into_bins_of_the_expected_ones():
    expected, actual = np.arange(100.0), np.concatenate([np.arange(50.0), [np.nan, np.inf, 1e9, -5]])
    found = stability_index(expected, actual, groups=4)
    assert found.table["bin"].tolist() == ["below 25", "25 to 50", "50 to 75", "75 or more", "missing"]
    assert found.table["expected"].tolist() == [25, 25, 25, 25, 0]
    assert found.table["actual"].tolist() == [26, 25, 0, 1, 2]
    edges = stability_index(expected, actual, edges=[10, 60]).table
    assert (edges["expected"].tolist(), edges["actual"].tolist()) == ([10, 50, 40, 0], [11, 40, 1, 2])
    assert len(stability_index(expected, expected).table) == 10
    assert stability_index([1, 1], [1, 2]).table["bin"].tolist() == ["all"]
    for kind in (list, pd.Series, pl.Series):
        assert stability_index(kind(expected), kind(actual), groups=4).value == found.value


def test_categories_are_compared_by_name():
    found = stability_index(["a", "b", "b", None], ["b", "c", "b", "b"])
    assert found.table["bin"].tolist() == ["a", "b", "c", "missing"]
    assert (found.table["expected"].tolist(), found.table["actual"].tolist()) == ([1, 2, 0, 1], [0, 3, 1, 0])
    counts = stability_index({"a": 1, "b": 2, "missing": 1}, {"b": 3, "c": 1}, of="counts")
    assert counts.value == pytest.approx(found.value)
    series = stability_index(pd.Series(["a", "b"]).value_counts(), pd.Series(["b", "b"]).value_counts(), of="counts")
    assert series.value == stability_index(["a", "b"], ["b", "b"]).value


def test_what_cannot_be_compared_is_refused():
    for arguments, options, said in [
        (([1], [2]), {"of": "shares"}, "of to be 'values' or 'counts'; found 'shares'"),
        (([1, 2], [2]), {"of": "counts"}, "counts of the same bins; found 2 expected and 1 actual"),
        (([1, -2], [2, 1]), {"of": "counts"}, "expected counts that are finite, not below 0"),
        (([1, 2], [0, 0]), {"of": "counts"}, "actual counts that are finite, not below 0 and not all 0"),
        (([1, math.nan], [2, 1]), {"of": "counts"}, "expected counts"),
        (([], []), {}, "at least one expected value"),
        (([1.0], []), {}, "at least one actual value"),
        (([math.nan], [1.0]), {}, "at least one finite number among the expected"),
        (([1.0], [2.0]), {"groups": 1}, "groups to be a whole number from 2"),
        (([1.0], [2.0]), {"groups": 5.0}, "groups"),
        (([1.0], [2.0]), {"edges": [3, 2]}, "edges to be finite and ascending"),
        (([1.0], [2.0]), {"edges": [math.nan]}, "edges to be finite"),
    ]:
        with pytest.raises(ValueError, match=f"^stability_index (needs|found) .*{said}|{said}"):
            stability_index(*arguments, **options)
    with pytest.raises(TypeError, match="two samples of one kind"):
        stability_index(["a"], [1.0])
    with pytest.raises(TypeError, match="needs expected to be an array or a Series, found float"):
        stability_index(1.0, [1.0])


def test_bands_in_disorder(tmp_path):
    for bounds in ([], [0.1], [0, 0.2, 0.2]):
        with pytest.raises(ValueError, match=r"^stability bands 'x' must begin at 0 and rise"):
            StabilityBands("x", "test", tuple(StabilityBand("any", bound) for bound in bounds))
    STABILITY_BANDS.to_toml(tmp_path / "bands.toml")
    assert StabilityBands.from_toml(tmp_path / "bands.toml") == STABILITY_BANDS


DEBT = WeightOfEvidence("debt", (Bin(60, 10, upper=0.5), Bin(30, 20, lower=0.5), Bin(5, 5, missing=True)))
PURPOSE = WeightOfEvidence("purpose", (Bin(30, 20, categories=("car",)), Bin(60, 15, categories=("house", "boat"))))
ACTUAL = pd.DataFrame({"debt": [0.1] * 4 + [0.5] * 5 + [np.nan], "purpose": ["car", "boat"] * 4 + ["yacht", None]})


@every_engine
def test_every_variable_of_a_model(engine):
    found = characteristic_stability((DEBT, PURPOSE), ENGINES[engine][0](ACTUAL))
    assert found["variable"].tolist() == ["debt", "purpose"]
    debt = stability_index([70, 50, 10], [4, 5, 1], of="counts")
    purpose = stability_index([50, 75, 0], [4, 4, 2], of="counts")
    assert found["stability_index"].tolist() == pytest.approx([debt.value, purpose.value])
    assert found["critical_value"].tolist() == pytest.approx([debt.critical_value, purpose.critical_value])
    assert found["reading"].tolist() == [debt.reading, purpose.reading]
    moved = np.array([4, 5, 1]) / 10 - np.array([70, 50, 10]) / 130
    assert found["shift"][0] == pytest.approx(DEBT.weights @ moved)
    assert found["shift"][0] < 0  # more debt, riskier


def test_a_missing_column_is_named():
    with pytest.raises(LookupError, match=r"^characteristic_stability needs the columns \['debt'\]"):
        characteristic_stability([DEBT], ACTUAL[["purpose"]])
