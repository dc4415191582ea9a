"""From a table to the numbers of a default-probability model: bins, a choice of variables, a regression."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cmlib.rating.probability.bins import WeightOfEvidence
from cmlib.rating.probability.logistic import LogisticFit, fit_logistic
from cmlib.rating.probability.sample import ASKED_BY, Sample, open_sample
from cmlib.table.door import require_columns

INTERCEPT = "intercept"
#: A text column with more categories than this share of the cases names the cases.
_IDENTIFIER = 0.5


@dataclass(frozen=True)
class Dropped:
    """A variable that was offered to a model and left out, and why."""

    variable: str
    reason: str


@dataclass(frozen=True)
class Training:
    """What a model is made of: variables in the order of the fit's coefficients, after the intercept."""

    variables: tuple[str, ...]
    binnings: tuple[WeightOfEvidence, ...]
    fit: LogisticFit
    cases: float
    defaults: float
    dropped: tuple[Dropped, ...]


def train(
    table: Any,
    default: Any,
    *,
    columns: Iterable[str] | None,
    raw: Iterable[str],
    binnings: Iterable[WeightOfEvidence],
    sample_weights: Any,
    minimum_information_value: float,
    wrong_sign: str,
    options: dict[str, Any],
) -> Training:
    """Fit a model; `PDModel.fit` says what the arguments mean."""
    if wrong_sign not in ("flag", "drop"):
        raise ValueError(f"{ASKED_BY} needs wrong_sign to be 'flag' or 'drop'; found {wrong_sign!r}")
    raw = [raw] if isinstance(raw, str) else list(raw)
    given = {one.variable: one for one in binnings}
    sample = open_sample(table, default, sample_weights)
    names = _variables(sample, columns, raw, given)
    bins: dict[str, WeightOfEvidence] = {}
    dropped: list[Dropped] = []
    for name in [name for name in names if name not in raw]:
        binned = given.get(name) or sample.bin(name, options)
        if columns is None and name not in given:
            _refuse_identifier(binned)
        value = binned.information_value
        if len(binned.bins) == 1:
            dropped.append(Dropped(name, "all its values are in one bin"))
        elif value < minimum_information_value:
            dropped.append(Dropped(name, f"information value {value:.4f} is below {minimum_information_value:g}"))
        else:
            bins[name] = binned
    names = [name for name in names if name in raw or name in bins]
    while True:
        if not names:
            raise ValueError(
                f"{ASKED_BY} has no variable left: " + "; ".join(f"{one.variable}: {one.reason}" for one in dropped)
            )
        design, bads, cases = sample.design(names, bins)
        fit = fit_logistic(design, bads, cases, names=[INTERCEPT, *names], asked_by=ASKED_BY)
        z = fit.coefficients / np.sqrt(np.diag(fit.covariance))
        wrong = {name: value for name, value in zip(names, z[1:], strict=True) if name in bins and value > 0}
        if not wrong or wrong_sign == "flag":
            break
        worst = max(wrong, key=lambda name: wrong[name])
        dropped.append(
            Dropped(worst, f"wrong sign beside the others: its coefficient was above 0 (z = {wrong[worst]:.2f})")
        )
        names.remove(worst)
    kept = tuple(bins[name] for name in names if name in bins)
    return Training(tuple(names), kept, fit, float(cases.sum()), float(bads.sum()), tuple(dropped))


def _variables(
    sample: Sample, columns: Iterable[str] | None, raw: list[str], given: dict[str, WeightOfEvidence]
) -> list[str]:
    there = sample.frame.collect_schema().names()
    names = [name for name in there if name not in sample.own] if columns is None else list(dict.fromkeys(columns))
    names += [name for name in (*raw, *given) if name not in names]
    require_columns(sample.frame, names, ASKED_BY)
    if not names:
        raise ValueError(f"{ASKED_BY} needs at least one variable besides the outcome")
    known = [name for name in names if name in sample.own]
    if known:
        raise ValueError(f"{ASKED_BY} cannot explain default by {known}: it is the outcome or the sample's weight")
    return names


def _refuse_identifier(binned: WeightOfEvidence) -> None:
    categories = sum(len(one.categories) for one in binned.bins)
    if categories > _IDENTIFIER * (binned.goods.sum() + binned.bads.sum()):
        raise ValueError(
            f"{ASKED_BY} found {categories:,} different texts in {binned.variable!r}: it names the cases. "
            "Say with columns=[...] which columns explain default"
        )
