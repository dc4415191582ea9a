"""Collateral tested by the rules of a bank: for each piece and rule, is it broken?"""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.loans.collateral_rules import (
    APPRAISED,
    BENEFICIARY,
    INSURED,
    OWNER,
    REGISTERED,
    CollateralRule,
    CollateralRules,
)
from cmlib.loans.due_dates import due_dates, one_day
from cmlib.loans.haircuts import Haircuts
from cmlib.loans.schedule import Day
from cmlib.table.dates import require_dates
from cmlib.table.door import Frame, first_row, open_table
from cmlib.table.order import in_order_of


@dataclass(frozen=True)
class CollateralColumns:
    """Names of the columns of collateral, loans and haircuts; the defaults are those of the course's bank."""

    collateral: str = "collateral_id"
    loan: str = "loan_id"
    kind: str = "kind"
    value: str = "appraised_value"
    appraised_on: str = "appraised_on"
    owner: str = "owner"
    registered: str = "registered"
    insured_until: str = "insured_until"
    first_beneficiary: str = "first_beneficiary"
    matures: str = "matures"
    exposure: str = "amount"
    haircut: str = "haircut"


COLUMNS = CollateralColumns()

_KNOWN = "its loan is known"


def checked(
    collateral: IntoFrameT,
    loans: IntoFrameT,
    haircuts: IntoFrameT | Haircuts,
    as_of: Day,
    rules: CollateralRules,
    columns: CollateralColumns,
    asked_by: str,
) -> Frame:
    """The pieces of the loans with their haircuts, and for each rule a column of 1 where it is broken and 0."""
    day = one_day(as_of, "as_of", asked_by)
    read = [columns.loan, columns.kind, *dict.fromkeys(_column(rule, columns) for rule in rules.rules)]
    pieces = open_table(collateral, asked_by=asked_by, numeric=[columns.value], key=[columns.collateral], text=read)
    pieces = pieces.select(columns.collateral, columns.value, *read)
    terms = open_table(loans, asked_by=asked_by, key=[columns.loan], text=[columns.matures])
    _require_one_engine(asked_by, pieces, terms)
    _require_dates(terms, columns.matures, asked_by)
    for rule in rules.rules:
        if rule.test in (INSURED, APPRAISED):
            _require_dates(pieces, _column(rule, columns), asked_by)
        elif rule.test == REGISTERED:
            _require_true_or_false(pieces, columns.registered, asked_by)
    _require_between(pieces, columns.collateral, columns.value, np.inf, asked_by)
    terms = terms.select(columns.loan, columns.matures).with_columns(nw.lit(1).alias(_KNOWN))
    whole = pieces.join(terms, on=columns.loan, how="left")
    whole = _with_haircuts(whole, haircuts, columns, asked_by)
    whole = in_order_of(pieces.select(columns.collateral), whole, [columns.collateral])
    whole = whole.filter(~nw.col(_KNOWN).is_null()).drop(_KNOWN)
    return whole.with_columns(*[_broken(rule, columns, day).alias(flag(rule)) for rule in rules.rules])


def _with_haircuts(pieces: Frame, haircuts: IntoFrameT | Haircuts, columns: CollateralColumns, asked_by: str) -> Frame:
    """Pieces with the haircut of their kind; missing where the kind has none."""
    if isinstance(haircuts, Haircuts):
        known = nw.lit(None, dtype=nw.Float64)
        for one in haircuts.kinds:
            known = nw.when(nw.col(columns.kind) == one.kind).then(nw.lit(float(one.haircut))).otherwise(known)
        return pieces.with_columns(known.alias(columns.haircut))
    cuts = open_table(haircuts, asked_by=asked_by, key=[columns.kind], numeric=[columns.haircut])
    _require_one_engine(asked_by, pieces, cuts)
    _require_between(cuts, columns.kind, columns.haircut, 1, asked_by)
    return pieces.join(cuts.select(columns.kind, columns.haircut), on=columns.kind, how="left")


def flag(rule: CollateralRule) -> str:
    """The column that tells whether a rule is broken."""
    return f"breaks {rule.name}"


def _broken(rule: CollateralRule, columns: CollateralColumns, as_of: np.datetime64) -> nw.Expr:
    """1 where a rule is broken, else 0. A comparison with what is missing does not hold."""
    column = nw.col(_column(rule, columns))
    if rule.test == REGISTERED:
        kept = column
    elif rule.test == INSURED:
        kept = column.cast(nw.Datetime("us")) >= nw.col(columns.matures).cast(nw.Datetime("us"))
    elif rule.test == APPRAISED:
        oldest = due_dates(np.array(as_of), np.array(1 - (rule.months or 0)))
        kept = column.cast(nw.Datetime("us")) >= nw.lit(oldest.astype("datetime64[us]").item())
    else:
        kept = column == rule.word
    broken = nw.when(kept).then(nw.lit(0)).otherwise(nw.lit(1))
    return nw.when(nw.col(columns.kind).is_in(rule.kinds)).then(broken).otherwise(nw.lit(0)) if rule.kinds else broken


def _column(rule: CollateralRule, columns: CollateralColumns) -> str:
    return {
        REGISTERED: columns.registered,
        INSURED: columns.insured_until,
        BENEFICIARY: columns.first_beneficiary,
        OWNER: columns.owner,
        APPRAISED: columns.appraised_on,
    }[rule.test]


def _require_one_engine(asked_by: str, *frames: Frame) -> None:
    kinds = {(type(frame), frame.implementation) for frame in frames}
    if len(kinds) > 1:
        found = ", ".join(str(frame.implementation) for frame in frames)
        raise TypeError(f"{asked_by} needs all tables from one engine; found {found}")


def _require_dates(frame: Frame, name: str, asked_by: str) -> None:
    if first_row(frame.select(name).drop_nulls()) is not None:  # a column without any value has no kind
        require_dates(frame, name, asked_by)


def _require_true_or_false(frame: Frame, name: str, asked_by: str) -> None:
    example = first_row(frame.select(name).drop_nulls())
    if frame.collect_schema()[name] != nw.Boolean and example is not None and not isinstance(example[0], bool):
        raise ValueError(f"{asked_by} needs true or false in {name!r}; found {example[0]!r}. Convert the column first")


def _require_between(frame: Frame, key: str, name: str, most: float, asked_by: str) -> None:
    wrong = first_row(frame.filter((nw.col(name) < 0) | (nw.col(name) > most)).select(key, name))
    if wrong is not None:
        bound = "0 or more" if most == np.inf else f"from 0 to {most:g}"
        raise ValueError(f"{asked_by} needs {name!r} to be {bound}; {wrong[0]!r} has {wrong[1]!r}")
