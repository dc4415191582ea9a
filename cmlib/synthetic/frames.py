"""Frames as rooms make them, and as users get them."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import numpy as np
import pandas as pd

from cmlib.synthetic.schema import Column, Table


def coded(codes: np.ndarray, words) -> pd.Categorical:
    """A column of words as numbers into ``words``; -1 is missing. Large tables are made of these.

    >>> list(coded(np.array([1, 0, -1]), ("no", "yes")))
    ['yes', 'no', nan]
    """
    return pd.Categorical.from_codes(codes, dtype=_kind(tuple(np.asarray(words).tolist())))


@lru_cache(maxsize=256)
def _kind(words: tuple[str, ...]) -> pd.CategoricalDtype:
    """The type of a column of such words; most are used again and again."""
    return pd.CategoricalDtype(pd.Index(words, dtype="str"))


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with the columns, order and types that ``table`` declares.

    Raises ``RuntimeError`` when a room made other columns than it declared.
    """
    declared = [column.name for column in table.columns]
    if set(frame.columns) != set(declared):
        odd = sorted(set(frame.columns) ^ set(declared))
        raise RuntimeError(f"table {table.name}: made and declared columns differ in {odd}")
    return pd.DataFrame({column.name: _typed(frame[column.name], column) for column in table.columns})


def _typed(values: pd.Series, column: Column):
    if column.type == "string" and isinstance(values.dtype, pd.CategoricalDtype):
        words = np.append(values.cat.categories.to_numpy(dtype=object), np.nan)
        return pd.Series(words[values.cat.codes.to_numpy()], dtype="str")
    if column.type == "number":
        return values.astype("float64").round(column.decimals).reset_index(drop=True)
    return values.astype(column.pandas_type).reset_index(drop=True)


class LazyFrames(Mapping):
    """Name -> frame, each made when it is first asked for. Looks like a dictionary that cannot be changed."""

    def __init__(self, what: str, names: tuple[str, ...], make: Callable[[str], object]):
        self._what, self._names, self._make, self._made = what, names, make, {}

    def __getitem__(self, name: str):
        if name not in self._names:
            raise KeyError(f"there is no {self._what} {name!r}; there are {', '.join(self._names)}")
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self):
        return f"<{self._what}s: {', '.join(self._names)}>"
