"""What each DuPont factor did to the return on equity: since the year before, or against the industry.

Chain substitution (连环替代法) replaces one factor after the other by its new value and books the step to
that factor. It is what textbooks teach, and it works in years of loss, but a factor's effect depends on its
place in the chain. The logarithmic form has no order: with the logarithmic mean L of the two returns, a
factor's effect is L times the logarithm of its own growth. It needs factors above zero on both sides.
Both forms add up to the difference to be explained.
"""

from collections.abc import Sequence

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.statements.dupont import dupont, factors_of
from cmlib.statements.industry_medians import with_industry_medians
from cmlib.table.door import Frame, as_frame
from cmlib.table.expressions import total
from cmlib.table.order import in_order_of
from cmlib.table.selection import open_statements
from cmlib.table.years import join_earlier_years

_REFERENCE = " of the reference"
_METHODS = ("chain", "logarithmic")
_NEARLY_EQUAL = 1e-5  # of the logarithm: closer than this, the plain mean is nearer to L than its quotient


def dupont_change(
    statements: IntoFrameT, factors: int = 3, *, method: str = "chain", firm: str = "firm_id", year: str = "year"
) -> IntoFrameT:
    """Split the change of the return on equity since the year before among its factors.

    ``method`` is ``"chain"``, replacing the factors in the order of `cmlib.statements.FACTORS`, or
    ``"logarithmic"``, where the order plays no part. Chain is the default: it is the method taught, and a
    loss does not stop it (with three factors).

    Returns a table of the same kind: firm, year, ``return_on_equity``, ``reference`` (the year before),
    ``difference``, and ``<factor>_effect`` for each factor. Effects add up to the difference. All are missing
    without the year before, or with a factor missing in either year, and with the logarithmic form where a
    factor is not above zero.

    Raises ``ValueError`` for another number of factors or an unknown method, and what
    `cmlib.table.ratio_table` raises for a table that does not fit.

    Source: Chinese Institute of Certified Public Accountants (中国注册会计师协会), Financial Cost Management
    (财务成本管理), ch. on financial statement analysis (chain substitution); Ang (2004), Decomposition Analysis
    for Policymaking in Energy, Energy Policy 32(9), 1131-1139 (logarithmic form).

    >>> import pandas as pd
    >>> firm = pd.DataFrame({"firm_id": "A", "year": [2021, 2022, 2023], "net_income": [50, 50, 60],
    ...                      "revenue": [1000, 1000, 800], "total_assets": 1000, "equity": 400})
    >>> dupont_change(firm).iloc[2].drop(["firm_id", "year"]).astype(float).round(4).to_dict()
    ... # doctest: +NORMALIZE_WHITESPACE
    {'return_on_equity': 0.15, 'reference': 0.125, 'difference': 0.025, 'net_margin_effect': 0.0625,
     'total_asset_turnover_effect': -0.0375, 'average_equity_multiplier_effect': 0.0}
    """
    _require_method(method, "dupont_change")
    formulas = factors_of(factors, "dupont_change")
    names = [formula.__name__ for formula in formulas]
    statements_frame, _ = open_statements(statements, formulas, firm, year, "dupont_change")
    now = as_frame(dupont(statements, factors, firm=firm, year=year), "dupont")
    both = join_earlier_years(now, [*names, *(f"{name}_prior" for name in names)], firm, year)
    effects = _effects(both.rename({f"{name}_prior": _reference(name) for name in names}), names, method, firm, year)
    return in_order_of(statements_frame, effects, [firm, year]).to_native()


def dupont_against_industry(
    statements: IntoFrameT,
    industries: IntoFrameT | None = None,
    factors: int = 3,
    *,
    method: str = "chain",
    firm: str = "firm_id",
    year: str = "year",
    industry: str = "industry",
) -> IntoFrameT:
    """Split a firm's distance from its industry's return on equity among the factors.

    The industry is a firm whose every factor is the median of the industry's firms of that year, its own
    among them; ``reference`` is the product of these medians, which need not be the median return.
    ``industries`` names each firm's industry, one row a firm; leave it out when ``statements`` has the
    column ``industry`` itself. ``method`` and the answer are those of `dupont_change`.

    Raises what `dupont_change` and `cmlib.statements.against_industry` raise.

    >>> import pandas as pd
    >>> firms = pd.DataFrame({"firm_id": ["A", "B", "C"] * 2, "year": [2022] * 3 + [2023] * 3, "industry": "steel",
    ...     "net_income": [50, 60, 70] * 2, "revenue": 1000, "total_assets": 1000, "equity": 400})
    >>> dupont_against_industry(firms)["net_margin_effect"].round(4).to_list()
    [nan, nan, nan, -0.025, 0.0, 0.025]
    """
    _require_method(method, "dupont_against_industry")
    formulas = factors_of(factors, "dupont_against_industry")
    names = [formula.__name__ for formula in formulas]
    frame, _ = open_statements(statements, formulas, firm, year, "dupont_against_industry")
    own = as_frame(dupont(statements, factors, firm=firm, year=year), "dupont")
    if industries is None and industry in frame.collect_schema().names():
        own = own.join(frame.select(firm, year, industry), on=[firm, year], how="left")
    both = with_industry_medians(own, industries, names, _REFERENCE, firm, year, industry)
    return in_order_of(frame, _effects(both, names, method, firm, year), [firm, year]).to_native()


def _effects(both: Frame, names: Sequence[str], method: str, firm: str, year: str) -> Frame:
    """From each factor and its reference: both returns, their difference, and the factors' effects."""
    now, before = [nw.col(name) for name in names], [nw.col(_reference(name)) for name in names]
    if method == "logarithmic":
        now, before = [_above_zero(value) for value in now], [_above_zero(value) for value in before]
    effects = _chain(now, before) if method == "chain" else _logarithmic(now, before)
    columns = {
        "return_on_equity": _product(now),
        "reference": _product(before),
        "difference": _product(now) - _product(before),
        **{f"{name}_effect": effect for name, effect in zip(names, effects, strict=True)},
    }
    complete = columns["difference"].is_finite()  # what is missing on one side leaves the other side out, too
    shown = [nw.when(complete).then(values).alias(name) for name, values in columns.items()]
    return both.select(firm, year, *shown)


def _chain(now: Sequence[nw.Expr], before: Sequence[nw.Expr]) -> list[nw.Expr]:
    """New factors so far, times the step of this one, times old factors to come."""
    return [_product([*now[:place], now[place] - before[place], *before[place + 1 :]]) for place in range(len(now))]


def _logarithmic(now: Sequence[nw.Expr], before: Sequence[nw.Expr]) -> list[nw.Expr]:
    growths = [(one / other).log() for one, other in zip(now, before, strict=True)]
    growth, difference = total(growths), _product(now) - _product(before)
    mean = (_product(now) + _product(before)) / 2
    quotient = difference / nw.when(growth.abs() > _NEARLY_EQUAL).then(growth)
    mean = nw.when(growth.abs() > _NEARLY_EQUAL).then(quotient).otherwise(mean)
    return [mean * one for one in growths]


def _product(values: Sequence[nw.Expr]) -> nw.Expr:
    first, *others = values
    for value in others:
        first = first * value
    return first


def _above_zero(value: nw.Expr) -> nw.Expr:
    return nw.when(value > 0).then(value)


def _reference(name: str) -> str:
    return f"{name}{_REFERENCE}"


def _require_method(method: str, asked_by: str) -> None:
    if method not in _METHODS:
        raise ValueError(f"{asked_by} needs method to be 'chain' or 'logarithmic', found {method!r}")
