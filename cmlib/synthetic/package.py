"""The bank on disk: its tables, a Frictionless data package that describes them, and a data card."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from cmlib.data_package import paths
from cmlib.synthetic.card import data_card
from cmlib.synthetic.plan import TABLES
from cmlib.synthetic.schema import Column, Table
from cmlib.synthetic.storage import write_table

#: The file that makes a folder a data package. It is written last: a folder without it is not whole.
PACKAGE = "datapackage.json"

LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0 International"}

_NAME = "cmlib-bank"


def write_package(
    bank, folder, *, replace: bool = False, on_table: Callable[[str], object] | None = None
) -> list[Path]:
    """Write every table, ``datapackage.json`` and ``README.md`` into ``folder``; return their paths.

    Everything is written beside the folder's files first and moved in at the end, so a run that breaks
    off leaves no half-written file behind. Same bank, same bytes. ``on_table`` is called with the
    name of each table once it is written.

    Raises ``ValueError`` for a file in place of the folder, and for a folder with anything in it,
    unless ``replace`` is true and a bank of ours lies there.
    """
    folder = prepared(folder, replace)
    waiting = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
    try:
        for table in TABLES:
            write_table(bank.tables[table.name], table, waiting / f"{table.name}.{table.format}")
            if on_table:
                on_table(table.name)
        resources = [_resource(table, waiting, len(bank.tables[table.name])) for table in TABLES]
        write_text(waiting / "README.md", data_card(bank))
        write_text(waiting / PACKAGE, package_text(bank, resources))
        names = [path.name for path in waiting.iterdir()]
        remove_bank(folder, keep=names)
        return [
            (waiting / name).replace(folder / name) for name in sorted(names, key=lambda name: (name == PACKAGE, name))
        ]
    finally:
        shutil.rmtree(waiting)


def prepared(folder, replace: bool) -> Path:
    """The folder to write into, made if it is not there.

    Raises ``ValueError`` as `write_package` does.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"write needs a folder; {folder} is a file")
    folder.mkdir(parents=True, exist_ok=True)
    found = sorted(path.name for path in folder.iterdir() if not path.name.startswith(".unfinished-"))
    if found and not replace:
        raise ValueError(
            f"{folder} is not empty: it holds {', '.join(found[:3])}{' …' if len(found) > 3 else ''}; name an empty "
            "folder, or ask for replacing (--replace) a bank that was built there before"
        )
    if found and not _is_ours(folder):
        raise ValueError(
            f"{folder} holds {', '.join(found[:3])} and no bank that could be replaced; name another folder"
        )
    return folder


def remove_bank(folder: Path, keep=()) -> None:
    """Take away the bank that lies in ``folder``, file by file as its package names them, if there is one.

    Files in ``keep`` stay, to be written over. The package goes first: from then on the folder does
    not look whole.
    """
    if not (folder / PACKAGE).exists():
        return
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    (folder / PACKAGE).unlink()
    for resource in package["resources"]:
        for path in paths(folder, resource):
            if path.name not in keep:
                path.unlink(missing_ok=True)
            if path.parent != folder and path.parent.is_dir() and not any(path.parent.iterdir()):
                path.parent.rmdir()
    if "README.md" not in keep:
        (folder / "README.md").unlink(missing_ok=True)


def package_text(bank, resources: list[dict]) -> str:
    """The descriptor of a data package."""
    package = {
        "profile": "data-package",
        "name": _NAME,
        "title": "A synthetic bank, its customers and its staff",
        "description": f"Made by {bank!r}. No real person, firm or bank is in it.",
        "licenses": [LICENCE],
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write a text file, alike on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def described(table: Table) -> dict:
    """What a data package says of a table, wherever its files are."""
    schema = {"fields": [_field(column, table) for column in table.columns], "primaryKey": list(table.key)}
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [r.column], "reference": {"resource": r.table, "fields": [r.target]}} for r in table.references
        ]
    return {"name": table.name, "title": table.title, "description": table.meaning, "schema": schema}


def _field(column: Column, table: Table) -> dict:
    field = {"name": column.name, "type": column.type, "title": column.zh, "description": column.meaning}
    limits = {"minimum": column.minimum, "maximum": column.maximum, "enum": list(column.allowed)}
    constraints = {name: limit for name, limit in limits.items() if limit not in (None, [])}
    if column.required:
        constraints = {"required": True} | constraints
    return field | ({"unit": column.unit} if column.unit else {}) | {"constraints": constraints}


def _resource(table: Table, folder: Path, rows: int) -> dict:
    path = folder / f"{table.name}.{table.format}"
    content = path.read_bytes()
    kind = {"csv": {"profile": "tabular-data-resource", "encoding": "utf-8"}, "parquet": {"format": "parquet"}}
    facts = {"path": path.name, "bytes": len(content), "hash": "sha256:" + hashlib.sha256(content).hexdigest()}
    return kind[table.format] | described(table) | facts | {"rows": rows}


def _is_ours(folder: Path) -> bool:
    try:
        return json.loads((folder / PACKAGE).read_text(encoding="utf-8"))["name"] == _NAME
    except (OSError, ValueError, KeyError):
        return False
