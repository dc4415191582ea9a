"""A Markov chain of grades: what one period's probabilities say about many periods.

A grade from which nobody was ever observed has an unknown row. Whatever depends on it is missing:
the reckoning sends such moves to one further state, "unknown", and looks how much ends there.
"""

import numbers
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_SLACK = 1e-9  # sums of rows are 1 up to rounding of the arithmetic


@dataclass(frozen=True, eq=False)
class MarkovChain:
    """Probabilities of moving from each state (row) to each state (column) within one period.

    ``probabilities`` is a square table with the states as index and as columns, the best first; a row
    sums to 1, or all of it is missing. ``default`` names the absorbing state of default, if there is one.

    Raises ``TypeError`` for what is no pandas table, ``ValueError`` for states that differ between rows
    and columns, numbers outside 0 to 1, rows that do not sum to 1, and a default that can be left.

    >>> table = pd.DataFrame([[0.9, 0.1], [0.0, 1.0]], index=["good", "D"], columns=["good", "D"])
    >>> chain = MarkovChain(table, default="D")
    >>> float(chain.cumulative_default(3).loc["good", 3])  # 1 - 0.9³
    0.271
    """

    probabilities: pd.DataFrame
    default: Hashable | None = None

    def __post_init__(self) -> None:
        _check(self.probabilities, self.default)

    @classmethod
    def published(
        cls, probabilities: pd.DataFrame, default: Hashable | None = None, *, tolerance: float = 0.001
    ) -> Self:
        """A chain from a printed matrix: rows that miss 1 by rounding are rescaled.

        Raises ``ValueError`` for a row whose sum misses 1 by more than ``tolerance`` or that is missing in part.
        """
        sums = probabilities.sum(axis=1).where(probabilities.notna().any(axis=1))
        wrong = sums[(sums - 1).abs() > tolerance]
        if len(wrong):
            raise ValueError(f"a row sums to 1 within {tolerance:g}; {wrong.index[0]!r} has {wrong.iloc[0]:.6g}")
        return cls(probabilities.div(sums, axis=0), default)

    @property
    def states(self) -> tuple[Hashable, ...]:
        """The states, the best first."""
        return tuple(self.probabilities.index)

    def power(self, periods: int) -> pd.DataFrame:
        """Probabilities of moving from each state to each within several periods (多期迁移矩阵).

        ``periods`` is a whole number from 0. A row is missing when the way leads through a state whose
        row is unknown. Half a year is no power of a year's matrix: a root need not exist, nor be made of
        probabilities; `cmlib.rating.generator_matrix` gives any horizon.

        Raises ``ValueError`` for another number of periods.
        """
        return self._labelled(np.linalg.matrix_power(self._with_unknown(), _whole(periods, "power", least=0)))

    def cumulative_default(self, periods: int, *, state: Hashable | None = None) -> pd.DataFrame:
        """Probability of default within 1, 2, … ``periods`` periods (累积违约概率): a row a state, a column a period.

        Without ``state``, default is meant. Any other state may be named: then it is the probability of
        having been there at least once, whether or not it can be left again.

        Raises ``ValueError`` for another number of periods or without a state, ``LookupError`` for an
        unknown one.
        """
        target = self._place(state, "cumulative_default")
        chain = self._with_unknown()
        chain[target] = np.eye(len(chain))[target]
        now, columns = np.eye(len(chain)), {}
        for period in range(1, _whole(periods, "cumulative_default", least=1) + 1):
            now = now @ chain
            columns[period] = np.where(now[:-1, -1] > 0, np.nan, now[:-1, target])
        return pd.DataFrame(columns, index=self.probabilities.index).rename_axis(columns="within")

    def expected_periods(self, *, state: Hashable | None = None) -> pd.Series:
        """Mean number of periods until default, or until ``state`` is reached for the first time.

        Missing where it is not certain to be reached: the mean would be infinite, or rests on a state
        whose row is unknown.

        Raises ``ValueError`` without a state, ``LookupError`` for an unknown one.

        Source: Kemeny, Snell (1960), Finite Markov Chains, Van Nostrand, chapter 3: the mean time to
        absorption is the row sum of the fundamental matrix (I - Q)⁻¹.
        """
        target, chain = self._place(state, "expected_periods"), self._with_unknown()
        chain[target] = np.eye(len(chain))[target]
        reach = _reachable(chain)
        for_ever_away = np.flatnonzero(~reach[:, target])
        uncertain = reach[:, for_ever_away].any(axis=1)
        inside = np.setdiff1d(np.flatnonzero(~uncertain), [target])
        mean = np.full(len(chain), np.nan)
        mean[inside] = np.linalg.solve(np.eye(len(inside)) - chain[np.ix_(inside, inside)], np.ones(len(inside)))
        mean[target] = 0.0
        return pd.Series(mean[:-1], index=self.probabilities.index, name="expected_periods")

    def mobility(self) -> float:
        """How much grades move in one period (迁移活跃度): the mean singular value of P - I.

        0 means that nobody moves; where every state is left with probability p, to all others alike, it
        is p. Missing when a row is unknown.

        Source: Jafry, Schuermann (2004), Measurement, Estimation and Comparison of Credit Migration
        Matrices, Journal of Banking & Finance 28(11), 2603-2639.
        """
        moves = self.probabilities.to_numpy(dtype=float) - np.eye(len(self.states))
        if np.isnan(moves).any():
            return float("nan")
        return float(np.linalg.svd(moves, compute_uv=False).mean())

    def _place(self, state: Hashable | None, asked_by: str) -> int:
        state = self.default if state is None else state
        if state is None:
            raise ValueError(f"{asked_by} needs a state: this matrix has no default; states are {list(self.states)}")
        if state not in self.states:
            raise LookupError(f"{asked_by} knows no state {state!r}; states are {list(self.states)}")
        return self.states.index(state)

    def _with_unknown(self) -> Matrix:
        """The matrix with one further state, to which the rows that are missing lead."""
        count = len(self.states)
        chain = np.zeros((count + 1, count + 1))
        chain[:count, :count] = self.probabilities.to_numpy(dtype=float)
        unknown = np.flatnonzero(np.isnan(chain).any(axis=1))
        chain[unknown] = np.eye(count + 1)[count]
        chain[count, count] = 1.0
        return chain

    def _labelled(self, chain: Matrix) -> pd.DataFrame:
        values = np.where(chain[:-1, -1:] > 0, np.nan, chain[:-1, :-1])
        return pd.DataFrame(values, index=self.probabilities.index, columns=self.probabilities.columns)


