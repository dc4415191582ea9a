"""Are two groups of applicants taken alike? The ratio of their selection rates, and the four-fifths rule."""

import math
from dataclasses import dataclass

from scipy import stats

from cmlib.survey.checks import require_count, require_fraction

#: A ratio below this is taken as a sign of adverse impact.
FOUR_FIFTHS = 0.8


@dataclass(frozen=True)
class AdverseImpact:
    """The ratio of two selection rates, with the ends of its interval at ``confidence``.

    ``below_four_fifths`` is the rule as it stands; ``p_value`` (Fisher's exact test) says whether chance would do.
    Look at both: in small groups the rule is broken by chance, in large ones small differences are significant.
    """

    ratio: float
    lower: float
    upper: float
    confidence: float
    rate: float
    reference_rate: float
    below_four_fifths: bool
    p_value: float


def adverse_impact(
    selected: int, applicants: int, reference_selected: int, reference_applicants: int, *, confidence: float = 0.95
) -> AdverseImpact:
    """Selection rate of a group divided by that of the reference group (不利影响比率, 五分之四规则).

    The reference group is the one with the higher rate, usually. The interval is normal on the logarithm of the
    ratio; it is missing when nobody of a group was taken, and so is the ratio when nobody of the reference group was.

    Raises ``ValueError`` for what is no count, a group without applicants, more selected than applied, and a
    confidence that is not between 0 and 1.

    Source: Equal Employment Opportunity Commission and others (1978), Uniform Guidelines on Employee Selection
    Procedures, 29 CFR 1607.4 D; Morris, Lobsenz (2000), Significance tests and confidence intervals for the adverse
    impact ratio, Personnel Psychology 53(1), 89-111.

    >>> found = adverse_impact(20, 100, 40, 120)
    >>> round(found.ratio, 2), found.below_four_fifths, round(found.lower, 2), round(found.upper, 2)
    (0.6, True, 0.38, 0.96)
    """
    asked_by = "adverse_impact"
    require_fraction(confidence, asked_by, "confidence")
    for part, whole in ((selected, applicants), (reference_selected, reference_applicants)):
        require_count(part, asked_by, "selected")
        require_count(whole, asked_by, "applicants", least=1)
        if part > whole:
            raise ValueError(f"{asked_by} needs no more selected than applied; found {part} of {whole}")
    rate, reference = selected / applicants, reference_selected / reference_applicants
    ratio = rate / reference if reference > 0 else math.nan
    lower = upper = math.nan
    if selected and reference_selected:
        error = math.sqrt((1 - rate) / selected + (1 - reference) / reference_selected)
        reach = float(stats.norm.ppf(0.5 + confidence / 2)) * error
        lower, upper = ratio * math.exp(-reach), ratio * math.exp(reach)
    table = [
        [selected, applicants - selected],
        [reference_selected, reference_applicants - reference_selected],
    ]
    p_value = float(stats.fisher_exact(table).pvalue)
    return AdverseImpact(ratio, lower, upper, confidence, rate, reference, ratio < FOUR_FIFTHS, p_value)
