"""All ratios of more firm-years than one likes to hold in memory: Parquet in, Parquet out, by DuckDB.

The same `ratio_table` as for pandas, on a DuckDB relation over the file. DuckDB is told how much memory
it may take and puts aside on disk what does not fit. Measured in a process of its own.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from measure import Result, peak_memory_gb, record, seconds_of

from cmlib import ratios
from cmlib.items import ITEMS
from cmlib.table import ratio_table

CHUNK = 500_000
YEARS = 10


def write_statements(path: Path, rows: int) -> None:
    """Random firm-years, ten a firm, written a chunk at a time; the firms of a chunk in random order."""
    rng = np.random.default_rng(9)
    writer = None
    for start in range(0, rows, CHUNK):
        place = start + rng.permutation(min(CHUNK, rows - start))
        amounts = {
            name: rng.normal(30, 40, len(place)) if item.sign == "either" else rng.gamma(2, 50, len(place))
            for name, item in ITEMS.items()
        }
        keys = {"firm_id": pa.array(place // YEARS), "year": pa.array(2014 + place % YEARS)}
        table = pa.table(keys | {name: values.astype(np.float32).astype(float) for name, values in amounts.items()})
        writer = writer or parquet.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    writer.close()


def compute(source: Path, target: Path, limit: str) -> float:
    """Every ratio of the file; seconds."""
    connection = duckdb.connect()
    scratch = target.parent / "scratch"
    settings = {"memory_limit": f"'{limit}'", "temp_directory": f"'{scratch}'", "preserve_insertion_order": "false"}
    for name, value in settings.items():
        connection.execute(f"SET {name} = {value}")
    statements = connection.read_parquet(str(source))
    return seconds_of(lambda: ratio_table(statements).write_parquet(str(target), compression="zstd"))


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rows", type=int, default=10_000_000, help="number of firm-years (default: %(default)s)")
    parser.add_argument("--limit", default="1.2GB", help="memory for DuckDB (default: %(default)s)")
    parser.add_argument("--compute", nargs=2, type=Path, metavar=("SOURCE", "TARGET"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.compute:
        print(compute(*given.compute, given.limit), peak_memory_gb())
        return
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "statements.parquet"), Path(folder, "ratios.parquet")
        write_statements(source, given.rows)
        command = [sys.executable, __file__, "--limit", given.limit, "--compute", source, target]
        child = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds, memory = map(float, child.stdout.split())
        written = parquet.ParquetFile(target)
        assert written.metadata.num_rows == given.rows
        assert written.schema_arrow.names == ["firm_id", "year", *ratios.ALL]
        sizes = [path.stat().st_size / 1e9 for path in (source, target)]
    print(f"{sizes[0]:.1f} GB of Parquet read, {sizes[1]:.1f} GB written, DuckDB limited to {given.limit}")
    work = f"{len(ratios.ALL)} ratios, {given.rows:,} firm-years, Parquet to Parquet by DuckDB"
    record(__file__, [Result(work, "–", "under 2 GB", None, seconds, memory)], "duckdb", "pyarrow")


if __name__ == "__main__":
    main()
