"""Indexes and columns of pandas arrive with their kind, type, names and frequency."""

import datetime
import zoneinfo

import numpy as np
import pandas as pd
import pytest
from wire_same import arrives

from cmlib.instructor.wire.codec import NotPlain, pack

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
FREQUENCIES = ["D", "B", "W", "W-WED", "MS", "ME", "BME", "QS", "QE", "QE-JAN", "YS", "YE", "YE-MAR", "h", "3h", "min"]
FREQUENCIES += ["s", "ms", "us", "ns", "SME", "SMS", "-1D", "BQE-OCT", "WOM-2TUE"]

COLUMNS = {
    "text": pd.array(["a", None, "客户", ""]),
    "text na": pd.array(["a", None], dtype="string"),
    "text python": pd.array(["a", None, "b\0"], dtype=pd.StringDtype("python", na_value=np.nan)),
    "text python na": pd.array(["a", None, "\ud800"], dtype=pd.StringDtype("python")),
    "all missing": pd.array([None, None], dtype="str"),
    "no text": pd.array([], dtype="str"),
    "whole numbers": pd.array([1, None, -(2**63)], dtype="Int64"),
    "small numbers": pd.array([1, None, 255], dtype="UInt8"),
    "numbers": pd.array([1.5, None, np.inf], dtype="Float64"),
    "short numbers": pd.array([1.5, None], dtype="Float32"),
    "truths": pd.array([True, False, None], dtype="boolean"),
    "times": pd.array([pd.Timestamp("2024-01-01"), pd.NaT]),
    "times in seconds": pd.array(np.array(["2024-01-01", "NaT"], "M8[s]")),
    "times in Shanghai": pd.array(pd.DatetimeIndex(["2024-01-01", None], tz=SHANGHAI)),
    "times at an offset": pd.array(pd.DatetimeIndex(["2024-01-01"], tz=datetime.timezone(datetime.timedelta(hours=8)))),
    "times in nanoseconds": pd.array(pd.DatetimeIndex(["2024-01-01"], tz="UTC").as_unit("ns")),
    "twice the same hour": pd.array(
        pd.date_range("2023-11-05", periods=5, freq="h", tz=zoneinfo.ZoneInfo("America/New_York"))
    ),
    "durations": pd.array(np.array([1, "NaT"], "m8[ms]")),
    "months": pd.array(pd.PeriodIndex(["2024-01", None], freq="M")),
    "quarters": pd.array(pd.period_range("2024", periods=3, freq="Q-MAR")),
    "ranges": pd.array(pd.interval_range(0, 3)),
    "ranges with a gap": pd.arrays.IntervalArray.from_tuples([(0.0, 1.5), None, (2.0, 3.0)], closed="left"),
    "ranges of time": pd.arrays.IntervalArray.from_breaks(pd.date_range("2024", periods=3, tz=SHANGHAI)),
    "categories": pd.Categorical(["b", "a", None], categories=["b", "a", "unused"]),
    "ordered categories": pd.Categorical([2, 1], categories=[1, 2], ordered=True),
    "categories of time": pd.Categorical(pd.date_range("2024", periods=2)),
    "no categories": pd.Categorical([]),
    "sparse": pd.arrays.SparseArray([0, 0, 1]),
    "sparse with gaps": pd.arrays.SparseArray([np.nan, 1.0], kind="block"),
    "of numpy": pd.arrays.NumpyExtensionArray(np.array([1, "a", None], object)),
}

#: Types that cross with their columns only.
_NO_VALUES = (pd.SparseDtype, type(pd.arrays.NumpyExtensionArray(np.zeros(1)).dtype))

INDEXES = {
    "range": pd.RangeIndex(2, 20, 3, name="row"),
    "empty range": pd.RangeIndex(0),
    "numbers": pd.Index([3, 1, 2], name="number"),
    "floats": pd.Index([0.5, np.nan], name=("a", 1)),
    "short": pd.Index(np.array([1, 2], np.int8)),
    "truths": pd.Index([True, False]),
    "text": pd.Index(["a", "b", None]),
    "objects": pd.Index([1, "a", None, (1, 2)], dtype=object, name="客户"),
    "pairs": pd.Index([(1, 2), (3, 4)], tupleize_cols=False),
    "text as objects": pd.Index(["a", "b"], dtype=object),
    "empty": pd.Index([]),
    "complex": pd.Index([1j]),
    "dates as objects": pd.Index([datetime.date(2024, 1, 1)]),
    "times": pd.DatetimeIndex(["2024-01-01", "2024-01-03", None], name="day"),
    "times in Shanghai": pd.date_range("2024-01-01", periods=3, tz=SHANGHAI, name="day"),
    "times over a change of clocks": pd.date_range("2024-03-30", periods=3, tz=zoneinfo.ZoneInfo("Europe/Berlin")),
    "no times": pd.DatetimeIndex([], name="none"),
    "durations": pd.timedelta_range("1h", periods=4, freq="90min", name="gap"),
    "uneven durations": pd.TimedeltaIndex(["1D", "3h"]),
    "months": pd.period_range("2024-01", periods=3, freq="M", name="month"),
    "ranges": pd.IntervalIndex.from_breaks([0.0, 1.0, 2.5], closed="left", name="band"),
    "ranges of whole numbers": pd.interval_range(0, 3),
    "categories": pd.CategoricalIndex(["b", "a"], categories=["b", "a", "c"], ordered=True, name="grade"),
    "nullable": pd.Index(pd.array([1, None], dtype="Int64"), name="n"),
    "repeated": pd.Index(["a", "a"]),
    "levels": pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["x", None]),
    "levels with gaps": pd.MultiIndex.from_tuples([("a", 1.0), (None, np.nan)], names=["x", "x"]),
    "levels of time": pd.MultiIndex.from_product([pd.date_range("2024", periods=2, tz=SHANGHAI), ["a"]]),
    "unused levels": pd.MultiIndex.from_product([["a", "b"], [1, 2]])[:1],
    "empty levels": pd.MultiIndex.from_arrays([[], []]),
    "one level": pd.MultiIndex.from_arrays([["a", "b"]], names=[("t", 1)]),
    "many levels": pd.MultiIndex.from_product([range(300), ["x"], pd.period_range("2024", periods=2, freq="M")]),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_columns(name):
    column = COLUMNS[name]
    arrives(column)
    arrives(column[:0])
    arrives(column[::-1])
    arrives(column[1:])
    arrives(pd.Series(column, name=name))
    if not isinstance(column.dtype, _NO_VALUES):
        arrives(column.dtype)
    for value in column:
        arrives(value)


