"""Where to act first: what matters to customers against what is done well."""

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.survey.cases import first_case
from cmlib.survey.checks import is_number
from cmlib.table.door import open_table

#: Quadrants of the grid, by whether importance and performance are above their cuts.
QUADRANTS = {
    (True, False): "concentrate here",
    (True, True): "keep up the good work",
    (False, False): "low priority",
    (False, True): "possible overkill",
}


def importance_performance(
    table: IntoFrameT,
    *,
    importance: str = "importance",
    performance: str = "performance",
    importance_cut: float | None = None,
    performance_cut: float | None = None,
) -> IntoFrameT:
    """Add the quadrant of the importance-performance grid (重要性-绩效分析) to a table of attributes.

    ``table`` is of any engine, one row an attribute. What lies above a cut is high; the cuts are the means of the
    two columns unless they are given. The new column ``quadrant`` says ``"concentrate here"`` (important, done
    badly), ``"keep up the good work"``, ``"low priority"`` or ``"possible overkill"``; it is missing where a value is.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for text where
    numbers belong, for a cut that is no number, and for a column without any value.

    Source: Martilla, James (1977), Importance-performance analysis, Journal of Marketing 41(1), 77-79.

    >>> import pandas as pd
    >>> factors = pd.DataFrame({"factor": ["core", "parking"], "importance": [0.9, 0.1], "performance": [3, 5]})
    >>> importance_performance(factors)["quadrant"].tolist()
    ['concentrate here', 'possible overkill']
    """
    asked_by = "importance_performance"
    frame = open_table(table, asked_by=asked_by, numeric=[importance, performance])
    means = frame.lazy().select(nw.col(importance).mean().alias("one"), nw.col(performance).mean().alias("other"))
    found = means.collect()
    cuts = []
    for name, given, mean in (
        (importance, importance_cut, found["one"]),
        (performance, performance_cut, found["other"]),
    ):
        cut = mean.to_list()[0] if given is None else given
        if not is_number(cut):
            raise ValueError(f"{asked_by} needs a cut of {name!r} that is a number; found {cut!r}")
        cuts.append(float(cut))
    quadrant = first_case(
        (_beside(importance, cuts[0], above=important) & _beside(performance, cuts[1], above=good), name)
        for (important, good), name in QUADRANTS.items()
    )
    native: IntoFrameT = frame.with_columns(quadrant=quadrant).to_native()
    return native


def _beside(column: str, cut: float, *, above: bool) -> nw.Expr:
    return nw.col(column) > cut if above else nw.col(column) <= cut
