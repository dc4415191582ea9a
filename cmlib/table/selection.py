"""Which ratios were asked for, and has the table the columns that they need?"""

from collections.abc import Iterable
from typing import Any

from narwhals.stable.v2.typing import IntoFrameT

from cmlib.formula import Formula
from cmlib.items import years_back_of
from cmlib.ratios import ALL
from cmlib.table.door import Frame, as_frame, check_table, hint, require_columns, require_whole_years


def open_statements(
    statements: IntoFrameT, ratios: Any, firm: str, year: str, asked_by: str
) -> tuple[Frame, list[Formula]]:
    """A checked table of firm-years and the formulas to compute from it, as `cmlib.table.ratio_table` describes."""
    frame = as_frame(statements, asked_by)
    require_columns(frame, [firm, year], asked_by)
    columns = frame.collect_schema().names()
    formulas = _computable(columns, asked_by) if ratios is None else asked_for(ratios, asked_by)
    lacking = {formula.__name__: _lacking(formula, columns) for formula in formulas}
    users = ", ".join(name for name, columns in lacking.items() if columns)
    require_columns(frame, [name for columns in lacking.values() for name in columns], asked_by, f" for {users}")
    check_table(frame, asked_by=asked_by, numeric=columns_of(formulas), key=[firm, year])
    require_whole_years(frame, year, asked_by)
    return frame, formulas


def parameters_of(formulas: Iterable[Formula]) -> list[str]:
    """The parameters of all formulas, each once."""
    return list(dict.fromkeys(name for formula in formulas for name in formula.parameters))


def columns_of(formulas: Iterable[Formula]) -> list[str]:
    """The columns that the formulas are computed from, each once.

    >>> from cmlib.ratios import return_on_equity
    >>> columns_of([return_on_equity])
    ['net_income', 'equity']
    """
    return list(dict.fromkeys(years_back_of(name)[0] for name in parameters_of(formulas)))


def asked_for(ratios: Any, asked_by: str) -> list[Formula]:
    """The formulas of names or functions, each once; raises as `cmlib.table.ratio_table` describes."""
    if isinstance(ratios, str) or callable(ratios):
        ratios = [ratios]
    if not isinstance(ratios, Iterable):
        raise TypeError(f"{asked_by} needs ratios to be names or functions; found {type(ratios).__name__}")
    formulas: dict[str, Formula] = {}
    for one in ratios:
        formula = _by_name(one, asked_by) if isinstance(one, str) else one
        if not hasattr(formula, "parameters"):
            raise TypeError(f"{asked_by} needs a ratio's name, or a function made by @formula; found {one!r}")
        if formulas.setdefault(formula.__name__, formula) is not formula:
            raise ValueError(f"{asked_by} needs a name for each ratio; found two functions {formula.__name__!r}")
    if not formulas:
        raise ValueError(f"{asked_by} needs at least one ratio; found none. Leave ratios out to compute all")
    return list(formulas.values())


def _computable(columns: Iterable[str], asked_by: str) -> list[Formula]:
    formulas = [formula for formula in ALL.values() if not _lacking(formula, columns)]
    if not formulas:
        shown = ", ".join(map(repr, columns))
        raise LookupError(
            f"{asked_by} can compute none of the {len(ALL)} ratios; the table has [{shown}]. "
            "cmlib.items.ITEMS lists the line items"
        )
    return formulas


def _by_name(name: str, asked_by: str) -> Formula:
    if name not in ALL:
        raise LookupError(
            f"{asked_by} knows no ratio {name!r}{hint([name], ALL)}; cmlib.ratios.ALL lists the {len(ALL)} names"
        )
    return ALL[name]


def _lacking(formula: Formula, columns: Iterable[str]) -> list[str]:
    return [name for name in columns_of([formula]) if name not in columns]
