"""Selection and appraisal of staff: validity of tests, fairness, composite marks, branches compared.

Agreement of raters is in `cmlib.survey`. ``ALL`` maps the names of this room's formulas to them.
"""

from types import MappingProxyType

from cmlib.appraisal.adverse_impact import FOUR_FIFTHS, AdverseImpact, adverse_impact
from cmlib.appraisal.composite import composite_score
from cmlib.appraisal.peer_marks import combined_marks
from cmlib.appraisal.range_restriction import unrestricted_correlation, unrestricted_correlation_by_third
from cmlib.appraisal.standardisation import standardised_ratios

#: Name of a formula -> its function.
ALL = MappingProxyType(
    {formula.__name__: formula for formula in (unrestricted_correlation, unrestricted_correlation_by_third)}
)

__all__ = [
    "ALL",
    "FOUR_FIFTHS",
    "AdverseImpact",
    "adverse_impact",
    "combined_marks",
    "composite_score",
    "standardised_ratios",
    "unrestricted_correlation",
    "unrestricted_correlation_by_third",
]
