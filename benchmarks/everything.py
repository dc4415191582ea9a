"""`make bench`: run every benchmark, one after another, and put what they found into the README's table.

``--table`` only writes the table anew from ``benchmarks/results``.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from measure import RESULTS, Result, shown
from tqdm import tqdm

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

#: In the order of the table.
SCRIPTS = (
    "ratio_table",
    "against_financetoolkit",
    "score",
    "parquet_to_parquet",
    "repeat_purchase",
    "binning",
    "migration",
    "imports",
    "class_of_students",
)
#: Measured too, with a figure or an output of their own instead of a line in the table.
OTHERS = ("time_against_rows", "time_against_class", "build_bank")


def table() -> str:
    """The results of all scripts as a table in Markdown, and the versions below it."""
    lines = ["| work | against | aim | found |", "|---|---|---|---|"]
    versions: dict[str, str] = {}
    for name in SCRIPTS:
        kept = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
        versions |= {"Python": kept["python"]} | kept["versions"]
        for one in (Result(**fields) for fields in kept["results"]):
            lines.append(f"| {one.work} | {one.against} | {one.aim} | {shown(one)} |")
    named = ", ".join(
        f"{name} {version}" for name, version in sorted(versions.items(), key=lambda pair: pair[0].lower())
    )
    return "\n".join([*lines, "", f"Two cores. {named}."])


def with_table(readme: str) -> str:
    """The README with the table in its place."""
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> None:
    """Measure all, or write the table only."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--table", action="store_true", help="write the table anew, measure nothing")
    given = parser.parse_args()
    if not given.table:
        for name in tqdm([*SCRIPTS, *OTHERS], desc="benchmarks"):
            tqdm.write(f"== {name}")
            subprocess.run([sys.executable, HERE / f"{name}.py"], check=True)
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
