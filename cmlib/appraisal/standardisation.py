"""Comparing branches whose portfolios differ: events observed against those that the mix explains."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from scipy import stats

from cmlib.survey.checks import require_fraction
from cmlib.table.door import first_row, open_table


def standardised_ratios(
    table: object,
    *,
    unit: str,
    strata: str | Sequence[str],
    events: str = "events",
    cases: str = "cases",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Events of each unit against what its mix would bring at everybody's rates (间接标准化, 组合结构调整).

    ``table`` is of any engine and may have many rows a ``unit`` (a branch, a manager) and stratum (a product, a
    customer class): ``events`` (defaults, complaints) out of ``cases`` (loans, customers) are added up first. A
    stratum's rate is that of all units together; expected are these rates times the unit's own cases.

    Returns a pandas table, one row a unit, sorted: ``cases``, ``observed``, ``expected``, ``ratio`` of the two,
    ``lower`` and ``upper`` (exact for Poisson counts, the expected ones taken as known), ``crude_rate`` and
    ``adjusted_rate`` (the ratio times the rate of all). The ratio is missing where nothing is expected. Units may be
    compared with the average, less well with each other when their mixes differ much.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for text where
    numbers belong, an empty table, a row whose cases are not above 0 or whose events are not from 0 to the cases, and
    a confidence that is not between 0 and 1.

    Source: Breslow, Day (1987), Statistical Methods in Cancer Research, vol. II, International Agency for Research on
    Cancer, ch. 2; Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28(3-4), 437-442.

    >>> loans = pd.DataFrame({"branch": ["A", "A", "B", "B"], "product": ["home", "card", "home", "card"],
    ...                       "cases": [900, 100, 100, 900], "events": [9, 10, 1, 90]})
    >>> standardised_ratios(loans, unit="branch", strata="product")[["branch", "crude_rate", "expected", "ratio"]]
      branch  crude_rate  expected  ratio
    0      A       0.019      19.0    1.0
    1      B       0.091      91.0    1.0
    """
    asked_by = "standardised_ratios"
    require_fraction(confidence, asked_by, "confidence")
    by = [strata] if isinstance(strata, str) else list(strata)
    frame = open_table(table, asked_by=asked_by, numeric=[events, cases], text=[unit, *by])
    n, of = nw.col(events), nw.col(cases)
    wrong = nw.any_horizontal(n.is_null(), of.is_null(), n < 0, of <= 0, n > of, ignore_nulls=True)
    odd = first_row(frame.filter(wrong).select(unit, events, cases))
    if odd is not None:
        raise ValueError(
            f"{asked_by} needs cases above 0, and events from 0 to the cases, in every row; "
            f"found {odd[1]} events of {odd[2]} cases for {odd[0]!r}"
        )
    sums = frame.group_by(unit, *by).agg(n.sum(), of.sum())
    cells = pd.DataFrame(sums.lazy().collect().rows(), columns=[unit, *by, "events", "cases"])
    total = cells.groupby(by, dropna=False)[["events", "cases"]].transform("sum")
    cells["expected"] = cells["cases"] * total["events"] / total["cases"]
    found = cells.groupby(unit, sort=True)[["cases", "events", "expected"]].sum().rename(columns={"events": "observed"})
    observed, expected = found["observed"].to_numpy(), found["expected"].where(found["expected"] > 0).to_numpy()
    tail = (1 - confidence) / 2
    low = np.where(observed > 0, stats.chi2.ppf(tail, 2 * np.maximum(observed, 1)) / 2, 0.0)
    found["ratio"] = observed / expected
    found["lower"] = low / expected
    found["upper"] = stats.chi2.ppf(1 - tail, 2 * (observed + 1)) / 2 / expected
    found["crude_rate"] = found["observed"] / found["cases"]
    found["adjusted_rate"] = found["ratio"] * (found["observed"].sum() / found["cases"].sum())
    return found.reset_index()
