"""Series and data frames arrive with every type, label and missing value."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy
from hypothesis.extra import pandas as of_pandas
from test_wire_indexes import COLUMNS
from wire_same import arrives

from cmlib.instructor.wire.codec import NotPlain, pack, unpack

quickly = settings(derandomize=True, max_examples=40, deadline=None)

TYPES = of_numpy.scalar_dtypes().filter(lambda dtype: dtype.kind in "biuf" and dtype.itemsize <= 8)


@quickly
@given(
    of_pandas.data_frames(
        [
            of_pandas.column("a", dtype=float),
            of_pandas.column("b", dtype=int),
            of_pandas.column("c", elements=st.text(max_size=5), dtype=object),
            of_pandas.column("d", dtype="datetime64[ns]"),
            of_pandas.column("e", dtype=bool),
        ],
        index=of_pandas.range_indexes() | of_pandas.indexes(dtype=float) | of_pandas.indexes(dtype="datetime64[ns]"),
    )
)
def test_frames_of_several_types(frame):
    arrives(frame)


@quickly
@given(TYPES.flatmap(lambda dtype: of_pandas.series(dtype=dtype)))
def test_series_of_any_number(series):
    arrives(series)
    arrives(series.to_frame())


FRAMES = {
    "nothing": pd.DataFrame(),
    "rows only": pd.DataFrame(index=["a", "b"]),
    "columns only": pd.DataFrame(columns=["a", "b"]),
    "no rows": pd.DataFrame({"a": [1], "b": ["x"]}).iloc[:0],
    "no columns": pd.DataFrame({"a": [1]}).iloc[:, :0],
    "one type": pd.DataFrame(np.arange(6.0).reshape(3, 2), columns=["a", "b"]),
    "small numbers": pd.DataFrame(np.arange(6, dtype=np.int8).reshape(3, 2)),
    "truths": pd.DataFrame({"a": [True, False], "b": [False, True]}),
    "complex": pd.DataFrame({"a": [1j], "b": [2.0 + 0j]}),
    "times": pd.DataFrame({"a": pd.date_range("2024", periods=2), "b": pd.date_range("2025", periods=2)}),
    "durations": pd.DataFrame({"a": pd.timedelta_range("1D", periods=2), "b": pd.timedelta_range("2D", periods=2)}),
    "zones": pd.DataFrame({f: pd.date_range("2024", periods=2, tz="Asia/Shanghai") for f in "ab"}),
    "objects": pd.DataFrame({"a": [1, "x"], "b": [None, [1, 2]]}, dtype=object),
    "text as objects": pd.DataFrame({"a": ["x", "y"], "b": ["z", None]}, dtype=object),
    "numbers as objects": pd.DataFrame({"a": [1, 2], "b": [1.5, None]}, dtype=object),
    "text": pd.DataFrame({"a": ["x", "y"], "b": ["z", None]}),
    "repeated columns": pd.DataFrame([[1, "a", 2.5]], columns=["x", "x", "x"]),
    "repeated columns of one type": pd.DataFrame([[1, 2]], columns=["x", "x"]),
    "columns of several types": pd.DataFrame([[1, 2, 3]], columns=["a", 1, None]),
    "columns of several levels": pd.DataFrame(
        [[1, "a"], [2, "b"]], columns=pd.MultiIndex.from_tuples([("x", "a"), ("x", "b")], names=["upper", None])
    ),
    "named columns": pd.DataFrame([[1]], columns=pd.Index(["a"], name="field"), index=pd.Index([5], name="客户")),
    "columns of time": pd.DataFrame([[1.0, 2.0]], columns=pd.period_range("2024", periods=2, freq="Y")),
    "both ends": pd.DataFrame({"a": [np.inf, -np.inf, np.nan, -0.0]}),
    "money": pd.DataFrame({"a": [Decimal("1.10"), None], "d": [datetime.date(2024, 1, 1), None]}),
    "arrays": pd.DataFrame({"a": [np.arange(2), np.arange(3)], "b": [{"x": 1}, {2, 3}]}),
}


@pytest.mark.parametrize("name", FRAMES)
def test_frames(name):
    frame = FRAMES[name]
    arrives(frame)
    arrives(frame.T)
    arrives({"tables": [frame, frame.iloc[::-1]]})
    for place in range(frame.shape[1]):
        arrives(frame.iloc[:, place])


def test_a_frame_of_every_kind_of_column():
    columns = {name: column[:1] for name, column in COLUMNS.items() if len(column)}
    arrives(pd.DataFrame(columns))
    arrives(pd.concat([pd.DataFrame(columns)] * 2))  # with repeated labels


def test_what_is_made_of_tables():
    frame = pd.DataFrame({"a": [1, 2, 2], "b": [1.0, 2.0, 4.0], "c": ["x", "y", "y"]})
    arrives(frame.dtypes)
    arrives(frame.describe())
    arrives(frame.groupby("c")[["a", "b"]].agg(["sum", "mean"]))
    arrives(frame.set_index(["c", "a"])["b"])
    arrives(frame.pivot_table(index="c", columns="a", values="b"))
    arrives(pd.cut(frame["b"], 2))
    arrives(frame["c"].value_counts())
    arrives(frame["c"].unique())
    arrives(frame.isna())
    arrives(frame.corr(numeric_only=True))
    arrives(pd.get_dummies(frame["c"], sparse=True))
    arrives(frame.iloc[0])
    arrives(list(frame.columns))
    arrives(frame.to_dict("records"))


@pytest.mark.parametrize("name", [None, "a", 1, ("a", 1), pd.Timestamp("2024-01-01"), np.int64(3)], ids=repr)
def test_names_of_series(name):
    arrives(pd.Series([1.0], name=name))


def test_a_frame_that_arrived_may_be_changed():
    for sent in (FRAMES["one type"], FRAMES["text"], FRAMES["objects"]):
        arrived = unpack(pack(sent))
        arrived.iloc[0, 0] = arrived.iloc[1, 0]
        arrived["new"] = 1
        assert sent.shape[1] == arrived.shape[1] - 1
        assert sent.iloc[0, 0] != arrived.iloc[0, 0]


def test_sums_do_not_depend_on_the_journey():
    frame = pd.DataFrame(np.random.default_rng(7).lognormal(size=(1001, 7)))
    arrived = unpack(pack(frame))
    assert arrived.sum().tolist() == frame.sum().tolist()
    assert arrived.to_numpy().sum() == frame.to_numpy().sum()
    assert arrived.sum(axis=1).tolist() == frame.sum(axis=1).tolist()


class OwnFrame(pd.DataFrame):
    pass


class OwnSeries(pd.Series):
    pass


@pytest.mark.parametrize(
    "value",
    [
        OwnFrame({"a": [1]}),
        OwnSeries([1]),
        pd.DataFrame({"a": [1]}).groupby("a"),
        pd.DataFrame({"a": [object()]}),
        pd.Series([object()]),
        pd.Series([1], name=frozenset([object()])),
        pd.Series([1]).rolling(1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_table_does_not_cross(value):
    with pytest.raises(NotPlain):
        pack(value)
