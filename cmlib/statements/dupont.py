"""DuPont: the return on equity as a product of factors."""

from collections.abc import Mapping
from types import MappingProxyType

from narwhals.stable.v2.typing import IntoFrameT

from cmlib.formula import Formula
from cmlib.ratios import (
    average_equity_multiplier,
    ebit_margin,
    interest_burden,
    net_margin,
    return_on_equity,
    tax_burden,
    total_asset_turnover,
)
from cmlib.table import ratio_table
from cmlib.table.selection import open_statements

#: Number of factors -> their formulas, in the order in which textbooks multiply and replace them.
FACTORS: Mapping[int, tuple[Formula, ...]] = MappingProxyType(
    {
        3: (net_margin, total_asset_turnover, average_equity_multiplier),
        5: (tax_burden, interest_burden, ebit_margin, total_asset_turnover, average_equity_multiplier),
    }
)


def dupont(statements: IntoFrameT, factors: int = 3, *, firm: str = "firm_id", year: str = "year") -> IntoFrameT:
    """The factors of the return on equity, and the return that they multiply to (杜邦分析).

    Three factors: net margin, asset turnover, equity multiplier. With five, the net margin is split further
    into tax burden, interest burden and EBIT margin. In a year of loss the first two are missing, because
    nothing is left to share; the return itself is not.

    Returns a table of the same kind: firm, year, one column a factor, ``return_on_equity``.

    Raises ``ValueError`` for another number of factors, and what `cmlib.table.ratio_table` raises for a
    table that does not fit.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis, 3rd ed.,
    ch. 7.

    >>> import pandas as pd
    >>> firm = pd.DataFrame({"firm_id": "A", "year": [2022, 2023], "net_income": [50, 60], "revenue": [1000, 1000],
    ...                      "total_assets": [950, 1050], "equity": [380, 420]})
    >>> dupont(firm).iloc[1].to_dict()  # doctest: +NORMALIZE_WHITESPACE
    {'firm_id': 'A', 'year': 2023, 'net_margin': 0.06, 'total_asset_turnover': 1.0,
     'average_equity_multiplier': 2.5, 'return_on_equity': 0.15}
    """
    formulas = [*factors_of(factors, "dupont"), return_on_equity]
    frame, _ = open_statements(statements, formulas, firm, year, "dupont")
    return ratio_table(frame.to_native(), formulas, firm, year)


def factors_of(number: int, asked_by: str) -> tuple[Formula, ...]:
    """The formulas of three or five factors. Raises ``ValueError`` for another number."""
    if isinstance(number, bool) or number not in FACTORS:
        raise ValueError(f"{asked_by} needs factors to be 3 or 5, found {number!r}")
    return FACTORS[number]
