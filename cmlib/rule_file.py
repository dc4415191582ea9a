"""Rules as TOML: any frozen dataclass of numbers, texts and such dataclasses, to a file and back.

The dataclass is the schema. Reading checks every key and type, and says where in the file it is wrong.
"""

import dataclasses
import difflib
import json
import tomllib
import typing
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Self

_WORDS: dict[type, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


class RuleFile:
    """What makes a frozen dataclass of rules one that a bank can keep as a TOML file."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Rules with a name are shown by it: ``help`` prints the rules that an argument has by default."""
        super().__init_subclass__(**options)
        if "name" in cls.__annotations__ and "__repr__" not in cls.__dict__:
            type.__setattr__(cls, "__repr__", _class_and_name)  # before the dataclass writes one of all fields

    @classmethod
    def from_toml(cls, path: str | Path | Traversable) -> Self:
        """Read the rules from a TOML file; ``to_toml`` shows the form.

        Raises ``OSError`` when the file cannot be read, and ``ValueError`` for TOML text in place of a path,
        broken TOML, an unknown or missing key, a value of the wrong type, and whatever the rules themselves
        refuse. The message begins with the file's name and says where in it.
        """
        if isinstance(path, str) and "\n" in path:
            raise ValueError(
                f"{cls.__name__}.from_toml needs the path of a file; found TOML text. Write it to a file first"
            )
        path = Path(path) if isinstance(path, str) else path
        try:
            table = tomllib.loads(path.read_bytes().decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path.name} is no TOML file: {error}") from None
        try:
            return _build(cls, table, "")
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from None

    def to_toml(self, path: str | Path | None = None) -> str:
        """The rules as TOML text, which is also written to ``path`` when one is given.

        Fields that are ``None`` or have their default are left out.
        """
        text = "\n".join(_lines(self, "")).strip() + "\n"
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text


def require_rules(rules: object, kind: type[RuleFile], argument: str, asked_by: str) -> None:
    """Refuse what are no rules of this kind, such as their name or a path in their place."""
    if not isinstance(rules, kind):
        raise TypeError(
            f"{asked_by} needs {argument} to be {kind.__name__}; found {type(rules).__name__}. "
            f"{kind.__name__}.from_toml reads them from a file"
        )


def _class_and_name(rules: Any) -> str:
    return f"<{type(rules).__name__} {rules.name!r}>"


def _build(cls: Any, table: dict[str, Any], place: str) -> Any:
    fields = {field.name: field for field in dataclasses.fields(cls)}
    for key in table:
        if key not in fields:
            close = difflib.get_close_matches(key, fields, 1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            raise ValueError(f"{_at(place)}unknown key {key!r}; a {cls.__name__} has {list(fields)}{hint}")
    kinds = typing.get_type_hints(cls)
    given = {name: None for name, kind in kinds.items() if type(None) in typing.get_args(kind)}  # TOML has no None
    given |= {name: _value(kinds[name], value, _inside(place, name)) for name, value in table.items()}
    for name, field in fields.items():
        if name not in given and field.default is dataclasses.MISSING:
            raise ValueError(f"{_at(place)}the key {name!r} is missing")
    return cls(**given)


def _value(kind: Any, value: Any, place: str) -> Any:
    if typing.get_origin(kind) is tuple:  # tuple[Something, ...]
        entry = typing.get_args(kind)[0]
        if not isinstance(value, list):
            raise ValueError(f"{_at(place)}a list is needed, found {value!r}")
        return tuple(_value(entry, one, _entry(place, number, one)) for number, one in enumerate(value, start=1))
    if dataclasses.is_dataclass(kind):
        if not isinstance(value, dict):
            raise ValueError(f"{_at(place)}a table is needed, found {value!r}")
        return _build(kind, value, place)
    kinds = typing.get_args(kind) or (kind,)  # (float, None) for float | None
    allowed = (int, float) if float in kinds else kinds
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError(f"{_at(place)}{_WORDS[kinds[0]]} is needed, found {value!r}")
    return value


def _inside(place: str, name: str) -> str:
    return f"{place}, {name}" if place else name


def _entry(place: str, position: int, table: Any) -> str:
    """The place of one entry of a list: its number, and its name where it has one."""
    name = table.get("name") if isinstance(table, dict) else None
    return f"{place} {position}" + (f" ({name})" if name else "")


def _at(place: str) -> str:
    return f"{place}: " if place else ""


def _lines(record: Any, path: str) -> list[str]:
    """TOML lines of a record: plain values, then lists of flat records, then tables, as TOML demands."""
    plain: list[str] = []
    flat: list[str] = []
    nested: list[str] = []
    for name, value in _stated(record):
        header = f"{path}.{name}" if path else name
        if dataclasses.is_dataclass(value):
            nested += ["", f"[{header}]", *_lines(value, header)]
        elif not isinstance(value, (tuple, list)):
            plain.append(f"{name} = {_literal(value)}")
        elif not any(dataclasses.is_dataclass(one) for one in value):
            plain.append(f"{name} = [{', '.join(_literal(one) for one in value)}]")
        elif all(_is_flat(one) for one in value):
            flat += [f"{name} = [", *(f"  {_inline(one)}," for one in value), "]"]
        else:
            for one in value:
                nested += ["", f"[[{header}]]", *_lines(one, header)]
    return plain + flat + nested


def _stated(record: Any) -> list[tuple[str, Any]]:
    """Names and values of the fields that a file must state."""
    pairs = ((field, getattr(record, field.name)) for field in dataclasses.fields(record))
    return [(field.name, value) for field, value in pairs if value is not None and value != field.default]


def _is_flat(record: Any) -> bool:
    return not any(dataclasses.is_dataclass(value) or isinstance(value, (tuple, list)) for _, value in _stated(record))


def _inline(record: Any) -> str:
    return "{" + ", ".join(f"{name} = {_literal(value)}" for name, value in _stated(record)) + "}"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value.item() if hasattr(value, "item") else value)  # a numpy number writes its own type
