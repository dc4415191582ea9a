"""Commands about data: make a bank, check one."""

from collections.abc import Callable
from pathlib import Path

from cmlib.commands.progress import progress

#: From so many customers or firms on, a bank is written in parts.
_PARTS_FROM = 50_000


def build(options) -> int:
    """Make a synthetic bank and write its data files.

    Tables as CSV and Parquet, a data package that describes them, and a data card. The same numbers
    give the same files every time; without any, they are the course's. A large bank is written as
    folders of Parquet, in bounded memory; run the same command again to go on after an interruption.
    """
    from cmlib.synthetic import Bank

    sizes = {name: getattr(options, name) for name in ("customers", "firms", "months", "years")}
    bank = Bank(options.seed, **sizes)
    in_parts = options.in_parts or max(bank.customers, bank.firms) >= _PARTS_FROM
    write = _write_in_parts if in_parts else _write_at_once
    left = (
        "what is finished is kept: run the same command again to go on" if in_parts else "no half-written file was left"
    )
    try:
        written = write(bank, options)
    except OSError as error:
        raise OSError(f"{options.folder} could not be written: {error.strerror or error}; {left}") from error
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"stopped; {left}") from None
    print("written:", *written, sep="\n  ")
    return 0


def _write_at_once(bank, options) -> list[Path]:
    with progress(len(bank.tables), "building", " tables") as tick:
        return bank.write(options.folder, replace=options.replace, on_table=lambda name: tick())


def _write_in_parts(bank, options) -> list[Path]:
    from cmlib.synthetic.in_parts import build_in_parts, parts_of

    members = sum(part.members for part in parts_of(bank))
    with progress(members, "building", " customers and firms") as tick:
        how = {"jobs": options.jobs, "replace": options.replace}
        return [build_in_parts(bank, options.folder, **how, on_part=lambda part: tick(part.members))]


def check_data(folder: Path) -> int:
    """Print what is wrong with a folder of data; the status is 1 when something is."""
    from cmlib.synthetic.check import check_folder
    from cmlib.synthetic.plan import LAWS, TABLES

    with progress(None, "checking", " parts") as tick:
        findings = check_folder(folder, on_step=lambda part: tick())
    print(*findings, sep="\n") if findings else print(
        f"{folder}: {len(TABLES)} tables and {len(LAWS)} laws between them hold."
    )
    return int(bool(findings))


def add_bank_to_build(add: Callable) -> None:
    """Options: which bank, where to, how."""
    from cmlib.datasets import SEED

    add(
        "--out",
        "--folder",
        dest="folder",
        type=Path,
        metavar="FOLDER",
        default=Path("datasets"),
        help="where to write (default: datasets)",
    )
    add("--seed", type=int, default=SEED, help=f"another seed gives another bank (default: {SEED}, the course's)")
    add("--customers", type=int, default=2_000, help="number of personal customers (default: 2000)")
    add("--firms", type=int, default=300, help="number of firms (default: 300)")
    add("--months", type=int, default=36, help="months of accounts, loans and events (default: 36)")
    add("--years", type=int, default=7, help="years of statements, from 2019 on (default: 7)")
    add("--replace", action="store_true", help="write over a bank that was built in the folder before")
    text = f"Parquet in parts, however small the bank; from {_PARTS_FROM:,} customers or firms on always so"
    add("--in-parts", action="store_true", help=text)
    add("--jobs", type=int, default=1, help="processes that make parts at the same time (default: 1)")


def add_data_to_check(add: Callable) -> None:
    """Options: which data."""
    add(
        "data", nargs="?", type=Path, metavar="DATA", help="a folder of data, as datasets/: check this and nothing else"
    )
