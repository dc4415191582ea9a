"""The medians of each firm's industry beside the firm, on every engine."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from cmlib.statements.industry import against_industry
from cmlib.table.door import Frame, as_frame
from cmlib.table.grouped import joinable


def with_industry_medians(
    frame: Frame, industries: Frame | None, columns: Sequence[str], suffix: str, firm: str, year: str, industry: str
) -> Frame:
    """Add to each firm-year the medians of ``columns`` over its industry in that year, as ``<column><suffix>``.

    ``industries`` is a table of firms and their industries, or ``frame`` has the column ``industry``. A firm-year
    without a value has no median beside it. Raises what `cmlib.statements.against_industry` raises.
    """
    compared = as_frame(
        against_industry(frame.to_native(), industries, columns=columns, firm=firm, year=year, industry=industry),
        "against_industry",
    )
    medians = [
        nw.when(nw.col("ratio") == name).then(nw.col("industry_median")).alias(f"{name}{suffix}") for name in columns
    ]
    groups = compared.select(firm, year, *medians).group_by(firm, year)
    found = joinable(groups.agg(*[nw.col(f"{name}{suffix}").max() for name in columns]))
    return frame.join(found, on=[firm, year], how="left")
