"""The bank on disk: CSV files, a Frictionless data package that describes them, and a data card."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from cmlib.synthetic.card import data_card
from cmlib.synthetic.plan import TABLES
from cmlib.synthetic.schema import Table

LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0 International"}


def write_package(bank, folder) -> list[Path]:
    """Write ``<table>.csv``, ``datapackage.json`` and ``README.md`` into ``folder``; return their paths.

    Everything is written beside the folder first and moved in at the end, so a run that breaks off
    leaves no half-written file behind. Same bank, same bytes, on every machine.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"write needs a folder; {folder} is a file")
    folder.mkdir(parents=True, exist_ok=True)
    waiting = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
    try:
        for table in TABLES:
            _write_csv(bank.tables[table.name], waiting / f"{table.name}.csv")
        package = {
            "profile": "data-package",
            "name": "cmlib-bank",
            "title": "A synthetic bank and its corporate borrowers",
            "description": f"Made by {bank!r}. No real firm is in it.",
            "licenses": [LICENCE],
            "resources": [_resource(table, waiting / f"{table.name}.csv") for table in TABLES],
        }
        _write_text(waiting / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=2) + "\n")
        _write_text(waiting / "README.md", data_card(bank))
        return [path.replace(folder / path.name) for path in sorted(waiting.iterdir())]
    finally:
        shutil.rmtree(waiting)


def _write_csv(table, path: Path):
    table.to_csv(path, index=False, float_format="%.2f", lineterminator="\n", encoding="utf-8")


def _write_text(path: Path, text: str):
    path.write_text(text, encoding="utf-8", newline="\n")


def _resource(table: Table, path: Path) -> dict:
    content = path.read_bytes()
    fields = []
    for column in table.columns:
        field = {"name": column.name, "type": column.type, "title": column.zh, "description": column.meaning}
        fields.append(field | ({"unit": column.unit} if column.unit else {}))
    schema = {"fields": fields, "primaryKey": list(table.key)}
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [r.column], "reference": {"resource": r.table, "fields": [r.target]}} for r in table.references
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.meaning,
        "path": path.name,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "rows": content.count(b"\n") - 1,
        "schema": schema,
    }
