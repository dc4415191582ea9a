"""Does the model foretell what customers bought after the data it was fitted to?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cmlib.clv.columns import equal_columns, refuse
from cmlib.clv.frequency_class import class_labels
from cmlib.clv.repeat_purchase import RepeatPurchaseModel


@dataclass(frozen=True)
class Holdout:
    """Predicted against actual purchases in a period held out.

    ``by_frequency`` has one row a class of frequency before that period: ``purchases`` then,
    ``customers``, and the mean of ``actual`` and ``predicted`` purchases a customer in the period (missing
    where there is no customer). Errors and correlation are over customers; ``bias`` is the predicted total over the
    actual one, less 1. The correlation is missing where one side does not vary.
    """

    by_frequency: pd.DataFrame
    mean_absolute_error: float
    root_mean_squared_error: float
    correlation: float
    actual_total: float
    predicted_total: float
    bias: float


def holdout(
    model: RepeatPurchaseModel,
    frequency: ArrayLike,
    recency: ArrayLike,
    T: ArrayLike,
    purchases: ArrayLike,
    *,
    horizon: ArrayLike,
    most: int = 7,
) -> Holdout:
    """Hold a model, fitted to histories up to T, against the ``purchases`` made in the ``horizon`` after it.

    ``frequency``, ``recency`` and ``T`` are the customers' histories at the end of the calibration
    period, in the model's unit of time. Classes are 0, 1, 2, … repeat purchases until then, the last
    one ``most`` or more.

    Raises ``ValueError`` for what is no history, purchases that are missing or below zero, a horizon
    below zero and ``most`` below 1.

    >>> from cmlib.clv import BGNBD
    >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> result = holdout(model, [0, 2], [0, 30.43], [38.86, 38.86], [0, 1], horizon=39, most=1)
    >>> result.by_frequency.round(3).to_dict("list")
    {'purchases': ['0', '1+'], 'customers': [1, 1], 'actual': [0.0, 1.0], 'predicted': [0.195, 1.226]}
    """
    asked_by = "holdout"
    if most < 1:
        raise ValueError(f"{asked_by} needs most of at least 1; found {most}")
    columns = equal_columns({"frequency": frequency, "recency": recency, "T": T, "purchases": purchases}, asked_by)
    actual = columns["purchases"]
    refuse(
        ~((actual >= 0) & (actual < np.inf)), columns, "purchases that are missing, infinite or below zero", asked_by
    )
    history = (columns["frequency"], columns["recency"], columns["T"])
    predicted = np.asarray(model.expected_purchases(horizon, *history))
    which = np.minimum(columns["frequency"], most).astype(np.int64)
    customers = np.bincount(which, minlength=most + 1)
    with np.errstate(invalid="ignore"):
        means = [np.bincount(which, values, most + 1) / customers for values in (actual, predicted)]
    error = predicted - actual
    varied = np.ptp(actual) > 0 and np.ptp(predicted) > 0
    total = float(actual.sum())
    return Holdout(
        by_frequency=pd.DataFrame(
            {"purchases": class_labels(most), "customers": customers, "actual": means[0], "predicted": means[1]}
        ),
        mean_absolute_error=float(np.abs(error).mean()),
        root_mean_squared_error=float(np.sqrt(np.mean(error**2))),
        correlation=float(np.corrcoef(actual, predicted)[0, 1]) if varied else np.nan,
        actual_total=total,
        predicted_total=float(predicted.sum()),
        bias=float(predicted.sum()) / total - 1 if total > 0 else np.nan,
    )
