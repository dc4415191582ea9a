"""What importing the ratios costs beside importing pandas, each in fresh processes."""

import argparse
import statistics
import subprocess
import sys

from measure import Result, in_turn, median_ratio, record


def fresh(module: str) -> None:
    """Import a module in a process of its own."""
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--repeats", type=int, default=15, help="processes of each (default: %(default)s)")
    given = parser.parse_args()
    fresh("cmlib.ratios, pandas")  # compiled and in the file cache from here on
    taken = in_turn({name: lambda name=name: fresh(name) for name in ("cmlib.ratios", "pandas")}, given.repeats)
    times = median_ratio(taken["cmlib.ratios"], taken["pandas"])
    seconds = statistics.median(taken["cmlib.ratios"])
    record(__file__, [Result("import cmlib.ratios", "import pandas", "at most 1.3x", times, seconds)])


if __name__ == "__main__":
    main()
