"""A bank of any size on disk: partitioned Parquet, part by part, in the memory that one block takes.

A part is a few blocks. Its files get their names only when they are complete, so a build that was
interrupted goes on where it stopped, and parts may be made in any order and by several processes.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from cmlib.synthetic import plan
from cmlib.synthetic.bank import Bank
from cmlib.synthetic.card import card_of_parts
from cmlib.synthetic.identifiers import FIRM_BLOCK, PEOPLE_BLOCK
from cmlib.synthetic.package import PACKAGE, described, package_text, prepared, remove_bank, write_text
from cmlib.synthetic.rooms import House
from cmlib.synthetic.storage import arrow_schema, arrow_table, parquet, parquet_options

#: Blocks in a part: 20,000 customers, or 2,000 firms.
BLOCKS_IN_A_PART = 20

_ROWS_AT_ONCE = 100_000

_PLAN = ".building.json"
_DONE = ".parts"


@dataclass(frozen=True)
class Part:
    """A part to be made: its name, what it is made of, and how many customers or firms that is."""

    name: str
    kind: str  # world, people, firms
    blocks: tuple[int, ...]
    members: int


def parts_of(bank: Bank) -> list[Part]:
    """The parts of a bank: the world, customers by the 20,000, firms by the 2,000."""
    parts = [Part("world", "world", (0,), 0)]
    for kind, count, size in (("people", bank.customers, PEOPLE_BLOCK), ("firms", bank.firms, FIRM_BLOCK)):
        blocks = range(-(-count // size))
        for first in range(0, len(blocks), BLOCKS_IN_A_PART):
            chosen = tuple(blocks[first : first + BLOCKS_IN_A_PART])
            members = min(count, (chosen[-1] + 1) * size) - chosen[0] * size
            parts.append(Part(f"{kind}-{first // BLOCKS_IN_A_PART:05d}", kind, chosen, members))
    return parts


def build_in_parts(
    bank: Bank, folder, *, jobs: int = 1, replace: bool = False, on_part: Callable[[Part], object] | None = None
) -> Path:
    """Write ``bank`` as ``folder/TABLE/PART.parquet``; return the path of its data package.

    Where a build of the same bank was interrupted, only what is missing is made. ``on_part`` is called
    as parts are done, with those that were there already first.

    Raises ``ValueError`` for a folder that holds anything else, an interrupted build of another bank
    included.
    """
    folder = Path(folder)
    if not (folder / _PLAN).is_file():
        folder = prepared(folder, replace)
        remove_bank(folder)
        write_text(folder / _PLAN, json.dumps({"bank": repr(bank)}) + "\n")
    begun = json.loads((folder / _PLAN).read_text(encoding="utf-8"))["bank"]
    if begun != repr(bank):
        raise ValueError(
            f"{folder} holds an unfinished build of {begun}, not of {bank!r}; finish that one or remove it"
        )
    (folder / _DONE).mkdir(exist_ok=True)
    parts = parts_of(bank)
    waiting = [part for part in parts if not (folder / _DONE / part.name).exists()]
    for part in parts:
        if on_part and part not in waiting:
            on_part(part)
    for part in _made(bank, folder, waiting, jobs):
        if on_part:
            on_part(part)
    return _finish(bank, folder, parts)


def _made(bank: Bank, folder: Path, parts: list[Part], jobs: int) -> Iterator[Part]:
    """Make the parts, here or in ``jobs`` processes; each as it is done."""
    if jobs == 1:
        for part in parts:
            make_part(bank, folder, part)
            yield part
        return
    # Fresh processes: one forked from a process whose Parquet writer has threads would wait for them for ever.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(make_part, bank, folder, part): part for part in parts}
        try:
            for done in as_completed(waiting):
                done.result()
                yield waiting[done]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def make_part(bank: Bank, folder: Path, part: Part) -> None:
    """Write the files of one part, block by block."""
    unfinished = folder / f".unfinished-{part.name}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    try:
        rows = _write_blocks(bank, part, unfinished)
        for name in rows:
            (folder / name).mkdir(exist_ok=True)
            os.replace(unfinished / f"{name}.parquet", folder / name / f"{part.name}.parquet")
        write_text(folder / _DONE / part.name, json.dumps(rows))
    finally:
        shutil.rmtree(unfinished)


def _write_blocks(bank: Bank, part: Part, folder: Path) -> dict[str, int]:
    """Table -> rows written, for every table that blocks of this kind make."""
    with ExitStack() as files:
        writers = {}
        for number in part.blocks:
            house = _house(bank, part.kind, number)
            for table in plan.TABLES:
                if house.has_table(table.name):
                    if table.name not in writers:
                        writers[table.name] = files.enter_context(_Writer(table, folder / f"{table.name}.parquet"))
                    writers[table.name].add(arrow_table(house.table(table.name), table))
    return {name: writer.rows for name, writer in writers.items()}


class _Writer:
    """One table's file. Rows of several blocks are gathered, for a small write costs as much as a large one."""

    def __init__(self, table, path: Path):
        self.rows, self._waiting = 0, []
        self._file = parquet().ParquetWriter(path, arrow_schema(table), **parquet_options(table))

    def add(self, rows) -> None:
        self._waiting.append(rows)
        self.rows += rows.num_rows
        if sum(each.num_rows for each in self._waiting) >= _ROWS_AT_ONCE:
            self._write()

    def _write(self) -> None:
        from pyarrow import concat_tables

        if self._waiting:
            self._file.write_table(concat_tables(self._waiting).unify_dictionaries().combine_chunks())
            self._waiting = []

    def __enter__(self):
        return self

    def __exit__(self, kind, *rest):
        try:
            if kind is None:
                self._write()
        finally:
            self._file.close()


def _house(bank: Bank, kind: str, number: int) -> House:
    if kind == "world":
        return House(bank.world, plan.WORLD_ROOMS)
    if kind == "people":
        return House(bank.people_block(number), plan.PEOPLE_ROOMS)
    return House(bank.firm_block(number), plan.FIRM_ROOMS)


def _finish(bank: Bank, folder: Path, parts: list[Part]) -> Path:
    """Describe what was made; only now does the folder look whole."""
    rows = {part.name: json.loads((folder / _DONE / part.name).read_text(encoding="utf-8")) for part in parts}
    resources = []
    for table in plan.TABLES:
        files = [f"{table.name}/{name}.parquet" for name, of_part in rows.items() if table.name in of_part]
        count = sum(of_part.get(table.name, 0) for of_part in rows.values())
        size = sum((folder / file).stat().st_size for file in files)
        resources.append({"format": "parquet", **described(table), "path": files, "bytes": size, "rows": count})
    write_text(folder / "README.md", card_of_parts(bank, resources))
    write_text(folder / f"{PACKAGE}.unfinished", package_text(bank, resources))
    os.replace(folder / f"{PACKAGE}.unfinished", folder / PACKAGE)
    (folder / _PLAN).unlink()
    shutil.rmtree(folder / _DONE)
    return folder / PACKAGE
