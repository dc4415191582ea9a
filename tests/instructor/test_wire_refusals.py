"""What does not cross, and what crosses as a reference in its place."""

import collections
import datetime
import enum
import fractions
import io
import struct
import sys
import types
import zoneinfo

import numpy as np
import pandas as pd
import pytest
from wire_same import arrives

from cmlib.instructor.wire.codec import NotPlain, Reference, Sizes, WireError, pack, unpack


class Text(str):
    pass


class Number(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class Whole(int):
    pass


class Many(list):
    pass


class Named(dict):
    pass


class Grade(enum.IntEnum):
    A = 1


Point = collections.namedtuple("Point", "x y")


def nothing():
    yield


STRANGERS = [Text("a"), Number(1), Whole(1), Many(), Named(), Grade.A, Point(1, 2), object(), nothing, nothing(), len]
STRANGERS += [types.SimpleNamespace(), sys, Text, iter([]), {}.keys(), memoryview(b"a"), ValueError("a"), open]


@pytest.mark.parametrize("value", STRANGERS, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize(
    "place",
    [
        lambda value: value,
        lambda value: [1, value],
        lambda value: (value,) * 12,
        lambda value: {"a": value},
        lambda value: slice(value),
        lambda value: np.array([value, None], object)[:1],
        lambda value: pd.Series([None, value], dtype=object),
    ],
    ids=["alone", "in a list", "often", "in a dict", "in a slice", "in an array", "in a series"],
)
def test_strangers_do_not_cross(value, place):
    with pytest.raises(NotPlain, match="cannot cross; expected plain data"):
        pack(place(value))


@pytest.mark.parametrize("value", [Text("a"), Number(1), Whole(1), Grade.A, Point(1, 2), len], ids=repr)
def test_strangers_are_no_keys(value):
    for container in ({value: 1}, {value}, frozenset([value]), {(1, value): 2}):
        with pytest.raises(NotPlain):
            pack(container)


def test_the_refusal_names_the_type():
    with pytest.raises(
        NotPlain, match=r"^an object of type test_wire_refusals\.Text cannot cross; expected plain data$"
    ):
        pack([Text("a")])
    with pytest.raises(NotPlain, match=r"^the class test_wire_refusals\.Text cannot cross"):
        pack(Text)
    with pytest.raises(NotPlain, match=r"^an object of type generator cannot cross"):
        pack(nothing())


def test_the_refusal_asks_no_code_of_the_stranger():
    class Meta(type):
        def __repr__(cls):
            raise AssertionError

        def __getattribute__(cls, name):
            raise AssertionError

    class Stranger(metaclass=Meta):
        def __getattribute__(self, name):
            raise AssertionError

    for value in (Stranger(), Stranger):
        with pytest.raises(NotPlain, match="Stranger"):
            pack(value)


def test_not_plain_is_a_type_error_and_wire_error_a_value_error():
    assert issubclass(NotPlain, TypeError)
    assert issubclass(WireError, ValueError)


class OwnZone(datetime.tzinfo):
    def utcoffset(self, moment):
        return datetime.timedelta(0)


def odd_fraction():
    value = fractions.Fraction(1, 2)
    value._numerator = "1"
    return value


def nameless_zone(key):
    data = b"TZif" + bytes(16) + struct.pack(">6L", 0, 0, 0, 0, 1, 4) + bytes(6) + b"UTC\0"
    return zoneinfo.ZoneInfo.from_file(io.BytesIO(data), key)


@pytest.mark.parametrize(
    "value",
    [
        datetime.datetime(2024, 1, 1, tzinfo=OwnZone()),
        datetime.time(1, tzinfo=OwnZone()),
        pd.Timestamp(2024, 1, 1, tz=OwnZone()),
        pd.Series(pd.DatetimeIndex(["2024-01-01"], tz=OwnZone())),
        fractions.Fraction(2**32_800, 3),
        fractions.Fraction(1, 2**32_800 + 1),
        odd_fraction(),
        nameless_zone(None),
        nameless_zone("../UTC"),
        np.dtype("c"),
        np.dtype([(("title", "a"), "i4")]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_would_not_arrive_as_it_is_does_not_cross(value):
    with pytest.raises(NotPlain, match="cannot cross"):
        pack(value)


def test_an_object_that_is_not_what_its_type_promises_does_not_cross():
    frame = pd.DataFrame({"a": [1]})
    frame._mgr = None
    with pytest.raises(NotPlain, match="cannot cross: AttributeError"):
        pack([frame])


def nested(levels):
    value = []
    for _ in range(levels - 1):
        value = [value]
    return value


def test_the_deepest_value_that_crosses():
    sizes = Sizes(depth=10)
    deepest = next(depth for depth in range(20, 0, -1) if _crosses(nested(depth), sizes))
    assert 5 <= deepest <= 10
    assert unpack(pack(nested(deepest), sizes=sizes), sizes=sizes) == nested(deepest)
    with pytest.raises(WireError, match="deeper than 10"):
        unpack(pack(nested(deepest + 1)), sizes=sizes)
    with pytest.raises(NotPlain, match="deeper than 10"):
        pack(nested(deepest + 1), sizes=sizes)
    arrives(nested(20))


def _crosses(value, sizes):
    try:
        pack(value, sizes=sizes)
    except NotPlain:
        return False
    return True


@pytest.mark.parametrize("depth", [60, 500, 50_000])
def test_too_deep(depth):
    with pytest.raises(NotPlain, match="deeper than 50"):
        pack(nested(depth))


def holding_themselves():
    own_list = [1]
    own_list.append(own_list)
    own_dict = {}
    own_dict["a"] = [own_dict]
    own_array = np.empty(2, object)
    own_array[0] = own_array
    own_deque = collections.deque()
    own_deque.append((own_deque,))
    wide = []
    wide += [wide, wide, wide]
    own_series = pd.Series([None], dtype=object)
    own_series.iloc[0] = own_dict
    own_dict["series"] = own_series
    return [own_list, own_dict, own_array, own_deque, wide, own_series]


@pytest.mark.parametrize("value", holding_themselves(), ids=lambda value: type(value).__name__)
def test_what_holds_itself_does_not_cross(value):
    with pytest.raises(NotPlain, match=r"holds itself|deeper"):
        pack(value)
    with pytest.raises(NotPlain, match=r"holds itself|deeper"):
        pack(value, refer=lambda value: Reference("a", 1))


def test_what_unfolds_too_far_does_not_cross():
    value = [1]
    for _ in range(40):
        value = [value, value]
    with pytest.raises(NotPlain, match="more than 1000 values"):
        pack(value, sizes=Sizes(items=1000))


def test_little_of_python_s_stack_is_needed_and_none_left_is_told():
    def deep(levels):
        return pack(nested(20)) if not levels else deep(levels - 1)

    def ever_deeper():
        for levels in range(sys.getrecursionlimit() - 200, sys.getrecursionlimit()):
            deep(levels)

    with pytest.raises(NotPlain, match="Python's own depth"):
        ever_deeper()


@pytest.mark.parametrize(
    "value",
    ["a" * 2000, b"a" * 2000, np.zeros(300), ["ab"] * 1000, 2**16_000, pd.DataFrame({"a": np.zeros(300)})],
    ids=lambda value: type(value).__name__,
)
def test_too_large(value):
    small = Sizes(message=1500)
    with pytest.raises(NotPlain, match="cannot cross"):
        pack(value, sizes=small)
    with pytest.raises(WireError, match="too large"):
        unpack(pack(value), sizes=small)


def test_the_largest_message_that_crosses():
    data = pack("a" * 100)
    just = Sizes(message=len(data))
    assert unpack(pack("a" * 100, sizes=just), sizes=just) == "a" * 100
    with pytest.raises(NotPlain):
        pack("a" * 101, sizes=just)
    with pytest.raises(WireError):
        unpack(pack("a" * 101), sizes=just)


@pytest.mark.parametrize("value", [[1] * 101, ["a"] * 101, [None] * 101, {n: n for n in range(51)}, [[1] * 50] * 2])
def test_too_many_values(value):
    few = Sizes(items=100)
    with pytest.raises(NotPlain, match="more than 100 values"):
        pack(value, sizes=few)
    with pytest.raises(WireError, match="more than 100 values"):
        unpack(pack(value), sizes=few)
    assert unpack(pack([1] * 100, sizes=few), sizes=few) == [1] * 100


@pytest.mark.parametrize("bad", [{"message": 0}, {"depth": -1}, {"items": 1.5}, {"items": True}, {"message": 2**32}])
def test_sizes_refuse_disorder(bad):
    with pytest.raises(ValueError, match=f"sizes need a (whole number of )?{next(iter(bad))}|message of at most"):
        Sizes(**bad)
