"""How well the items of a questionnaire measure one thing."""

import pandas as pd
from scipy import stats


def cronbach_alpha(items: pd.DataFrame) -> tuple[float, tuple[float, float]]:
    """Alpha with its 99.9% interval after Feldt (1965)."""
    people, count = items.shape
    alpha = count / (count - 1) * (1 - items.var().sum() / items.sum(axis=1).var())
    f = stats.f(people - 1, (people - 1) * (count - 1))
    return alpha, (1 - (1 - alpha) * f.ppf(0.9995), 1 - (1 - alpha) * f.ppf(0.0005))
