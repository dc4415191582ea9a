"""Well-known types as values: ``float`` given to ``astype``, ``ValueError`` given to a function that retries."""

import abc
import builtins
import datetime
import decimal
import fractions

import numpy as np
import pandas as pd

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import WireError, not_plain
from cmlib.instructor.wire.writer import Writer


def _full_name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


#: The types that cross, by name; on each side it is its own. Python's exceptions and types of data, and numpy's.
_KINDS: dict[str, type] = {
    _full_name(kind): kind
    for kind in (
        *(bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice, object),
        *(each for each in vars(builtins).values() if isinstance(each, type) and issubclass(each, BaseException)),
        *(datetime.date, datetime.datetime, datetime.time, datetime.timedelta, decimal.Decimal, fractions.Fraction),
        *(each for each in np.sctypeDict.values()),
        *(np.ndarray, np.generic, np.number, np.integer, np.floating),
        *(pd.DataFrame, pd.Series, pd.Index, pd.Timestamp, pd.Timedelta, pd.Period, pd.Interval),
        type(None),
    )
}


def _write_kind(writer: Writer, kind: type) -> None:
    name = _NAMES.get(kind)
    if name is None:
        raise not_plain(kind)
    writer.text(name)


def _read_kind(reader: Reader) -> type:
    kind = _KINDS.get(reader.text())
    if kind is None:
        raise WireError("a type is not among those that cross")
    return kind


_NAMES = {kind: name for name, kind in _KINDS.items()}

FORMS = (Form(b"%", tuple({type, abc.ABCMeta, *map(type, _NAMES)}), _write_kind, _read_kind),)
