"""Does the model reproduce how many customers bought how often?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from cmlib.clv.columns import equal_columns, refuse, whole_frequency
from cmlib.clv.frequency_class import class_labels
from cmlib.clv.repeat_purchase import RepeatPurchaseModel


@dataclass(frozen=True)
class FrequencyFit:
    """Actual and expected numbers of customers by frequency, and the chi-square test of their difference (卡方检验).

    ``table`` has one row a class of frequency: ``purchases``, ``actual``, ``expected``, ``contribution``
    to ``chi_square``. A small ``p_value`` speaks against the model; with very many customers any model fails.
    """

    table: pd.DataFrame
    chi_square: float
    degrees_of_freedom: int
    p_value: float


def frequency_fit(
    model: RepeatPurchaseModel, frequency: ArrayLike, T: ArrayLike, weights: ArrayLike | None = None, *, most: int = 7
) -> FrequencyFit:
    """Compare the frequencies of customers of ages ``T`` with those that the model expects.

    Classes are 0, 1, 2, … repeat purchases, the last one ``most`` or more. Degrees of freedom are the
    number of classes, less one, less the model's parameters when it was fitted. ``p_value`` is missing
    when none is left.

    Raises ``ValueError`` for columns of unequal length, a frequency that is no count, an age below zero,
    and ``most`` below 1.

    Source: Fader, Hardie, Lee (2005), Marketing Science 24(2), 275-284.

    >>> from cmlib.clv import BGNBD
    >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> bought = np.repeat([0, 1, 2], [610, 190, 200])
    >>> fit = frequency_fit(model, bought, T=30.0, most=2)
    >>> fit.table["actual"].tolist(), fit.table["expected"].round(1).tolist()
    ([610.0, 190.0, 200.0], [607.1, 193.7, 199.2])
    >>> round(fit.chi_square, 2), fit.degrees_of_freedom
    (0.09, 2)
    """
    asked_by = "frequency_fit"
    if most < 1:
        raise ValueError(f"{asked_by} needs most of at least 1; found {most}")
    columns = equal_columns(
        {"frequency": frequency, "T": T} | ({} if weights is None else {"weights": weights}), asked_by
    )
    for name, values in columns.items():
        refuse(
            ~((values >= 0) & (values < np.inf)), columns, f"{name} that is missing, infinite or below zero", asked_by
        )
    whole_frequency(columns, asked_by)
    customers = columns.get("weights", np.ones(len(columns["T"])))
    which = np.minimum(columns["frequency"], most).astype(np.int64)
    actual = np.bincount(which, customers, minlength=most + 1)
    expected = np.array(
        [customers @ model.probability_of_purchases(np.full(len(customers), x), columns["T"]) for x in range(most)]
    )
    expected = np.append(expected, max(customers.sum() - expected.sum(), 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        contribution = np.where(actual == expected, 0.0, (actual - expected) ** 2 / expected)
    chi_square = float(contribution.sum())
    freedom = most - (len(model.parameters) if model.estimate else 0)
    table = pd.DataFrame(
        {"purchases": class_labels(most), "actual": actual, "expected": expected, "contribution": contribution}
    )
    return FrequencyFit(table, chi_square, freedom, float(chdtrc(freedom, chi_square)) if freedom > 0 else np.nan)
