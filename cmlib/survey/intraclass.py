"""How far raters agree on a measured mark: the six intraclass correlations."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from cmlib.survey.checks import require_fraction
from cmlib.survey.ratings import complete_subjects, rating_matrix

#: The forms by Shrout and Fleiss, and what each says.
FORMS = {
    "ICC(1,1)": "one rating; each subject has raters of its own",
    "ICC(2,1)": "one rating; the same raters, a sample of many; agreement in level",
    "ICC(3,1)": "one rating; the same raters, these only; agreement in order",
    "ICC(1,k)": "mean of k ratings; each subject has raters of its own",
    "ICC(2,k)": "mean of k ratings; the same raters, a sample of many; agreement in level",
    "ICC(3,k)": "mean of k ratings; the same raters, these only; agreement in order",
}

_Row = tuple[float, float, float, float, float, float, float]
_NAN = math.nan
_NO_ROW: _Row = (_NAN, _NAN, _NAN, _NAN, _NAN, _NAN, _NAN)


@dataclass(frozen=True)
class IntraclassCorrelation:
    """All six intraclass correlations of one set of ratings.

    ``table`` has one row a form: ``form``, ``meaning``, ``value``, ``f``, ``df_1``, ``df_2``, ``p_value`` (of the
    test that raters do not agree at all), ``lower``, ``upper``. Mean squares are those of the analysis of variance:
    between subjects, within subjects, between raters, and what is left. Where every subject has raters of its own,
    only forms 1 exist; the others, and the last two mean squares, are missing.
    """

    table: pd.DataFrame
    subjects: int
    raters: int
    left_out: int
    confidence: float
    between_subjects: float
    within_subjects: float
    between_raters: float
    residual: float

    def __getitem__(self, form: str) -> float:
        """The value of a form; ``LookupError`` for an unknown one."""
        if form not in FORMS:
            raise LookupError(f"there is no intraclass correlation {form!r}; there are {list(FORMS)}")
        return float(self.table["value"].to_numpy()[list(FORMS).index(form)])


def intraclass_correlation(
    ratings: object,
    *,
    subject: str | None = None,
    rater: str | None = None,
    rating: str | None = None,
    confidence: float = 0.95,
) -> IntraclassCorrelation:
    """Agreement of raters on marks, in the six forms of Shrout and Fleiss (组内相关系数).

    ``ratings`` is an array (subjects, raters), or a table of any engine: wide, one row a subject and one column of
    numbers a rater; or long, one row a rating, with the columns ``subject``, ``rater`` and ``rating`` named. In long
    form without ``rater``, every subject has raters of its own, and only ICC(1,1) and ICC(1,k) are computed.

    Subjects without all their ratings are left out and counted. A value below 0 says that ratings of one subject
    differ more than those of different subjects. Values are missing where ratings do not vary at all.

    Raises ``TypeError`` for what is no table or array of numbers, ``LookupError`` for a missing column,
    ``ValueError`` for fewer than two complete subjects or two raters, text where ratings belong, a rater who rates a
    subject twice, and a confidence that is not between 0 and 1.

    Source: Shrout, Fleiss (1979), Intraclass correlations: uses in assessing rater reliability, Psychological
    Bulletin 86(2), 420-428.

    >>> shrout_fleiss = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> found = intraclass_correlation(shrout_fleiss)
    >>> round(found["ICC(1,1)"], 2), round(found["ICC(2,1)"], 2), round(found["ICC(3,1)"], 2)
    (0.17, 0.29, 0.71)
    """
    asked_by = "intraclass_correlation"
    require_fraction(confidence, asked_by, "confidence")
    matrix = rating_matrix(ratings, asked_by, subject=subject, rater=rater, rating=rating)
    kept = complete_subjects(matrix.values, asked_by)
    n, k = kept.shape
    between, within, raters, residual = _mean_squares(kept)
    upper_tail = 0.5 + confidence / 2
    rows = dict.fromkeys(FORMS, _NO_ROW)
    rows["ICC(1,1)"], rows["ICC(1,k)"] = _by_f(between, within, k, n - 1, n * (k - 1), upper_tail)
    if matrix.same_raters:
        rows["ICC(3,1)"], rows["ICC(3,k)"] = _by_f(between, residual, k, n - 1, (n - 1) * (k - 1), upper_tail)
        rows["ICC(2,1)"], rows["ICC(2,k)"] = _two_way_random(between, raters, residual, n, k, upper_tail)
    else:
        raters = residual = math.nan
    names = ["value", "f", "df_1", "df_2", "p_value", "lower", "upper"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("form").reset_index()
    table.insert(1, "meaning", list(FORMS.values()))
    return IntraclassCorrelation(table, n, k, len(matrix.values) - n, confidence, between, within, raters, residual)


def _mean_squares(ratings: NDArray[np.float64]) -> tuple[float, float, float, float]:
    n, k = ratings.shape
    whole, subjects, raters = ratings.mean(), ratings.mean(axis=1), ratings.mean(axis=0)
    between = k * ((subjects - whole) ** 2).sum() / (n - 1)
    within = ((ratings - subjects[:, None]) ** 2).sum() / (n * (k - 1))
    by_rater = n * ((raters - whole) ** 2).sum() / (k - 1)
    rest = ratings - subjects[:, None] - raters + whole
    residual = (rest**2).sum() / ((n - 1) * (k - 1))
    return float(between), float(within), float(by_rater), float(residual)


def _by_f(between: float, error: float, k: int, df_1: int, df_2: int, tail: float) -> tuple[_Row, _Row]:
    """Forms 1 and 3, whose intervals are exact: the ratio of two mean squares follows F."""
    if between == error == 0:
        return _NO_ROW, _NO_ROW
    f = between / error if error > 0 else math.inf
    low, high = f / stats.f.ppf(tail, df_1, df_2), f * stats.f.ppf(tail, df_2, df_1)
    p_value = float(stats.f.sf(f, df_1, df_2))
    single = (_single(f, k), f, df_1, df_2, p_value, _single(low, k), _single(high, k))
    mean = (_mean(f), f, df_1, df_2, p_value, _mean(low), _mean(high))
    return single, mean


def _single(f: float, k: int) -> float:
    return 1.0 if math.isinf(f) else (f - 1) / (f + k - 1)


def _mean(f: float) -> float:
    return 1 - 1 / f if f > 0 else math.nan


def _two_way_random(between: float, raters: float, residual: float, n: int, k: int, tail: float) -> tuple[_Row, _Row]:
    """Form 2, whose interval rests on Satterthwaite's degrees of freedom."""
    whole = between + (k - 1) * residual + k * (raters - residual) / n
    if not whole > 0:
        return _NO_ROW, _NO_ROW
    value = (between - residual) / whole
    f = between / residual if residual > 0 else math.inf
    df_1, df_2 = n - 1, (n - 1) * (k - 1)
    by_rater = raters / residual if residual > 0 else math.inf
    low = high = math.nan
    if math.isfinite(f):
        a, b = k * value * by_rater, n * (1 + (k - 1) * value) - k * value
        v = df_2 * (a + b) ** 2 / (df_1 * k**2 * value**2 * by_rater**2 + b**2)
        f_low, f_high = stats.f.ppf(tail, df_1, v), stats.f.ppf(tail, v, df_1)
        spread = k * raters + (k * n - k - n) * residual
        low = float(n * (between - f_low * residual) / (f_low * spread + n * between))
        high = float(n * (f_high * between - residual) / (spread + n * f_high * between))
    p_value = float(stats.f.sf(f, df_1, df_2))
    single = (value, f, df_1, df_2, p_value, low, high)
    mean = (_stepped_up(value, k), f, df_1, df_2, p_value, _stepped_up(low, k), _stepped_up(high, k))
    return single, mean


def _stepped_up(value: float, k: int) -> float:
    """Reliability of the mean of k ratings from that of one (Spearman and Brown)."""
    below = 1 + (k - 1) * value
    return k * value / below if below > 0 else math.nan
