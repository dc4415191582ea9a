"""The days on which instalments fall due: the same day of each month, or its last day when it is shorter."""

import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def due_dates(first_due: NDArray[np.datetime64], numbers: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Due days of instalments with the given numbers; ``first_due`` is the day of number 1, one for each.

    >>> due_dates(np.array("2024-01-31", dtype="datetime64[D]"), np.array([1, 2, 3])).tolist()
    [datetime.date(2024, 1, 31), datetime.date(2024, 2, 29), datetime.date(2024, 3, 31)]
    """
    day_of_month = first_due - first_due.astype("datetime64[M]").astype("datetime64[D]")
    month = first_due.astype("datetime64[M]") + (numbers - 1)
    last = (month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(month.astype("datetime64[D]") + day_of_month, last)


def one_day(day: object, name: str, asked_by: str) -> np.datetime64:
    """A day, given as a date, a Timestamp or ISO text such as ``"2024-05-20"``.

    Raises ``ValueError`` for what is no day, and for text in another order: 5/6/2024 is May to some, June to others.
    """
    try:
        given = datetime.datetime.fromisoformat(day) if isinstance(day, str) else day
        found = pd.Timestamp(given) if isinstance(given, (datetime.date, np.datetime64)) else pd.NaT
    except ValueError:
        found = pd.NaT
    if pd.isna(found):
        raise ValueError(f"{asked_by} needs {name} to be a day such as '2024-05-20'; found {day!r}")
    return np.datetime64(found.date(), "D")
