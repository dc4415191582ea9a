"""How much do `score` and its grades cost over numpy written by hand, on the enterprise card?

The numpy side is written for this one card: its bounds and points as arrays, no checks, no names of
columns, no other engine. Both must agree.
"""

import argparse
import statistics

import numpy as np
import pandas as pd
from measure import Result, in_turn, median_ratio, memory_of, peak_memory_gb, record

from cmlib.rating import ENTERPRISE_CARD, GRADES, score


def firms(rows: int) -> pd.DataFrame:
    """Random values on both sides of every bound, one in fifty missing."""
    rng = np.random.default_rng(5)
    columns: dict[str, np.ndarray] = {}
    for one in ENTERPRISE_CARD.indicators:
        if one.levels:
            columns[one.column] = rng.choice([level.value for level in one.levels], rows).astype(float)
        else:
            bounds = [band.upper for band in one.bands[:-1]]
            spread = max(abs(bounds[0]), abs(bounds[-1]))
            columns[one.column] = rng.uniform(bounds[0] - spread, bounds[-1] + spread, rows)
        columns[one.column][rng.random(rows) < 0.02] = np.nan
    return pd.DataFrame({"firm_id": np.arange(rows), "year": 2023} | columns, copy=False)


def by_hand(columns: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Total and grade of every firm."""
    total = np.zeros(len(columns["firm_id"]))
    for one in ENTERPRISE_CARD.indicators:
        value = columns[one.column]
        if one.levels:
            levels = sorted(one.levels, key=lambda level: level.value)
            bounds = np.array([level.value for level in levels[1:]], dtype=float)
            points = np.array([level.points for level in levels])
        else:
            bounds = np.array([band.upper for band in one.bands[:-1]])
            points = np.array([band.points for band in one.bands])
        total += np.where(np.isnan(value), np.nan, points[np.searchsorted(bounds, value, side="right")])
    total = np.round(total, 2)
    names = np.array([*reversed(GRADES.order), None], dtype=object)
    lower = np.array([one.lower for one in reversed(GRADES.grades)])
    place = np.searchsorted(lower, total, side="right") - 1
    return total, names[np.where(np.isnan(total), len(lower), place)]


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="number of firms (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each (default: %(default)s)")
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.memory:
        score(firms(given.rows), ENTERPRISE_CARD)
        print(peak_memory_gb())
        return
    memory = memory_of(__file__, "--memory", "--rows", given.rows)
    table = firms(given.rows)
    columns = {name: table[name].to_numpy() for name in table}
    scored = score(table, ENTERPRISE_CARD)
    total, grades = by_hand(columns)
    np.testing.assert_array_equal(scored["total"].to_numpy(), total)
    assert scored["grade"].fillna("").tolist() == ["" if name is None else name for name in grades]
    taken = in_turn({"ours": lambda: score(table, ENTERPRISE_CARD), "numpy": lambda: by_hand(columns)}, given.repeats)
    work = f"score and grade {given.rows:,} firms on the enterprise card"
    times = median_ratio(taken["ours"], taken["numpy"])
    result = Result(work, "hand-written numpy", "at most 3x", times, statistics.median(taken["ours"]), memory)
    record(__file__, [result])


if __name__ == "__main__":
    main()
