"""Columns of numbers about customers: what is taken for a number, what for a count, and which row is shown."""

import numpy as np
import pytest

from cmlib.clv.columns import MOST_PURCHASES, equal_columns, refuse, whole_frequency


@pytest.mark.parametrize(
    "values",
    [
        ["1", "2"],
        [b"1", b"2"],
        np.array(["2025-01-01", "2025-01-02"], dtype="datetime64[D]"),
        np.array([1, 2], dtype="timedelta64[D]"),
        ["one", "two"],
        [None, {}],
    ],
)
def test_text_and_dates_are_no_numbers_even_where_they_look_like_some(values):
    with pytest.raises(ValueError, match=r"^example needs numbers as age; found "):
        equal_columns({"age": values}, "example")


def test_a_single_number_stands_for_every_row():
    columns = equal_columns({"frequency": [1, 2, 3], "T": 9}, "example")
    assert {name: values.tolist() for name, values in columns.items()} == {"frequency": [1, 2, 3], "T": [9, 9, 9]}
    assert equal_columns({"T": 9}, "example")["T"].tolist() == [9]
    with pytest.raises(ValueError, match=r"one length; found \{'a': 2, 'b': 3\}"):
        equal_columns({"a": [1, 2], "b": [1, 2, 3], "c": 1}, "example")
    with pytest.raises(ValueError, match="a as one column; found 2 dimensions"):
        equal_columns({"a": [[1, 2]]}, "example")


def test_the_largest_number_of_purchases_is_one_still():
    whole_frequency({"frequency": np.array([0.0, MOST_PURCHASES])}, "example")
    with pytest.raises(ValueError, match="above 10,000,000: is it"):
        whole_frequency({"frequency": np.array([0.0, MOST_PURCHASES + 1])}, "example")
    with pytest.raises(ValueError, match=r"no whole number; row 1 has frequency 1\.5"):
        whole_frequency({"frequency": np.array([1.0, 1.5])}, "example")


def test_the_first_row_at_fault_is_shown_and_how_many_there_are():
    columns = {"age": np.array([1.0, -2.0, 3.0, -4.0]), "T": np.array([5.0, 6.0, 7.0, 8.0])}
    with pytest.raises(ValueError, match=r"^example cannot use a debt; row 1 has age -2, T 6 \(2 of 4 rows\)$"):
        refuse(columns["age"] < 0, columns, "a debt", "example")
    refuse(columns["age"] > 9, columns, "a debt", "example")
