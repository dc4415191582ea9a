"""Sums by group that can go on to a join, on Dask too."""

from typing import Any

import narwhals.stable.v2 as nw

from cmlib.table.door import Frame


def joinable(groups: Frame) -> Frame:
    """What ``group_by(...).agg(...)`` gave, fit for a join.

    In a table of a dozen partitions or more Dask remembers how grouping spread the rows, and looks for the keys
    under names that they no longer have: a join then ends with "not in index". An untouched copy of each
    partition makes it forget. Other engines need nothing.
    """
    if not groups.implementation.is_dask():
        return groups
    rows: Any = groups.to_native()
    return nw.from_native(rows.map_partitions(_same, meta=rows._meta))


def _same(part: Any) -> Any:
    return part
