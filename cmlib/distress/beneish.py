"""Beneish's M: do the books look like those of firms that were caught cooking them?"""

from cmlib.distress.model import DistressModel, Part, Zone, score
from cmlib.formula import Quantity, formula

#: The cut-off is the one at which missing a manipulator costs 20 to 30 times as much as suspecting an
#: honest firm: a probability of 0.0376. Beneish also gives -1.49 (10 times) and -1.89 (40 times and more).
#: Popular sources print -2.22 beside the same eight variables, without saying what it costs; it suspects more.
BENEISH_M = DistressModel(
    name="beneish_m",
    zh="贝尼什M值",
    source="Beneish (1999), Financial Analysts Journal 55(5), 24-36.",
    better="lower",
    parts=(
        Part("days_sales_in_receivables_index", 0.92, neutral=1),
        Part("gross_margin_index", 0.528, neutral=1),
        Part("asset_quality_index", 0.404, neutral=1),
        Part("sales_growth_index", 0.892, neutral=1),
        Part("depreciation_index", 0.115, neutral=1),
        Part("selling_and_administrative_expense_index", -0.172, neutral=1),
        Part("total_accruals_to_assets", 4.679),
        Part("leverage_index", -0.327, neutral=1),
    ),
    zones=(
        Zone("unlikely manipulator", -1.78, "the books move as those of honest firms do"),
        Zone("likely manipulator", None, "the books move as those of firms that were caught did"),
    ),
    constant=-4.84,
)


@formula("distress", unit="points", zh=BENEISH_M.zh, better="lower")
def beneish_m(
    receivables: Quantity,
    receivables_prior: Quantity,
    revenue: Quantity,
    revenue_prior: Quantity,
    cost_of_sales: Quantity,
    cost_of_sales_prior: Quantity,
    intangible_assets: Quantity,
    intangible_assets_prior: Quantity,
    total_assets: Quantity,
    total_assets_prior: Quantity,
    depreciation: Quantity,
    depreciation_prior: Quantity,
    fixed_assets: Quantity,
    fixed_assets_prior: Quantity,
    selling_expense: Quantity,
    selling_expense_prior: Quantity,
    administrative_expense: Quantity,
    administrative_expense_prior: Quantity,
    current_liabilities: Quantity,
    current_liabilities_prior: Quantity,
    long_term_debt: Quantity,
    long_term_debt_prior: Quantity,
    net_income: Quantity,
    operating_cash_flow: Quantity,
    interest_paid: Quantity,
) -> Quantity:
    """M = -4.84 + 0.92 DSRI + 0.528 GMI + 0.404 AQI + 0.892 SGI + 0.115 DEPI - 0.172 SGAI + 4.679 TATA - 0.327 LVGI.

    Above -1.78 the firm is a likely manipulator. A firm without intangible assets or depreciation has no
    index of them, and no M. (Beneish sets such an index to 1, its neutral value; do the same by computing
    `BENEISH_M.total` from parts of your own.) Weights, cut-off and the other cut-offs: `BENEISH_M`.

    Source: Beneish (1999), The Detection of Earnings Manipulation, Financial Analysts Journal 55(5), 24-36.

    >>> unchanged = dict.fromkeys(beneish_m.parameters, 100.0) | {"cost_of_sales": 70.0, "cost_of_sales_prior": 70.0}
    >>> round(beneish_m(**unchanged | {"operating_cash_flow": 200.0}), 2)
    -2.48
    """
    return score(BENEISH_M, locals())
