"""Weight of evidence of values, in every kind they may come, and of columns in every engine."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import ENGINES, every_engine

from cmlib.rating import Bin, WeightOfEvidence, weight_of_evidence

RNG = np.random.default_rng([6, 6])
SIZE = 1200
DEBT = np.round(RNG.lognormal(0, 1, SIZE), 2)
PURPOSE = RNG.choice(["car", "house", "study", "travel", "boat"], SIZE, p=[0.4, 0.3, 0.2, 0.08, 0.02])
FAILED = (RNG.random(SIZE) < 0.05 + 0.2 * (DEBT > 1) + 0.2 * (PURPOSE == "travel")).astype(int)
SPOILT = DEBT.copy()
SPOILT[:60], SPOILT[60:70], SPOILT[70:75] = np.nan, np.inf, -999
TABLE = pd.DataFrame({"debt": SPOILT, "purpose": np.where(np.arange(SIZE) < 50, None, PURPOSE), "failed": FAILED})


def weights_by_definition(binned, value):
    """ln(share of goods / share of bads) of the bin that holds a value, in plain Python."""
    goods, bads = sum(one.goods for one in binned.bins), sum(one.bads for one in binned.bins)
    for one in binned.bins:
        number = isinstance(value, float) and math.isfinite(value)
        if (
            (one.missing and (value is None or value != value or value in (math.inf, -math.inf)))
            or value in one.categories
            or (number and one.special is not None and value == one.special)
            or (
                number
                and one.is_range
                and not any(value == each.special for each in binned.bins)
                and (one.lower is None or value >= one.lower)
                and (one.upper is None or value < one.upper)
            )
        ):
            more = 0.5 * (0 in (one.goods, one.bads))
            return math.log((one.goods + more) / goods / ((one.bads + more) / bads))
    return math.nan


def test_every_case_is_counted_once():
    binned = weight_of_evidence("debt", "failed", table=TABLE, special=[-999])
    table = binned.table
    assert (table["count"].sum(), table["events"].sum()) == (SIZE, FAILED.sum())
    last, special = table.iloc[-1], table.iloc[-2]
    assert (last["bin"], last["count"], last["events"]) == ("missing", 70, FAILED[:70].sum())
    assert (special["bin"], special["count"], special["events"]) == ("special -999", 5, FAILED[70:75].sum())
    ordinary = np.isfinite(SPOILT) & (SPOILT != -999)
    for one in table.iloc[:-2].itertuples():
        inside = ordinary & ~(one.lower > SPOILT) & ~(one.upper <= SPOILT)
        assert (one.count, one.events) == (inside.sum(), FAILED[inside].sum())
        assert one.event_rate == FAILED[inside].mean()
        assert one.share == inside.mean()
    assert table["information_value"].sum() == pytest.approx(binned.information_value)
    assert (np.diff(table["event_rate"].iloc[:-2]) > 0).all()
    assert binned.shape == "ascending"
    assert binned.variable == "debt"


@pytest.mark.parametrize("variable", ["debt", "purpose"])
def test_transform_gives_each_value_the_weight_of_its_bin(variable):
    binned = weight_of_evidence(variable, "failed", table=TABLE, special=[-999] if variable == "debt" else ["boat"])
    values = [*(None if pd.isna(value) else value for value in TABLE[variable].tolist()), None]
    expected = np.array([weights_by_definition(binned, value) for value in values])
    assert binned.transform(values) == pytest.approx(expected, abs=1e-12)
    assert binned.transform(np.array(values, dtype=object)).tolist() == binned.transform(values).tolist()
    series = pd.Series(values, index=np.arange(len(values))[::-1], name="x")
    found = binned.transform(series)
    assert found.index.equals(series.index)
    assert found.name == "x"
    assert found.tolist() == binned.transform(values).tolist()
    assert binned.transform(pl.Series("x", values)).to_list() == found.tolist()


def test_lists_arrays_series_and_tables_give_the_same_bins():
    expected = weight_of_evidence("debt", "failed", table=TABLE)
    for kind in (list, np.array, pd.Series, pl.Series):
        assert weight_of_evidence(kind(SPOILT), kind(FAILED), variable="debt") == expected
    assert weight_of_evidence(SPOILT, FAILED == 1, variable="debt") == expected
    assert weight_of_evidence(TABLE["debt"], FAILED.astype(float)) == expected
    assert weight_of_evidence(SPOILT, FAILED).variable == "variable"
    whole = np.round(DEBT * 100).astype(int)
    assert weight_of_evidence(whole, FAILED).bads.tolist() == weight_of_evidence(DEBT * 100, FAILED).bads.tolist()


@every_engine
@pytest.mark.parametrize(("variable", "options"), [("debt", {"special": [-999]}), ("purpose", {"special": ["boat"]})])
def test_every_engine_counts_the_same_between_the_same_edges(engine, variable, options):
    options["edges"] = [0.25, 0.5, 1, 2, 4]
    assert weight_of_evidence(variable, "failed", table=ENGINES[engine][0](TABLE), **options) == weight_of_evidence(
        variable, "failed", table=TABLE, **options
    )


@pytest.mark.parametrize("engine", ["polars lazy", "duckdb", "dask"])
def test_a_lazy_engine_finds_bins_as_good(engine):
    lazily, here = (
        weight_of_evidence("debt", "failed", table=table, special=[-999])
        for table in (ENGINES[engine][0](TABLE), TABLE)
    )
    assert lazily.goods.sum() + lazily.bads.sum() == SIZE
    assert lazily.information_value == pytest.approx(here.information_value, rel=0.02)
    assert np.isin([one.lower for one in lazily.bins if one.lower is not None], DEBT).all()
    again = lazily.table.iloc[:-2]
    ordinary = np.isfinite(SPOILT) & (SPOILT != -999)
    bounds = zip(again["lower"], again["upper"], strict=True)
    count = [(ordinary & ~(lower > SPOILT) & ~(upper <= SPOILT)).sum() for lower, upper in bounds]
    assert again["count"].tolist() == count


def test_weights_count_a_case_more_often():
    times = RNG.integers(0, 4, SIZE)
    edges = [0.5, 1, 2]
    weighted = weight_of_evidence(SPOILT, FAILED, sample_weights=times, edges=edges)
    repeated = weight_of_evidence(np.repeat(SPOILT, times), np.repeat(FAILED, times), edges=edges)
    assert weighted == repeated
    purpose = weight_of_evidence(PURPOSE, FAILED, sample_weights=times)
    assert purpose == weight_of_evidence(np.repeat(PURPOSE, times), np.repeat(FAILED, times))
    table = TABLE.assign(times=times)
    for engine in ("pandas", "duckdb"):
        made = ENGINES[engine][0](table)
        lazily = weight_of_evidence("debt", "failed", table=made, sample_weights="times", edges=edges)
        assert lazily.bads.tolist() == weighted.bads.tolist()


def test_rare_categories_are_pooled_and_new_ones_are_not_guessed():
    binned = weight_of_evidence(PURPOSE, FAILED, minimum_share=0.12, maximum_bins=3)
    homes = {name: one for one in binned.bins for name in one.categories}
    assert set(homes) == {"car", "house", "study", "travel", "boat"}
    assert homes["travel"] is homes["boat"]
    rates = binned.table["event_rate"].tolist()
    assert rates == sorted(rates, reverse=True)
    assert len(rates) <= 3
    assert np.isnan(binned.transform(["yacht", None])).all()
    neutral = weight_of_evidence(PURPOSE, FAILED, unseen="neutral")
    assert neutral.transform(["yacht", None]).tolist() == [0, 0]
    assert binned.place(["yacht"]).tolist() == [-1]
    assert binned.bins[int(binned.place(["boat"])[0])] is homes["boat"]


def test_a_category_alone_is_not_merged():
    binned = weight_of_evidence(PURPOSE, FAILED, special=["boat"], minimum_share=0.05)
    assert binned.bins[-1].categories == ("boat",)
    assert binned.bins[-1].bads == FAILED[PURPOSE == "boat"].sum()


def test_all_categories_may_be_special():
    binned = weight_of_evidence(["a", "b", None, "a"], [0, 1, 1, 1], special=["a", "b"])
    assert [one.label for one in binned.bins] == ["a", "b", "missing"]
    assert binned.transform(["b"]).tolist() == [pytest.approx(math.log((0.5 / 1) / (1.5 / 3)))]


def test_yes_and_no_are_two_bins():
    binned = weight_of_evidence(np.array([True, False] * 20), [1, 0, 0, 0] * 10)
    assert [one.label for one in binned.bins] == ["all"]  # no bin without defaults, unless that is asked for
    binned = weight_of_evidence(np.array([True, False] * 20), [1, 0, 0, 0] * 10, minimum_events=0)
    assert [(one.goods, one.bads, one.lower) for one in binned.bins] == [(20, 0, None), (10, 10, 1)]
    assert binned.transform([True, False]).tolist() == binned.weights[[1, 0]].tolist()


def test_without_any_number_there_is_only_the_missing_bin():
    binned = weight_of_evidence([np.nan] * 4, [0, 1, 0, 1])
    assert [one.label for one in binned.bins] == ["missing"]
    assert binned.information_value == 0
    assert weight_of_evidence([None] * 4, [0, 1, 0, 1]) == binned
    assert np.isnan(binned.transform([3.0])).all()
    lazily = weight_of_evidence(
        "x", "d", table=pl.LazyFrame({"x": [None, None], "d": [1, 0]}, schema_overrides={"x": pl.Float64})
    )
    assert [one.missing for one in lazily.bins] == [True]


def test_one_value_is_one_bin():
    for table in (pl.DataFrame, pl.LazyFrame):
        binned = weight_of_evidence("x", "d", table=table({"x": [3.0] * 6, "d": [1, 0] * 3}))
        assert [one.label for one in binned.bins] == ["all"]
        assert binned.transform([1e9]).tolist() == [0]


def test_heavy_tails_and_clusters_are_cut_by_lazy_engines_too():
    """Half of the values are 0, the others lie within 1e-6 of a million, and one is absurd."""
    rng = np.random.default_rng(4)
    near = 1e6 + rng.random(3000) * 1e-6
    values = np.concatenate([np.zeros(3000), near, [1e300]])
    bad = (rng.random(6001) < np.where(values == 0, 0.1, np.where(values > np.median(near), 0.6, 0.3))).astype(int)
    here, lazily = (
        weight_of_evidence("x", "d", table=table({"x": values, "d": bad})) for table in (pl.DataFrame, pl.LazyFrame)
    )
    assert lazily.information_value == pytest.approx(here.information_value, rel=0.02)
    assert here.bins[0].goods + here.bins[0].bads == 3000
    assert lazily.bins[0] == here.bins[0]


def test_labels_say_what_a_bin_holds():
    labels = [
        one.label
        for one in (Bin(1, 1), Bin(1, 1, upper=1500), Bin(1, 1, 1500, 2e6), Bin(1, 1, lower=0.25),
                    Bin(1, 1, categories=("a", "b")), Bin(1, 1, special=-9), Bin(1, 1, missing=True))
    ]  # fmt: skip
    assert labels == ["all", "below 1,500", "1,500 to 2e+06", "0.25 or more", "a, b", "special -9", "missing"]


@pytest.mark.parametrize(
    ("goods", "bads", "strength"),
    [
        ([50, 50], [50, 50], "unpredictive"),
        ([55, 45], [45, 55], "weak"),
        ([60, 40], [40, 60], "medium"),
        ([67, 33], [40, 60], "strong"),
        ([75, 25], [40, 60], "suspiciously strong"),
        ([80, 20], [20, 80], "suspiciously strong"),
    ],
)
def test_strength_in_words(goods, bads, strength):
    pairs = zip(goods, bads, [None, 1.0], [1.0, None], strict=True)
    assert WeightOfEvidence("x", tuple(Bin(*one) for one in pairs)).strength == strength


def test_bins_are_kept_as_a_file(tmp_path):
    for variable in ("debt", "purpose"):
        binned = weight_of_evidence(variable, "failed", table=TABLE)
        binned.to_toml(tmp_path / "bins.toml")
        assert WeightOfEvidence.from_toml(tmp_path / "bins.toml") == binned
