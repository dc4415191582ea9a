"""Do grades migrate alike in all periods? A matrix from many years means little if they do not."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import chdtrc


@dataclass(frozen=True, eq=False)
class Homogeneity:
    """Chi-square test that one matrix holds in all periods (时间齐性检验).

    The statistic compares, in every grade and period, the moves with those that the matrix of all
    periods together leads to expect. ``by_state`` has a row a state, whose ``statistic`` and
    ``degrees_of_freedom`` add up to the test's, and ``smallest_expected``, the smallest expected count
    of its cells. Where that is far below 5, as with rare moves, the p-value is rough.

    Missing ``p_value``: there are no two periods to compare.

    Source: Anderson, Goodman (1957), Statistical Inference about Markov Chains, Annals of Mathematical
    Statistics 28(1), 89-110, section 3.2.
    """

    statistic: float
    degrees_of_freedom: int
    p_value: float
    by_state: pd.DataFrame


def homogeneity(moves: NDArray[np.int64], periods: tuple[int, ...], states: tuple[Hashable, ...]) -> Homogeneity:
    """Test counts of shape (periods, states, states) for one matrix in all periods.

    >>> test = homogeneity(np.array([[[30, 10], [0, 0]], [[20, 20], [0, 0]]]), (2021, 2022), ("good", "D"))
    >>> round(test.statistic, 4), test.degrees_of_freedom, round(test.p_value, 4)
    (5.3333, 1, 0.0209)
    """
    rows = {}
    for place, state in enumerate(states):
        table = moves[:, place]
        table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0].astype(float)
        freedom = max(table.shape[0] - 1, 0) * max(table.shape[1] - 1, 0)
        if not freedom:
            rows[state] = (0.0, 0, np.nan)
            continue
        expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
        rows[state] = (float(((table - expected) ** 2 / expected).sum()), freedom, float(expected.min()))
    names = ["statistic", "degrees_of_freedom", "smallest_expected"]
    index = pd.Index(list(rows), name="from", tupleize_cols=False)
    by_state = pd.DataFrame(list(rows.values()), index=index, columns=names)
    statistic, freedom = float(by_state["statistic"].sum()), int(by_state["degrees_of_freedom"].sum())
    return Homogeneity(statistic, freedom, float(chdtrc(freedom, statistic)) if freedom else np.nan, by_state)
