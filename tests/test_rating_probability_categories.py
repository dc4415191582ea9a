"""Texts and single cases as bins: which categories are pooled, in which order they stand, and that nobody is lost."""

import numpy as np
import pandas as pd
import pytest

from cmlib.rating import weight_of_evidence


def binned(counts, **options):
    """Bins of categories with these goods and bads."""
    names = [name for name, (goods, bads) in counts.items() for _ in range(goods + bads)]
    failed = [int(place >= goods) for goods, bads in counts.values() for place in range(goods + bads)]
    return [(one.label, one.goods, one.bads) for one in weight_of_evidence(names, failed, **options).bins]


def test_the_riskiest_category_is_first_however_small_it_is():
    """Rates 1/2 and 12/100: the smaller category has fewer defaults, and is the riskier one."""
    assert binned({"large": (88, 12), "small": (10, 10)}) == [("small", 10, 10), ("large", 88, 12)]
    assert binned({"large": (80, 20), "lost": (0, 20)}, minimum_events=0) == [("lost", 0, 20), ("large", 80, 20)]


def test_a_category_of_just_the_smallest_share_is_not_pooled():
    """100 cases: two categories of 10 are a tenth each. Where a tenth is too few, they are pooled."""
    counts = {"a": (5, 5), "b": (8, 2), "c": (72, 8)}
    apart = [("a", 5, 5), ("b", 8, 2), ("c", 72, 8)]
    assert binned(counts, minimum_share=0.1) == apart
    assert binned(counts, minimum_share=0.101) == [("a, b", 13, 7), ("c", 72, 8)]


def test_few_defaults_do_not_make_a_category_rare():
    counts = {"a": (40, 1), "b": (40, 3), "c": (5, 11)}
    assert binned(counts, minimum_share=0.1) == [("c", 5, 11), ("b", 40, 3), ("a", 40, 1)]


@pytest.mark.parametrize("share", [0.0, 0.06, 0.2, 0.5])
def test_every_case_is_in_one_bin_of_its_own_name(share):
    counts = {"a": (3, 2), "b": (1, 4), "c": (30, 10), "d": (20, 9), "e": (2, 0)}
    found = binned(counts, minimum_share=share)
    for label, goods, bads in found:
        inside = [counts[name] for name in label.split(", ")]
        assert (goods, bads) == tuple(map(sum, zip(*inside, strict=True)))
    assert sorted(name for label, *_ in found for name in label.split(", ")) == sorted(counts)


def test_a_single_missing_and_a_single_special_case_have_bins():
    values, failed = [*np.arange(40.0), np.nan, -9], [0, 1] * 20 + [1, 0]
    found = weight_of_evidence(values, failed, special=[-9])
    assert [(one.label, one.goods, one.bads) for one in found.bins[-2:]] == [("special -9", 1, 0), ("missing", 0, 1)]


@pytest.mark.parametrize(("number", "allowed"), [(1, False), (2, True), (1000, True), (1001, False)])
def test_pre_bins_are_from_2_to_1000(number, allowed):
    values, failed = np.arange(3000.0), np.arange(3000) // 3 % 2
    if allowed:
        assert len(weight_of_evidence(values, failed, pre_bins=number, minimum_share=0).bins) >= 1
    else:
        with pytest.raises(ValueError, match=f"pre_bins to be a whole number from 2 to 1,000; found {number}"):
            weight_of_evidence(values, failed, pre_bins=number)


def test_texts_that_are_half_as_many_as_the_cases_may_be_a_variable():
    """More than half would name the cases."""
    from cmlib.rating import PDModel

    failed = [0, 1, 0, 1, 1, 1, 0, 0] * 5
    pairs = pd.DataFrame({"town": np.repeat(np.arange(20), 2).astype(str), "defaulted": failed})
    assert PDModel.fit(pairs, minimum_information_value=0).variables == ("town",)
    pairs.loc[0, "town"] = "another"
    with pytest.raises(ValueError, match="found 21 different texts in 'town': it names the cases"):
        PDModel.fit(pairs)
