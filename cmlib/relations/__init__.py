"""Firms among firms: who owns whom, who stands for whom, and what a bank risks on all of them together.

Tables of links come from any engine (pandas, polars, pyarrow, DuckDB, Dask, PySpark); a graph needs them in
memory, so results are pandas tables.
"""

from cmlib.relations.contagion import Cascade, contagion_by_firm, default_cascade
from cmlib.relations.control import ultimate_parents
from cmlib.relations.groups import ConnectedGroups, connected_groups
from cmlib.relations.guarantees import guarantee_circles, guarantee_positions
from cmlib.relations.large_exposures import BASEL_2014, CHINA_2018, LargeExposureLimits, large_exposures
from cmlib.relations.ownership import effective_ownership

__all__ = [
    "BASEL_2014",
    "CHINA_2018",
    "Cascade",
    "ConnectedGroups",
    "LargeExposureLimits",
    "connected_groups",
    "contagion_by_firm",
    "default_cascade",
    "effective_ownership",
    "guarantee_circles",
    "guarantee_positions",
    "large_exposures",
    "ultimate_parents",
]
