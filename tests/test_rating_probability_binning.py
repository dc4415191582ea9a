"""The best bins: compared with trying every partition, with the definition, and with laws that hold for all samples."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.rating import evidence, information_values
from cmlib.rating.probability.binning import Limits, best_partition
from cmlib.rating.probability.prebins import count_sample, quantile_edges

# Up is 1, down is -1: said again here, so that the search is not judged by its own words.
SHAPES = {"ascending": [1], "descending": [-1], "peak": [1, -1], "valley": [-1, 1]}
quick = settings(derandomize=True, max_examples=50, deadline=None)
counts = st.integers(0, 12)
cells = st.lists(st.tuples(counts, counts).filter(any), min_size=1, max_size=7).filter(
    lambda pairs: all(sum(side) for side in zip(*pairs, strict=True))
)


def value_by_definition(pairs):
    """Information value in plain Python, half a case more in both cells where one is empty."""
    goods, bads = (sum(side) for side in zip(*pairs, strict=True))
    total = 0.0
    for good, bad in pairs:
        more = 0.5 if good == 0 or bad == 0 else 0.0
        share_good, share_bad = (good + more) / goods, (bad + more) / bads
        total += (share_good - share_bad) * math.log(share_good / share_bad)
    return total


def has_shape(rates, shape):
    steps = [after - before for before, after in itertools.pairwise(rates)]
    ways = SHAPES[shape]
    return any(
        all(step * ways[0] >= -1e-15 for step in steps[:turn])
        and all(step * ways[-1] >= -1e-15 for step in steps[turn:])
        for turn in (range(len(steps) + 1) if len(ways) == 2 else [len(steps)])
    )


def best_by_trying(pairs, shape, limits):
    """The largest information value of all 2^(n-1) partitions that keep the limits."""
    size, whole, best = len(pairs), sum(map(sum, pairs)), -math.inf
    for cuts in itertools.product([False, True], repeat=size - 1):
        starts = [0, *(place for place, cut in enumerate(cuts, start=1) if cut)]
        ends = [*starts[1:], size]
        merged = [tuple(map(sum, zip(*pairs[start:end], strict=True))) for start, end in zip(starts, ends, strict=True)]
        one = len(merged) == 1
        if len(merged) > limits.bins or not (
            one or all(sum(each) >= limits.share * whole and min(each) >= limits.events for each in merged)
        ):
            continue
        if has_shape([bad / (good + bad) for good, bad in merged], shape):
            best = max(best, value_by_definition(merged))
    return best


@quick
@given(
    cells,
    st.sampled_from([*SHAPES]),
    st.builds(Limits, st.integers(1, 5), st.sampled_from([0, 0.1, 0.3]), st.sampled_from([0, 1, 3])),
)
def test_no_partition_is_better(pairs, shape, limits):
    goods, bads = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    found = best_partition(goods, bads, totals=(goods.sum(), bads.sum()), shape=shape, limits=limits)
    assert found.information_value == pytest.approx(best_by_trying(pairs, shape, limits), abs=1e-9)
    merged = list(zip(np.add.reduceat(goods, found.starts), np.add.reduceat(bads, found.starts), strict=True))
    assert value_by_definition(merged) == pytest.approx(found.information_value, abs=1e-9)
    assert has_shape([bad / (good + bad) for good, bad in merged], shape)
    assert len(merged) <= limits.bins


@quick
@given(cells)
def test_auto_takes_the_better_way(pairs):
    goods, bads = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    totals = (goods.sum(), bads.sum())
    up, down, auto = (
        best_partition(goods, bads, totals=totals, shape=shape, limits=Limits())
        for shape in ("ascending", "descending", "auto")
    )
    assert auto.information_value == max(up.information_value, down.information_value)
    assert auto.shape == ("flat" if len(auto.starts) == 1 else auto.shape)


def test_the_bins_of_a_pencil_case():
    """Rates 1/2, 1/10, 1/5, 1/10: descending, the third has to join a neighbour, and the last is the better one."""
    goods, bads = np.array([5.0, 9, 8, 9]), np.array([5.0, 1, 2, 1])

    def starts(shape, **limits):
        return best_partition(goods, bads, totals=(31, 9), shape=shape, limits=Limits(**limits)).starts

    assert starts("descending") == (0, 1, 3)  # 1/2, 3/20, 1/10
    assert starts("descending", bins=2) == (0, 1)
    assert starts("descending", bins=1) == (0,)
    assert starts("ascending") == (0,)
    mirrored = np.array([9.0, 5, 9]), np.array([1.0, 5, 1])
    assert best_partition(*mirrored, totals=(23, 7), shape="peak", limits=Limits()).starts == (0, 1, 2)


def test_equal_rates_are_one_bin():
    goods, bads = np.array([9.0, 9, 18, 1]), np.array([1.0, 1, 2, 9])
    assert best_partition(goods, bads, totals=(37, 13), shape="auto", limits=Limits(share=0)).starts == (0, 3)


def test_a_limit_that_is_just_kept_is_kept():
    goods, bads = np.array([4.0, 4]), np.array([1.0, 3])
    for share, starts in ((5 / 12, (0, 1)), (5.01 / 12, (0,))):
        assert best_partition(goods, bads, totals=(8, 4), shape="auto", limits=Limits(share=share)).starts == starts
    for events, starts in ((1, (0, 1)), (1.01, (0,))):
        assert best_partition(goods, bads, totals=(8, 4), shape="auto", limits=Limits(events=events)).starts == starts


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"bins": 0}, "maximum_bins to be a whole number from 1, found 0"),
        ({"bins": 2.5}, "maximum_bins"),
        ({"bins": True}, "maximum_bins"),
        ({"share": -0.01}, "minimum_share to be at least 0 and below 1, found -0.01"),
        ({"share": 1}, "minimum_share"),
        ({"share": math.nan}, "minimum_share"),
        ({"events": -1}, "minimum_events to be at least 0, found -1"),
        ({"events": math.inf}, "minimum_events"),
    ],
)
def test_limits_out_of_range_are_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        Limits(**wrong)


def test_weights_of_a_pencil_case():
    """Goods 45 and 35 of 80, bads 5 and 15 of 20: ln(.5625 / .25) and ln(.4375 / .75)."""
    assert evidence([45, 35], [5, 15]) == pytest.approx([math.log(2.25), math.log(7 / 12)])
    assert information_values([45, 35], [5, 15]) == pytest.approx([0.3125 * math.log(2.25), -0.3125 * math.log(7 / 12)])


def test_an_empty_cell_counts_half_a_case():
    assert evidence([10, 30], [0, 10]) == pytest.approx([math.log((10.5 / 40) / (0.5 / 10)), math.log(0.75 / 1)])
    assert evidence([0, 40], [2, 8])[0] == pytest.approx(math.log((0.5 / 40) / (2.5 / 10)))


@quick
@given(cells, st.integers(0, 6), st.integers(1, 9), st.integers(1, 9))
def test_information_is_never_negative_and_never_falls_by_a_split(pairs, place, more_goods, more_bads):
    goods, bads = (np.array(side, dtype=float) + 1 for side in zip(*pairs, strict=True))
    assert (information_values(goods, bads) >= 0).all()
    split = min(place, len(goods) - 1)
    finer = [np.insert(side, split, more) for side, more in ((goods, more_goods), (bads, more_bads))]
    coarser = [np.add.reduceat(side, [at for at in range(len(side)) if at != split + 1]) for side in finer]
    assert information_values(*finer).sum() >= information_values(*coarser).sum() - 1e-12


@quick
@given(st.lists(st.integers(-4, 9) | st.sampled_from([2.5]), min_size=1, max_size=60), st.integers(2, 12))
def test_pre_bins_hold_what_lies_between_their_edges(values, number):
    values = np.array(values, dtype=float)
    bad = np.arange(len(values)) % 3 == 0
    found = count_sample(values, bad, None, number=number, edges=None)
    assert (np.diff(found.edges) > 0).all()
    assert np.isin(found.edges, values).all()
    bounds = [-math.inf, *found.edges, math.inf]
    for place, (lower, upper) in enumerate(itertools.pairwise(bounds)):
        inside = (values >= lower) & (values < upper)
        assert (found.goods[place], found.bads[place]) == (sum(inside & ~bad), sum(inside & bad))
        assert inside.any()
    weighted = count_sample(values, bad, np.full(len(values), 2.0), number=number, edges=None)
    assert weighted.goods.tolist() == (2 * found.goods).tolist()
    assert weighted.bads.tolist() == (2 * found.bads).tolist()


def test_a_heavy_value_stands_alone():
    values = np.sort(np.concatenate([np.zeros(500), np.arange(1, 501)]))
    edges = quantile_edges(values, 10)
    assert edges[0] == 1  # zeros are below it, and nothing else
    assert quantile_edges(np.sort(np.concatenate([np.full(500, 600.0), np.arange(1.0, 501)])), 10)[-1] == 600
    assert quantile_edges(np.ones(5), 4).tolist() == []


def test_few_values_are_all_kept_apart():
    values = np.sort(np.repeat([1.0, 2, 3, 7], [10, 20, 30, 40]))
    assert quantile_edges(values, 200).tolist() == [2, 3, 7]


def test_given_edges_are_kept_and_empty_cells_joined():
    values, bad = np.array([1.0, 2, 5]), np.array([True, False, False])
    found = count_sample(values, bad, None, number=9, edges=np.array([0.0, 2, 3, 4, 9]))
    assert (found.edges.tolist(), found.goods.tolist(), found.bads.tolist()) == ([2, 4], [0, 1, 1], [1, 0, 0])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "pairs",
    [[(5, 1), (5, 0), (1, 0)], [(1, 0), (5, 0), (5, 1)], [(4, 0), (1, 0), (2, 1), (3, 0)], [(0, 2), (1, 4), (0, 3)]],
)
def test_empty_cells_side_by_side_may_stay_apart(shape, pairs):
    """Both have the rate 0, and each counts half a case of its own, so that apart they may hold more."""
    goods, bads = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    limits = Limits(bins=5, share=0, events=0)
    found = best_partition(goods, bads, totals=(goods.sum(), bads.sum()), shape=shape, limits=limits)
    assert found.information_value == pytest.approx(best_by_trying(pairs, shape, limits), abs=1e-12)
    merged = list(zip(np.add.reduceat(goods, found.starts), np.add.reduceat(bads, found.starts), strict=True))
    assert value_by_definition(merged) == pytest.approx(found.information_value, abs=1e-12)


@pytest.mark.parametrize("limits", [Limits(share=0.9), Limits(events=9)])
def test_where_nothing_keeps_the_limits_all_is_one_bin(limits):
    """Most cases have no value: 10 goods and 5 bads of 100 and 20 have one, too few for a bin but for the only one."""
    found = best_partition(np.array([6.0, 4]), np.array([1.0, 4]), totals=(100, 20), shape="auto", limits=limits)
    assert found.starts == (0,)
    assert found.information_value == pytest.approx((0.1 - 0.25) * math.log(0.1 / 0.25))
