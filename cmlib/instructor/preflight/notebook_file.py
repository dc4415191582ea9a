"""A notebook of the instructor, read so that every cell has an id."""

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def read_notebook(path: Path) -> Any:
    """The notebook in format 4. Raises ``ValueError`` when the file is none."""
    import nbformat

    try:
        with warnings.catch_warnings(action="ignore"):  # of missing or double cell ids, which are set right below
            notebook = nbformat.reads(path.read_text(encoding="utf-8-sig"), as_version=4)
            return with_ids(notebook)
    except Exception as error:  # nbformat raises whatever the broken file makes it stumble over
        raise ValueError(f"{path.parent.name}/{path.name} is not a notebook: {error}") from error


def with_ids(notebook: Any) -> Any:
    """The notebook itself, with an id for every cell, none of them twice; the same at every reading."""
    seen: set[str] = set()
    for number, cell in enumerate(notebook.cells):
        if not cell.get("id") or cell["id"] in seen:
            cell["id"] = next(name for name in _ids(number) if name not in seen)
        seen.add(cell["id"])
    notebook["nbformat"], notebook["nbformat_minor"] = 4, max(5, notebook.get("nbformat_minor", 5))
    return notebook


def marks_of(cell: Any) -> Mapping:
    """What nbgrader wrote into the cell; empty for a cell that it does not know."""
    return cell.metadata.get("nbgrader", {})


def name_of(cell: Any) -> str:
    """nbgrader's name of the cell; empty for a cell that it does not know."""
    return marks_of(cell).get("grade_id", "")


def _ids(number: int) -> Iterator[str]:
    yield f"cell-{number}"
    again = 1
    while True:
        yield f"cell-{number}-{again}"
        again += 1
