"""Does each grade default as often as its probability says? The binomial test, grade by grade."""

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from scipy import stats

from cmlib.table.door import open_table


def binomial_test(
    table: Any,
    *,
    grade: str = "grade",
    probability: str = "probability_of_default",
    default: str = "defaulted",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Test the default rate of every grade against its forecast (二项检验).

    ``table``, of any engine, has one row a case, such as `PDModel.grade` gives together with the outcome.
    One row a grade, the safest first: ``count``, ``events`` (defaults), ``forecast`` (the mean
    probability), ``observed`` rate, ``at_least`` and ``at_most``, the chances of so many defaults or
    more, and so many or fewer, if the forecast were right and cases independent; and ``verdict``:
    ``"forecast too low"`` when ``at_least`` is below ``1 - confidence``, ``"forecast too high"`` when
    ``at_most`` is, else ``"in line"``. Defaults that come together in a bad year break independence:
    the test then rejects too often.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for a row
    with a missing grade or probability, a probability outside 0 to 1, an outcome that is not 0 or 1, and a
    ``confidence`` that is not between 0 and 1.

    Source: Basel Committee on Banking Supervision (2005), Studies on the Validation of Internal Rating
    Systems, Working Paper 14, chapter III.

    >>> cases = pd.DataFrame({"grade": "BB", "probability_of_default": 0.02, "defaulted": [1] * 5 + [0] * 95})
    >>> binomial_test(cases).round(4)[["grade", "count", "events", "at_least", "verdict"]]
      grade  count  events  at_least  verdict
    0    BB  100.0     5.0    0.0508  in line
    """
    if not 0 < confidence < 1:
        raise ValueError(f"binomial_test needs confidence to be above 0 and below 1, found {confidence!r}")
    frame = open_table(table, asked_by="binomial_test", numeric=[probability], text=[grade, default])
    outcome, chance = nw.col(default).cast(nw.Float64), nw.col(probability)
    frame = frame.select(nw.col(grade).alias("grade"), chance=chance, bad=outcome)
    sound = (nw.col("bad") == 0) | (nw.col("bad") == 1)
    sound = sound & (nw.col("chance") >= 0) & (nw.col("chance") <= 1) & ~nw.col("grade").is_null()
    wrong = frame.filter(~sound.fill_null(False)).head(1).lazy().collect().rows(named=True)
    if wrong:
        raise ValueError(
            "binomial_test needs a grade, a probability from 0 to 1 and an outcome of 0 or 1 in every row; "
            f"found {wrong[0]}"
        )
    groups = frame.group_by("grade").agg(
        nw.len().alias("count"), nw.col("bad").sum().alias("events"), nw.col("chance").mean().alias("forecast")
    )
    found = groups.lazy().collect()
    numbers = {name: found[name].to_numpy().astype(float) for name in ("count", "events", "forecast")}
    tested = pd.DataFrame({"grade": found["grade"].to_list()} | numbers)
    tested = tested.sort_values(["forecast", "grade"], ignore_index=True)
    count, events, forecast = (tested[name].to_numpy() for name in numbers)
    at_least, at_most = stats.binom.sf(events - 1, count, forecast), stats.binom.cdf(events, count, forecast)
    beyond = [at_least < 1 - confidence, at_most < 1 - confidence]
    verdict = np.select(beyond, ["forecast too low", "forecast too high"], "in line")
    return tested.assign(observed=events / count, at_least=at_least, at_most=at_most, verdict=verdict)
