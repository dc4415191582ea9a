"""How many to ask, and how far off the answer may be: simple random samples without replacement."""

import math
from dataclasses import dataclass

from scipy import stats

from cmlib.survey.checks import require_count, require_fraction, require_positive

_ROUNDING = 1e-9  # of a sample size: what lies within it of a whole number is that number


@dataclass(frozen=True)
class MarginOfError:
    """Half the width of an interval at ``confidence``, with the standard error and the correction behind it.

    ``finite_population_factor`` is what the standard error was multiplied with because part of the population was
    asked; 1 where the population is endless.
    """

    margin: float
    standard_error: float
    finite_population_factor: float
    confidence: float


def sample_size_for_share(
    margin: float, *, expected_share: float = 0.5, confidence: float = 0.95, population: int | None = None
) -> int:
    """How many answers are needed to know a share within ``margin`` (样本量), by simple random sampling.

    ``margin`` is a fraction: 0.03 for three percentage points. ``expected_share`` of 0.5 is the safe guess, since no
    other share needs as many. With a finite ``population`` fewer are needed. The answer counts answers, not
    invitations: divide by the expected response rate.

    Raises ``ValueError`` for a margin, share or confidence that is not between 0 and 1, and a population that is no
    whole number from 1.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., Wiley, sections 4.4 and 4.6.

    >>> sample_size_for_share(0.03), sample_size_for_share(0.03, population=2_000)
    (1068, 697)
    """
    asked_by = "sample_size_for_share"
    require_fraction(margin, asked_by, "margin")
    require_fraction(expected_share, asked_by, "expected_share")
    endless = (_z(confidence, asked_by) / margin) ** 2 * expected_share * (1 - expected_share)
    if population is None:
        return _whole(endless)
    require_count(population, asked_by, "population", least=1)
    return _whole(endless / (1 + (endless - 1) / population))


def sample_size_for_mean(
    margin: float, *, standard_deviation: float, confidence: float = 0.95, population: int | None = None
) -> int:
    """How many answers are needed to know a mean within ``margin``, by simple random sampling.

    ``margin`` and ``standard_deviation`` are in the unit of what is measured.

    Raises ``ValueError`` for a margin or standard deviation that is not above 0, a confidence that is not between 0
    and 1, and a population that is no whole number from 1.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., Wiley, section 4.7.

    >>> sample_size_for_mean(0.1, standard_deviation=1.2)
    554
    """
    asked_by = "sample_size_for_mean"
    require_positive(margin, asked_by, "margin")
    require_positive(standard_deviation, asked_by, "standard_deviation")
    endless = (_z(confidence, asked_by) * standard_deviation / margin) ** 2
    if population is None:
        return _whole(endless)
    require_count(population, asked_by, "population", least=1)
    return _whole(endless / (1 + endless / population))


def margin_of_error_of_share(
    share: float, sample: int, *, confidence: float = 0.95, population: int | None = None
) -> MarginOfError:
    """How far a share found in a simple random sample may be off (抽样误差, 误差范围): the normal interval.

    Raises ``ValueError`` for a share outside 0 to 1, a sample that is no whole number from 2 or larger than the
    population, and a confidence that is not between 0 and 1.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., Wiley, section 3.2: the variance has the divisor sample - 1.

    >>> round(margin_of_error_of_share(0.5, 1_068).margin, 3)
    0.03
    """
    asked_by = "margin_of_error_of_share"
    if not 0 <= share <= 1:
        raise ValueError(f"{asked_by} needs a share from 0 to 1; found {share!r}")
    require_count(sample, asked_by, "sample", least=2)
    return _margin(math.sqrt(share * (1 - share) / (sample - 1)), sample, confidence, population, asked_by)


def margin_of_error_of_mean(
    standard_deviation: float, sample: int, *, confidence: float = 0.95, population: int | None = None
) -> MarginOfError:
    """How far a mean found in a simple random sample may be off: the normal interval.

    ``standard_deviation`` is that of the sample, with the divisor sample - 1.

    Raises ``ValueError`` for a standard deviation that is not above 0, a sample that is no whole number from 2 or
    larger than the population, and a confidence that is not between 0 and 1.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., Wiley, section 2.6.

    >>> round(margin_of_error_of_mean(1.2, 100, population=400).standard_error, 3)
    0.104
    """
    asked_by = "margin_of_error_of_mean"
    require_positive(standard_deviation, asked_by, "standard_deviation")
    require_count(sample, asked_by, "sample", least=2)
    return _margin(standard_deviation / math.sqrt(sample), sample, confidence, population, asked_by)


def _margin(error: float, sample: int, confidence: float, population: int | None, asked_by: str) -> MarginOfError:
    z, factor = _z(confidence, asked_by), 1.0
    if population is not None:
        require_count(population, asked_by, "population", least=sample)
        factor = math.sqrt(1 - sample / population)
    return MarginOfError(z * error * factor, error * factor, factor, confidence)


def _z(confidence: float, asked_by: str) -> float:
    require_fraction(confidence, asked_by, "confidence")
    return float(stats.norm.ppf(0.5 + confidence / 2))


def _whole(size: float) -> int:
    return max(math.ceil(size * (1 - _ROUNDING)), 1)
