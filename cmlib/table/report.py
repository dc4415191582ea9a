"""What could not be computed, and why: a short answer for a table of any length."""

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.ratios import ALL
from cmlib.table.door import Frame, as_frame, check_table, require_columns, require_whole_years
from cmlib.table.selection import asked_for, columns_of
from cmlib.table.whole import ratio_flags

_REASON = ["ratio", "reason"]


def ratio_report(statements: IntoFrameT, ratios: Any = None, firm: str = "firm_id", year: str = "year") -> pd.DataFrame:
    """Sum up what `ratio_table` leaves missing or out: one row for each ratio and reason.

    Takes the arguments of `ratio_table`; without ``ratios`` it goes through all of `cmlib.ratios.ALL`. A ratio
    whose columns the table lacks is no error here: it is a row of the report that names them.

    Returns a pandas table, whatever the engine: ``ratio``, ``reason``, ``firm_years`` (how many), ``share`` of all
    firm-years (a fraction), and one example, ``example_firm`` and ``example_year``, which is missing where the
    reason holds for the whole table. Ratios stand in the order asked for, and for each the most frequent
    reason first. A ratio without a row was computed for every firm-year.

    Raises what `ratio_table` raises, but for missing columns of ratios.

    >>> import pandas as pd
    >>> statements = pd.DataFrame({
    ...     "firm_id": ["A", "A", "B"], "year": [2018, 2019, 2019], "revenue": [100.0, 120.0, 90.0],
    ...     "net_income": [5.0, 6.0, 7.0],
    ... })
    >>> for row in ratio_report(statements, ["sales_growth", "net_margin", "quick_ratio"]).itertuples(index=False):
    ...     print(*row, sep=" | ")
    sales_growth | no statement for the year before | 2 | 0.6666666666666666 | A | 2018
    quick_ratio | the table lacks current_assets, inventory, current_liabilities | 3 | 1.0 | nan | <NA>
    """
    frame = as_frame(statements, "ratio_report")
    require_columns(frame, [firm, year], "ratio_report")
    columns = frame.collect_schema().names()
    formulas = list(ALL.values()) if ratios is None else asked_for(ratios, "ratio_report")
    lacking = {one.__name__: [name for name in columns_of([one]) if name not in columns] for one in formulas}
    possible = [formula for formula in formulas if not lacking[formula.__name__]]
    check_table(frame, asked_by="ratio_report", numeric=columns_of(possible), key=[firm, year])
    require_whole_years(frame, year, "ratio_report")
    total = int(_collected(frame.select(nw.len().alias("rows")))["rows"][0])
    report = [
        {"ratio": name, "reason": f"the table lacks {', '.join(names)}", "firm_years": total}
        for name, names in lacking.items()
        if names
    ]
    if possible:
        flags = as_frame(ratio_flags(frame.to_native(), possible, firm, year), "ratio_report")
        report += _summed_up(flags, firm, year)
    return _in_order(report, list(lacking), total)


def _summed_up(flags: Frame, firm: str, year: str) -> list[dict[str, Any]]:
    """Each ratio and reason with its number of rows, and of these the first year of the first firm."""
    if isinstance(flags, nw.LazyFrame) and not len(flags.head(1).collect()):
        return []
    if flags.collect_schema()[firm] in (nw.Categorical, nw.Enum):  # the first of categories is not known to all engines
        flags = flags.with_columns(nw.col(firm).cast(nw.String))
    counts = flags.group_by(*_REASON).agg(nw.len().alias("firm_years"), nw.col(firm).min().alias("example_firm"))
    of_firm = flags.group_by(*_REASON, firm).agg(nw.col(year).min().alias("example_year"))
    joined = counts.join(of_firm, left_on=[*_REASON, "example_firm"], right_on=[*_REASON, firm], how="left")
    columns = [*_REASON, "firm_years", "example_firm", "example_year"]
    return list(_collected(joined.select(*columns)).iter_rows(named=True))


def _in_order(report: list[dict[str, Any]], ratios: list[str], total: int) -> pd.DataFrame:
    report = sorted(report, key=lambda row: (ratios.index(row["ratio"]), -row["firm_years"], row["reason"]))
    table = pd.DataFrame(report, columns=[*_REASON, "firm_years", "share", "example_firm", "example_year"])
    kinds: dict[str, Any] = {
        "ratio": object,
        "reason": object,
        "firm_years": "int64",
        "example_firm": object,
        "example_year": "Int64",
    }
    return table.assign(share=table["firm_years"].astype("int64") / total).astype(kinds)


def _collected(frame: Frame) -> nw.DataFrame:
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame
