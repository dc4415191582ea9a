"""Is a folder of data what it says it is? Files, columns, types, ranges, keys, references and laws."""

import json
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from cmlib import data_package
from cmlib.synthetic import plan
from cmlib.synthetic.package import PACKAGE, described
from cmlib.synthetic.schema import Table

_SHOWN = 3  # rows that one finding names


@dataclass(frozen=True)
class Finding:
    """Something wrong: where, and what."""

    place: str
    what: str

    def __str__(self):
        return f"{self.place}: {self.what}"


def check_folder(folder, on_step: Callable[[str], object] | None = None) -> list[Finding]:
    """Everything that is wrong with the bank in ``folder``; an empty list when all is well.

    A bank that was built in parts is checked part by part, in the memory that one part takes: no key
    and no law reaches from one block of customers or firms into another. ``on_step`` is called with
    the name of each part as its turn comes.

    Raises ``FileNotFoundError`` when there is no ``datapackage.json``, and ``ValueError`` when it cannot
    be read or when its tables are not those of the bank.
    """
    folder = Path(folder)
    resources = _resources(folder)
    findings = [finding for table in plan.TABLES for finding in _wrong_description(resources[table.name], table)]
    findings += [
        Finding(path.name, f"the file of table {name} is missing")
        for name, resource in resources.items()
        for path in data_package.paths(folder, resource)
        if not path.is_file()
    ]
    if findings:
        return findings  # nothing can be said of tables that are not there
    rows = {}
    for part, of_part in _parts(resources):
        if on_step:
            on_step(part)
        findings += _check_part(folder, of_part, rows)
    return findings + [
        Finding(PACKAGE, f"promises {resources[name]['rows']:,} rows of table {name}; its files have {found:,}")
        for name, found in rows.items()
        if found != resources[name]["rows"]
    ]


def _resources(folder: Path) -> dict[str, dict]:
    path = folder / PACKAGE
    if not path.is_file():
        raise FileNotFoundError(
            f"{folder} holds no {PACKAGE}: it is no bank of ours, or its build was interrupted; "
            "make one with: python -m cmlib build --out FOLDER"
        )
    try:
        resources = {
            resource["name"]: resource for resource in json.loads(path.read_text(encoding="utf-8"))["resources"]
        }
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} cannot be read as a data package: {error}") from error
    missing = [name for name in plan.TABLE if name not in resources]
    if missing:
        raise ValueError(f"{path} does not name the tables {', '.join(missing)}; build the bank again")
    return {name: resources[name] for name in plan.TABLE}


def _wrong_description(resource: dict, table: Table) -> Iterator[Finding]:
    if resource.get("schema") != described(table)["schema"]:
        yield Finding(
            PACKAGE, f"describes other columns, limits or keys of table {table.name} than this version of cmlib"
        )


def _parts(resources: dict[str, dict]) -> Iterator[tuple[str, dict[str, dict]]]:
    """What can be checked by itself, with the resources cut to it: the whole, or part after part.

    Tables of the whole bank, which every part may refer to, go with every part.
    """
    if all(isinstance(resource["path"], str) for resource in resources.values()):
        yield "all tables", resources
        return
    files = {name: {Path(path).stem: path for path in resource["path"]} for name, resource in resources.items()}
    for part in sorted({part for of_table in files.values() for part in of_table} - {"world"}):
        paths = {
            name: [of_table[key] for key in ("world", part) if key in of_table] for name, of_table in files.items()
        }
        yield part, {name: resources[name] | {"path": chosen} for name, chosen in paths.items() if chosen}


def _is_of_the_world(resource: dict) -> bool:
    """Whether a resource, cut to a part, is a table of the whole bank that comes with every part."""
    return isinstance(resource["path"], list) and [Path(path).stem for path in resource["path"]] == ["world"]


def _check_part(folder: Path, resources: dict[str, dict], rows: dict[str, int]) -> list[Finding]:
    """What is wrong with a part; what it adds to the ``rows`` of each table is noted there."""
    findings, frames = [], {}
    for name, resource in resources.items():
        place = resource["path"] if isinstance(resource["path"], str) else resource["path"][-1]
        try:
            frame = data_package.read(folder, resource)
        except (ValueError, OSError, TypeError, KeyError) as error:
            findings.append(Finding(place, _first_line(error).removeprefix(place).lstrip(", ")))
            continue
        rows[name] = len(frame) if _is_of_the_world(resource) else rows.get(name, 0) + len(frame)
        found = _check_columns(frame, plan.TABLE[name], place)
        found = found or [*_check_values(frame, plan.TABLE[name], place), *_check_key(frame, plan.TABLE[name], place)]
        findings += found
        if not found:
            frames[name] = frame
    for name, frame in frames.items():
        place = resources[name]["path"] if isinstance(resources[name]["path"], str) else resources[name]["path"][-1]
        findings += _check_references(frame, plan.TABLE[name], frames, place)
    for law in plan.LAWS:
        if all(name in frames for name in law.tables):
            findings += _check_law(law, frames)
    return findings


def _check_columns(frame: pd.DataFrame, table: Table, place: str) -> list[Finding]:
    declared = [column.name for column in table.columns]
    lacking = [name for name in declared if name not in frame]
    strange = [name for name in frame if name not in declared]
    found = [Finding(place, f"the column {name} is missing; there are {', '.join(frame)}") for name in lacking]
    return found + [Finding(place, f"there is a column {name} that the table does not have") for name in strange]


def _check_values(frame: pd.DataFrame, table: Table, place: str) -> Iterator[Finding]:
    """Types, missing values, ranges and allowed words, as pandera finds them."""
    for (column, check), cases in _failures(frame, table).groupby(["column", "check"], sort=False, dropna=False):
        lines = [int(index) + 2 for index in cases["index"].dropna().head(_SHOWN)]
        where = f" (line {', '.join(map(str, lines))})" if lines and place.endswith(".csv") else ""
        values = ", ".join(map(repr, cases["failure_case"].head(_SHOWN)))
        yield Finding(place, f"column {column}: {len(cases):,} values break {check}, as {values}{where}")


def _failures(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    with warnings.catch_warnings():
        # pandera looks for PySpark, which warns of pandas 3 each time it is imported.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        import pandera.pandas as pandera

        try:
            _schema(pandera, table).validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as failed:
            return failed.failure_cases
    return pd.DataFrame({"column": [], "check": []})


def _schema(pandera, table: Table):
    columns = {}
    for column in table.columns:
        limits = (column.minimum, column.maximum)
        if column.type == "date":
            limits = tuple(None if limit is None else pd.Timestamp(limit) for limit in limits)
        checks = [pandera.Check.ge(limits[0])] if limits[0] is not None else []
        checks += [pandera.Check.le(limits[1])] if limits[1] is not None else []
        checks += [pandera.Check.isin(column.allowed)] if column.allowed else []
        columns[column.name] = pandera.Column(column.pandas_type, checks, nullable=not column.required)
    return pandera.DataFrameSchema(columns)


def _check_key(frame: pd.DataFrame, table: Table, place: str) -> Iterator[Finding]:
    twice = frame[frame.duplicated(list(table.key))]
    if len(twice):
        yield Finding(place, f"{len(twice):,} rows repeat a key, as {_rows(twice[list(table.key)])}")


def _check_references(frame, table: Table, frames, place: str) -> Iterator[Finding]:
    for reference in table.references:
        if reference.table in frames:
            values = frame[reference.column].dropna()
            orphans = values[~values.isin(frames[reference.table][reference.target])]
            if len(orphans):
                yield Finding(
                    place,
                    f"column {reference.column}: {len(orphans):,} values are not in "
                    f"{reference.table}.{reference.target}, as {', '.join(map(repr, islice(orphans, _SHOWN)))}",
                )


def _check_law(law, frames) -> Iterator[Finding]:
    broken = law.breaks(frames)
    if len(broken):
        yield Finding(
            " and ".join(law.tables), f"{len(broken):,} rows break the law “{law.sentence}”, as {_rows(broken)}"
        )


def _rows(frame: pd.DataFrame) -> str:
    return "; ".join(
        ", ".join(f"{name} {value}" for name, value in row.items()) for row in frame.head(_SHOWN).to_dict("records")
    )


def _first_line(error: Exception) -> str:
    return re.split(r"\n", str(error).strip())[0]
