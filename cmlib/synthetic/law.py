"""A law of the bank: an identity between tables that holds for every row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Law:
    """One law: a sentence, the tables it speaks of, and how to find what breaks it.

    ``broken`` takes the tables in the order named, as `cmlib.datasets.load` gives them, and returns the
    rows that break the law, with their keys and what was found; an empty frame when it holds.
    """

    sentence: str
    tables: tuple[str, ...]
    broken: Callable[..., pd.DataFrame]

    def breaks(self, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        """The rows of ``tables`` that break it."""
        return self.broken(*(tables[name] for name in self.tables))
