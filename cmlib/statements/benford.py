"""Benford's law: do the first digits of amounts occur as often as they do in honest books?

Amounts that span several powers of ten begin with 1 in 30% of the cases and with 9 in fewer than 5%. Whoever
invents amounts spreads their digits differently. A deviation is a reason to look, no proof: prices, limits and
fees have favourite digits, too.
"""

import math
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2

from cmlib.table.door import Frame, open_table

#: Number of digits -> names of the bands of the mean absolute deviation and where each begins. Nigrini (2012),
#: Benford's Law: Applications for Forensic Accounting, Auditing, and Fraud Detection, Wiley, ch. 7.
CONFORMITY = {
    1: (("close", 0.0), ("acceptable", 0.006), ("marginally acceptable", 0.012), ("nonconformity", 0.015)),
    2: (("close", 0.0), ("acceptable", 0.0012), ("marginally acceptable", 0.0018), ("nonconformity", 0.0022)),
}

_LEAST_EXPECTED = 5  # of each digit, for the chi-square distribution to hold: Cochran (1954), Biometrics 10(4)
_POWERS = (16, 8, 4, 2, 1)  # tens by which an amount is scaled; together they reach from 1e-31 to 1e31
_ROUNDING = 1e-15  # of an amount: what scaling may have taken from a digit that it just reaches
_DIGIT = "leading digits"


@dataclass(frozen=True)
class BenfordTest:
    """Leading digits of amounts against Benford's law.

    ``table`` has one row a digit: ``digit``, ``count``, ``share``, ``expected`` (both fractions), ``difference``
    and ``z``, the difference in standard errors after a correction for continuity; beyond 1.96 on either side
    it is unlikely (5%) for one digit, though among 90 digits a few are.

    ``mean_absolute_deviation`` is the mean of the differences' sizes and ``conformity`` its band in
    `CONFORMITY`. The bands know nothing of the number of amounts: ``deviation_by_chance`` is what honest
    amounts show on average, and with few of them it is above the first bands. ``p_value`` is the
    probability of a chi-square as large as ``chi_square``, if the law holds.
    """

    digits: int
    amounts: int
    left_out: int
    table: pd.DataFrame
    chi_square: float
    degrees_of_freedom: int
    p_value: float
    mean_absolute_deviation: float
    deviation_by_chance: float
    conformity: str


def benford(amounts: Any, column: str | None = None, *, digits: int = 1) -> BenfordTest:
    """Test the first digit of amounts, or the first two, against Benford's law (本福特定律).

    ``amounts`` is an array, a list or a Series, or a table of any engine whose ``column`` holds them; a table is
    counted in its engine. Signs play no part. Zeros and missing values have no leading digit and are left out;
    so are sizes beyond 1e-31 and 1e31. Amounts are read to fourteen figures: a trillion, to the cent.

    Raises ``TypeError`` for what holds no numbers, ``LookupError`` for a missing column, ``ValueError`` for
    another number of digits and for too few amounts: the rarest digit must be expected five times, which takes
    110 amounts for one digit and 1,146 for two.

    Source: Benford (1938), The Law of Anomalous Numbers, Proceedings of the American Philosophical Society
    78(4), 551-572; Nigrini (2012), Benford's Law, Wiley, ch. 7.

    >>> result = benford([1.05**n for n in range(472)])  # growth by 5%, ten powers of ten long
    >>> result.conformity, result.table["count"].to_list()
    ('close', [142, 84, 58, 46, 38, 32, 27, 25, 20])
    """
    if isinstance(digits, bool) or digits not in CONFORMITY:
        raise ValueError(f"benford needs digits to be 1 or 2, found {digits!r}")
    rows, found = _counted(*_as_table(amounts, column), digits)
    expected = expected_shares(digits)
    count = np.array([found.get(digit, 0) for digit in range(10 ** (digits - 1), 10**digits)])
    total, least = int(count.sum()), math.ceil(_LEAST_EXPECTED / expected.min())
    if total < least:
        raise ValueError(
            f"benford needs at least {least} amounts other than zero for {digits} leading "
            f"{'digit' if digits == 1 else 'digits'}, found {total}"
        )
    share, error = count / total, np.sqrt(expected * (1 - expected) / total)
    difference = share - expected
    chi_square = float(total * np.sum(difference**2 / expected))
    deviation = float(np.mean(np.abs(difference)))
    table = pd.DataFrame(
        {
            "digit": np.arange(10 ** (digits - 1), 10**digits),
            "count": count,
            "share": share,
            "expected": expected,
            "difference": difference,
            "z": np.sign(difference) * np.maximum(np.abs(difference) - 1 / (2 * total), 0) / error,
        }
    )
    return BenfordTest(
        digits=digits,
        amounts=total,
        left_out=rows - total,
        table=table,
        chi_square=chi_square,
        degrees_of_freedom=len(count) - 1,
        p_value=float(chi2.sf(chi_square, len(count) - 1)),
        mean_absolute_deviation=deviation,
        deviation_by_chance=float(np.mean(error) * math.sqrt(2 / math.pi)),  # mean size of a normal deviate
        conformity=[name for name, begins in CONFORMITY[digits] if deviation >= begins][-1],
    )


