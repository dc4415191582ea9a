"""Equal purchase histories counted by the engine that holds them, so that a fit sees each of them once."""

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.table.door import first_row, open_table


def count_histories(
    summary: IntoFrameT, *, frequency: str = "frequency", recency: str = "recency", T: str = "T"
) -> IntoFrameT:
    """How many customers have each history: ``frequency``, ``recency``, ``T`` and ``customers``.

    ``summary`` is a table of any engine with a row a customer, such as that of `summarise_purchases`. With
    times in whole days a billion customers shrink to some millions of rows. Brought into memory (``.df()``,
    ``.collect()``, ``.toPandas()``), these are fitted with ``weights=counted["customers"]``; the result is that on
    all. A table of the same kind comes back, its rows in no order.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for an
    empty table, text among the numbers and missing values.

    >>> import pandas as pd
    >>> summary = pd.DataFrame({"frequency": [0, 2, 0], "recency": [0, 5, 0], "T": [9, 9, 9]})
    >>> count_histories(summary).sort_values("frequency").to_dict("list")
    {'frequency': [0.0, 2.0], 'recency': [0.0, 5.0], 'T': [9.0, 9.0], 'customers': [2, 1]}
    """
    names = [frequency, recency, T]
    frame = open_table(summary, asked_by="count_histories", numeric=names)
    missing = frame.select(**{name: nw.col(name).is_null().cast(nw.Int64).sum() for name in names})
    lost = dict(zip(names, first_row(missing) or (), strict=True))
    if any(lost.values()):
        shown = ", ".join(f"{int(count)} in {name!r}" for name, count in lost.items() if count)
        raise ValueError(f"count_histories needs complete histories; values are missing: {shown}")
    counted = frame.select(*names, customers=nw.lit(1)).group_by(*names).agg(nw.col("customers").sum())
    return counted.with_columns(nw.col("customers").cast(nw.Int64)).to_native()
