"""Beside each firm-year, the same firm's items of earlier years.

A lag by one row would be wrong where a year is missing: 2019 is not the year before 2021. Here the
year itself is looked up: a self-join on (firm, year + 1) for lazy engines, a sort for arrays.
"""

from collections.abc import Iterable, Mapping

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from cmlib.items import years_back_of
from cmlib.table.arrays import numbers_of
from cmlib.table.door import Frame

_YEAR = "year of the lookup"


def statement_of(years_back: int) -> str:
    """Name of the column of `join_earlier_years` that is missing where there is no such statement."""
    return f"statement {years_back} years back"


def rows_years_back(firm: np.ndarray, year: np.ndarray, years_back: Iterable[int]) -> dict[int, np.ndarray]:
    """For each number of years back, the row of the same firm in that year, or -1.

    ``firm`` and ``year`` are whole numbers, one of each per row; a firm has at most one row a year.

    >>> firm, year = np.array([7, 7, 7, 8]), np.array([2021, 2018, 2019, 2020])
    >>> rows_years_back(firm, year, [1, 3])
    {1: array([-1, -1,  1, -1]), 3: array([ 1, -1, -1, -1])}
    """
    order = np.lexsort((year, firm))
    firm, year = firm[order], year[order]
    found = {}
    for back in years_back:
        found[back] = rows = np.full(len(order), -1)
        for step in range(1, min(back, len(order) - 1) + 1):  # at most so many rows lie between
            is_it = (firm[step:] == firm[:-step]) & (year[step:] - year[:-step] == back)
            rows[order[step:][is_it]] = order[:-step][is_it]
    return found


class Panel:
    """An eager frame of firm-years whose items are read as arrays, some rows at a time.

    ``parameters`` are line items with or without a suffix of an earlier year.
    """

    def __init__(self, frame: nw.DataFrame, parameters: Iterable[str], firm: str, year: str) -> None:
        self._source = {name: years_back_of(name) for name in parameters}
        self._columns = {column: numbers_of(frame[column]) for column, _ in self._source.values()}
        backs = sorted({back for _, back in self._source.values()} - {0})
        self._rows = rows_years_back(_codes(frame[firm]), frame[year].cast(nw.Int64).to_numpy(), backs) if backs else {}

    def read(self, rows: slice) -> dict[str, np.ndarray]:
        """Each parameter's values in these rows; NaN where they are missing."""
        values = {}
        for name, (column, back) in self._source.items():
            if back:
                earlier = self._rows[back][rows]
                values[name] = np.where(earlier >= 0, self._columns[column][earlier].astype(float, copy=False), np.nan)
            else:
                values[name] = self._columns[column][rows].astype(float, copy=False)
        return values

    def without_statement(self, rows: slice) -> dict[int, np.ndarray]:
        """For each number of years back, whether the firm has no statement of that year."""
        return {back: earlier[rows] < 0 for back, earlier in self._rows.items()}


def join_earlier_years(frame: Frame, parameters: Iterable[str], firm: str, year: str) -> Frame:
    """A frame with the columns ``firm``, ``year``, one a parameter and one a `statement_of`.

    Numbers are floats; NaN and infinities are missing.
    """
    names: dict[int, dict[str, nw.Expr]] = {}
    for parameter in parameters:
        column, back = years_back_of(parameter)
        names.setdefault(back, {})[parameter] = nw.col(column).cast(nw.Float64)
    of_year = nw.col(year).cast(nw.Int64)
    joined = frame.select(firm, year, of_year.alias(_YEAR), *_finite(names.pop(0, {})))
    for back, columns in sorted(names.items()):
        earlier = frame.select(
            firm, (of_year + back).alias(_YEAR), of_year.alias(statement_of(back)), *_finite(columns)
        )
        joined = joined.join(earlier, on=[firm, _YEAR], how="left")
    return joined.drop(_YEAR)


def _finite(columns: Mapping[str, nw.Expr]) -> list[nw.Expr]:
    return [nw.when(values.is_finite()).then(values).alias(name) for name, values in columns.items()]


def _codes(column: nw.Series) -> np.ndarray:
    values = column.to_numpy()
    if values.dtype.kind in "iu":
        return values
    return pd.factorize(column.to_native() if column.implementation.is_pandas() else values)[0]
