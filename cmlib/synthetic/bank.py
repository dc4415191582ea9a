"""The synthetic bank: one seed, its tables, and the truth behind them."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from cmlib.synthetic.cooking import COOKING_SHARE
from cmlib.synthetic.distress import TRUTH
from cmlib.synthetic.drivers import BLOCK, economy
from cmlib.synthetic.firms import RUN_IN, FirmBlock
from cmlib.synthetic.package import write_package


class Bank:
    """A bank and its corporate borrowers, made from a seed.

    Same seed, same bank, to the cent; two seeds give two unrelated banks. A smaller bank is the
    beginning of a larger one, a shorter history the beginning of a longer one.

    Parameters
    ----------
    seed : int
        Not negative.
    firms : int
        Number of corporate borrowers, at least 1.
    years : int
        Years of statements, at least 1.
    first_year : int
        Calendar year of the first statements.

    Raises ``ValueError`` for a seed below zero and for sizes below one.

    >>> bank = Bank(seed=7, firms=20, years=5)
    >>> list(bank.tables)
    ['firms', 'statements', 'judgements', 'defaults']
    >>> len(bank.tables["statements"])
    100
    """

    def __init__(self, seed: int, *, firms: int = 300, years: int = 7, first_year: int = 2019):
        self.seed = _whole_number("seed", seed, least=0)
        self.firms = _whole_number("firms", firms, least=1)
        self.years = _whole_number("years", years, least=1)
        self.first_year = _whole_number("first_year", first_year, least=1)

    def __repr__(self):
        return f"Bank(seed={self.seed}, firms={self.firms}, years={self.years}, first_year={self.first_year})"

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Table name -> what the bank knows: ``firms``, ``statements``, ``judgements``, ``defaults``.

        `cmlib.synthetic.schema` says what each column means.
        """
        return MappingProxyType(_joined([block.tables() for block in self._blocks]))

    @cached_property
    def truth(self) -> Mapping[str, object]:
        """What the bank cannot know: the planted effects.

        ``parameters``
            coefficients of the slide, recovery and default models, share of sliding firms that cook
        ``default_probability``
            firm, year: the probability of defaulting in the *following* year, given the state at the end
            of this one; years of slide; whether the firm is still at risk (has not defaulted)
        ``cooked_books``
            firm, year, method, amount faked in the year and so far, CNY
        ``statements``
            the statements as they would be had nobody cooked anything
        ``drivers``
            one row a firm
        ``economy``
            one row a year: the state of the economy, mean 0, spread about 1
        """
        truth: dict[str, object] = _joined([block.truth() for block in self._blocks])
        calendar = np.arange(self.first_year, self.first_year + self.years)
        truth["economy"] = pd.DataFrame({"year": calendar, "state": economy(self.seed, RUN_IN + self.years)[RUN_IN:]})
        truth["parameters"] = MappingProxyType({**TRUTH.as_dict(), "cooking_share": COOKING_SHARE})
        return MappingProxyType(truth)

    def write(self, folder) -> list[Path]:
        """Write the tables as CSV files with their data package and data card; return the paths written."""
        return write_package(self, folder)

    @cached_property
    def _blocks(self):
        return [
            FirmBlock(self.seed, number, min(BLOCK, self.firms - number * BLOCK), self.first_year, self.years)
            for number in range(-(-self.firms // BLOCK))
        ]


def _joined(parts: list[dict[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}


def _whole_number(name: str, value, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"Bank: {name} must be a whole number of at least {least}, found {value!r}")
    return int(value)
