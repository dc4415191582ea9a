"""How fast a large bank is made, and in how much memory.

Twenty blocks of customers (one part) are made and written as Parquet by one process. Beside it, in
the same run: as many random numbers as the part has values, drawn by plain numpy and written by the
same writer, which is the least that any generator of such files has to do. Memory is the most that
the process held, measured in a fresh process for one part and for two.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from cmlib.synthetic import Bank
from cmlib.synthetic.in_parts import make_part, parts_of

MONTHS = 36


def make(customers: int, folder: Path) -> float:
    """Make the customers' parts of a bank; seconds."""
    bank = Bank(seed=1, customers=customers, firms=100, months=MONTHS)
    (folder / ".parts").mkdir(parents=True)
    began = time.perf_counter()
    for part in parts_of(bank):
        if part.kind == "people":
            make_part(bank, folder, part)
    return time.perf_counter() - began


def draw_by_hand(folder: Path, like: Path) -> float:
    """Draw and write random columns of the same number, length and kind as the files of ``like``; seconds."""
    shapes = [parquet.ParquetFile(path) for path in sorted(like.rglob("*.parquet"))]
    rng = np.random.default_rng(1)
    began = time.perf_counter()
    for number, file in enumerate(shapes):
        rows, columns = file.metadata.num_rows, file.schema_arrow
        drawn = {}
        for field in columns:
            if pa.types.is_floating(field.type):
                drawn[field.name] = np.round(rng.lognormal(8, 1.5, rows), 2)
            elif pa.types.is_string(field.type):
                words = pa.array([f"{field.name}{word}" for word in range(100)])
                drawn[field.name] = words.take(pa.array(rng.integers(0, 100, rows)))
            else:
                drawn[field.name] = rng.integers(0, 1_000, rows)
        parquet.write_table(pa.table(drawn), folder / f"{number}.parquet", compression="zstd")
    return time.perf_counter() - began


def peak_memory(customers: int) -> float:
    """The most memory that a fresh process held while it made so many customers, in GB."""
    child = subprocess.run([sys.executable, __file__, str(customers)], check=True, capture_output=True, text=True)
    return float(child.stdout) / 1e6


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, by_hand = Path(scratch, "bank"), Path(scratch, "by_hand")
        by_hand.mkdir()
        seconds = make(20_000, folder)
        files = list(folder.rglob("*.parquet"))
        rows = sum(parquet.ParquetFile(path).metadata.num_rows for path in files)
        size = sum(path.stat().st_size for path in files)
        hand = draw_by_hand(by_hand, folder)
    months = 20_000 * MONTHS
    print(f"20,000 customers, {MONTHS} months, {len(files)} tables, {rows:,} rows, {size / 1e6:,.0f} MB of Parquet")
    print(f"made and written by one process: {seconds:.1f} s, {months / seconds:,.0f} customer-months a second")
    print(f"as many random numbers by numpy, written alike: {hand:.1f} s; the bank takes {seconds / hand:.1f}x")
    for customers in (20_000, 40_000):
        print(f"peak memory of a process that makes {customers:,} customers: {peak_memory(customers):.2f} GB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        with tempfile.TemporaryDirectory() as scratch:
            make(int(sys.argv[1]), Path(scratch, "bank"))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    else:
        main()