def expected_shares(digits: int = 1) -> NDArray[np.float64]:
    """How often each leading digit occurs by Benford's law, from 1 to 9 or from 10 to 99; fractions.

    >>> expected_shares().round(3)
    array([0.301, 0.176, 0.125, 0.097, 0.079, 0.067, 0.058, 0.051, 0.046])
    """
    return np.log10(1 + 1 / np.arange(10 ** (digits - 1), 10**digits))


def _as_table(amounts: Any, column: str | None) -> tuple[Frame, str]:
    if column is not None:
        return open_table(amounts, asked_by="benford", numeric=[column]).select(column), column
    try:
        values = np.asarray(amounts, dtype=float)
    except (TypeError, ValueError):
        values = np.empty((0, 0))
    if values.ndim != 1:
        raise TypeError(
            f"benford needs amounts to be a list, an array or a Series of numbers, or a table with column= to name "
            f"its amounts; found {type(amounts).__name__}"
        )
    values = np.where(np.isfinite(values), values, np.nan)
    return nw.from_native(pd.DataFrame({"amount": values})), "amount"


def _counted(frame: Frame, column: str, digits: int) -> tuple[int, dict[int, int]]:
    """Number of rows, and how often each leading digit occurs."""
    scaled = nw.col(column)
    frame = frame.with_columns(scaled.abs().alias(column))
    for power in _POWERS:
        up = nw.when(scaled < 10.0 ** (1 - power)).then(scaled * 10.0**power).otherwise(scaled)
        frame = frame.with_columns(up.alias(column))
    for power in _POWERS:
        down = nw.when(scaled >= 10.0**power).then(scaled / 10.0**power).otherwise(scaled)
        frame = frame.with_columns(down.alias(column))
    # 0.29 x 100 is a hair below 29, so a hair is given back. What then reaches the next power of ten begins with 1.
    leading = (scaled * 10.0 ** (digits - 1) * (1 + _ROUNDING)).floor()
    groups = frame.select(leading.alias(_DIGIT)).group_by(_DIGIT).agg(nw.len().alias("count"))
    counts = groups.lazy().collect()
    pairs = zip(counts[_DIGIT].to_list(), counts["count"].to_list(), strict=True)
    rows, found, beyond = 0, dict[int, int](), 10**digits
    for digit, count in pairs:
        rows += int(count)
        if not pd.isna(digit) and 1 <= digit <= beyond:  # false for zero and beyond the reach of the powers
            whole = int(digit) if digit < beyond else beyond // 10
            found[whole] = found.get(whole, 0) + int(count)
    return rows, found
