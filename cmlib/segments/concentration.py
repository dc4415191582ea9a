"""How unevenly profit is spread over customers: the share of the best, the Lorenz curve, the Gini coefficient.

"80% of profit from 20% of customers" is a claim to check. Customers who lose money are part of it: then
the best bring more than all of the profit, and the usual measures leave their usual range.
"""

import numbers
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray


def top_share(values: ArrayLike, share: float = 0.2) -> float:
    """Share of the total that the best customers bring (帕累托比例): the best ``share`` of all customers.

    ``values`` has one number a customer: a list, an array or a Series. Where ``share`` of them is no whole
    number of customers, the next best counts in part. With losses among the values the answer may exceed
    1. It is missing (NaN) when the total is not above 0.

    Raises ``TypeError`` for what are no numbers, ``ValueError`` for no value, a missing or infinite one,
    and a ``share`` outside 0 to 1.

    >>> top_share([50, 30, 10, 10, 0]), top_share([50, 30, 10, 10, 0], share=0.3)
    (0.5, 0.65)
    """
    if isinstance(share, bool) or not isinstance(share, numbers.Real) or not 0 <= share <= 1:
        raise ValueError(f"top_share needs a share from 0 to 1; found {share!r}")
    best = _scaled(np.sort(numbers_of(values, "top_share"))[::-1])
    total, customers = best.sum(), share * len(best)
    nearest = round(customers)
    if abs(customers - nearest) < 1e-9 * len(best):  # 0.3 of 10 is 3, though not in binary fractions
        customers = nearest
    whole = int(customers)
    brought = best[:whole].sum() + (customers - whole) * (best[whole] if whole < len(best) else 0.0)
    return float(brought / total) if total > 0 else float("nan")


def lorenz(values: ArrayLike) -> pd.DataFrame:
    """The Lorenz curve (洛伦兹曲线): what share of the total the least valuable customers bring.

    Returns a table from (0, 0) to (1, 1), a row a customer, the least valuable first:
    ``share_of_customers`` and ``share_of_total``. With losses among the values the curve dips below 0;
    where the total is not above 0, ``share_of_total`` is missing. Errors are those of `top_share`.

    Source: Lorenz (1905), Methods of Measuring the Concentration of Wealth, Publications of the American
    Statistical Association 9(70), 209-219.

    >>> lorenz([1, 3])["share_of_total"].tolist()
    [0.0, 0.25, 1.0]
    """
    rising = _scaled(np.sort(numbers_of(values, "lorenz")))
    added = np.concatenate([[0.0], np.cumsum(rising)])
    shares = added / added[-1] if added[-1] > 0 else np.full(len(added), np.nan)
    return pd.DataFrame({"share_of_customers": np.arange(len(added)) / len(rising), "share_of_total": shares})


def gini(values: ArrayLike, *, normalised: bool = False) -> float:
    """The Gini coefficient (基尼系数): half the mean difference between two customers over the mean.

    All n² pairs count. 0 means that all bring the same; (n − 1) / n, that one brings all. With losses
    among the values it may exceed 1; ``normalised=True`` divides by the mean of the absolute values
    instead of the mean, which keeps it at most (n − 1) / n and changes nothing where nobody loses.
    Missing (NaN) when what it is divided by is not above 0. Errors are those of `top_share`.

    Source: Gini (1912), Variabilità e mutabilità, Bologna. Raffinetti, Siletti, Vernizzi (2015), On the
    Gini Coefficient Normalization when Attributes with Negative Values are Considered, Statistical Methods
    & Applications 24(3), 507-521.

    >>> gini([0, 0, 0, 100]), gini([-50, 0, 0, 100]), gini([-50, 0, 0, 100], normalised=True)
    (0.75, 2.25, 0.75)
    """
    if not isinstance(normalised, bool):
        raise TypeError(f"gini needs normalised to be True or False; found {normalised!r}")
    rising = _scaled(np.sort(numbers_of(values, "gini")))
    count = len(rising)
    # In sorted order the i-th value is the larger one of i - 1 pairs and the smaller one of n - i.
    weights = 2 * np.arange(1, count + 1) - count - 1
    base = np.abs(rising).sum() if normalised else rising.sum()
    return float((weights * rising).sum() / (count * base)) if base > 0 else float("nan")


def _scaled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values as they are, or, where their sum is beyond a float, in a larger unit: shares do not change."""
    largest = np.abs(values).max()
    return values / largest if largest > np.finfo(float).max / len(values) ** 2 else values


def numbers_of(values: Any, asked_by: str) -> NDArray[np.float64]:
    """The values as an array of finite floats; refuses what is missing, for it is not known to be nothing."""
    if isinstance(values, (list, tuple, np.ndarray)):
        array = np.asarray(values)
        if array.dtype.kind == "O" and all(one is None or isinstance(one, numbers.Real) for one in array.ravel()):
            array = np.array([np.nan if one is None else one for one in array.ravel()]).reshape(array.shape)
    else:
        try:
            series = nw.from_native(values, series_only=True)
        except TypeError:
            raise TypeError(
                f"{asked_by} needs a list, an array or a Series of numbers; found {type(values).__name__}"
            ) from None
        array = series.cast(nw.Float64).to_numpy() if series.dtype.is_numeric() else series.to_numpy()
    if array.dtype.kind not in "iuf" and array.size:
        raise TypeError(f"{asked_by} needs numbers; found {array.dtype}")
    if array.ndim != 1 or not len(array):
        raise ValueError(f"{asked_by} needs one number a customer, and at least one customer; found {array.shape}")
    found = array.astype(float)
    wrong = int((~np.isfinite(found)).sum())
    if wrong:
        raise ValueError(
            f"{asked_by} needs a finite number for every customer; {wrong} of {len(found)} are missing or infinite. "
            "Leave these customers out, or find their numbers"
        )
    return found
