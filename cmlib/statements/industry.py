"""A firm's ratios against those of its industry in the same year."""

from collections.abc import Iterable
from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.ratios import ALL
from cmlib.table.door import Frame, check_table, open_table
from cmlib.table.grouped import joinable
from cmlib.table.long import long_form
from cmlib.table.order import sorted_by
from cmlib.table.places import with_place

_QUARTILES = {"lower_quartile": 0.25, "industry_median": 0.5, "upper_quartile": 0.75}


def against_industry(
    ratios: IntoFrameT,
    industries: Any = None,
    *,
    columns: Iterable[str] | None = None,
    firm: str = "firm_id",
    year: str = "year",
    industry: str = "industry",
) -> IntoFrameT:
    """Set each firm's ratios against all firms of its industry in the same year (同业比较).

    ``ratios`` is a table such as ``ratio_table`` or ``common_size`` gives, one row a firm and year.
    ``industries`` names each firm's industry, one row a firm; leave it out when ``ratios`` has the
    column ``industry`` itself. ``columns`` are the ratios to compare, or all columns of numbers.

    Returns a long table of the same kind, one row for each value there is (a missing value is compared
    with nothing): firm, year, industry, ratio, value, and

    - ``lower_quartile``, ``industry_median``, ``upper_quartile``: of the industry's values, the firm's
      own included, interpolated linearly between neighbours (definition 7 of Hyndman and Fan);
    - ``position``: share of the industry's firms whose value is lower or equal, the firm itself
      included. It is above 0 and at most 1. Equal values have equal positions: the highest of the tie;
    - ``firms``: how many values were compared. With few firms, quartiles say little;
    - ``standing``: ``"best quarter"`` beyond the better quartile, ``"worst quarter"`` beyond the other,
      ``"middle half"`` between them or on one. Which end is better is the ratio's ``.better`` in
      ``cmlib.ratios.ALL``; missing where that is ``"neither"`` or the column is no such ratio.

    Raises ``TypeError`` for what is no table or two tables of different engines, ``LookupError`` for a
    missing column or no column of numbers, ``ValueError`` for text among the numbers, an empty table, a
    repeated firm and year, a firm without industry, and an industry that both tables name.

    Source: Hyndman, Fan (1996), Sample Quantiles in Statistical Packages, The American Statistician
    50(4), 361-365.

    >>> import pandas as pd
    >>> peers = pd.DataFrame({"firm_id": ["A", "B", "C"], "year": 2023, "industry": "steel",
    ...                       "current_ratio": [0.8, 1.2, 2.0]})
    >>> compared = against_industry(peers)
    >>> compared[["firm_id", "industry_median", "position", "standing"]]
      firm_id  industry_median  position       standing
    0       A              1.2  0.333333  worst quarter
    1       B              1.2  0.666667    middle half
    2       C              1.2  1.000000   best quarter
    """
    columns = _columns(ratios, columns, {firm, year, industry})
    frame = open_table(ratios, asked_by="against_industry", numeric=columns, key=[firm, year])
    frame = _with_industry(frame, industries, firm, industry).select(firm, year, industry, *columns)
    _require_industry(frame, firm, industry)
    group = [industry, year, "ratio"]
    values = with_place(long_form(frame, columns), by=[*group, "value"])
    # In sorted order a group is a run of places: its first place and its length say all about ranks.
    groups = joinable(values.group_by(*group).agg(nw.col("place").min().alias("first"), nw.len().alias("firms")))
    groups = groups.with_columns(nw.col("firms").cast(nw.Int64))
    last = joinable(values.group_by(*group, "value").agg(nw.col("place").max().alias("last_equal")))
    values = values.join(groups, on=group, how="left").join(last, on=[*group, "value"], how="left")
    values = values.join(_quartiles(values, group), on=group, how="left")
    position = (nw.col("last_equal") - nw.col("first") + 1) / nw.col("firms")
    compared = values.select(
        firm, year, industry, "ratio", "value", *_QUARTILES, position.alias("position"), "firms", _standing(columns)
    )
    return sorted_by(compared, firm, year, "ratio").to_native()


def _quartiles(values: Frame, group: Any) -> Frame:
    """The quartiles of each group as sums, because no engine lacks a sum.

    The quantile at p lies at rank h = p (n - 1), counted from 0. Interpolating between the two
    neighbours of h is adding all values, each with the weight 1 - |rank - h| where that is above 0.
    """
    rank, ends = nw.col("place") - nw.col("first"), nw.col("firms") - 1
    weights = {name: 1 - (rank - ends * p).abs() for name, p in _QUARTILES.items()}
    parts = {name: nw.when(weight > 0).then(nw.col("value") * weight) for name, weight in weights.items()}
    sums = [nw.col(name).sum() for name in _QUARTILES]
    return joinable(values.select(*group, **parts).group_by(*group).agg(*sums))


def _standing(columns: Iterable[str]) -> nw.Expr:
    better = {name: getattr(ALL.get(name), "better", "neither") for name in columns}
    higher, lower = (_is_one_of([name for name in columns if better[name] == end]) for end in ("higher", "lower"))
    above, below = nw.col("value") > nw.col("upper_quartile"), nw.col("value") < nw.col("lower_quartile")
    best, worst = (higher & above) | (lower & below), (higher & below) | (lower & above)
    middle = nw.when(higher | lower).then(nw.lit("middle half"))
    return (
        nw.when(best)
        .then(nw.lit("best quarter"))
        .otherwise(nw.when(worst).then(nw.lit("worst quarter")).otherwise(middle))
        .alias("standing")
    )


def _is_one_of(names: Any) -> nw.Expr:
    return nw.col("ratio").is_in(names) if names else nw.lit(False)  # pyarrow cannot look into an empty list


def _columns(ratios: Any, columns: Iterable[str] | None, keys: Any) -> list[str]:
    if columns is not None:
        columns = [columns] if isinstance(columns, str) else list(dict.fromkeys(columns))
    else:
        schema = check_table(ratios, asked_by="against_industry").collect_schema()
        columns = [name for name, dtype in schema.items() if dtype.is_numeric() and name not in keys]
    if not columns:
        raise LookupError("against_industry needs at least one column of numbers to compare; found none")
    return columns


def _with_industry(frame: Frame, industries: Any, firm: str, industry: str) -> Frame:
    if industries is None:
        return check_table(frame, asked_by="against_industry", text=[industry])
    if industry in frame.collect_schema():
        raise ValueError(f"against_industry found {industry!r} in both tables; leave out one of the two")
    known = check_table(industries, asked_by="against_industry", key=[firm], text=[industry]).select(firm, industry)
    if (type(known), known.implementation) != (type(frame), frame.implementation):
        raise TypeError(
            "against_industry needs both tables from one engine, "
            f"found {frame.implementation} and {known.implementation}"
        )
    return frame.join(known, on=firm, how="left")


def _require_industry(frame: Frame, firm: str, industry: str) -> None:
    without = frame.filter(nw.col(industry).is_null()).select(firm).head(1)
    without = without.collect() if isinstance(without, nw.LazyFrame) else without
    if len(without):
        raise ValueError(f"against_industry needs an industry for every firm; {without.rows()[0][0]!r} has none")
