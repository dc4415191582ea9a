"""Random bytes, and messages with a few bytes changed, give a value or `WireError`: quickly, and in little memory."""

import datetime
import random
import time
import tracemalloc
import warnings
from collections import Counter, OrderedDict, deque
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from test_wire_indexes import COLUMNS, INDEXES
from test_wire_tables import FRAMES

from cmlib.instructor.wire import codec
from cmlib.instructor.wire.codec import MARK, Reference, Sizes, WireError, pack, unpack

SMALL = Sizes(message=100_000, items=20_000)

SEEDS = [
    [None, True, 7, 2**90, 1.5, 2j, "客户", b"bytes", bytearray(b"a"), Decimal("1.10"), Fraction(1, 3), ...],
    {"a": [1, 2, 3], ("b", 1): {1.5, 2.5}, None: frozenset({"x"}), 5: (range(3), slice(1, None))},
    [datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC), datetime.time(1), datetime.date.max, datetime.timedelta(1)],
    [OrderedDict(a=1), Counter("aab"), deque([1], 3), int, ValueError],
    [np.arange(6.0).reshape(2, 3), np.array(["a", "bc"]), np.array([True]), np.float32(1), np.array([1, None], object)],
    [np.zeros(2, [("a", "i4"), ("b", "U2", (2,))]), np.longdouble(1) / 3, np.array(["a"], np.dtypes.StringDType())],
    [pd.Timestamp("2024", tz="Asia/Shanghai"), pd.Timedelta("1D"), pd.Period("2024-01", "M"), pd.Interval(0, 1)],
    [Reference("inside", 3, {"type": "Model"}), np.dtype("f4"), pd.Int64Dtype(), pd.CategoricalDtype(["a"])],
    *COLUMNS.values(),
    *INDEXES.values(),
    *FRAMES.values(),
]
MESSAGES = [pack(value) for value in SEEDS]
TAGS = bytes(form.tag[0] for form in codec.FORMS)


def settle(data, worst):
    """Unpack what may be no message; the slowest and the largest so far."""
    tracemalloc.reset_peak()
    began = time.process_time()
    try:
        unpack(data, sizes=SMALL)
        valid = 1
    except WireError:
        valid = 0
    slowest = max(worst[0], time.process_time() - began)
    return slowest, max(worst[1], tracemalloc.get_traced_memory()[1]), worst[2] + valid


@pytest.fixture
def _measured():
    tracemalloc.start()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what pandas says of odd values
        yield
    tracemalloc.stop()


@pytest.mark.usefixtures("_measured")
def test_random_bytes():
    source = random.Random(1)
    worst = (0.0, 0, 0)
    for _ in range(5000):
        body = source.randbytes(source.randrange(60))
        worst = settle(MARK + body if source.random() < 0.9 else body, worst)
    for _ in range(5000):
        body = bytes(source.choice(TAGS if source.random() < 0.5 else b"\0\0\0\1\2mdqu?n") for _ in range(30))
        worst = settle(MARK + body, worst)
    slowest, largest, valid = worst
    assert slowest < 1
    assert largest < 30_000_000
    assert valid  # some are messages


def mutated(data, source):
    data = bytearray(data)
    for _ in range(source.choice([1, 1, 1, 2, 5])):
        place = source.randrange(len(MARK), len(data))
        kind = source.randrange(6)
        if kind == 0:
            data[place] = source.randrange(256)
        elif kind == 1:
            data[place] ^= 1 << source.randrange(8)
        elif kind == 2:
            del data[place : place + source.randrange(1, 6)]
        elif kind == 3:
            data[place:place] = source.randbytes(source.randrange(1, 6))
        elif kind == 4:
            data[place] = source.choice(TAGS)
        else:
            other = source.choice(MESSAGES)
            start = source.randrange(len(MARK), len(other))
            data[place : place + 8] = other[start : start + source.randrange(1, 40)]
        if len(data) <= len(MARK):
            data += b"N"
    return bytes(data)


@pytest.mark.usefixtures("_measured")
@pytest.mark.parametrize("seed", range(4))
def test_messages_with_a_few_bytes_changed(seed):
    source = random.Random(seed)
    worst = (0.0, 0, 0)
    for _ in range(3000):
        worst = settle(mutated(source.choice(MESSAGES), source), worst)
    slowest, largest, valid = worst
    assert slowest < 1
    assert largest < 30_000_000
    assert 100 < valid < 2900  # both kinds are met


@pytest.mark.usefixtures("_measured")
@pytest.mark.parametrize("number", range(0, len(MESSAGES), 3))
def test_messages_that_end_too_early(number):
    data = MESSAGES[number]
    for end in range(len(data)) if len(data) < 300 else range(0, len(data), len(data) // 300):
        with pytest.raises(WireError):
            unpack(data[:end], sizes=SMALL)


@pytest.mark.usefixtures("_measured")
def test_a_mutated_message_that_is_one_is_one_again():
    """What was accepted is a value that could have been sent: it crosses back and comes out the same."""
    source = random.Random(5)
    accepted = 0
    for _ in range(3000):
        try:
            value = unpack(mutated(source.choice(MESSAGES), source), sizes=SMALL)
        except WireError:
            continue
        accepted += 1
        data = pack(value)
        assert pack(unpack(data)) == data
    assert accepted > 100
