"""Segments: what customers bring, how it is spread, and into which classes they fall."""

from cmlib.segments.classes import AGE_CLASSES, CONTRIBUTION_CLASSES, INCOME_CLASSES, VALUE_CLASSES, value_class
from cmlib.segments.concentration import gini, lorenz, top_share
from cmlib.segments.funnel import STAGES, channel_funnel, compare_channels
from cmlib.segments.margins import ALL, deposit_margin, fee_margin, loan_margin
from cmlib.segments.profit import cost_to_serve, profit_contribution
from cmlib.segments.profit_parts import LOSS_RULE, LossRule, ProfitParts, profit_parts
from cmlib.segments.rfm import rfm
from cmlib.segments.rfm_rules import RFM_RULES, RFMRules, RFMSegment
from cmlib.segments.segmentation import Segment, Segmentation, segment_customers
from cmlib.segments.top_transition import top_transition
from cmlib.segments.whale import WhaleCurve, whale_curve

__all__ = [
    "AGE_CLASSES",
    "ALL",
    "CONTRIBUTION_CLASSES",
    "INCOME_CLASSES",
    "LOSS_RULE",
    "RFM_RULES",
    "STAGES",
    "VALUE_CLASSES",
    "LossRule",
    "ProfitParts",
    "RFMRules",
    "RFMSegment",
    "Segment",
    "Segmentation",
    "WhaleCurve",
    "channel_funnel",
    "compare_channels",
    "cost_to_serve",
    "deposit_margin",
    "fee_margin",
    "gini",
    "loan_margin",
    "lorenz",
    "profit_contribution",
    "profit_parts",
    "rfm",
    "segment_customers",
    "top_share",
    "top_transition",
    "value_class",
    "whale_curve",
]
