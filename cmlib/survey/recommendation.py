"""Would you recommend us, and are you satisfied? Two shares of a survey, with their intervals."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from cmlib.proportions import proportion_interval
from cmlib.survey.checks import require_count, require_fraction
from cmlib.survey.item_matrix import numbers_of


@dataclass(frozen=True)
class NetPromoterScore:
    """The score with its parts; all are fractions of those who answered, so that 35 points are 0.35.

    ``lower`` and ``upper`` are the ends of the interval at ``confidence``; ``answers`` counts the answers,
    ``missing`` those left out.
    """

    score: float
    standard_error: float
    lower: float
    upper: float
    confidence: float
    promoters: float
    passives: float
    detractors: float
    answers: int
    missing: int


@dataclass(frozen=True)
class Share:
    """A share of those who answered, with the ends of Wilson's interval at ``confidence``."""

    share: float
    lower: float
    upper: float
    confidence: float
    answers: int
    missing: int


@dataclass(frozen=True)
class ShareDifference:
    """The first share less the second, with Newcombe's interval; ``p_value`` tests that the two are equal."""

    difference: float
    lower: float
    upper: float
    confidence: float
    first_share: float
    second_share: float
    p_value: float


def net_promoter_score(answers: ArrayLike, *, confidence: float = 0.95) -> NetPromoterScore:
    """Share of promoters less share of detractors (净推荐值): 9 and 10 against 0 to 6 on a scale from 0 to 10.

    ``answers`` is a Series of any engine, an array or a list; missing answers are left out. The variance is that
    of shares of one sample (multinomial): p + d - (p - d)^2, divided by the number of answers. The interval is
    normal, and cut at -1 and 1.

    Raises ``TypeError`` for what are no numbers, ``ValueError`` for an answer that is no whole number from 0 to 10,
    without any answer, and for a confidence that is not between 0 and 1.

    Source: Reichheld (2003), The one number you need to grow, Harvard Business Review 81(12), 46-54.

    >>> found = net_promoter_score([10, 9, 9, 8, 7, 10, 3, 6, 9, 8])
    >>> found.score, found.promoters, found.detractors
    (0.3, 0.5, 0.2)
    """
    require_fraction(confidence, "net_promoter_score", "confidence")
    given, missing = _answered(answers, "net_promoter_score")
    wrong = given[(given < 0) | (given > 10) | (given != np.floor(given))]
    if wrong.size:
        raise ValueError(f"net_promoter_score needs whole numbers from 0 to 10; found {wrong[0]:g}")
    count = len(given)
    promoted, detracted = int((given >= 9).sum()), int((given <= 6).sum())
    promoters, detractors = promoted / count, detracted / count
    score = (promoted - detracted) / count
    error = math.sqrt(max(promoters + detractors - score**2, 0.0) / count)
    reach = float(stats.norm.ppf(0.5 + confidence / 2)) * error
    return NetPromoterScore(
        score, error, max(score - reach, -1.0), min(score + reach, 1.0), confidence,
        promoters, (count - promoted - detracted) / count, detractors, count, missing,
    )  # fmt: skip


def satisfied_share(answers: ArrayLike, *, satisfied_from: float, confidence: float = 0.95) -> Share:
    """Share of customers who are satisfied (客户满意率, CSAT): the top boxes of the scale.

    ``satisfied_from`` is the lowest answer that counts as satisfied: 4 on a scale from 1 to 5 for the two top boxes.
    ``answers`` is a Series of any engine, an array or a list; missing answers are left out.

    Raises ``TypeError`` for what are no numbers, ``ValueError`` without any answer and for a confidence that is not
    between 0 and 1.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the
    American Statistical Association 22(158), 209-212.

    >>> found = satisfied_share([5, 4, 3, 5, 2, 4, 4, 1, 5, 4], satisfied_from=4)
    >>> found.share, round(found.lower, 3), round(found.upper, 3)
    (0.7, 0.397, 0.892)
    """
    require_fraction(confidence, "satisfied_share", "confidence")
    given, missing = _answered(answers, "satisfied_share")
    satisfied = int((given >= satisfied_from).sum())
    lower, upper = proportion_interval(satisfied, len(given), confidence=confidence)
    return Share(satisfied / len(given), float(lower), float(upper), confidence, len(given), missing)


def share_difference(
    first: int, first_of: int, second: int, second_of: int, *, confidence: float = 0.95
) -> ShareDifference:
    """The difference of two independent shares (比例之差): ``first`` of ``first_of`` less ``second`` of ``second_of``.

    The interval joins the two Wilson intervals, and so stays within -1 and 1 and is right for small groups and
    shares near 0 and 1. The p-value is that of the chi-square test of equal shares without continuity correction;
    it is missing when all or none of both groups count. For one share against a claim, such as "95% stay", take
    ``scipy.stats.binomtest``.

    Raises ``ValueError`` for what is no count, a part larger than its whole, and a confidence that is not between 0
    and 1.

    Source: Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in
    Medicine 17(8), 873-890, method 10.

    >>> found = share_difference(56, 70, 48, 80)
    >>> round(found.difference, 4), round(found.lower, 4), round(found.upper, 4)
    (0.2, 0.0524, 0.3339)
    """
    require_fraction(confidence, "share_difference", "confidence")
    for part, whole in ((first, first_of), (second, second_of)):
        require_count(part, "share_difference", "a part")
        require_count(whole, "share_difference", "a whole", least=1)
        if part > whole:
            raise ValueError(
                f"share_difference needs a part that is not larger than its whole; found {part} of {whole}"
            )
    shares = first / first_of, second / second_of
    lower, upper = proportion_interval([first, second], [first_of, second_of], confidence=confidence)
    difference = shares[0] - shares[1]
    pooled = (first + second) / (first_of + second_of)
    variance = pooled * (1 - pooled) * (1 / first_of + 1 / second_of)
    p_value = float(2 * stats.norm.sf(abs(difference) / math.sqrt(variance))) if variance > 0 else math.nan
    return ShareDifference(
        difference,
        difference - math.hypot(shares[0] - lower[0], upper[1] - shares[1]),
        difference + math.hypot(upper[0] - shares[0], shares[1] - lower[1]),
        confidence, *shares, p_value,
    )  # fmt: skip


def _answered(answers: ArrayLike, asked_by: str) -> tuple[NDArray[np.float64], int]:
    values = numbers_of(answers, asked_by, "answers")
    given = values[~np.isnan(values)]
    if not given.size:
        raise ValueError(f"{asked_by} needs at least one answer; found {len(values)} missing ones")
    return given, len(values) - len(given)
