"""How the time of `ratio_table` grows with the rows, from 10,000 to 10,000,000 firm-years, as a figure.

Numpy written by hand beside pandas, polars and DuckDB, each size and engine in a process of its own.
DuckDB reads and writes Parquet, the others hold all in memory.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
from measure import RESULTS, peak_memory_gb, seconds_of
from parquet_to_parquet import compute, write_statements
from ratio_table import candidates, firm_years
from tqdm import tqdm

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
NAMES = ("numpy by hand", "pandas", "polars, lazy", "DuckDB, Parquet to Parquet")
FIGURE = Path(__file__).resolve().parent.parent / "docs/time_against_rows.png"


def measure(name: str, rows: int) -> tuple[float, float]:
    """Seconds, and GB at the peak, of this process."""
    if name.startswith("DuckDB"):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "statements.parquet")
            write_statements(source, rows)
            command = [sys.executable, __file__, "--compute", str(source), str(source.with_name("ratios.parquet"))]
            child = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, memory = map(float, child.stdout.split())
            return seconds, memory
    call = candidates()[name](firm_years(rows, seed=7))
    runs = 3 if rows < 1_000_000 else 1
    return min(seconds_of(call) for _ in range(runs)), peak_memory_gb()


def draw(found: dict[str, dict[str, list[float]]]) -> None:
    """Two panels, both axes logarithmic: seconds, and gigabytes."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for name, marker in zip(NAMES, "osD^", strict=True):
        rows = [int(size) for size in found[name]]
        for axis, part in zip(axes, (0, 1), strict=True):
            axis.loglog(rows, [pair[part] for pair in found[name].values()], marker=marker, label=name)
    axes[0].set(xlabel="firm-years", ylabel="seconds", title="Time for all ratios")
    axes[1].set(xlabel="firm-years", ylabel="GB", title="Peak memory of the process")
    axes[1].legend(frameon=False)  # there the lines leave a corner free
    for axis in axes:
        axis.yaxis.set_major_formatter("{x:g}")
        axis.yaxis.set_minor_formatter("")
    figure.savefig(FIGURE, dpi=150)


def main() -> None:
    """Measure, keep the figures and draw them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="most firm-years (default: %(default)s)")
    parser.add_argument("--one", nargs=2, metavar=("NAME", "ROWS"), help=argparse.SUPPRESS)
    parser.add_argument("--compute", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.compute:
        print(compute(*given.compute, "1.2GB"), peak_memory_gb())
        return
    if given.one:
        print(*measure(given.one[0], int(given.one[1])))
        return
    found: dict[str, dict[str, list[float]]] = {name: {} for name in NAMES}
    cells = [(name, rows) for rows in SIZES if rows <= given.largest for name in NAMES]
    for name, rows in tqdm(cells, desc="time against rows"):
        command = [sys.executable, __file__, "--one", name, str(rows)]
        child = subprocess.run(command, check=True, capture_output=True, text=True)
        found[name][str(rows)] = [float(one) for one in child.stdout.split()]
    (RESULTS / "time_against_rows.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    draw(found)
    for name, sizes in found.items():
        print(name, {rows: f"{seconds:.2f} s, {memory:.2f} GB" for rows, (seconds, memory) in sizes.items()})


if __name__ == "__main__":
    main()
