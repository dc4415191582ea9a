"""Migration in continuous time: rates estimated from the dates on which grades changed.

The cohort method of `migration_matrix` looks once a period. It misses what happens in between, and with
no direct default in a grade it says that default is impossible there. Rates a year use every day and
every change; from them follow probabilities over any horizon, half a year too.
"""

import math
import numbers
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from scipy.linalg import expm

from cmlib.rating.monitoring.chain import MarkovChain, labelled
from cmlib.rating.monitoring.states import states_of
from cmlib.rating.scale import GRADES, GradeScale
from cmlib.table.door import check_table

_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, eq=False)
class MigrationGenerator:
    """Rates a year of moving between grades. Made by `generator_matrix`.

    ``moves`` counts the changes from each state to each, ``years_at_risk`` are the firm-years spent in
    each. ``rates_per_year`` is the one over the other; its diagonal makes each row sum to 0. The row of
    a state in which nobody spent time is missing.
    """

    rates_per_year: pd.DataFrame
    moves: pd.DataFrame
    years_at_risk: pd.Series
    default: Hashable | None = None

    def probabilities(self, years: float) -> pd.DataFrame:
        """Probabilities of moving from each state to each within ``years``, which need not be whole.

        It is the exponential of the rates times ``years``. Rows that lead through a state whose rates are
        unknown are missing.

        Raises ``ValueError`` for years that are no finite number from 0.
        """
        if isinstance(years, bool) or not isinstance(years, numbers.Real) or not 0 <= years < math.inf:
            raise ValueError(f"probabilities needs a finite number of years from 0; found {years!r}")
        count = len(self.rates_per_year)
        rates = np.zeros((count + 1, count + 1))
        rates[:count, :count] = self.rates_per_year.to_numpy()
        unknown = np.isnan(rates).any(axis=1)
        rates[unknown] = 0.0
        # Where the rates are unknown, everything goes at once to one more state; what arrives there is unknown.
        rates[unknown, count], rates[unknown, unknown] = 1.0, -1.0
        found = expm(rates * years)
        reached = found[:count, count:] > 0
        values = np.where(reached, np.nan, np.clip(found[:count, :count], 0.0, 1.0))
        values = values / values.sum(axis=1, keepdims=True)  # clipping took away rounding errors only
        return labelled(values, tuple(self.rates_per_year.index))

    def chain(self, years: float = 1) -> MarkovChain:
        """The Markov chain whose period is ``years`` long."""
        return MarkovChain(self.probabilities(years), self.default)


def generator_matrix(
    grades: Any,
    *,
    until: Any,
    states: GradeScale | Iterable[Hashable] = GRADES,
    default: Hashable | None = None,
    withdrawn: Hashable | None = None,
    firm: str = "firm_id",
    date: str = "date",
    grade: str = "grade",
) -> MigrationGenerator:
    """Estimate rates of migration from dated grades (迁移强度).

    ``grades`` has one row for each grade that a firm was given: from ``date`` on it holds, until the
    firm's next row or ``until``, the day on which observation ends. Dates are dates, or numbers counted
    in years. Any engine; its three columns are brought into memory. ``states`` and ``default`` are as in
    `migration_matrix`; after ``withdrawn`` a firm is out of sight until its next grade. Repeating a grade
    is no move.

    Raises ``LookupError`` for a missing column, ``ValueError`` for a grade that is no state, a missing
    one, two grades of a firm on one day, a grade after ``until``, and a firm that leaves default.

    Source: Lando, Skødeberg (2002), Analyzing Rating Transitions and Rating Drift with Continuous
    Observations, Journal of Banking & Finance 26(2-3), 423-444, section 2.

    >>> given = pd.DataFrame({"firm_id": ["a", "a", "b"], "date": [0.0, 0.5, 0.0], "grade": ["A", "D", "A"]})
    >>> estimate = generator_matrix(given, until=1.0, states=["A"], default="D")
    >>> float(estimate.years_at_risk["A"]), float(estimate.probabilities(0.5).loc["A", "D"].round(4))
    (1.5, 0.2835)
    """
    order, absorbing, mark = states_of(states, default, withdrawn, False)
    frame = check_table(grades, asked_by="generator_matrix", key=[firm, date], text=[grade])
    spells = _spells(frame.select(firm, date, grade).lazy().collect(), firm, date, grade, until)
    _refuse(spells, order, absorbing, mark)
    place = {state: position for position, state in enumerate(order)}
    count = len(order)
    start = spells["from"].map(place)
    moved = spells[start.notna() & spells["to"].isin(order) & (spells["from"] != spells["to"])]
    moves = np.zeros((count, count), dtype=np.int64)
    np.add.at(moves, (moved["from"].map(place).astype(int), moved["to"].map(place).astype(int)), 1)
    years = np.zeros(count)
    np.add.at(years, start.dropna().astype(int), spells.loc[start.notna(), "years"])
    rates = moves / np.where(years > 0, years, np.nan)[:, None]
    closed = [place[state] for state in absorbing]
    rates[closed] = 0.0
    rates[np.diag_indices(count)] = -rates.sum(axis=1)
    at_risk = pd.Series(years, index=pd.Index(order, name="from", tupleize_cols=False), name="years_at_risk")
    return MigrationGenerator(labelled(rates, order), labelled(moves, order), at_risk, default)


def _spells(frame: nw.DataFrame, firm: str, date: str, grade: str, until: Any) -> pd.DataFrame:
    """A row a grade: from which to which it changed, and how many years it lasted."""
    rows = pd.DataFrame({name: frame[column].to_list() for name, column in (("f", firm), ("d", date), ("from", grade))})
    if rows["from"].isna().any():
        raise ValueError(f"generator_matrix needs a grade in every row; {int(rows['from'].isna().sum())} are missing")
    if not pd.api.types.is_numeric_dtype(rows["d"]):
        rows["d"], until = pd.to_datetime(rows["d"]), pd.Timestamp(until)
    if (rows["d"] > until).any():
        raise ValueError(f"generator_matrix observes until {until}; found a grade given on {rows['d'].max()}")
    rows = rows.sort_values(["f", "d"], ignore_index=True)
    following = rows.groupby("f", sort=False)
    rows["to"], end = following["from"].shift(-1), following["d"].shift(-1).fillna(until)
    lasted = end - rows["d"]
    if pd.api.types.is_timedelta64_dtype(lasted):
        lasted = lasted.dt.total_seconds() / (24 * 3600 * _DAYS_A_YEAR)
    return rows.assign(years=lasted.astype(float))


def _refuse(
    spells: pd.DataFrame, order: tuple[Hashable, ...], absorbing: tuple[Hashable, ...], mark: Hashable | None
) -> None:
    unknown = [one for one in spells["from"].unique() if one not in order and one != mark]
    if unknown:
        raise ValueError(f"generator_matrix knows no state {unknown[0]!r}; the states are {list(order)}")
    left = spells[spells["from"].isin(absorbing) & spells["to"].notna() & (spells["from"] != spells["to"])]
    if len(left):
        raise ValueError(
            f"generator_matrix: {left['from'].iloc[0]!r} is absorbing, but firm {left['f'].iloc[0]!r} leaves it "
            f"for {left['to'].iloc[0]!r}"
        )
