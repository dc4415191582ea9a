"""`ratio_table` beside FinanceToolkit's controller, on the ratios that both define alike.

Both get the same random statements, and their results must agree. FinanceToolkit runs in an
environment of its own; only the work of its controller is timed, not the reading of the file nor the
turning of the table into its wide form.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from measure import Result, record, seconds_of
from peer_financetoolkit import METHODS
from peers import python_with, run_there

from cmlib.items import ITEMS
from cmlib.table import ratio_table

YEARS = range(2019, 2024)
PEER = "financetoolkit==2.3.0"


def statements_of(rows: int) -> pd.DataFrame:
    """Random firm-years, every firm with five years."""
    rng = np.random.default_rng(3)
    firms = rows // len(YEARS)
    keys = {"firm_id": np.repeat(np.arange(firms), len(YEARS)), "year": np.tile(YEARS, firms)}
    table = pd.DataFrame(keys | {name: rng.gamma(2, 50, len(keys["year"])) for name in ITEMS})
    table["gross_profit"] = table["revenue"] - table["cost_of_sales"]
    return table.assign(minus_capital_expenditure=-table["capital_expenditure"])


def agree(ours: pd.DataFrame, folder: Path) -> None:
    """Raise ``AssertionError`` unless the other's results are ours."""
    ours = ours.set_index(["firm_id", "year"])
    for name in METHODS.values():
        theirs = pd.read_parquet(folder / f"{name}.parquet").stack()
        theirs.index = pd.MultiIndex.from_tuples([(int(firm[1:]), int(year)) for firm, year in theirs.index])
        np.testing.assert_allclose(ours[name].reindex(theirs.index), theirs.astype(float), rtol=1e-9, err_msg=name)


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rows", type=int, default=100_000, help="number of firm-years (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each (default: %(default)s)")
    given = parser.parse_args()
    python = python_with(PEER, "pyarrow")
    statements = statements_of(given.rows)
    asked = list(METHODS.values())
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "statements.parquet")
        statements.to_parquet(file)
        script = Path(__file__).with_name("peer_financetoolkit.py")
        theirs = [float(line) for line in run_there(python, script, file, scratch, given.repeats).split()]
        agree(ratio_table(statements, asked), Path(scratch))
    ours = [seconds_of(lambda: ratio_table(statements, asked)) for _ in range(given.repeats)]
    times = statistics.median(ours) / statistics.median(theirs)
    work = f"{len(asked)} ratios that both define alike, {given.rows:,} firm-years"
    result = Result(work, "FinanceToolkit's controller", "at least 30x faster", times, statistics.median(ours))
    record(__file__, [result], financetoolkit=PEER.partition("==")[2])


if __name__ == "__main__":
    main()
