"""Numbers, text, dates and well-known types arrive as they were sent."""

import datetime
import math
import zoneinfo
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_same import arrives

quickly = settings(derandomize=True, max_examples=50, deadline=None)

ZONES = [None, datetime.UTC, datetime.timezone(datetime.timedelta(hours=8)), zoneinfo.ZoneInfo("Asia/Shanghai")]
ZONES += [datetime.timezone(datetime.timedelta(0), "UTC"), datetime.timezone(datetime.timedelta(hours=-3, minutes=7))]
ZONES += [datetime.timezone(datetime.timedelta(hours=8), "北京时间"), zoneinfo.ZoneInfo("America/New_York")]


@pytest.mark.parametrize("value", [None, True, False, Ellipsis, NotImplemented], ids=repr)
def test_constants_are_themselves(value):
    assert arrives(value) is value


@quickly
@given(st.integers() | st.integers(-(2**70), 2**70))
def test_integers(value):
    arrives(value)


@pytest.mark.parametrize("exponent", [7, 8, 31, 63, 64, 2030, 2031, 2032, 2039, 2040, 100_000])
def test_integers_at_the_edges_of_their_widths(exponent):
    for value in (2**exponent, 2**exponent - 1, -(2**exponent), -(2**exponent) - 1):
        arrives(value)


@quickly
@given(st.floats())
def test_floats_bit_by_bit(value):
    arrives(value)


@pytest.mark.parametrize("value", [math.nan, -math.nan, math.inf, -math.inf, -0.0, 5e-324, 1.7976931348623157e308])
def test_floats_that_are_easily_lost(value):
    arrives(value)
    arrives(complex(value, -value))
    arrives(np.float64(value))


@quickly
@given(st.complex_numbers())
def test_complex_numbers(value):
    arrives(value)


@quickly
@given(st.text(st.characters(), max_size=40))
def test_text_with_lone_surrogates_too(value):
    arrives(value)
    arrives(np.str_(value))


@pytest.mark.parametrize("value", ["", "\0", "a\0", "\ud800", "\ud83d\ude00", "\U0001f600", "客户经理", "\udcff" * 3])
def test_text_that_is_easily_changed(value):
    arrives(value)
    arrives([value, value])
    arrives({value: value})


@quickly
@given(st.binary(max_size=300))
def test_bytes(value):
    arrives(value)
    arrives(bytearray(value))
    arrives(np.bytes_(value))


@quickly
@given(st.decimals())
def test_decimals(value):
    arrives(value)


@pytest.mark.parametrize("text", ["0E+3", "-0", "1.500", "sNaN123", "-NaN", "Infinity", "1E-999999999999999999"])
def test_decimals_keep_their_digits(text):
    arrives(Decimal(text))


@quickly
@given(st.fractions())
def test_fractions(value):
    arrives(value)


def test_fractions_of_large_numbers():
    arrives(Fraction(2**32_000 + 1, 3**100))


@quickly
@given(st.dates() | st.timedeltas())
def test_dates_and_durations(value):
    arrives(value)


@quickly
@given(st.datetimes(timezones=st.sampled_from(ZONES)))
def test_points_in_time(value):
    arrives(value)
    arrives(value.replace(fold=1))


@quickly
@given(st.times(timezones=st.sampled_from(ZONES)))
def test_times_of_day(value):
    arrives(value)
    arrives(value.replace(fold=1))


@pytest.mark.parametrize("zone", ZONES[1:], ids=repr)
def test_time_zones(zone):
    assert repr(arrives(zone)) == repr(zone)


def test_a_named_zone_is_the_same_object():
    assert arrives(zoneinfo.ZoneInfo("Asia/Shanghai")) is zoneinfo.ZoneInfo("Asia/Shanghai")
    assert arrives(datetime.UTC) is datetime.UTC


@pytest.mark.parametrize(
    "kind", [int, float, list, object, type(None), ValueError, KeyboardInterrupt, Decimal, np.float32, pd.DataFrame]
)
def test_well_known_types_are_themselves(kind):
    assert arrives(kind) is kind


@pytest.mark.parametrize(
    "value",
    [
        pd.NaT,
        pd.NA,
        *(pd.Timestamp("2024-02-29 12:34:56").as_unit(unit) for unit in ("s", "ms", "us", "ns")),
        pd.Timestamp("2024-02-29 12:34:56.123456789"),
        pd.Timestamp("2024-02-29 12:34:56.123456789", tz="Asia/Shanghai"),
        pd.Timestamp("2024-02-29", tz="UTC"),
        pd.Timestamp("2024-02-29", tz=datetime.timezone(datetime.timedelta(hours=8))),
        pd.Timestamp("1600-01-01").as_unit("s"),
        pd.Timestamp.max,
        *(pd.Timestamp(2023, 11, 5, 1, 30, tz="America/New_York", fold=fold) for fold in (0, 1)),
        pd.Timestamp(year=2024, month=3, day=1, hour=1, fold=1),
        pd.Timedelta(days=-3, nanoseconds=7),
        *(pd.Timedelta(hours=5).as_unit(unit) for unit in ("s", "ms", "us", "ns")),
        *(pd.Period("2024-03-15", freq) for freq in ("Y", "Q", "Q-JAN", "M", "W", "W-WED", "D", "h", "3M", "min", "s")),
        pd.Interval(0, 1),
        pd.Interval(0.5, 1.5, closed="both"),
        pd.Interval(pd.Timestamp("2024-01-01"), pd.Timestamp("2025-01-01"), closed="neither"),
    ],
    ids=repr,
)
def test_scalars_of_pandas(value):
    arrives(value)
    arrives([value, 1, value])
    arrives({value: value})
