"""How fast does `cmlib.rating.weight_of_evidence` find monotone bins, against optbinning's OptimalBinning?

One variable in several shapes, the same numbers for both, at most ten bins of at least 5% of the cases, the
direction left to the method. Ours must reach 98% of the peer's information value. The peer runs in an
environment of its own, in turn with ours. Example: ``python benchmarks/binning.py --rows 1000000``.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
from measure import Result, median_ratio, memory_of, peak_memory_gb, record, seconds_of
from numpy.typing import NDArray
from peers import python_with, run_there

from cmlib.rating import weight_of_evidence

PEER = "optbinning==1.0.0"
BINS, SHARE = 10, 0.05

#: What the peer's Python runs: fit once, and print seconds, information value, number of bins, peak memory.
THERE = f"""
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np
from optbinning import OptimalBinning
held = np.load(sys.argv[1])
values, default = held["values"], held["default"]
binning = OptimalBinning(monotonic_trend="auto_asc_desc", max_n_bins={BINS}, min_bin_size={SHARE})
started = time.perf_counter()
binning.fit(values, default)
seconds = time.perf_counter() - started
binning.binning_table.build()
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e9
print(json.dumps([seconds, binning.binning_table.iv, len(binning.splits) + 1, memory]))
"""


def samples(rows: int, seed: int) -> dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]]:
    """Shape -> values and defaults."""
    rng = np.random.default_rng(seed)
    risk = rng.normal(size=rows)
    default = (rng.random(rows) < 1 / (1 + np.exp(2.5 - 0.8 * risk))).astype(np.int64)
    hump = (rng.random(rows) < 0.02 + 0.1 * np.exp(-(risk**2))).astype(np.int64)
    missing = np.where(rng.random(rows) < 0.1, np.nan, risk)
    return {
        "continuous": (risk, default),
        "skewed money": (np.round(np.exp(8 + 1.5 * risk), 2), default),
        "whole numbers": (np.round(30 + 10 * risk), default),
        "half zeros": (np.maximum(risk, 0), default),
        "a tenth missing": (missing, default),
        "no monotone shape": (risk, hump),
        "no information": (rng.normal(size=rows), default),
    }


def ours(values: NDArray[np.float64], default: NDArray[np.int64]) -> tuple[float, int]:
    """Information value and number of bins of numbers that are there."""
    binned = weight_of_evidence(values, default, maximum_bins=BINS, minimum_share=SHARE)
    return binned.information_value, sum(one.is_range for one in binned.bins)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="number of cases (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each, of which the median counts (default: 5)")
    parser.add_argument("--seed", type=int, default=7, help="of the random cases (default: %(default)s)")
    parser.add_argument("--memory-of", help=argparse.SUPPRESS)  # bins one shape in a process of its own
    given = parser.parse_args()
    if given.memory_of:
        ours(*samples(given.rows, given.seed)[given.memory_of])
        print(peak_memory_gb())
        return
    memory = memory_of(__file__, "--rows", given.rows, "--memory-of", "continuous")
    there, ratios, seconds, peer_memory = python_with(PEER), [], [], 0.0
    print(f"{given.rows:,} cases; medians of {given.repeats} runs, in turn", file=sys.stderr)
    print(f"{'':20}{'ms':>8}{PEER:>20}{'faster':>8}{'value':>9}{'theirs':>9}{'bins':>6}{'theirs':>8}", file=sys.stderr)
    for shape, (values, default) in samples(given.rows, given.seed).items():
        here, peer = [], []
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sample.npz"
            np.savez(path, values=values, default=default)
            value, bins = ours(values, default)
            for _ in range(given.repeats):
                here.append(seconds_of(lambda sample=(values, default): ours(*sample)))
                used, theirs, their_bins, held = json.loads(run_there(there, THERE, path).splitlines()[-1])
                peer.append(used)
        assert value >= 0.98 * theirs - 1e-3, f"{shape}: information value {value:.4f}, {PEER} finds {theirs:.4f}"
        ratios.append(median_ratio(here, peer))
        seconds.append(statistics.median(here))
        peer_memory = max(peer_memory, held)
        print(
            f"{shape:20}{1000 * seconds[-1]:8.0f}{1000 * statistics.median(peer):20.0f}{1 / ratios[-1]:8.0f}"
            f"{value:9.4f}{theirs:9.4f}{bins:6}{their_bins:8}",
            file=sys.stderr,
        )
    print(f"peak memory {memory:.2f} GB, {PEER} {peer_memory:.2f} GB", file=sys.stderr)
    work = f"monotone WoE binning, {given.rows:,} rows, median of {len(ratios)} shapes"
    result = Result(
        work, "optbinning", "at least 10x faster", statistics.median(ratios), statistics.median(seconds), memory
    )
    record(__file__, [result], **{"optbinning": PEER.split("==")[1]})


if __name__ == "__main__":
    main()
