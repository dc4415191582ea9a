"""Today's best customers and tomorrow's: do they stay among the best?"""

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from cmlib.rating.monitoring.migration import MigrationMatrix, migration_matrix
from cmlib.table.door import open_table, require_whole_years

TOP, REST = "top", "rest"


def top_transition(
    table: Any,
    *,
    share: float = 0.2,
    value: str = "profit",
    customer: str = "customer_id",
    period: str = "year",
) -> MigrationMatrix:
    """How customers move between the top ``share`` and the rest from one period to the next.

    ``table`` has a row a customer and period, on any engine; its three columns are brought into memory.
    Periods are whole numbers. At the top of a period are the best ``share`` of its customers, rounded
    down to whole customers but at least one, and whoever brings as much as the last of them. The answer
    is a `cmlib.rating.MigrationMatrix` of the states ``"top"`` and ``"rest"``: probabilities, intervals,
    powers, homogeneity. Customers who left or joined in between are not counted.

    Raises ``ValueError`` for a share that is not between 0 and 1, a missing value, a customer and period
    that comes twice, and no customer in two consecutive periods.

    >>> years = pd.DataFrame({"customer_id": list("abcde") * 2, "year": [1] * 5 + [2] * 5,
    ...                       "profit": [9, 1, 2, 3, 4, 1, 9, 2, 3, 4]})
    >>> top_transition(years).probabilities.loc["top"].to_dict()
    {'top': 0.0, 'rest': 1.0}
    """
    if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 < share < 1:
        raise ValueError(f"top_transition needs a share between 0 and 1; found {share!r}")
    frame = open_table(table, asked_by="top_transition", numeric=[value], key=[customer, period])
    require_whole_years(frame, period, "top_transition")
    chosen = frame.select(customer, nw.col(period).cast(nw.Int64), value).lazy().collect()
    rows = pd.DataFrame({name: chosen[name].to_list() for name in (customer, period, value)})
    missing = rows[value].isna()
    if missing.any():
        who = list(rows.loc[missing, [customer, period]].astype(object).iloc[0])
        raise ValueError(f"top_transition needs {value!r} in every row; {who} has none")
    by_period = rows.groupby(period)[value]
    places = (by_period.transform("size") * share + 1e-9).astype(int).clip(lower=1)
    above = by_period.rank(method="min", ascending=False)  # one more than how many bring more
    rows["grade"] = (above <= places).map({True: TOP, False: REST})
    return migration_matrix(rows, states=(TOP, REST), firm=customer, period=period)
