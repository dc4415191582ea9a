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


def require_declared(frame: pd.DataFrame, table: Table) -> None:
    """Raise ``RuntimeError`` when a room made other columns than its table declares."""
    odd = sorted(set(frame.columns) ^ {column.name for column in table.columns})
    if odd:
        raise RuntimeError(f"table {table.name}: made and declared columns differ in {odd}")


def joined(parts: list[pd.DataFrame], table: Table) -> pd.DataFrame:
    """The parts below each other, with the columns, order and types that ``table`` declares.

    Raises ``RuntimeError`` when a room made other columns than it declared.
    """
    for part in parts:
        require_declared(part, table)
    columns = {column.name: _joined([part[column.name] for part in parts], column) for column in table.columns}
    return pd.DataFrame(columns, copy=False)


def _joined(parts: list[pd.Series], column: Column):
    if column.type == "string":
        return pd.array(np.concatenate([_words(part) for part in parts]), dtype="str")
    values = np.concatenate([part.to_numpy(dtype=_HELD[column.pandas_type], na_value=np.nan) for part in parts])
    return np.round(values, column.decimals) if column.type == "number" else values


#: How pandas holds a column -> how numpy does.
_HELD = {"int64": np.int64, "float64": np.float64, "bool": np.bool_, "datetime64[s]": "datetime64[s]"}


def _words(part: pd.Series) -> np.ndarray:
    if isinstance(part.dtype, pd.CategoricalDtype):
        words = np.append(part.cat.categories.to_numpy(dtype=object), np.nan)
        return words[part.cat.codes.to_numpy()]
    return part.to_numpy(dtype=object)


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

    def __contains__(self, name: object) -> bool:
        return name in self._names  # without making it

    def only(self, *names: str) -> dict[str, object]:
        """Some of them, as a dictionary of one's own; no other is made."""
        return {name: self[name] for name in names}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self):
        return f"<{self._what}s: {', '.join(self._names)}>"
