"""The draft of a credit investigation report: every figure that the tables hold, and none of the judgement."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from cmlib.cashflow import pattern, repayment_source
from cmlib.cashflow.repayment import repayment_evidence
from cmlib.investigation.request import LoanRequest
from cmlib.loans import HAIRCUTS, Haircuts, collateral_value, coverage_ratio, value_after_haircut
from cmlib.relations import ultimate_parents
from cmlib.statements import against_industry
from cmlib.table import open_table, ratio_table

#: Ratios that the draft shows, in this order; for more see `cmlib.table.ratio_table`.
RATIOS = (
    "current_ratio", "debt_to_assets", "interest_cover", "debt_service_cover", "main_business_margin",
    "return_on_total_assets", "receivables_days", "inventory_days", "quality_of_earnings",
)  # fmt: skip

_LINES = (
    "revenue", "profit_before_tax", "net_income", "operating_cash_flow", "cash", "receivables", "inventory",
    "total_assets", "total_liabilities", "equity",
)  # fmt: skip
_YEARS_SHOWN = 3
_LEFT_OPEN = (
    ("What we saw on the spot", "date, who came along, what was counted, what was not shown"),
    ("Ability and willingness to repay, credit management", "what the figures above cannot say"),
    ("Safety (安全性)", "what can go wrong, and what is left for the bank then"),
    ("Liquidity (流动性)", "from what cash, and on which day, the loan comes back"),
    ("Profitability (效益性)", "what the loan earns after funding, expected loss and work"),
    ("Recommendation and conditions", "amount, term, security, and what must be true before and after the payment"),
)


def draft_report(
    firm_id: str,
    year: int,
    tables: Mapping[str, Any],
    request: LoanRequest,
    *,
    findings: Iterable[str] = (),
    haircuts: Haircuts = HAIRCUTS,
) -> str:
    """Write the draft of a small-business credit investigation report (小企业授信调查报告) in Markdown.

    ``tables`` maps names of the bank's tables to tables of any engine. ``firms`` and ``statements`` are needed;
    ``firm_months`` (what account and tax office see), ``ownership_links``, and ``loans`` with ``loan_months`` are used
    when they are there, and the draft says what was not at hand. ``year`` is that of the newest statements to use;
    later ones are left out. ``findings`` are sentences of the investigation, set down as they are.

    The draft holds facts and figures only. What it cannot know stands at its end under headings to be completed.

    Raises ``LookupError`` for a table or column that is needed, a firm without statements of the year, and a kind of
    security without a haircut.

    >>> from cmlib import datasets
    >>> tables = {name: datasets.load(name) for name in ("firms", "statements")}
    >>> text = draft_report("F000181", 2024, tables, LoanRequest(5e6, 12, "working capital", 0.05))
    >>> text.splitlines()[0]
    '## Credit investigation report (draft): F000181'
    """
    for name in ("firms", "statements"):
        if name not in tables:
            raise LookupError(f"draft_report needs the table {name!r}; found {sorted(tables)}")
    at_hand = {name: _pandas(tables[name], name) for name in _COLUMNS if name in tables}  # a Bank makes only these
    statements = at_hand["statements"]
    statements = statements[statements["year"] <= year]
    own = statements[statements["firm_id"] == firm_id].set_index("year").sort_index()
    facts = at_hand["firms"].set_index("firm_id")
    if year not in own.index or firm_id not in facts.index:
        raise LookupError(f"draft_report needs firm and statements of {firm_id!r} for {year}; they are not there")
    parts = [
        f"## Credit investigation report (draft): {firm_id}",
        _request(request, year),
        _basic(facts.loc[firm_id], at_hand.get("ownership_links"), firm_id),
        _figures(statements, own, at_hand["firms"], firm_id, year),
        _cash(statements[statements["firm_id"] == firm_id], year),
        _other_sources(own, at_hand.get("firm_months"), firm_id),
        _debts(own.loc[year], at_hand, firm_id, year),
        _security(request, haircuts),
        "### Findings of the investigation\n\n" + ("\n".join(f"- {one}" for one in findings) or "None yet."),
        *(f"### {title}\n\n*[to be completed: {ask}]*" for title, ask in _LEFT_OPEN),
    ]
    return "\n\n".join(parts) + "\n"


#: Table -> columns without which the draft cannot be written; of statements, ratio and cash formulas ask for the rest.
_COLUMNS = {
    "firms": ("firm_id", "industry", "region", "ownership", "founded"),
    "statements": ("firm_id", "year", *_LINES),
    "firm_months": ("firm_id", "month", "account_inflow", "inflow_elsewhere", "income_tax_paid"),
    "ownership_links": ("owner", "owner_firm_id", "firm_id", "share"),
    "loans": ("loan_id", "firm_id", "matures", "security"),
    "loan_months": ("loan_id", "month", "outstanding"),
}


def _pandas(table: Any, name: str) -> pd.DataFrame:
    frame = open_table(table, asked_by=f"draft_report ({name})", text=_COLUMNS[name])
    return frame.lazy().collect().to_pandas()


def _table(rows: Iterable[Iterable[Any]], head: Iterable[str]) -> str:
    head = list(head)
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *([str(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _million(amount: Any) -> str:
    return "–" if pd.isna(amount) else f"{amount / 1e6:,.1f}".replace("-", "−")


def _number(value: Any) -> str:
    return "–" if pd.isna(value) else f"{value:,.3g}".replace("-", "−")


def _words(name: str) -> str:
    return name.replace("_", " ")


def _request(request: LoanRequest, year: int) -> str:
    return (
        f"**Request:** CNY {_million(request.amount)} million for {request.term_months:g} months at "
        f"{request.rate_per_year:.2%} a year, for {request.purpose}. Newest statements: {year}."
    )


def _basic(facts: Any, links: pd.DataFrame | None, firm_id: str) -> str:
    lines = [
        "### Basic facts",
        f"Industry {facts['industry']}, region {facts['region']}, ownership {facts['ownership']}, "
        f"founded in {facts['founded']}.",
    ]
    if links is None:
        return "\n\n".join([*lines, "Shareholders: no table of owners was at hand."])
    holders = links[links["firm_id"] == firm_id].sort_values(["share", "owner"], ascending=[False, True])
    lines.append("Shareholders: " + ", ".join(f"{one.owner} {one.share:.0%}" for one in holders.itertuples()) + ".")
    between = links[links["owner_firm_id"].notna()]
    parents = ultimate_parents(between).set_index("firm_id") if len(between) else pd.DataFrame()
    if firm_id in parents.index:
        parent = parents.loc[firm_id]
        also = sorted(set(parents.index[parents["ultimate_parent"] == parent["ultimate_parent"]]) - {firm_id})
        hidden = " (not seen from the direct shares)" if parent["hidden"] else ""
        lines.append(
            f"Ultimate parent: {parent['ultimate_parent']}{hidden}, with {parent['effective_share']:.1%} of the "
            f"profit; it also controls {', '.join(also) or 'no other firm of the table'}."
        )
    else:
        lines.append("No firm of the table controls it.")
    return "\n\n".join(lines)


def _figures(statements: pd.DataFrame, own: pd.DataFrame, firms: pd.DataFrame, firm_id: str, year: int) -> str:
    years = [one for one in own.index if year - _YEARS_SHOWN < one <= year]
    lines = _table(
        [[_words(item), *(_million(own.loc[one, item]) for one in years)] for item in _LINES],
        ["million CNY", *map(str, years)],
    )
    ratios = ratio_table(statements, list(RATIOS))
    now = ratios[ratios["year"] == year]
    compared = against_industry(now, firms[["firm_id", "industry"]], columns=list(RATIOS))
    beside = compared[compared["firm_id"] == firm_id].set_index("ratio")
    path = ratios[ratios["firm_id"] == firm_id].set_index("year")
    rows = [
        [
            _words(name), *(_number(path.loc[one, name]) for one in years),
            _number(beside["industry_median"].get(name)), _text(beside["standing"].get(name)),
        ]
        for name in RATIOS
    ]  # fmt: skip
    return "\n\n".join(
        ["### Figures", lines, _table(rows, ["ratio", *map(str, years), "median of industry", "standing"])]
    )


def _text(value: Any) -> str:
    return "–" if value is None or pd.isna(value) else str(value)


def _cash(statements: pd.DataFrame, year: int) -> str:
    signs = pattern(statements).set_index("year").loc[year]
    source = repayment_source(statements).set_index("year").loc[year]
    return (
        f"### Cash flow\n\nSigns of operating, investing and financing cash flow in {year}: {signs['signs']} "
        f"({_text(signs['name'])}). {repayment_evidence(source.to_dict())}"
    )


def _other_sources(own: pd.DataFrame, months: pd.DataFrame | None, firm_id: str) -> str:
    title = "### What others see"
    if months is None:
        return f"{title}\n\nNo table of the account and the tax office was at hand."
    mine = months[months["firm_id"] == firm_id]
    yearly = mine.assign(inflow=mine["account_inflow"] + mine["inflow_elsewhere"]).groupby(mine["month"].dt.year)
    rows = []
    for one, seen in yearly:
        if one in own.index and len(seen) == 12:
            tax, profit = seen["income_tax_paid"].sum(), own.loc[one, "profit_before_tax"]
            share = f"{tax / profit:.1%}" if profit > 0 else "–"
            inflow = seen["inflow"].sum() / own.loc[one, "revenue"] if own.loc[one, "revenue"] > 0 else float("nan")
            rows.append([one, _number(inflow), _million(profit), _million(tax), share])
    head = ["year", "inflows / sales", "profit before tax", "income tax paid", "tax / profit"]
    note = "Money in million CNY. Inflows hold value-added tax, sales do not."
    return "\n\n".join([title, _table(rows, head), note]) if rows else f"{title}\n\nNo whole year of months."


def _debts(newest: Any, at_hand: Mapping[str, pd.DataFrame], firm_id: str, year: int) -> str:
    debt = newest[["short_term_debt", "current_portion_of_long_term_debt", "long_term_debt"]].sum()
    line = f"### Debts\n\nBank loans in the balance sheet: CNY {_million(debt)} million"
    if not {"loans", "loan_months"} <= at_hand.keys():
        return f"{line}; no table of our own loans was at hand."
    last = at_hand["loan_months"]
    last = last[pd.to_datetime(last["month"]).dt.to_period("M") == pd.Period(year=year, month=12, freq="M")]
    loans = at_hand["loans"]
    ours = loans[loans["firm_id"] == firm_id].merge(last[["loan_id", "outstanding"]], on="loan_id")
    ours = ours[ours["outstanding"] > 0]
    total = ours["outstanding"].sum()
    line += f", of them ours {_million(total)} million, elsewhere {_million(debt - total)} million."
    rows = [
        [one.loan_id, _million(one.outstanding), one.security, f"{one.matures:%Y-%m-%d}"] for one in ours.itertuples()
    ]
    return line if not rows else line + "\n\n" + _table(rows, ["our loan", "outstanding", "security", "matures"])


def _security(request: LoanRequest, haircuts: Haircuts) -> str:
    title = "### Security offered"
    if not request.security:
        return f"{title}\n\nNone."
    counted = collateral_value(dict(request.security), haircuts)
    rows = [
        [
            kind,
            _million(value),
            f"{haircuts[kind]:.0%}",
            _million(value_after_haircut(value=value, haircut=haircuts[kind])),
        ]
        for kind, value in request.security.items()
    ]
    table = _table(rows, ["kind", "value by the firm", "haircut", "after haircut"])
    coverage = coverage_ratio(counted_value=counted, exposure=request.amount)
    return f"{title}\n\n{table}\n\nCoverage of the request: {coverage:.2f} (values as the firm gives them)."
