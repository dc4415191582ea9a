"""What the figures ask of their data, said in one sentence where it is not so."""

import numpy as np
import pandas as pd

from cmlib.table.door import hint


def numbers_by_row(table, asked_by: str, rows: str = "years") -> pd.DataFrame:
    """A table of numbers as floats, with infinities missing.

    Raises ``TypeError`` for what is no pandas table, ``ValueError`` for an empty one, columns of text,
    a name that comes twice, and a table without any number.
    """
    table = as_table(table, asked_by, rows)
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]) or pd.api.types.is_bool_dtype(table[name]):
            raise ValueError(
                f"{asked_by} needs numbers in {name!r}; found {table[name].dtype}. Convert the column first"
            )
    numbers = table.astype(float).replace([np.inf, -np.inf], np.nan)
    if numbers.isna().all(axis=None):
        raise ValueError(f"{asked_by} needs at least one number; every value of the table is missing")
    return numbers


def as_table(table, asked_by: str, rows: str) -> pd.DataFrame:
    """A pandas table with something in it, each row and column known by its own name."""
    table = table.to_frame() if isinstance(table, pd.Series) else table
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"{asked_by} needs a pandas table with {rows} as index; found {type(table).__name__}")
    if table.empty:
        raise ValueError(f"{asked_by} needs at least one row and one column; the table has the shape {table.shape}")
    for axis, what in ((table.index, "row"), (table.columns, "column")):
        if axis.has_duplicates:
            again = axis[axis.duplicated()].tolist()[0]  # tolist: 2022, not np.int64(2022)
            raise ValueError(
                f"{asked_by} needs each {what} once; {again!r} comes twice. Choose one firm or set the index"
            )
    return table


def require_columns(table: pd.DataFrame, needed, asked_by: str) -> None:
    """Raise ``LookupError`` unless the table has the columns."""
    missing = [name for name in needed if name not in table.columns]
    if missing:
        known = list(table.columns)
        raise LookupError(f"{asked_by} needs the columns {missing}; the table has {known}{hint(missing, known)}")


def require_same_names(names, wanted, asked_by: str, what: str) -> None:
    """Raise ``ValueError`` unless ``wanted`` lists exactly the ``names``."""
    names, wanted = list(names), list(wanted)
    unlike = [name for name in names if name not in wanted] + [name for name in wanted if name not in names]
    if unlike:
        raise ValueError(f"{asked_by} needs the same {what} in both places; {unlike[0]!r} stands in only one")


def outcome_and(other, outcome, asked_by: str, what: str) -> tuple[np.ndarray, np.ndarray]:
    """An outcome of 0 and 1 and the numbers that go with it, row by row, complete.

    Raises ``ValueError`` for lengths that differ, no rows, other outcomes and missing numbers.
    """
    try:
        outcome, other = np.asarray(outcome, dtype=float).ravel(), np.asarray(other, dtype=float).ravel()
    except (TypeError, ValueError):
        raise ValueError(f"{asked_by} needs numbers as outcome and {what}; found text") from None
    require_same_length(outcome, other, asked_by, f"outcomes and {what}")
    require_zero_or_one(outcome, asked_by)
    if not np.isfinite(other).all():
        count = int((~np.isfinite(other)).sum())
        raise ValueError(
            f"{asked_by} needs a {what} in every row; {count} of {len(other)} are missing. Drop these rows"
        )
    return outcome, other


def require_same_length(first, second, asked_by: str, what: str) -> None:
    """Raise ``ValueError`` unless both have as many rows, and at least one."""
    if len(first) != len(second):
        raise ValueError(f"{asked_by} needs as many {what}, row by row; found {len(first)} and {len(second)}")
    if not len(first):
        raise ValueError(f"{asked_by} needs at least one row; found none")


def require_zero_or_one(outcome: np.ndarray, asked_by: str) -> None:
    """Raise ``ValueError`` for an outcome that is neither 0 nor 1."""
    other = outcome[~np.isin(outcome, (0, 1))]
    if other.size:
        raise ValueError(f"{asked_by} needs outcomes of 0 and 1; found {other[0]:g}")
