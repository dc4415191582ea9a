"""Runs in FinanceToolkit's own environment: the ratios of statements in a Parquet file by its controller.

Arguments: the file, the folder for the results, the number of runs, and as JSON its lines and methods
with ours of the same meaning. Prints seconds, one run a line.
"""

import json
import logging
import sys
import time
import warnings
from pathlib import Path

import pandas as pd

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from financetoolkit.ratios.ratios_controller import Ratios  # noqa: E402 - after its warnings are silenced


def wide(statements: pd.DataFrame, lines: dict[str, list[str]]) -> pd.DataFrame:
    """Rows: firm and line; columns: years, the form that the controller takes."""
    keys = statements[["firm_id", "year"]]
    parts = [keys.assign(line=name, value=statements[items].sum(axis=1)) for name, items in lines.items()]
    table = pd.concat(parts).pivot(index=["firm_id", "line"], columns="year", values="value")
    table.columns = pd.PeriodIndex(table.columns, freq="Y")
    return table


def main() -> None:
    """Measure."""
    file, folder, runs, lines, methods = sys.argv[1:6]
    statements = pd.read_parquet(file)
    statements["firm_id"] = "F" + statements["firm_id"].astype(str)
    parts = {name: wide(statements, of_statement) for name, of_statement in json.loads(lines).items()}
    firms = list(statements["firm_id"].unique())
    for _ in range(int(runs)):
        began = time.perf_counter()
        controller = Ratios(firms, {}, parts["balance"], parts["income"], parts["cash"], rounding=None)
        found = {ours: getattr(controller, method)() for method, ours in json.loads(methods).items()}
        print(time.perf_counter() - began, flush=True)
    lacking = [name for name, table in found.items() if not len(table)]
    if lacking:
        sys.exit(f"the controller computed nothing for {lacking}")
    for name, table in found.items():
        table.columns = [str(column) for column in table.columns]
        pd.DataFrame(table).to_parquet(Path(folder, f"{name}.parquet"))


if __name__ == "__main__":
    main()