@pytest.mark.parametrize("name", INDEXES)
def test_indexes(name):
    index = INDEXES[name]
    arrives(index)
    arrives(index[:0])
    arrives(index[::-1])
    arrives(pd.Series(range(len(index)), index=index))
    arrives(pd.DataFrame({"a": range(len(index))}, index=index))
    arrives(pd.DataFrame([range(len(index))], columns=index))


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_frequencies_of_time(frequency):
    index = pd.date_range("2024-01-01", periods=4, freq=frequency)
    assert arrives(index).freq == index.freq
    assert arrives(index[:0]).freq == index.freq
    assert arrives(pd.Series(1.0, index=index)).index.freq == index.freq


@pytest.mark.parametrize(
    "frequency",
    [
        pd.offsets.CustomBusinessDay(holidays=["2024-01-02"]),
        pd.DateOffset(months=1),
        pd.offsets.BusinessHour(start="10:00"),
    ],
    ids=lambda frequency: type(frequency).__name__,
)
def test_a_frequency_that_its_name_does_not_tell_does_not_cross(frequency):
    index = pd.date_range("2024-01-01", periods=3, freq=frequency)
    with pytest.raises(NotPlain, match="frequency"):
        pack(index)
    arrives(index._with_freq(None))


@pytest.mark.parametrize("name", ["int64", "bool_", "float64", "string", "timestamp us", "duration ns", "date32"])
def test_columns_of_arrow(name):
    import pyarrow

    values = {"bool_": [True, None], "string": ["a", None], "float64": [0.5, np.nan], "date32": [datetime.date.max]}
    kind, _, unit = name.partition(" ")
    kind = getattr(pyarrow, kind)(*unit.split())
    column = pd.array(values.get(name, [1, None]), dtype=pd.ArrowDtype(kind))
    arrived = arrives(column)
    assert arrived.dtype == column.dtype
    arrives(pd.Series(column))
    arrives(pd.DataFrame({"a": column, "b": column}))
    arrives(column.dtype)


def test_columns_of_arrow_that_would_not_arrive_exactly_do_not_cross():
    import pyarrow

    column = pd.array([[1, 2]], dtype=pd.ArrowDtype(pyarrow.list_(pyarrow.int64())))
    with pytest.raises(NotPlain):
        pack(column)


def test_text_behind_a_missing_value_stays_at_home():
    """Arrow may keep bytes under a missing text; a judge's column must not carry them out."""
    import pyarrow

    ends, data = np.array([0, 6, 7], np.int64), b"secretx"
    present = pyarrow.py_buffer(np.array([2], np.uint8).tobytes())
    hidden = pyarrow.Array.from_buffers(
        pyarrow.large_string(), 2, [present, pyarrow.py_buffer(ends), pyarrow.py_buffer(data)]
    )
    column = pd.arrays.ArrowStringArray(pyarrow.chunked_array([hidden]), dtype=pd.StringDtype("pyarrow"))
    assert list(column) == [pd.NA, "x"]
    assert b"secret" not in pack(column)
    arrives(column)


def test_numbers_behind_a_missing_value_stay_at_home():
    column = pd.arrays.IntegerArray(np.array([0x53535353, 1]), np.array([True, False]))
    assert b"SSSS" not in pack(column)
    arrives(column)


def test_types_that_leave_something_open():
    for dtype in (pd.CategoricalDtype(), pd.CategoricalDtype(ordered=True), pd.IntervalDtype()):
        arrived = arrives(dtype)
        assert repr(arrived) == repr(dtype)


def test_text_in_several_pieces():
    column = pd.concat([pd.Series(["a", None]), pd.Series(["客户", "d"])]).array
    arrives(column)
    arrives(column[1:3])
