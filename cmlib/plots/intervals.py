"""How sure an observed share is: Wilson's interval."""

import numpy as np
from scipy.stats import binomtest


def wilson(events: int, cases: int) -> tuple[float, float]:
    """The 95% interval of a share by Wilson's method; missing where there are no cases.

    It never leaves 0 to 1, and says something even where nothing happened.

    Source: Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference,
    Journal of the American Statistical Association 22(158), 209-212.

    >>> low, high = wilson(0, 10)
    >>> round(low, 3), round(high, 3)
    (0.0, 0.278)
    """
    if not cases:
        return np.nan, np.nan
    interval = binomtest(int(events), int(cases)).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)
