"""How fast does `cmlib.rating.migration_matrix` count, against transitionMatrix's cohort estimator?

Both get the same firms and periods, sorted as the peer needs them, without gaps, which it would count
as moves; their counts must agree, but for the last move of the table, which version 0.5.1 of the peer
counts twice. The peer runs in an environment of its own. Both are measured in
turn, so that a busy moment of the machine hits both. Example: ``python benchmarks/migration.py``.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from measure import Result, median_ratio, record
from peers import python_with, run_there

from cmlib.rating import migration_matrix

STATES = 9
PEER = "transitionMatrix==0.5.1"
AIM = "at least 500x faster"

#: What the peer's Python runs: fit once, and print the seconds and the counts.
THERE = f"""
import json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np, pandas as pd, transitionMatrix
from transitionMatrix.estimators.cohort_estimator import CohortEstimator
data = pd.read_csv(sys.argv[1]).rename(columns={{"firm_id": "ID", "year": "Time", "grade": "State"}})
states = transitionMatrix.StateSpace([(str(one), str(one)) for one in range({STATES})])
bounds = np.arange(data["Time"].max() + 1)
estimator = CohortEstimator(states=states, cohort_bounds=bounds, ci={{"method": "goodman", "alpha": 0.05}})
started = time.perf_counter()
estimator.fit(data)
seconds = time.perf_counter() - started
print(json.dumps([seconds, np.sum(estimator.count_set, axis=0).tolist()]))
"""


def histories(firms: int, periods: int, seed: int) -> pd.DataFrame:
    """Firms whose grade stays in seven cases of ten and else moves by one or two, sorted by firm and year."""
    rng = np.random.default_rng(seed)
    grades = np.empty((firms, periods), dtype=np.int64)
    grades[:, 0] = rng.integers(0, STATES, firms)
    for period in range(1, periods):
        step = rng.choice([-2, -1, 0, 1, 2], firms, p=[0.05, 0.1, 0.7, 0.1, 0.05])
        grades[:, period] = np.clip(grades[:, period - 1] + step, 0, STATES - 1)
    firm, year = np.repeat(np.arange(firms), periods), np.tile(np.arange(periods), firms)
    return pd.DataFrame({"firm_id": firm, "year": year, "grade": grades.ravel()})


def tables(data: pd.DataFrame) -> dict[str, tuple[pd.DataFrame, object]]:
    """The same histories in several shapes, each with its states."""
    names = np.array([f"G{one}" for one in range(STATES)])
    text = data.assign(firm_id=data["firm_id"].map("F{:07d}".format), grade=names[data["grade"]])
    mixed = np.random.default_rng(3).permutation(len(data))
    return {
        "cmlib": (data, range(STATES)),
        "cmlib, rows shuffled": (data.iloc[mixed].reset_index(drop=True), range(STATES)),
        "cmlib, names as text": (text, list(names)),
    }


def timed(table: pd.DataFrame, states: object) -> tuple[float, np.ndarray]:
    """Seconds for one matrix, and its counts."""
    started = time.perf_counter()
    matrix = migration_matrix(table, states=states)
    return time.perf_counter() - started, matrix.counts.to_numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--firms", type=int, default=10_000, help="number of firms (default: %(default)s)")
    parser.add_argument("--periods", type=int, default=6, help="periods of each (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=7, help="rounds, of which medians count (default: 7)")
    parser.add_argument("--seed", type=int, default=7, help="of the random histories (default: %(default)s)")
    given = parser.parse_args()
    data = histories(given.firms, given.periods, given.seed)
    there, ours = python_with(PEER), tables(data)
    twice = np.zeros((STATES, STATES), dtype=np.int64)
    twice[tuple(data["grade"].iloc[-2:])] = 1
    seconds: dict[str, list[float]] = {PEER: [], **{name: [] for name in ours}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "histories.csv"
        data.to_csv(path, index=False)
        for _ in range(given.repeats):
            used, expected = json.loads(run_there(there, THERE, path).splitlines()[-1])
            seconds[PEER].append(used)
            for name, (table, states) in ours.items():
                runs = [timed(table, states) for _ in range(15)]
                np.testing.assert_array_equal(runs[0][1], np.array(expected) - twice, err_msg=name)
                seconds[name].append(statistics.median(run for run, _ in runs))
    work = f"migration matrix, {given.firms:,} firms over {given.periods} years"
    results = [
        Result(
            work + name.removeprefix("cmlib"),
            "transitionMatrix",
            AIM if name == "cmlib" else "–",
            *compared(runs, seconds[PEER]),
        )
        for name, runs in seconds.items()
        if name != PEER
    ]
    record(__file__, results, transitionMatrix=PEER.partition("==")[2])


def compared(ours: list[float], theirs: list[float]) -> tuple[float, float]:
    """Times as long as the peer took, round by round, and our seconds."""
    return median_ratio(ours, theirs), statistics.median(ours)


if __name__ == "__main__":
    main()
