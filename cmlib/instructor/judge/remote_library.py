"""Which classes of libraries the judge takes the student's process at its word for.

Plain types stand for themselves wherever they are named. A class of an installed library may be what a handle
passes for in ``isinstance``; nothing that could have crossed as plain data may, nor what could end a test.
"""

import builtins
import datetime
import decimal
import fractions
import sys
import types
from collections.abc import Iterable
from typing import Any

from cmlib.instructor.inside.things import found

_PLAIN_BUILTINS = (
    bool,
    bytearray,
    bytes,
    complex,
    dict,
    float,
    frozenset,
    int,
    list,
    object,
    range,
    set,
    slice,
    str,
    tuple,
    type(None),
)
_PLAIN_OTHERS = (
    datetime.date,
    datetime.datetime,
    datetime.time,
    datetime.timedelta,
    decimal.Decimal,
    fractions.Fraction,
)
_PLAIN = {(each.__module__, each.__qualname__): each for each in (*_PLAIN_BUILTINS, *_PLAIN_OTHERS)}
_PLAIN_NUMPY = [
    "bool",
    "float64",
    "float32",
    "int64",
    "int32",
    "int8",
    "uint8",
    "int16",
    "uint16",
    "uint32",
    "uint64",
    "complex128",
    "ndarray",
    "str_",
]
_PLAIN_PANDAS = ["DataFrame", "Series", "Index", "Timestamp", "Timedelta"]

#: Packages whose classes nobody passes for.
_REFUSED = {"cmlib.instructor", "IPython", "nbgrader", "pytest", "_pytest", "unittest", "narwhals", "polars", "pyarrow"}
_STANDARD = {
    ("builtins", "generator"): types.GeneratorType,
    ("builtins", "function"): types.FunctionType,
    ("builtins", "method"): types.MethodType,
    ("builtins", "builtin_function_or_method"): types.BuiltinFunctionType,
    ("builtins", "module"): types.ModuleType,
    ("builtins", "map"): map,
    ("builtins", "filter"): filter,
    ("builtins", "zip"): zip,
    ("builtins", "enumerate"): enumerate,
    ("builtins", "reversed"): reversed,
    ("builtins", "coroutine"): types.CoroutineType,
}


def plain_type(module: str, name: str) -> type | None:
    """The plain type or builtin exception of this name; None where there is none."""
    if (module, name) in _PLAIN:
        return _PLAIN[module, name]
    if module == "builtins":
        kind = getattr(builtins, name, None)
        return kind if isinstance(kind, type) and issubclass(kind, Exception) else None
    if (module == "numpy" and name in _PLAIN_NUMPY) or (module == "pandas" and name in _PLAIN_PANDAS):
        return getattr(sys.modules.get(module), name, None)
    return None


def passes_for(lineage: Iterable[Any]) -> type | None:
    """The first class of the lineage, pairs of module and name, that a handle may pass for."""
    for module, name in lineage:
        if (module, name) in _STANDARD:
            return _STANDARD[module, name]
        kind = _imported(str(module), str(name))
        if kind is not None and not issubclass(kind, BaseException) and not _is_data(kind):
            return kind
    return None


def library_error(lineage: Iterable[Any]) -> type[Exception] | None:
    """The first exception class of the lineage that is imported here, too."""
    for module, name in lineage:
        kind = _imported(str(module), str(name))
        if kind is not None and issubclass(kind, Exception) and not issubclass(kind, AssertionError):
            return kind
    return None


def is_refused(module: str) -> bool:
    """Whether nothing of this module is believed."""
    if module.partition(".")[0] in sys.stdlib_module_names:
        return True
    return any(module == each or module.startswith(f"{each}.") for each in _REFUSED)


def _imported(module: str, name: str) -> type | None:
    kind = None if is_refused(module) else found(module, name)
    return kind if isinstance(kind, type) else None


def _is_data(kind: type) -> bool:
    """Whether objects of the class are plain data, or a class of plain data comes from it."""
    data = _data_types()
    return issubclass(kind, data) or any(issubclass(each, kind) for each in data)


def _data_types() -> tuple[type, ...]:
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    data: tuple[type, ...] = (*(each for each in _PLAIN_BUILTINS if each is not object), *_PLAIN_OTHERS, type)
    if numpy is not None:
        data += (numpy.ndarray, numpy.generic, numpy.dtype)
    if pandas is not None:
        extensions = pandas.api.extensions
        data += (pandas.DataFrame, pandas.Series, pandas.Index)
        data += (extensions.ExtensionArray, extensions.ExtensionDtype)
    return data
