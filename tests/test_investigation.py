"""The draft of an investigation report holds the bank's figures, and says what was not at hand."""

import re

import pandas as pd
import polars as pl
import pytest

from cmlib import datasets
from cmlib.investigation import LoanRequest, draft_report
from cmlib.relations import ultimate_parents
from cmlib.table import ratio_table

NAMES = ("firms", "statements", "firm_months", "ownership_links", "loans", "loan_months")
FIRM = "F000181"
REQUEST = LoanRequest(20_000_000, 12, "material", 0.05, {"inventory": 30_000_000, "deposit pledge": 1_000_000})


@pytest.fixture(scope="module")
def tables():
    return {name: datasets.load(name) for name in NAMES}


@pytest.fixture(scope="module")
def text(tables):
    return draft_report(FIRM, 2024, tables, REQUEST, findings=["The stock was counted."])


def cells(text, first):
    """The cells of the table's row that begins with this word."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"| {first} |")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_lines_and_ratios_are_those_of_the_three_years(text, tables):
    own = tables["statements"].query("firm_id == @FIRM").set_index("year")
    assert cells(text, "revenue") == [f"{own.loc[year, 'revenue'] / 1e6:,.1f}" for year in (2022, 2023, 2024)]
    ratios = ratio_table(tables["statements"], "debt_to_assets").merge(tables["firms"], on="firm_id")
    ratios = ratios.query("year == 2024")
    row = ratios.set_index("firm_id").loc[FIRM]
    shown = cells(text, "debt to assets")
    assert shown[2] == f"{row['debt_to_assets']:.3g}"
    assert shown[3] == f"{ratios.loc[ratios['industry'] == row['industry'], 'debt_to_assets'].median():.3g}"


def test_later_years_are_not_seen(tables, text):
    early = {name: tables[name] for name in NAMES} | {"statements": tables["statements"].query("year <= 2024")}
    assert draft_report(FIRM, 2024, early, REQUEST, findings=["The stock was counted."]) == text
    assert "2025" not in text.split("### Debts")[0]


def test_security_counts_after_haircuts_and_over_the_request(text):
    assert "| inventory | 30.0 | 60% | 12.0 |" in text
    assert "Coverage of the request: 0.65" in text  # (30 x 0.4 + 1 x 0.95) / 20 = 0.6475


def test_tax_and_inflows_are_sums_of_months(text, tables):
    months = tables["firm_months"].query("firm_id == @FIRM and month >= '2024-01-01' and month <= '2024-12-01'")
    profit = tables["statements"].query("firm_id == @FIRM and year == 2024")["profit_before_tax"].item()
    tax = months["income_tax_paid"].sum()
    assert cells(text, "2024")[2:] == [f"{tax / 1e6:,.1f}", f"{tax / profit:.1%}"]


def test_the_loans_are_those_that_run_at_the_end_of_the_year(text, tables):
    december = tables["loan_months"].query("month == '2024-12-01'").merge(tables["loans"], on="loan_id")
    running = december.query("firm_id == @FIRM and outstanding > 0")
    assert set(re.findall(r"\| (L\d+) \|", text)) == set(running["loan_id"])
    assert f"of them ours {running['outstanding'].sum() / 1e6:,.1f} million" in text


def test_a_hidden_parent_is_named(tables):
    parents = ultimate_parents(tables["ownership_links"].dropna(subset="owner_firm_id"))
    child = parents[parents["hidden"]].iloc[0]
    found = draft_report(child["firm_id"], 2025, tables, REQUEST)
    assert f"Ultimate parent: {child['ultimate_parent']} (not seen from the direct shares)" in found
    other = sorted(set(tables["firms"]["firm_id"]) - set(parents["firm_id"]))[0]
    assert "No firm of the table controls it." in draft_report(other, 2025, tables, REQUEST)


def test_judgement_is_left_open_and_findings_are_kept(text):
    for title in ("Safety (安全性)", "Liquidity (流动性)", "Profitability (效益性)", "Recommendation and conditions"):
        assert f"### {title}\n\n*[to be completed:" in text
    assert "- The stock was counted." in text
    assert "None yet." in draft_report(
        FIRM, 2024, {name: datasets.load(name) for name in NAMES[:2]}, LoanRequest(1e6, 6, "x", 0.05)
    )


def test_what_is_not_at_hand_is_said(tables):
    found = draft_report(FIRM, 2024, {name: tables[name] for name in NAMES[:2]}, LoanRequest(1e6, 6, "wages", 0.05))
    for line in ("no table of owners", "No table of the account", "no table of our own loans"):
        assert line in found
    assert "### Security offered\n\nNone." in found


def test_any_engine_gives_the_same_draft(tables, text):
    frames = {name: pl.from_pandas(table) for name, table in tables.items()}
    assert draft_report(FIRM, 2024, frames, REQUEST, findings=["The stock was counted."]) == text
    lazy = {name: frame.lazy() for name, frame in frames.items()}
    assert draft_report(FIRM, 2024, lazy, REQUEST, findings=["The stock was counted."]) == text


def test_a_month_that_is_missing_leaves_the_year_out(tables):
    months = tables["firm_months"]
    gap = months[~((months["firm_id"] == FIRM) & (months["month"] == pd.Timestamp("2024-05-01")))]
    assert len(gap) == len(months) - 1
    found = draft_report(FIRM, 2024, tables | {"firm_months": gap}, REQUEST)
    assert not [line for line in found.splitlines() if line.startswith("| 2024 |")]
    none = tables["firm_months"].query("firm_id != @FIRM")
    assert "No whole year of months." in draft_report(FIRM, 2024, tables | {"firm_months": none}, REQUEST)


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"firm_id": "F999999"}, LookupError, "'F999999' for 2024"),
        ({"year": 1999}, LookupError, "for 1999"),
        ({"tables": {"firms": pd.DataFrame()}}, LookupError, "needs the table 'statements'"),
        ({"request": LoanRequest(1e6, 6, "x", 0.05, {"painting": 1.0})}, LookupError, "'painting'"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(change, error, says, tables):
    with pytest.raises(error, match=says):
        draft_report(**({"firm_id": FIRM, "year": 2024, "tables": tables, "request": REQUEST} | change))


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ((0, 12, "x", 0.05), ValueError, "'amount' above 0"),
        ((1e6, 0, "x", 0.05), ValueError, "'term_months' above 0"),
        ((1e6, 12, " ", 0.05), ValueError, "a purpose in a few words"),
        ((1e6, 12, "x", -0.01), ValueError, "'rate_per_year' not below 0"),
        ((1e6, 12, "x", 0.05, {"house": -1.0}), ValueError, "'house' not below 0"),
        ((float("inf"), 12, "x", 0.05), ValueError, "'amount' above 0"),
        (("1", 12, "x", 0.05), TypeError, "a number for 'amount'"),
        ((True, 12, "x", 0.05), TypeError, "a number for 'amount'"),
    ],
)
def test_a_request_that_cannot_be_is_refused(arguments, error, says):
    with pytest.raises(error, match=says):
        LoanRequest(*arguments)


def test_a_rate_and_a_value_of_zero_are_possible():
    assert LoanRequest(1, 1, "x", 0, {"house": 0}).security == {"house": 0}
