"""The course's data: load a table, or read what it holds.

The files lie in ``datasets/`` of the course. They are found from any notebook below it; elsewhere
the environment variable ``CMLIB_DATASETS`` names the folder.
"""

import difflib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cmlib import data_package

_PACKAGE = "datapackage.json"
_VARIABLE = "CMLIB_DATASETS"

#: The seed behind the files in ``datasets/``.
SEED = 88


@dataclass(frozen=True)
class DataCard:
    """What one table holds. Printing it shows everything; ``columns`` is a table of its own."""

    name: str
    title: str
    meaning: str
    rows: int
    key: tuple[str, ...]
    columns: pd.DataFrame

    def __str__(self):
        return "\n".join([*self._head(), self.columns.to_string(index=False)])

    def _repr_html_(self):
        title, *rest = self._head()
        return f"<p><b>{title}</b><br>{'<br>'.join(rest)}</p>" + self.columns.to_html(index=False, notebook=True)

    def _head(self):
        return f"{self.name}: {self.title}", self.meaning, f"{self.rows:,} rows; one for each {', '.join(self.key)}"


def names() -> list[str]:
    """Names of all tables.

    >>> {"customers", "transactions", "loans", "visits"} <= set(names())
    True
    """
    return [resource["name"] for resource in resources()]


def resources() -> list[dict]:
    """The description of every table, as the data package holds it: path, length in bytes, schema.

    Raises ``FileNotFoundError`` when the files are not where they should be.

    >>> resources()[0]["name"]
    'customers'
    """
    return _package()["resources"]


def load(name: str) -> pd.DataFrame:
    """One table of the course's bank.

    Money is in CNY. Raises ``LookupError`` for an unknown name, ``FileNotFoundError`` when the files
    are not where they should be; both say what to do.

    >>> load("firms").columns.tolist()
    ['firm_id', 'industry', 'region', 'ownership', 'founded']
    """
    resource = _resource(name)
    for path in data_package.paths(folder(), resource):
        if not path.is_file():
            raise FileNotFoundError(f"datasets.load({name!r}) needs {path}, which is missing; {_remedy()}")
    return data_package.read(folder(), resource)


def describe(name: str) -> DataCard:
    """What one table holds: meaning, rows, key, and each column with unit and Chinese term.

    Raises ``LookupError`` for an unknown name.

    >>> describe("statements").key
    ('firm_id', 'year')
    """
    resource = _resource(name)
    fields = resource["schema"]["fields"]
    columns = pd.DataFrame(
        {
            "name": [field["name"] for field in fields],
            "Chinese term": [field["title"] for field in fields],
            "unit": [field.get("unit", "") for field in fields],
            "type": [field["type"] for field in fields],
            "meaning": [field["description"] for field in fields],
        }
    )
    key = tuple(resource["schema"]["primaryKey"])
    return DataCard(name, resource["title"], resource["description"], resource["rows"], key, columns)


def folder() -> Path:
    """The folder that holds the files.

    Looked for in this order: the variable ``CMLIB_DATASETS``; ``datasets`` in the working directory
    or a folder above it; ``datasets`` beside the installed package (a clone of the course).
    """
    named = os.environ.get(_VARIABLE)
    if named:
        if not (Path(named) / _PACKAGE).is_file():
            raise FileNotFoundError(f"{_VARIABLE} names {named}, which holds no {_PACKAGE}; {_remedy()}")
        return Path(named)
    here = Path.cwd()
    places = [place / "datasets" for place in (here, *here.parents)] + [
        Path(__file__).resolve().parents[1] / "datasets"
    ]
    for place in places:
        if (place / _PACKAGE).is_file():
            return place
    raise FileNotFoundError(f"the course's data were not found in {here} or a folder above it; {_remedy()}")


def _remedy() -> str:
    return f"make them with `python -m cmlib build --folder datasets`, or set {_VARIABLE} to the folder that holds them"


def _package() -> dict:
    return json.loads((folder() / _PACKAGE).read_text(encoding="utf-8"))


def _resource(name: str) -> dict:
    described = {resource["name"]: resource for resource in resources()}
    if name in described:
        return described[name]
    close = difflib.get_close_matches(str(name), described, 1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    raise LookupError(f"there is no table {name!r}; the course has {', '.join(described)}{hint}")
