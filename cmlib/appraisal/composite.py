"""One score out of several marks, by weights."""

import math
from collections.abc import Mapping

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.survey.checks import is_number
from cmlib.table.door import open_table


def composite_score(
    table: IntoFrameT, weights: Mapping[str, float], *, standardise: bool = False, name: str = "composite"
) -> IntoFrameT:
    """Add the weighted mean of several columns of marks (加权综合得分) to a table.

    ``table`` is of any engine, one row a person. ``weights`` says how much each column counts, in any unit. With
    ``standardise`` each column is first brought to mean 0 and standard deviation 1 over the table: otherwise a column
    whose marks spread more counts for more than its weight says. Where a mark is missing, the composite is.

    Raises ``TypeError`` for what is no table and for weights that are no mapping, ``LookupError`` for a missing
    column, ``ValueError`` for text among the marks, an empty table, weights that are below 0 or all 0, and a column
    without spread that is to be standardised.

    Source: Cascio, Aguinis (2011), Applied Psychology in Human Resource Management, 7th ed., Pearson, ch. 14.

    >>> import pandas as pd
    >>> people = pd.DataFrame({"test": [80, 60], "interview": [50, 90]})
    >>> composite_score(people, {"test": 60, "interview": 40})["composite"].tolist()
    [68.0, 72.0]
    """
    if not isinstance(weights, Mapping):
        raise TypeError(f"composite_score needs weights as column -> weight; found {type(weights).__name__}")
    columns = list(weights)
    if not all(is_number(one) and one >= 0 for one in weights.values()) or not math.fsum(weights.values()) > 0:
        raise ValueError(f"composite_score needs weights that are not below 0 and not all 0; found {dict(weights)}")
    frame = open_table(table, asked_by="composite_score", numeric=columns)
    marks = _standardised(frame, columns) if standardise else {column: nw.col(column) for column in columns}
    total = math.fsum(weights.values())
    first, *others = (marks[column] * (weights[column] / total) for column in columns)
    for other in others:
        first = first + other
    native: IntoFrameT = frame.with_columns(first.alias(name)).to_native()
    return native


def _standardised(frame: nw.DataFrame | nw.LazyFrame, columns: list[str]) -> dict[str, nw.Expr]:
    moments = [nw.col(one).mean().alias(f"{one} mean") for one in columns]
    moments += [nw.col(one).std().alias(f"{one} spread") for one in columns]
    row = frame.lazy().select(*moments).collect().rows(named=True)[0]
    flat = [one for one in columns if not (is_number(row[f"{one} spread"]) and row[f"{one} spread"] > 0)]
    if flat:
        raise ValueError(f"composite_score cannot standardise {flat}: the marks do not differ")
    return {one: (nw.col(one) - float(row[f"{one} mean"])) / float(row[f"{one} spread"]) for one in columns}
