"""Reading a table of a data package: its files, and the types that the package declares."""

from pathlib import Path

import pandas as pd

#: Type of a column -> how pandas holds it. A whole number that may be missing is held as a float.
PANDAS_TYPES = {
    "string": "str",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool",
    "date": "datetime64[s]",
}


def paths(folder: Path, resource: dict) -> list[Path]:
    """The files of one table: one, or several for a bank that was built in parts."""
    named = resource["path"]
    return [folder / path for path in ([named] if isinstance(named, str) else named)]


def read(folder: Path, resource: dict) -> pd.DataFrame:
    """One table, from its description in a data package, with the types that it declares.

    Dates are ``datetime64``. A whole number or truth value that may be missing is held as a float.
    """
    fields = resource["schema"]["fields"]
    parts = [_read_file(path, fields) for path in paths(folder, resource)]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


def _read_file(path: Path, fields: list[dict]) -> pd.DataFrame:
    types = {field["name"]: _pandas_type(field) for field in fields}
    if path.suffix == ".csv":
        columns = pd.read_csv(path, nrows=0).columns
    else:
        import pyarrow.parquet

        columns = pyarrow.parquet.read_schema(path).names
    missing = [name for name in types if name not in columns]
    if missing:
        raise ValueError(f"{path.name} has no column {missing[0]!r}; it has {', '.join(columns)}")
    if path.suffix != ".csv":
        return pyarrow.parquet.read_table(path, partitioning=None).to_pandas(date_as_object=False).astype(types)
    dates = [name for name, kind in types.items() if kind.startswith("datetime")]
    plain = {name: kind for name, kind in types.items() if name not in dates}
    try:
        return pd.read_csv(path, dtype=plain, parse_dates=dates, date_format="%Y-%m-%d").astype(types)
    except (ValueError, TypeError) as error:
        raise ValueError(_first_unreadable(path, types) or f"{path.name}: {error}") from error


def _first_unreadable(path: Path, types: dict[str, str]) -> str:
    """Which value of a text file is not of its column's type, in one sentence."""
    for name, values in pd.read_csv(path, dtype="str").items():
        kind = types.get(name, "str")
        if kind == "str":
            continue
        if kind == "bool":
            good = values.isin(["True", "False"])
        elif kind.startswith("datetime"):
            good = pd.to_datetime(values, format="%Y-%m-%d", errors="coerce").notna() | values.isna()
        else:
            numbers = pd.to_numeric(values, errors="coerce")
            good = (numbers.notna() & (numbers % 1 == 0)) if kind == "int64" else (numbers.notna() | values.isna())
        if not good.all():
            line = int((~good).to_numpy().argmax())
            return f"{path.name}, line {line + 2}, column {name}: {values[line]!r} is not a {_KINDS[kind]}"
    return ""


_KINDS = {"int64": "whole number", "float64": "number", "bool": "truth value", "datetime64[s]": "date"}


def _pandas_type(field: dict) -> str:
    if field["type"] == "integer" and not field.get("constraints", {}).get("required"):
        return "float64"
    return PANDAS_TYPES[field["type"]]
