"""Why one firm scores as it does: each part's effect, and the part that costs most."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cmlib.distress.model import DistressModel, Zone
from cmlib.distress.table import Asked, models_of


@dataclass(frozen=True)
class Explanation:
    """One firm-year's score, taken apart.

    ``parts`` has one row a part, the most costly first: ``part``, ``zh``, ``value``, ``reference``, ``weight``
    and ``effect``, what the part adds to the total beyond what it would add at the reference. Effects add
    up to ``total`` less ``reference_total``. ``zone`` is missing (``None``) with the total, and ``missing``
    names the parts to blame.
    """

    model: DistressModel
    total: float
    reference_total: float
    zone: Zone | None
    parts: pd.DataFrame
    missing: tuple[str, ...]

    @property
    def worst(self) -> str | None:
        """Name of the part that costs most; ``None`` when no part is worse than its reference, or one is missing."""
        first = self.parts.iloc[0]
        return first["part"] if self.zone and _cost(self.model, first["effect"]) > 0 else None

    @property
    def sentence(self) -> str:
        """The explanation in words."""
        if self.zone is None:
            return f"{self.model.name} is missing, because it lacks {', '.join(self.missing)}."
        said = f"{self.model.name} {self.total:.2f}: {self.zone.name}, {self.zone.meaning}."
        if self.worst is None:
            return f"{said} No part is worse than its reference."
        first = self.parts.iloc[0]
        return (
            f"{said} Most is lost by {first['part']}: {first['value']:.2f} against {first['reference']:.2f}, "
            f"{first['effect']:+.2f} points."
        )


def explain_distress(row: Mapping[str, Any], model: Asked, *, against: Mapping[str, Any] | None = None) -> Explanation:
    """Take one row of `cmlib.distress.distress_table` apart.

    ``row`` gives a column's value for its name: a dictionary or a pandas Series. ``against`` is another such
    row to compare with: the same firm a year before, or the medians of its industry. Without it, each part
    is held against its neutral value: nothing for a ratio, an unchanged year for an index, a good signal for
    a signal.

    Raises ``LookupError`` when a row lacks a part, ``TypeError`` for a whole table in a row's place, ``ValueError``
    when a value of ``against`` is missing and for several models, and for an unknown model what
    `distress_table` raises.

    >>> row = {"working_capital_to_assets": -0.1, "retained_earnings_to_assets": 0.1, "ebit_to_assets": 0.05,
    ...        "book_equity_to_liabilities": 0.4}
    >>> print(explain_distress(row, "altman_z_non_manufacturers").sentence)
    altman_z_non_manufacturers 0.43: distress, the firm looks like those that failed within two years. Most is \
lost by working_capital_to_assets: -0.10 against 0.00, -0.66 points.
    """
    chosen, *more = models_of(model, "explain_distress")
    if more:
        raise ValueError(f"explain_distress takes one model at a time; found {[one.name for one in (chosen, *more)]}")
    return _explained(row, chosen, against)


def _explained(row: Mapping[str, Any], model: DistressModel, against: Mapping[str, Any] | None) -> Explanation:
    values = _values(row, model, "row")
    missing = tuple(name for name, value in values.items() if math.isnan(value))
    if against is None:
        reference = {part.formula: float(part.neutral) for part in model.parts}
    else:
        reference = _values(against, model, "against")
        unknown = [name for name, value in reference.items() if math.isnan(value)]
        if unknown:
            raise ValueError(f"explain_distress needs every part in against; {unknown} are missing there")
    parts = pd.DataFrame(
        {
            "part": list(values),
            "zh": [formula.zh for formula in model.formulas],
            "value": list(values.values()),
            "reference": list(reference.values()),
            "weight": [float(part.weight) for part in model.parts],
        }
    )
    parts["effect"] = parts["weight"] * (parts["value"] - parts["reference"])
    order = _cost(model, parts["effect"]).sort_values(ascending=False, kind="stable").index
    total = float(model.total(values))
    return Explanation(
        model=model,
        total=total,
        reference_total=float(model.total(reference)),
        zone=model.zone(total),
        parts=parts.loc[order].reset_index(drop=True),
        missing=missing,
    )


def _cost(model: DistressModel, effect: Any) -> Any:
    """What an effect costs: a fall where more is better, a rise where less is."""
    return -effect if model.better == "higher" else effect


def _values(row: Mapping[str, Any], model: DistressModel, name: str) -> dict[str, float]:
    lacking = [part.formula for part in model.parts if part.formula not in row]
    if lacking:
        raise LookupError(f"explain_distress needs {name} to be a row of distress_table; it lacks {lacking}")
    found = {part.formula: row[part.formula] for part in model.parts}
    if any(np.ndim(value) for value in found.values()):
        raise TypeError(
            f"explain_distress needs {name} to be one row of distress_table, such as table.iloc[-1]; "
            f"found a whole {type(row).__name__}"
        )
    return {part: math.nan if pd.isna(value) else float(value) for part, value in found.items()}
