"""The place of each row in sorted order, where engines differ."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from cmlib.table.door import Frame


def with_place(frame: Frame, by: Sequence[str]) -> Frame:
    """Add ``place``, which counts the rows from 0 in the order of the columns ``by``."""
    if frame.implementation.is_dask():
        # Dask's numbering aligns rows by their labels, which are not unique after a change to long form.
        rows = frame.to_native().sort_values(list(by)).assign(place=1)
        return nw.from_native(rows.assign(place=rows["place"].cumsum() - 1))
    return frame.with_row_index("place", order_by=list(by))
