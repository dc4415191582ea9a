"""How much faster are the fits of `cmlib.clv` than those of lifetimes 0.11.3?

Both fit the same customers to the same maximum, checked to three digits: the CDNOW sample, and simulated
customers with times to the split second and in whole days. lifetimes runs in an environment of its
own. Peak memory is that of a process that reads the columns and fits.
Example: ``python benchmarks/repeat_purchase.py --customers 1000000``.
"""

import argparse
import json
import math
import statistics
import sys
import tempfile
from pathlib import Path

# No more than this here: a process that is started inherits the peak memory of the one that starts it.
from measure import Result, median_ratio, record
from peers import python_with, run_there

PEER = "lifetimes==0.11.3"
CDNOW = Path(__file__).resolve().parent.parent / "tests/reference/cdnow_summary.csv"

#: Writes the columns of every case to a file of its own.
WRITE = """
import sys
from pathlib import Path
import numpy as np, pandas as pd
from cmlib.clv import BGNBD, GammaGamma
folder, customers, seed = Path(sys.argv[1]), int(sys.argv[3]), int(sys.argv[4])
cdnow = pd.read_csv(sys.argv[2], comment="#")
names = ["frequency", "recency", "T"]
ages = np.random.default_rng([seed, 0]).uniform(20, 60, customers)
drawn = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426).simulate(ages, seed=seed)[names]
days = drawn.assign(recency=np.ceil(7 * drawn["recency"]) / 7, T=np.ceil(7 * drawn["T"]) / 7)
bought = pd.DataFrame({"frequency": np.random.default_rng([seed, 1]).geometric(0.3, customers)})
bought["monetary_value"] = GammaGamma(p=6.25, q=3.74, v=15.44).simulate(bought["frequency"], seed=seed)
repeat = cdnow.loc[cdnow["frequency"] > 0, ["frequency", "monetary_value"]]
for name, table in dict(cdnow=cdnow[names], exact=drawn, days=days, spent=repeat, amounts=bought).items():
    np.savez(folder / f"{name}.npz", **{column: table[column].to_numpy(float) for column in table})
"""

#: What both sides share: read the columns, fit ``repeats`` times, print seconds, estimates and peak memory.
MEASURE = """
import json, resource, sys, time, warnings
import numpy as np
warnings.simplefilter("ignore")
{fits}
model, file, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3])
data = np.load(file)
columns = [data[name] for name in data.files]
seconds = []
for _ in range(repeats):
    started = time.perf_counter()
    estimates = FITS[model](*columns)
    seconds.append(time.perf_counter() - started)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e9
print(json.dumps(dict(seconds=seconds, estimates=list(map(float, estimates)), peak=peak)))
"""

OURS = """
from cmlib.clv import BGNBD, GammaGamma
FITS = {
    "BG/NBD": lambda x, t_x, T: BGNBD.fit(x, t_x, T).parameters.values(),
    "Gamma-Gamma": lambda x, mean: GammaGamma.fit(x, mean).parameters.values(),
}
"""

THEIRS = """
from lifetimes import BetaGeoFitter, GammaGammaFitter
FITS = {
    "BG/NBD": lambda x, t_x, T: BetaGeoFitter().fit(x, t_x, T).params_,
    "Gamma-Gamma": lambda x, mean: GammaGammaFitter().fit(x, mean).params_,
}
"""


#: (model, file of columns, what they are, fits in one process, aim)
CASES = (
    ("BG/NBD", "cdnow", "CDNOW's 2,357 customers", 20, "at least 20x faster"),
    ("BG/NBD", "exact", "{:,} customers, exact times", 1, "at least 20x faster"),
    ("BG/NBD", "days", "{:,} customers, whole days", 1, "at least 20x faster"),
    ("Gamma-Gamma", "spent", "CDNOW's 946 repeat buyers", 20, "–"),
    ("Gamma-Gamma", "amounts", "{:,} repeat buyers", 1, "at least 8x faster"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--customers", type=int, default=1_000_000, help="simulated customers (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each, of which the median counts (default: 5)")
    parser.add_argument("--seed", type=int, default=7, help="of the simulated customers (default: %(default)s)")
    given = parser.parse_args()
    here = Path(sys.executable)
    sides = {
        "cmlib": (here, MEASURE.replace("{fits}", OURS)),
        PEER: (python_with(PEER), MEASURE.replace("{fits}", THEIRS)),
    }
    results = []
    with tempfile.TemporaryDirectory() as folder:
        run_there(here, WRITE, folder, CDNOW, given.customers, given.seed)
        for model, file, customers, fits, aim in CASES:
            runs: dict[str, list[dict]] = {name: [] for name in sides}
            for _ in range(given.repeats):
                for name, (python, script) in sides.items():
                    printed = run_there(python, script, model, Path(folder) / f"{file}.npz", fits)
                    runs[name].append(json.loads(printed))
            work = f"{model} fit, {customers.format(given.customers)}"
            results.append(compared(work, aim, runs["cmlib"], runs[PEER]))
    record(__file__, results, "scipy", lifetimes=PEER.split("==")[1])


def compared(work: str, aim: str, ours: list[dict], theirs: list[dict]) -> Result:
    """One line of the table; raise ``AssertionError`` when the two sides found different parameters."""
    for one, other in zip(ours[0]["estimates"], theirs[0]["estimates"], strict=True):
        assert math.isclose(one, other, rel_tol=1e-3), f"{work}: {ours[0]} and {theirs[0]} differ"
    here, there = ([statistics.median(run["seconds"]) for run in runs] for runs in (ours, theirs))
    peaks = [max(run["peak"] for run in runs) for runs in (ours, theirs)]
    print(
        f"{work}: {statistics.median(here):.4f} s and {peaks[0]:.2f} GB, "
        f"{PEER} {statistics.median(there):.3f} s and {peaks[1]:.2f} GB",
        file=sys.stderr,
    )
    return Result(work, "lifetimes", aim, median_ratio(here, there), statistics.median(here), peaks[0])


if __name__ == "__main__":
    main()
