"""Service quality as the gap between what customers perceive and what they expect."""

import math
from collections.abc import Iterable, Mapping

import narwhals.stable.v2 as nw
import pandas as pd
from narwhals.stable.v2.typing import IntoFrameT
from scipy import stats

from cmlib.survey.checks import is_number, require_fraction
from cmlib.table.door import hint, open_table

#: How the columns of answers begin.
EXPECTATION, PERCEPTION = "expectation_", "perception_"

_OVERALL = "overall"


def gap_scores(
    answers: object,
    dimensions: Iterable[str] | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Service quality as perception minus expectation (感知与期望的差距), dimension by dimension.

    ``answers`` is a table of any engine, one row a customer, with columns such as ``expectation_core_1`` and
    ``perception_core_1``: what was asked, the dimension, the item. ``dimensions`` names those wanted, by default
    all. ``weights`` says how much each dimension counts, in any unit (points of 100, say); by default all alike.

    A customer's gap in a dimension is the mean of his perceptions less the mean of his expectations there. A gap
    below zero is a service that falls short. Who left an item of a dimension out does not count in it.

    Returns a pandas table with one row a dimension, and the row ``overall`` with the weighted mean of a customer's
    gaps: ``dimension``, ``expectation``, ``perception``, ``gap``, ``standard_error``, ``lower``, ``upper`` (the
    t interval at ``confidence``), ``customers``, ``weight`` (they sum to 1), ``weighted_gap`` (weight times gap).

    Raises ``TypeError`` for what is no table, ``LookupError`` for an unknown dimension or one without both kinds of
    columns, ``ValueError`` for text among the answers, weights that do not fit or are not above 0.

    Source: Parasuraman, Zeithaml, Berry (1988), SERVQUAL: a multiple-item scale for measuring consumer perceptions
    of service quality, Journal of Retailing 64(1), 12-40.

    >>> answers = pd.DataFrame({"expectation_core_1": [6, 7, 5], "perception_core_1": [5, 7, 3],
    ...                         "expectation_support_1": [4, 5, 6], "perception_support_1": [5, 5, 5]})
    >>> gap_scores(answers)[["dimension", "gap", "customers", "weighted_gap"]]
      dimension  gap  customers  weighted_gap
    0      core -1.0          3          -0.5
    1   support  0.0          3           0.0
    2   overall -0.5          3          -0.5
    """
    require_fraction(confidence, "gap_scores", "confidence")
    frame, columns = _open(answers, dimensions, "gap_scores")
    shares = _shares(weights, list(columns))
    frame = _with_gaps(frame, columns, shares)
    found = _summary(frame, [*columns, _OVERALL])
    found["weight"] = [*shares.values(), 1.0]
    found["weighted_gap"] = found["weight"] * found["gap"]
    reach = [stats.t.ppf(0.5 + confidence / 2, n - 1) if n > 1 else math.nan for n in found["customers"]]
    found.insert(5, "lower", found["gap"] - reach * found["standard_error"])
    found.insert(6, "upper", found["gap"] + reach * found["standard_error"])
    return found


def customer_gaps(answers: IntoFrameT, dimensions: Iterable[str] | None = None) -> IntoFrameT:
    """The same table with a column ``gap_<dimension>`` for every dimension: each customer's gap.

    They are what a regression of satisfaction on the gaps needs. Where an item was left out the gap is missing.
    ``answers`` and ``dimensions`` are those of `gap_scores`, and so are the errors.

    >>> answers = pd.DataFrame({"expectation_core_1": [6, 7], "perception_core_1": [5, 7]})
    >>> customer_gaps(answers)["gap_core"].tolist()
    [-1.0, 0.0]
    """
    opened, columns = _open(answers, dimensions, "customer_gaps")
    gaps = {f"gap_{name}": _mean(columns[name], PERCEPTION) - _mean(columns[name], EXPECTATION) for name in columns}
    native: IntoFrameT = opened.with_columns(**gaps).to_native()
    return native


def _open(
    answers: object, dimensions: Iterable[str] | None, asked_by: str
) -> tuple[nw.DataFrame | nw.LazyFrame, dict[str, list[str]]]:
    """The checked table, and the items of each dimension as ``core_1``, in the order of the table."""
    names = open_table(answers, asked_by=asked_by).collect_schema().names()
    items: dict[str, dict[str, set[str]]] = {}
    for name in names:
        for kind in (EXPECTATION, PERCEPTION):
            item = name.removeprefix(kind)
            dimension, _, number = item.rpartition("_")
            if item != name and dimension and number.isdigit():
                items.setdefault(dimension, {}).setdefault(item, set()).add(kind)
    wanted = list(items) if dimensions is None else list(dict.fromkeys(dimensions))
    unknown = [name for name in wanted if name not in items]
    if unknown or not wanted:
        raise LookupError(
            f"{asked_by} needs columns such as 'expectation_core_1' and 'perception_core_1'"
            f"{f' for {unknown}' if unknown else ''}; found the dimensions {list(items)}{hint(unknown, items)}"
        )
    single = [next(iter(kinds)) + item for name in wanted for item, kinds in items[name].items() if len(kinds) == 1]
    if single:
        raise LookupError(f"{asked_by} needs an expectation and a perception of every item; {single} stand alone")
    columns = {name: list(items[name]) for name in wanted}
    numeric = [kind + item for group in columns.values() for item in group for kind in (EXPECTATION, PERCEPTION)]
    return open_table(answers, asked_by=asked_by, numeric=numeric), columns


def _shares(weights: Mapping[str, float] | None, dimensions: list[str]) -> dict[str, float]:
    given = dict.fromkeys(dimensions, 1.0) if weights is None else dict(weights)
    if set(given) != set(dimensions) or not all(is_number(weight) and weight > 0 for weight in given.values()):
        raise ValueError(f"gap_scores needs a weight above 0 for each of {dimensions}; found {given}")
    total = math.fsum(given.values())
    return {name: given[name] / total for name in dimensions}


def _mean(items: list[str], kind: str) -> nw.Expr:
    """Mean of a customer's answers; missing when one is."""
    total = nw.col(kind + items[0])
    for item in items[1:]:
        total = total + nw.col(kind + item)
    return total / len(items)


def _with_gaps(
    frame: nw.DataFrame | nw.LazyFrame, columns: dict[str, list[str]], shares: dict[str, float]
) -> nw.DataFrame | nw.LazyFrame:
    """For every dimension and overall the columns ``<dimension> expected`` and ``<dimension> perceived``."""
    parts = {}
    for name, items in columns.items():
        parts[f"{name} expected"], parts[f"{name} perceived"] = _mean(items, EXPECTATION), _mean(items, PERCEPTION)
    frame = frame.select(**parts)
    for kind in ("expected", "perceived"):
        first, *others = (nw.col(f"{name} {kind}") * share for name, share in shares.items())
        for other in others:
            first = first + other
        frame = frame.with_columns(first.alias(f"{_OVERALL} {kind}"))
    return frame


def _summary(frame: nw.DataFrame | nw.LazyFrame, dimensions: list[str]) -> pd.DataFrame:
    """Means and standard errors, in one query."""
    wanted = []
    for name in dimensions:
        expected, perceived = nw.col(f"{name} expected"), nw.col(f"{name} perceived")
        gap = perceived - expected
        complete = ~gap.is_null()
        wanted += [
            nw.when(complete).then(expected).mean().alias(f"{name} expectation"),
            nw.when(complete).then(perceived).mean().alias(f"{name} perception"),
            gap.std().alias(f"{name} spread"),
            complete.cast(nw.Int64).sum().cast(nw.Int64).alias(f"{name} customers"),
        ]
    row = frame.lazy().select(*wanted).collect().rows(named=True)[0]
    records = []
    for name in dimensions:
        customers = int(row[f"{name} customers"])
        expectation, perception, spread = (
            math.nan if row[f"{name} {part}"] is None else float(row[f"{name} {part}"])
            for part in ("expectation", "perception", "spread")
        )
        records.append(
            {
                "dimension": name,
                "expectation": expectation,
                "perception": perception,
                "gap": perception - expectation,
                "standard_error": spread / math.sqrt(customers) if customers > 1 else math.nan,
                "customers": customers,
            }
        )
    return pd.DataFrame(records)
