"""Classes as data: bounds, kinds of input, every engine, and what a bank may not write."""

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import ENGINES, on, plain

from cmlib.segments import (
    AGE_CLASSES,
    CONTRIBUTION_CLASSES,
    INCOME_CLASSES,
    VALUE_CLASSES,
    Segment,
    Segmentation,
    segment_customers,
    value_class,
)

EVERY = (AGE_CLASSES, CONTRIBUTION_CLASSES, INCOME_CLASSES, VALUE_CLASSES)
# On and beside each bound of VALUE_CLASSES, and what has no class.
VALUES = [-1e9, -50.01, -50, -49.99, 0, 99.99, 100, 999.99, 1_000, 1e9, np.nan, np.inf, -np.inf]
CLASSES = ["loss-making"] * 2 + ["break-even"] * 4 + ["thin-profit"] * 2 + ["high-value"] * 2 + [None] * 3


class TestValueClass:
    def test_numbers(self):
        assert [value_class(one) for one in VALUES] == CLASSES
        assert [value_class(nothing) for nothing in (None, pd.NA)] == [None, None]
        assert value_class(np.float64(100)) == value_class(100) == "thin-profit"

    @pytest.mark.parametrize("kind", [list, tuple, np.array])
    def test_sequences_give_arrays(self, kind):
        found = value_class(kind(VALUES))
        assert isinstance(found, np.ndarray)
        assert found.tolist() == CLASSES

    @pytest.mark.parametrize(
        "kind", [pd.Series, pl.Series, lambda v: pd.Series(v, dtype="Float64"), lambda v: pd.Series(v).convert_dtypes()]
    )
    def test_series_give_series(self, kind):
        values = kind(VALUES)
        found = value_class(values)
        assert type(found) is type(values)
        assert [None if pd.isna(one) else one for one in found.to_list()] == CLASSES

    @pytest.mark.parametrize("engine", ENGINES)
    def test_expressions(self, engine):
        make, back = ENGINES[engine]
        frame = nw.from_native(make(pd.DataFrame({"place": range(len(VALUES)), "profit": VALUES})))
        found = frame.select("place", found=value_class(nw.col("profit"))).to_native()
        assert [None if pd.isna(one) else one for one in plain(back(found), ["place"])["found"]] == CLASSES

    def test_whole_numbers(self):
        assert value_class(np.array([100, -60])).tolist() == ["thin-profit", "loss-making"]
        assert value_class(pd.Series([100, -60])).tolist() == ["thin-profit", "loss-making"]

    def test_another_bank(self):
        assert value_class(150, CONTRIBUTION_CLASSES) == "mass"

    @pytest.mark.parametrize("bad", ["100", True, {"a": 1}, np.array(["1"]), pd.Series(["1"]), ["a"]])
    def test_refuses(self, bad):
        with pytest.raises(TypeError, match="segmentation 'customers by value' needs"):
            value_class(bad)


class TestSegmentation:
    @pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
    def test_it_keeps_in_a_file(self, one, tmp_path):
        one.to_toml(tmp_path / "classes.toml")
        assert Segmentation.from_toml(tmp_path / "classes.toml") == one

    def test_the_table_tells_where_classes_begin_and_end(self):
        table = VALUE_CLASSES.table()
        assert table["from"].tolist() == [-np.inf, -50, 100, 1_000]
        assert table["to"].tolist() == [-50, 100, 1_000, np.inf]
        assert table["zh"].tolist() == ["亏损", "保本", "微利", "高价值"]

    def test_the_strategy_of_each_contribution(self):
        words = [CONTRIBUTION_CLASSES[name].strategy.split()[0] for name in ("VIP", "target", "mass", "negative")]
        assert words == ["expand", "cultivate", "keep", "restrict"]
        with pytest.raises(LookupError, match="has no class 'gold'"):
            CONTRIBUTION_CLASSES["gold"]

    @pytest.mark.parametrize(
        ("bounds", "message"),
        [
            ([None], "at least two classes"),
            ([0, 1], "the lowest class has no lower bound, found 0"),
            ([None, None], "class 'c1': lower is a number, found None"),
            ([None, float("nan")], "class 'c1': lower is a number"),
            ([None, True], "class 'c1': lower is a number"),
            ([None, 2, 2], "'c1' begins at 2, and 'c2' at 2"),
            ([None, 2, 1], "'c1' begins at 2, and 'c2' at 1"),
        ],
    )
    def test_refuses_disorder(self, bounds, message):
        segments = tuple(Segment(f"c{place}", "", bound, "") for place, bound in enumerate(bounds))
        with pytest.raises(ValueError, match=f"segmentation 'mine'.*{message}"):
            Segmentation("mine", "test", "x", "", segments)

    def test_refuses_a_name_twice(self):
        with pytest.raises(ValueError, match="the class 'c' twice"):
            Segmentation("mine", "test", "x", "", (Segment("c", "", None, ""), Segment("c", "", 1, "")))


class TestSegmentCustomers:
    PEOPLE = pd.DataFrame(
        {"customer_id": ["a", "b", "c"], "age": [34, 35, 60], "monthly_income": [3_999.0, None, 15_000.0], "other": 1}
    )

    @pytest.mark.parametrize("engine", ENGINES)
    def test_one_column_a_segmentation(self, engine):
        found = plain(on(engine, segment_customers, self.PEOPLE, AGE_CLASSES, INCOME_CLASSES), ["customer_id"])
        assert list(found) == ["customer_id", "age", "age_class", "monthly_income", "monthly_income_class"]
        assert found["age_class"].tolist() == ["young", "middle-aged", "old"]
        classes = [None if pd.isna(one) else one for one in found["monthly_income_class"]]
        assert classes == ["low", None, "high"]

    def test_refuses(self):
        with pytest.raises(ValueError, match=r"different columns; found \['profit', 'profit'\]"):
            segment_customers(self.PEOPLE, VALUE_CLASSES, CONTRIBUTION_CLASSES)
        with pytest.raises(ValueError, match=r"different columns; found \[\]"):
            segment_customers(self.PEOPLE)
        with pytest.raises(TypeError, match="needs segmentations; found str"):
            segment_customers(self.PEOPLE, "age")
        with pytest.raises(LookupError, match=r"columns \['profit'\]"):
            segment_customers(self.PEOPLE, VALUE_CLASSES)
        with pytest.raises(ValueError, match="one row for each"):
            segment_customers(pd.concat([self.PEOPLE] * 2), AGE_CLASSES)
