"""Rating: grade scales and scorecards as data, and the engine that evaluates and explains them."""

from cmlib.rating.card.engine import score
from cmlib.rating.card.enterprise import ENTERPRISE_CARD
from cmlib.rating.card.explanation import explain, group_points
from cmlib.rating.card.personal import PERSONAL_CARD
from cmlib.rating.card.personal_indicators import PERSONAL_RATIOS, personal_indicators
from cmlib.rating.card.scorecard import Band, Group, Indicator, Level, Scorecard
from cmlib.rating.categories import (
    LOAN_CATEGORIES,
    PROVISION_STANDARD,
    LoanCategories,
    ProvisionStandard,
    classify_loans,
    explain_loan,
    provision_ratios,
    provisions_by_category,
)
from cmlib.rating.formulas import ALL
from cmlib.rating.limits import (
    ENTERPRISE_LIMITS,
    PERSONAL_LIMITS,
    CreditLimit,
    LimitPolicy,
    credit_limit,
    credit_limits,
)
from cmlib.rating.monitoring.alert_queue import alert_queue, queue_precision
from cmlib.rating.monitoring.chain import MarkovChain
from cmlib.rating.monitoring.event_counts import with_event_counts
from cmlib.rating.monitoring.generator import MigrationGenerator, generator_matrix
from cmlib.rating.monitoring.migration import MigrationMatrix, migration_matrix
from cmlib.rating.monitoring.warning_defaults import WARNING_RULES
from cmlib.rating.monitoring.warning_performance import WarningPerformance, warning_performance, warning_thresholds
from cmlib.rating.monitoring.warning_rules import WarningRule, WarningRules
from cmlib.rating.monitoring.warning_signals import warning_gaps, warning_signals
from cmlib.rating.pricing import (
    PRICING_POLICY,
    PricingPolicy,
    RiskPrice,
    capital_requirement,
    expected_loss,
    loss_given_default,
    portfolio_expected_loss,
    price_loans,
    risk_adjusted_price,
)
from cmlib.rating.probability.binomial import binomial_test
from cmlib.rating.probability.bins import Bin, WeightOfEvidence
from cmlib.rating.probability.brier import BrierScore, brier_score
from cmlib.rating.probability.calibration import (
    CalibrationLine,
    ChiSquareTest,
    calibration_line,
    calibration_table,
    hosmer_lemeshow,
)
from cmlib.rating.probability.cut_off import Decisions, cheapest_cut_off, decisions, gains_table
from cmlib.rating.probability.discrimination import Discrimination, discrimination, roc_curve
from cmlib.rating.probability.evidence import evidence, information_values
from cmlib.rating.probability.master_scale import MASTER_SCALE, MasterScale, ProbabilityGrade
from cmlib.rating.probability.model import Coefficient, PDModel
from cmlib.rating.probability.out_of_time import Split, out_of_time
from cmlib.rating.probability.scaling import POINTS_SCALE, PointsScale
from cmlib.rating.probability.stability import (
    STABILITY_BANDS,
    StabilityBand,
    StabilityBands,
    StabilityIndex,
    characteristic_stability,
    stability_index,
)
from cmlib.rating.probability.training import Dropped
from cmlib.rating.probability.weight_of_evidence import weight_of_evidence
from cmlib.rating.resolution import (
    RESOLUTION_ROUTES,
    Attempt,
    DecisionTree,
    ResolutionRoutes,
    RouteComparison,
    RouteEstimate,
    RouteExperience,
    RouteValue,
    best_strategy,
    compare_routes,
    resolution_value,
    route_experience,
    switching_rates,
)
from cmlib.rating.scale import GRADES, Grade, GradeScale, grade

__all__ = [
    "ALL",
    "ENTERPRISE_CARD",
    "ENTERPRISE_LIMITS",
    "GRADES",
    "LOAN_CATEGORIES",
    "MASTER_SCALE",
    "PERSONAL_CARD",
    "PERSONAL_LIMITS",
    "PERSONAL_RATIOS",
    "POINTS_SCALE",
    "PRICING_POLICY",
    "PROVISION_STANDARD",
    "RESOLUTION_ROUTES",
    "STABILITY_BANDS",
    "WARNING_RULES",
    "Attempt",
    "Band",
    "Bin",
    "BrierScore",
    "CalibrationLine",
    "ChiSquareTest",
    "Coefficient",
    "CreditLimit",
    "DecisionTree",
    "Decisions",
    "Discrimination",
    "Dropped",
    "Grade",
    "GradeScale",
    "Group",
    "Indicator",
    "Level",
    "LimitPolicy",
    "LoanCategories",
    "MarkovChain",
    "MasterScale",
    "MigrationGenerator",
    "MigrationMatrix",
    "PDModel",
    "PointsScale",
    "PricingPolicy",
    "ProbabilityGrade",
    "ProvisionStandard",
    "ResolutionRoutes",
    "RiskPrice",
    "RouteComparison",
    "RouteEstimate",
    "RouteExperience",
    "RouteValue",
    "Scorecard",
    "Split",
    "StabilityBand",
    "StabilityBands",
    "StabilityIndex",
    "WarningPerformance",
    "WarningRule",
    "WarningRules",
    "WeightOfEvidence",
    "alert_queue",
    "best_strategy",
    "binomial_test",
    "brier_score",
    "calibration_line",
    "calibration_table",
    "capital_requirement",
    "characteristic_stability",
    "cheapest_cut_off",
    "classify_loans",
    "compare_routes",
    "credit_limit",
    "credit_limits",
    "decisions",
    "discrimination",
    "evidence",
    "expected_loss",
    "explain",
    "explain_loan",
    "gains_table",
    "generator_matrix",
    "grade",
    "group_points",
    "hosmer_lemeshow",
    "information_values",
    "loss_given_default",
    "migration_matrix",
    "out_of_time",
    "personal_indicators",
    "portfolio_expected_loss",
    "price_loans",
    "provision_ratios",
    "provisions_by_category",
    "queue_precision",
    "resolution_value",
    "risk_adjusted_price",
    "roc_curve",
    "route_experience",
    "score",
    "stability_index",
    "switching_rates",
    "warning_gaps",
    "warning_performance",
    "warning_signals",
    "warning_thresholds",
    "weight_of_evidence",
    "with_event_counts",
]
