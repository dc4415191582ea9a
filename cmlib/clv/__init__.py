"""Customer lifetime value (客户终身价值): what the whole relationship with a customer is worth, how long it lasts."""

from cmlib.clv.annuities import annuity, growing_perpetuity, perpetuity
from cmlib.clv.bg_nbd import BGNBD
from cmlib.clv.constant_retention import ConstantRetention
from cmlib.clv.counted_histories import count_histories
from cmlib.clv.customer_value import lifetime_value
from cmlib.clv.dated_flows import present_value_by_customer
from cmlib.clv.discounting import discount_factors, present_value
from cmlib.clv.gamma_gamma import GammaGamma
from cmlib.clv.goodness_of_fit import FrequencyFit, frequency_fit
from cmlib.clv.held_out import Holdout, holdout
from cmlib.clv.interest import effective_rate_per_year, rate_per_period
from cmlib.clv.life_stage import LIFE_STAGES, LifeStageRules, value_by_life_stage
from cmlib.clv.life_table import LifeTable
from cmlib.clv.margin import margin_multiple, margin_multiple_at_start
from cmlib.clv.offer import RetentionOffer, retention_offer
from cmlib.clv.pareto_nbd import ParetoNBD
from cmlib.clv.purchases import summarise_purchases
from cmlib.clv.relationship import HeldProduct, PotentialProduct, RelationshipValue, relationship_value
from cmlib.clv.relationship_table import relationship_value_table
from cmlib.clv.retention_check import retention_holdout
from cmlib.clv.shifted_beta_geometric import ShiftedBetaGeometric

#: The formulas of this room by name; each also works on tables' expressions.
ALL = {one.__name__: one for one in (growing_perpetuity, margin_multiple, margin_multiple_at_start, perpetuity)}

__all__ = [
    "ALL",
    "BGNBD",
    "LIFE_STAGES",
    "ConstantRetention",
    "FrequencyFit",
    "GammaGamma",
    "HeldProduct",
    "Holdout",
    "LifeStageRules",
    "LifeTable",
    "ParetoNBD",
    "PotentialProduct",
    "RelationshipValue",
    "RetentionOffer",
    "ShiftedBetaGeometric",
    "annuity",
    "count_histories",
    "discount_factors",
    "effective_rate_per_year",
    "frequency_fit",
    "growing_perpetuity",
    "holdout",
    "lifetime_value",
    "margin_multiple",
    "margin_multiple_at_start",
    "perpetuity",
    "present_value",
    "present_value_by_customer",
    "rate_per_period",
    "relationship_value",
    "relationship_value_table",
    "retention_holdout",
    "retention_offer",
    "summarise_purchases",
    "value_by_life_stage",
]
