"""Containers arrive with the same types throughout, in the same order, at any depth that is allowed."""

import datetime
import math
from collections import Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_same import arrives

from cmlib.instructor.wire.codec import pack, unpack

quickly = settings(derandomize=True, max_examples=100, deadline=None)

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=8)
    | st.binary(max_size=8)
    | st.dates()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.fractions()
)
KEYS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.dates(),
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.lists(inner, max_size=5).map(tuple)
        | st.lists(inner, max_size=5).map(deque)
        | st.dictionaries(KEYS, inner, max_size=5)
        | st.dictionaries(KEYS, inner, max_size=5).map(OrderedDict)
        | st.sets(KEYS, max_size=5)
        | st.frozensets(KEYS, max_size=5)
    ),
    max_leaves=20,
)


@quickly
@given(VALUES)
def test_whatever_is_put_together(value):
    arrives(value)


@quickly
@given(st.lists(st.floats()) | st.lists(st.integers()) | st.lists(st.booleans()) | st.lists(st.text(max_size=4)))
def test_sequences_of_one_type(value):
    arrives(value)
    arrives(tuple(value))
    arrives(dict.fromkeys(map(str, value), 1))
    arrives(dict(enumerate(value)))


@pytest.mark.parametrize(
    "value",
    [
        [],
        (),
        {},
        set(),
        frozenset(),
        [[]],
        [1, 2.0],
        [True, 1],
        [2**63 - 1, -(2**63)],
        [2**63, 0],
        ["", ""],
        [""],
        ["\0"],
        ["a", "b\0c"],
        [None] * 3,
        [np.float64(1), 1.0],
        [0.0, -0.0, math.nan],
        {1: "a", "1": "b", 1.5: "c", None: "d", (1, "x"): "e", b"": "f", frozenset({1}): "g"},
        {math.nan: 1, 0.5: 2},
        {True: 1, 2: 3},
        {datetime.date(2024, 1, 1): Decimal("1.10"), Fraction(1, 3): ...},
        {(): {(): {}}},
        range(0),
        range(10, -10, -3),
        range(2**70, 2**70 + 5),
        slice(None),
        slice(1, -1, 2),
        slice("a", "b"),
        OrderedDict(b=1, a=2),
        Counter("abracadabra"),
        Counter({"a": -1, "b": 0, "c": 2.5}),
        defaultdict(list, {"a": [1]}),
        defaultdict(None, a=1),
        deque([1, "a"]),
        deque([1, 2, 3], maxlen=3),
        deque(maxlen=0),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_containers_one_by_one(value):
    arrives(value)


def test_a_deque_keeps_its_length_and_a_default_dict_its_default():
    assert arrives(deque([1], maxlen=7)).maxlen == 7
    arrived = arrives(defaultdict(list))
    assert arrived["new"] == []


def test_ordered_dicts_keep_their_order():
    assert list(unpack(pack({"z": 1, "a": 2, 5: 3}))) == ["z", "a", 5]


def test_what_occurs_twice_arrives_as_two():
    inner = [1]
    first, second = unpack(pack([inner, inner]))
    assert first == second == inner
    assert first is not second


def test_what_arrives_may_be_changed():
    sent = {"a": [1, 2], "b": {"c": np.zeros(2)}}
    arrived = unpack(pack(sent))
    arrived["a"].append(3)
    arrived["b"]["c"][0] = 1
    assert sent["a"] == [1, 2]
    assert sent["b"]["c"][0] == 0


def test_long_sequences():
    arrives(list(range(100_000)))
    arrives([str(number) for number in range(100_000)])
    arrives([number if number % 2 else None for number in range(10_000)])
