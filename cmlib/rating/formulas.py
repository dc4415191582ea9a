"""All formulas of the rating room, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from cmlib.formula import Formula
from cmlib.rating.card.personal_indicators import PERSONAL_RATIOS
from cmlib.rating.categories.loan_quality import LOAN_QUALITY
from cmlib.rating.limits.working_capital import working_capital_loan, working_capital_need
from cmlib.rating.pricing import PRICING_FORMULAS

#: Name -> function; each has ``.family``, ``.unit``, ``.zh`` and ``.better``.
ALL: Mapping[str, Formula] = MappingProxyType(
    {
        **PERSONAL_RATIOS,
        **{one.__name__: one for one in (working_capital_need, working_capital_loan)},
        **LOAN_QUALITY,
        **PRICING_FORMULAS,
    }
)