def _check(table: pd.DataFrame, default: Hashable | None) -> None:
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"a matrix of probabilities is a pandas table; found {type(table).__name__}")
    if not len(table) or not table.index.equals(table.columns) or not table.index.is_unique:
        raise ValueError(
            f"a matrix of probabilities has the same states, each once, as rows and columns; "
            f"found {list(table.index)} and {list(table.columns)}"
        )
    values = table.to_numpy(dtype=float)
    unknown = np.isnan(values)
    partly = unknown.any(axis=1) != unknown.all(axis=1)
    outside = ((values < 0) | (values > 1)).any(axis=1)
    off = np.abs(values.sum(axis=1) - 1) > _SLACK
    for wrong, what in (
        (partly, "is missing in part"),
        (outside, "has a number outside 0 to 1"),
        (off, "does not sum to 1 (MarkovChain.published rescales a printed matrix)"),
    ):
        if wrong.any():
            state = table.index[int(np.flatnonzero(wrong)[0])]
            raise ValueError(f"a row of probabilities sums to 1 or is missing; that of {state!r} {what}")
    closed = [state for state, stays in zip(table.index, values.diagonal(), strict=True) if stays == 1]
    if default is not None and default not in closed:
        raise ValueError(f"the default {default!r} is an absorbing state: its row is 1 at itself")


def _whole(periods: int, asked_by: str, least: int) -> int:
    if isinstance(periods, bool) or not isinstance(periods, numbers.Integral) or periods < least:
        raise ValueError(
            f"{asked_by} needs a whole number of periods from {least}; found {periods!r}. "
            "For parts of a period estimate a generator: cmlib.rating.generator_matrix"
        )
    return int(periods)


def _reachable(chain: Matrix) -> NDArray[np.bool_]:
    """Whether each state can be reached from each, in any number of steps, none included."""
    reach = (chain > 0) | np.eye(len(chain), dtype=bool)
    for _ in range(len(chain).bit_length()):
        reach = reach @ reach
    return reach


def labelled(values: NDArray[Any], states: tuple[Hashable, ...]) -> pd.DataFrame:
    """A square matrix as a table whose rows are where a move comes from and whose columns where it goes."""
    index = pd.Index(states, name="from", tupleize_cols=False)
    return pd.DataFrame(values, index=index, columns=index.rename("to"))
