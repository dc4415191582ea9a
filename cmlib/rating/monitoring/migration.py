"""Rating migration: how many firms moved from each grade to each, counted on any engine."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmlib.proportions import proportion_interval
from cmlib.rating.monitoring.chain import MarkovChain, labelled
from cmlib.rating.monitoring.homogeneity import Homogeneity, homogeneity
from cmlib.rating.monitoring.moves import Moves, moves_between, moves_in_table
from cmlib.rating.monitoring.states import states_of
from cmlib.rating.scale import GRADES, GradeScale


@dataclass(frozen=True, eq=False, kw_only=True)
class MigrationMatrix(MarkovChain):
    """Observed moves between grades, and the probabilities that they show. Made by `migration_matrix`.

    It is a `MarkovChain`: ``.probabilities``, ``.power``, ``.cumulative_default``, ``.expected_periods``
    and ``.mobility``. Besides it knows what was counted:

    - ``moves``: counts by period, from and to, an array of that shape; ``periods`` numbers the period in
      which each move began. Between two sequences there is one period, 0.
    - ``withdrawals``: for each state, how many left for the mark of withdrawal and count nowhere else;
      ``withdrawn`` is the same as a Series.
    """

    moves: NDArray[np.int64]
    periods: tuple[int, ...]
    withdrawals: NDArray[np.int64]

    @property
    def counts(self) -> pd.DataFrame:
        """How many moved from each state (row) to each (column), over all periods."""
        return labelled(self.moves.sum(axis=0), self.states)

    @property
    def exposures(self) -> pd.Series:
        """How many firms and periods began in each state and are counted: the sums of the rows."""
        return self.counts.sum(axis=1).rename("exposure")

    @property
    def withdrawn(self) -> pd.Series:
        """How many firms left each state for the mark of withdrawal."""
        return pd.Series(self.withdrawals, index=self.probabilities.index, name="withdrawn")

    def intervals(self, *, confidence: float = 0.95, method: str = "wilson") -> pd.DataFrame:
        """Every cell with its interval: a long table, ready for a figure.

        Columns: ``from``, ``to``, ``moves``, ``exposure``, ``probability``, ``lower``, ``upper``. The
        intervals are those of `proportion_interval`, cell by cell: they do not hold jointly. Absorbing
        states and states without observation have no rows.

        Raises ``ValueError`` for a confidence outside 0 to 1 and an unknown method.
        """
        moves, exposure = self.counts.to_numpy(), self.exposures.to_numpy()
        seen = np.flatnonzero(exposure)
        start, end = np.repeat(seen, len(self.states)), np.tile(np.arange(len(self.states)), len(seen))
        lower, upper = proportion_interval(moves[start, end], exposure[start], confidence=confidence, method=method)
        states = np.array([*self.states, None], dtype=object)  # the last keeps numpy from making a matrix of tuples
        return pd.DataFrame(
            {
                "from": states[start],
                "to": states[end],
                "moves": moves[start, end],
                "exposure": exposure[start],
                "probability": moves[start, end] / exposure[start],
                "lower": lower,
                "upper": upper,
            }
        )

    def homogeneity(self) -> Homogeneity:
        """Do all periods share one matrix? The chi-square test of Anderson and Goodman; see `Homogeneity`."""
        return homogeneity(self.moves, self.periods, self.states)


def migration_matrix(
    table: Any,
    after: Any = None,
    *,
    states: GradeScale | Iterable[Hashable] = GRADES,
    default: Hashable | None = None,
    withdrawn: Hashable | None = None,
    keep_withdrawn: bool = False,
    firm: str = "firm_id",
    period: str = "year",
    grade: str = "grade",
    every: str = "month",
) -> MigrationMatrix:
    """Count how grades migrate within a period, and the probabilities that follow (迁移矩阵).

    ``table`` has one row a firm and period, on any engine; the columns are named by ``firm``, ``period``
    and ``grade``. A move leads from a period to the very next one: where a period is missing, or its
    grade, nothing is counted. Periods are whole numbers, or dates, which are gathered into months
    (``every`` is ``"month"``, ``"quarter"`` or ``"year"``). Instead of a table, give two sequences of
    equal length: the grades before, and the same firms' grades ``after``.

    ``states`` are the grades, the best first: a scale, or any labels. ``default`` names the state of
    default, which follows them and cannot be left. ``withdrawn`` names the mark of a firm without a
    grade (撤销评级). Moves to it are left out of the probabilities and counted in ``.withdrawn``, as
    agencies do when they adjust for withdrawals; with ``keep_withdrawn`` it is an absorbing state of its
    own, the last one. The same function gives roll rates (滚动率) of loans: their states are numbers of
    unpaid instalments, or loan categories.

    Raises ``TypeError`` for what is neither a table nor two sequences, ``LookupError`` for a missing
    column, ``ValueError`` for a grade that is no state, a firm that leaves an absorbing state, a firm
    and period that comes twice or is incomplete, sequences of unequal length, and no move at all.

    Source: Lando, Skødeberg (2002), Analyzing Rating Transitions and Rating Drift with Continuous
    Observations, Journal of Banking & Finance 26(2-3), 423-444, on this cohort method and its rival.

    >>> history = pd.DataFrame({"firm_id": list("aaabbbcc"), "year": [1, 2, 3, 1, 2, 3, 1, 3],
    ...                         "grade": ["A", "A", "BB", "A", "BB", "D", "BB", "BB"]})
    >>> matrix = migration_matrix(history, states=["A", "BB"], default="D")
    >>> matrix.counts.loc["A"].to_dict()
    {'A': 1, 'BB': 2, 'D': 0}
    >>> matrix.exposures.to_dict()  # firm c has no year 2, so that nothing is known of its moves
    {'A': 3, 'BB': 1, 'D': 0}
    >>> matrix.cumulative_default(2).loc["A"].round(3).to_dict()
    {1: 0.0, 2: 0.667}
    """
    order, absorbing, left_out = states_of(states, default, withdrawn, keep_withdrawn)
    labels = (*order, *([] if left_out is None else [left_out]))
    if after is None:
        found = moves_in_table(table, labels, firm=firm, period=period, grade=grade, every=every)
    else:
        found = moves_between(table, after, labels)
    return _matrix(found, order, absorbing, default, left_out)


def _matrix(
    found: Moves,
    order: tuple[Hashable, ...],
    absorbing: tuple[Hashable, ...],
    default: Hashable | None,
    left_out: Hashable | None,
) -> MigrationMatrix:
    count, closed = len(order), [order.index(state) for state in absorbing]
    moves = found.counts[:, :count, :count].copy()
    _refuse_return(found.counts.sum(axis=0), order, closed, left_out)
    moves[:, closed] = 0  # a firm in default that stays there has not moved, and is at no risk
    exposure = moves.sum(axis=(0, 2))
    gone = found.counts[:, :count, count].sum(axis=0) if left_out is not None else np.zeros(count, dtype=np.int64)
    gone[closed] = 0
    if not exposure.any():
        raise ValueError(
            "migration_matrix found no move: no firm has a grade in two periods that follow each other. "
            "Dates are gathered into months unless every='year' or 'quarter' is given"
        )
    with np.errstate(invalid="ignore"):
        probabilities = moves.sum(axis=0) / exposure[:, None]  # 0 / 0 is NaN: nothing is known
    probabilities[closed] = np.eye(count)[closed]
    return MigrationMatrix(
        probabilities=labelled(probabilities, order),
        default=default,
        moves=moves,
        periods=found.periods,
        withdrawals=gone,
    )


def _refuse_return(
    counts: NDArray[np.int64], order: tuple[Hashable, ...], closed: list[int], left_out: Hashable | None
) -> None:
    labels = [*order, *([] if left_out is None else [left_out])]
    for place in closed:
        for other in range(len(labels)):
            if other != place and counts[place, other]:
                raise ValueError(
                    f"migration_matrix: {order[place]!r} is absorbing, but {counts[place, other]} moves lead from it "
                    f"to {labels[other]!r}. Name it among the states instead, if firms can come back"
                )
