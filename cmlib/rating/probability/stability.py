"""Has the population moved? The population stability index, of a score and of every variable."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from cmlib.rating.probability.bins import WeightOfEvidence
from cmlib.rating.probability.evidence import evidence, information_values
from cmlib.rating.probability.spread import Cells, counted, spread
from cmlib.rule_file import RuleFile, require_rules
from cmlib.table.door import check_table


@dataclass(frozen=True)
class StabilityBand:
    """A reading of the index, from ``lower`` on."""

    reading: str
    lower: float


@dataclass(frozen=True)
class StabilityBands(RuleFile):
    """Readings of the stability index, in ascending order and from 0.

    Raises ``ValueError`` when they do not begin at 0 or do not rise.
    """

    name: str
    source: str
    bands: tuple[StabilityBand, ...]

    def __post_init__(self) -> None:
        bounds = [one.lower for one in self.bands]
        if not bounds or bounds[0] != 0 or any(a >= b for a, b in itertools.pairwise(bounds)):
            raise ValueError(f"stability bands {self.name!r} must begin at 0 and rise, found {bounds}")

    def reading(self, value: float) -> str:
        """The reading of an index; the bound belongs to the higher band."""
        return [one.reading for one in self.bands if value >= one.lower][-1]


#: The usual rule of thumb.
STABILITY_BANDS = StabilityBands(
    name="population stability index",
    source="Siddiqi (2006), Credit Risk Scorecards, Wiley, chapter 8 (scorecard monitoring).",
    bands=(StabilityBand("stable", 0), StabilityBand("some change", 0.1), StabilityBand("unstable", 0.25)),
)


@dataclass(frozen=True, eq=False)
class StabilityIndex:
    """A population stability index and its parts.

    ``value`` is the sum of ``table["index"]``, ``reading`` its band. ``critical_value`` is what chance alone
    exceeds with a probability of 5% when nothing has moved: small samples move by themselves. Missing
    where only shares are known.
    """

    value: float
    reading: str
    critical_value: float
    table: pd.DataFrame

    def __float__(self) -> float:
        return self.value


def stability_index(
    expected: Any,
    actual: Any,
    *,
    of: str = "values",
    groups: int = 10,
    edges: ArrayLike | None = None,
    bands: StabilityBands = STABILITY_BANDS,
) -> StabilityIndex:
    """Population stability index (PSI, 群体稳定性指标): how far two distributions lie apart.

    The sum over bins of ``(actual share - expected share) * ln(actual share / expected share)``.

    With ``of="values"``, both are arrays or Series of single values. Numbers fall into ``groups`` bins
    that hold equal numbers of the expected ones, or between ``edges`` (each begins a bin); missing ones
    are a bin of their own, texts are categories. With ``of="counts"``, both are counts or shares of the
    same bins in the same order, or mappings (or pandas Series) from bin to count.

    A bin that is empty on one side counts half a case more on both; with shares that cannot be done and
    is refused. A bin that is empty on both sides adds nothing.

    Raises ``ValueError`` for an unknown ``of``, counts below 0 or of different length, an empty side, an
    empty bin beside shares, shares given as values, and edges that do not rise; ``TypeError`` for numbers
    beside texts, mappings given as values, and what are no bands.

    Source: Siddiqi (2006), Credit Risk Scorecards, Wiley, chapter 8. Critical value: Yurdakul, Naranjo
    (2020), Statistical Properties of the Population Stability Index, Journal of Risk Model Validation
    14(4), 89-100.

    >>> moved = stability_index([40, 60], [50, 50], of="counts")
    >>> round(moved.value, 6), moved.reading  # 0.1 ln(5/4) - 0.1 ln(5/6)
    (0.040547, 'stable')
    """
    if of not in ("values", "counts"):
        raise ValueError(f"stability_index needs of to be 'values' or 'counts'; found {of!r}")
    require_rules(bands, StabilityBands, "bands", "stability_index")
    cells = counted(expected, actual) if of == "counts" else spread(expected, actual, groups, edges)
    return _index(cells, bands)


def characteristic_stability(
    binnings: Iterable[WeightOfEvidence], actual: Any, *, bands: StabilityBands = STABILITY_BANDS
) -> pd.DataFrame:
    """The stability index of every variable of a model: which of them moved, and which way.

    ``binnings`` hold the expected counts (``PDModel.binnings``), ``actual`` is a table of any engine. One row
    a variable: ``stability_index``, ``critical_value``, ``reading``, and ``shift``, the change of the mean
    weight of evidence: below 0 the population has become riskier. Values that no bin holds are a bin
    that was empty, with a weight of 0.

    Raises ``TypeError`` for what is no table or no bands, ``LookupError`` for a missing column.

    Source: Siddiqi (2006), Credit Risk Scorecards, Wiley, chapter 8 (characteristic analysis).

    >>> from cmlib.rating import weight_of_evidence
    >>> ages = pd.DataFrame({"age": [20] * 50 + [60] * 50, "defaulted": ([1] * 10 + [0] * 40) + ([1] * 2 + [0] * 48)})
    >>> fitted = weight_of_evidence("age", "defaulted", table=ages)
    >>> moved = characteristic_stability([fitted], ages.iloc[:60])  # the young are five in six now, not one in two
    >>> moved[["variable", "stability_index", "reading"]].round(4)
      variable  stability_index   reading
    0      age           0.5365  unstable
    """
    require_rules(bands, StabilityBands, "bands", "characteristic_stability")
    binnings = list(binnings)
    frame = check_table(actual, asked_by="characteristic_stability", text=[one.variable for one in binnings])
    rows = []
    for one in binnings:
        places = frame.select(place=one.place(nw.col(one.variable))).group_by("place").agg(nw.len().alias("cases"))
        found = places.lazy().collect()
        count = np.zeros(len(one.bins) + 1)
        count[found["place"].to_numpy().astype(int)] = found["cases"].to_numpy()  # -1, no bin, is the last
        cells = Cells([*(each.label for each in one.bins), "no bin"], np.append(one.goods + one.bads, 0.0), count)
        index = _index(cells, bands)
        weights = np.append(one.weights, 0.0)
        shift = weights @ (cells.actual / cells.actual.sum() - cells.expected / cells.expected.sum())
        rows.append((one.variable, index.value, index.critical_value, index.reading, float(shift)))
    return pd.DataFrame(rows, columns=["variable", "stability_index", "critical_value", "reading", "shift"])


def _index(cells: Cells, bands: StabilityBands) -> StabilityIndex:
    kept = cells.expected + cells.actual > 0
    expected, actual = cells.expected[kept], cells.actual[kept]
    before, after = float(expected.sum()), float(actual.sum())
    parts = information_values(actual, expected)
    table = pd.DataFrame(
        {
            "bin": [label for label, keep in zip(cells.labels, kept, strict=True) if keep],
            "expected": expected,
            "actual": actual,
            "expected_share": expected / before,
            "actual_share": actual / after,
            "log_ratio": evidence(actual, expected),
            "index": parts,
        }
    )
    value = math.fsum(parts)
    critical = math.nan
    if not cells.are_shares:
        critical = float(stats.chi2.ppf(0.95, len(parts) - 1)) * (1 / before + 1 / after) if len(parts) > 1 else 0.0
    return StabilityIndex(value, bands.reading(value), critical, table)
