"""Surveys: gaps, reliability, agreement of raters, samples and weights, loyalty, risk tolerance.

Columns come as a Series of any engine, an array or a list; several columns as an array or a table of any
engine (pandas, polars, pyarrow, DuckDB, Dask, PySpark). Fractions are fractions: 35 points are 0.35. For a
share against a claim, such as "95% of them stay", there is ``scipy.stats.binomtest``.
"""

from cmlib.survey.concordance import Concordance, kendall_w, krippendorff_alpha
from cmlib.survey.gaps import customer_gaps, gap_scores
from cmlib.survey.importance import importance_performance
from cmlib.survey.intraclass import IntraclassCorrelation, intraclass_correlation
from cmlib.survey.kappa import Agreement, cohen_kappa, fleiss_kappa
from cmlib.survey.loyalty import TurningPoint, turning_point, turning_point_of_share
from cmlib.survey.recommendation import (
    NetPromoterScore,
    Share,
    ShareDifference,
    net_promoter_score,
    satisfied_share,
    share_difference,
)
from cmlib.survey.reliability import Omega, Reliability, cronbach_alpha, mcdonald_omega
from cmlib.survey.risk_questionnaire import RISK_QUESTIONNAIRE, RiskQuestion, RiskQuestionnaire, RiskType
from cmlib.survey.risk_tolerance import risk_type, suitability
from cmlib.survey.sample_size import (
    MarginOfError,
    margin_of_error_of_mean,
    margin_of_error_of_share,
    sample_size_for_mean,
    sample_size_for_share,
)
from cmlib.survey.strata import StratifiedDesign, neyman_allocation, proportional_allocation, stratified_design
from cmlib.survey.weighted_means import Estimate, poststratified_mean, weighted_mean
from cmlib.survey.weights import (
    Raking,
    effective_sample_size,
    poststratification_weights,
    raked_weights,
    response_rate,
)

__all__ = [
    "RISK_QUESTIONNAIRE",
    "Agreement",
    "Concordance",
    "Estimate",
    "IntraclassCorrelation",
    "MarginOfError",
    "NetPromoterScore",
    "Omega",
    "Raking",
    "Reliability",
    "RiskQuestion",
    "RiskQuestionnaire",
    "RiskType",
    "Share",
    "ShareDifference",
    "StratifiedDesign",
    "TurningPoint",
    "cohen_kappa",
    "cronbach_alpha",
    "customer_gaps",
    "effective_sample_size",
    "fleiss_kappa",
    "gap_scores",
    "importance_performance",
    "intraclass_correlation",
    "kendall_w",
    "krippendorff_alpha",
    "margin_of_error_of_mean",
    "margin_of_error_of_share",
    "mcdonald_omega",
    "net_promoter_score",
    "neyman_allocation",
    "poststratification_weights",
    "poststratified_mean",
    "proportional_allocation",
    "raked_weights",
    "response_rate",
    "risk_type",
    "sample_size_for_mean",
    "sample_size_for_share",
    "satisfied_share",
    "share_difference",
    "stratified_design",
    "suitability",
    "turning_point",
    "turning_point_of_share",
    "weighted_mean",
]
