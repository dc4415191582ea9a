"""The order of rows: kept by eager tables, in spite of joins; lazy tables have none."""

import narwhals.stable.v2 as nw

from cmlib.table.door import Frame

_PLACE = "place among the rows"


def in_order_of(frame: Frame, result: Frame, key: list[str]) -> Frame:
    """``result`` with its rows (and its pandas index) as those of ``frame``; ``key`` is unique in both.

    >>> import pandas as pd
    >>> one, other = pd.DataFrame({"k": ["b", "a"]}, index=[7, 9]), pd.DataFrame({"k": ["a", "b"], "v": [1, 2]})
    >>> in_order_of(nw.from_native(one), nw.from_native(other), ["k"]).to_native()
       k  v
    7  b  2
    9  a  1
    """
    if isinstance(frame, nw.LazyFrame):
        return result
    ordered = frame.select(*key).with_row_index(_PLACE).join(result, on=key, how="left").sort(_PLACE).drop(_PLACE)
    index = nw.maybe_get_index(frame)
    return ordered if index is None else nw.from_native(ordered.to_native().set_axis(index))


def sorted_by(frame: Frame, *columns: str) -> Frame:
    """An eager table sorted by the columns, its pandas index counting from 0; a lazy table as it is."""
    return frame if isinstance(frame, nw.LazyFrame) else nw.maybe_reset_index(frame.sort(*columns))
