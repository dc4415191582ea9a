"""What lesson 03 says in prose and in the titles of its figures is true of the bank it speaks of."""

import pandas as pd
import pytest
from scipy.stats import t

from cmlib.distress import distress_table
from cmlib.loans import HAIRCUTS, collateral_coverage
from cmlib.rating import ENTERPRISE_CARD, score
from cmlib.relations import ultimate_parents
from cmlib.statements import against_industry, articulation, benford, reconcile_sales, suspicious_sales
from cmlib.synthetic import Bank
from cmlib.table import ratio_table

FIRM, GROUP = "F000034", ["F000020", "F000021", "F000029", "F000034"]
KEY = ["firm_id", "year"]


@pytest.fixture(scope="module")
def bank():
    return Bank(seed=2453, customers=100, firms=300)


@pytest.fixture(scope="module")
def statements(bank):
    return bank.tables["statements"]


@pytest.fixture(scope="module")
def own(statements):
    return statements[statements["firm_id"] == FIRM].set_index("year")


@pytest.fixture(scope="module")
def faked(bank):
    return bank.truth["cooked_books"].query("amount > 0")


@pytest.fixture(scope="module")
def taxed(statements):
    """Profitable firm-years from 2023 on with tax over profit, and its median before."""
    book = statements[statements["profit_before_tax"] > 0]
    book = book.assign(rate=book["income_tax"] / book["profit_before_tax"])
    usual = book[book["year"] <= 2022].groupby("firm_id")["rate"].median()
    return book[book["year"] >= 2023].assign(usual=lambda table: table["firm_id"].map(usual))


def test_the_file_says_least_about_other_debts_where_they_are_large(bank, statements):
    files = bank.tables["corporate_files"].set_index("firm_id")
    newest = statements[statements["year"] == 2025].set_index("firm_id")
    debt = newest[["short_term_debt", "current_portion_of_long_term_debt", "long_term_debt"]].sum(axis=1)
    fifth = debt.rank(method="first").sub(1).floordiv(60)
    told = files["debts_elsewhere"].notna().groupby(fifth.reindex(files.index)).mean()
    assert told.iloc[0] == 1
    assert told.iloc[-1] == pytest.approx(0.40, abs=0.005)
    assert files["debts_elsewhere"].notna().mean() == pytest.approx(0.75, abs=0.01)
    assert files["main_project"].notna().mean() == pytest.approx(0.5, abs=0.05)
    filled = files[["market_share", "export_share"]].notna().mean(axis=1).groupby(fifth.reindex(files.index)).mean()
    assert (filled > 0.795).all()


def test_six_of_fourteen_peers_lack_a_rating_or_a_full_licence(bank):
    peers = bank.tables["institutions"].query("kind not in ['government', 'public institution']")
    assert (len(peers), (peers["rating"].isna() | (peers["licence"] != "full")).sum()) == (14, 6)


def test_f000029_stands_behind_three_firms_and_owes_more_than_it_owns(bank, statements):
    links = bank.tables["ownership_links"]
    parents = ultimate_parents(links[links["owner_firm_id"].notna()])
    mine = parents[parents["ultimate_parent"] == "F000029"].set_index("firm_id")
    assert mine["hidden"].to_dict() == {"F000020": True, "F000021": False, "F000034": True}
    assert mine.loc[FIRM, "effective_share"] == pytest.approx(0.68 * 0.67)
    assert mine["voting_share"].between(0.65, 0.68).all()
    equity = statements[statements["year"] == 2025].set_index("firm_id")["equity"]
    assert (equity[GROUP] < 0).to_dict() == dict.fromkeys(GROUP, False) | {"F000029": True}


def test_the_firm_paid_51_days_late_in_two_years_beside_much_cash(bank, own):
    loans, months = bank.tables["loans"], bank.tables["loan_months"]
    late = months[months["loan_id"].isin(loans.loc[loans["firm_id"] == FIRM, "loan_id"])]
    assert late.groupby(late["month"].dt.year)["days_past_due"].max().tolist() == [0, 51, 51]
    assert own.loc[2024:, "cash"].min() > 74e6


def test_the_ratios_climb_but_for_two(bank, statements):
    ratios = ratio_table(statements)
    compared = against_industry(ratios, bank.tables["firms"][["firm_id", "industry"]]).query("firm_id == @FIRM")
    at = compared.pivot(index="year", columns="ratio", values="position")
    climbing = at[["current_ratio", "interest_cover", "main_business_margin", "return_on_total_assets"]]
    assert climbing.loc[2021:2023].stack().between(0.305, 0.725).all()
    assert (climbing.loc[2025] > 0.75).all()
    assert at.loc[2025, "inventory_turnover"] < 0.03 > at.loc[2025, "quality_of_earnings"] - 0.01
    assert at.loc[2025, "receivables_turnover"] == pytest.approx(0.5, abs=0.03)


def test_collateral_covers_the_two_old_loans_and_the_new_one_on_paper(bank, own):
    loans, months = bank.tables["loans"], bank.tables["loan_months"]
    running = months[months["month"] == pd.Timestamp("2025-12-01")].merge(loans[loans["firm_id"] == FIRM], on="loan_id")
    running = running[running["outstanding"] > 0].assign(amount=lambda table: table["outstanding"])
    covered = collateral_coverage(bank.tables["collateral"], running, as_of="2025-12-31").set_index("loan_id")
    by_security = covered["coverage"].groupby(running.set_index("loan_id")["security"]).min()
    assert by_security["mortgage"] > 1 < by_security["pledge"]
    assert by_security["guarantee"] == 0
    assert own.loc[2025, "inventory"] * (1 - HAIRCUTS["inventory"]) / 60e6 == pytest.approx(1.28, abs=0.005)


def test_recomputing_finds_f000083_and_not_the_firm(bank):
    typed = bank.tables["submitted_statements"]
    assert FIRM in set(typed["firm_id"])
    breaks = articulation(typed)
    assert FIRM not in set(breaks["firm_id"])
    net_income = breaks.query("firm_id == 'F000083'")
    assert net_income["rule"].tolist() == ["operating_cash_flow_indirect", "retained_earnings_roll_forward"]
    assert net_income["difference"].tolist() == pytest.approx([-78.035e6] * 2)


def test_the_invoices_of_the_firm_follow_the_law_and_three_ledgers_do_not(bank):
    ledger = bank.tables["ledger_entries"]
    year = ledger["date"].dt.year
    p = ledger.groupby(["firm_id", year])["amount"].apply(lambda amounts: benford(amounts).p_value)
    assert (len(p), ledger["firm_id"].nunique(), (p < 0.05).sum()) == (71, 24, 8)
    assert set(p.index[p < 0.05 / 71]) == {("F000106", 2019), ("F000106", 2020), ("F000187", 2024)}
    assert (p[FIRM] > 0.5).all()
    of_2024 = benford(ledger[(ledger["firm_id"] == "F000187") & (year == 2024)], "amount").table.set_index("digit")
    assert (of_2024.loc[[1, 3, 4], "z"] < -1.96).all()
    assert (of_2024.loc[[5, 7, 9], "z"] > 1.96).all()
    invented = bank.truth["invented_invoices"]
    assert set(zip(invented["firm_id"], invented["year"], strict=True)) == set(p.index[p < 0.05 / 71])
    assert len(invented.query("firm_id == 'F000187'")) == 92


def test_sales_of_the_firm_are_in_line_and_one_of_five_suspects_invented_sales(bank, statements, faked):
    checks = reconcile_sales(statements, bank.tables["firm_months"], bank.tables["firms"][["firm_id", "industry"]])
    assert set(checks.loc[checks["firm_id"] == FIRM, "finding"]) == {"in line"}
    suspects = suspicious_sales(checks).set_index(KEY)["sources"]
    assert len(suspects) == 5
    assert suspects["F000187", 2024] == 3
    fictitious = faked[faked["method"] == "fictitious sales"].set_index(KEY)
    assert suspects.index.isin(fictitious.index).sum() == 1


def test_the_tax_says_90_million_and_the_stock_98(own, faked):
    untaxed = own["profit_before_tax"] - own["income_tax"] / 0.25
    assert untaxed.loc[:2023].abs().max() < 10
    assert untaxed.loc[2024:].round(-6).tolist() == [45e6, 46e6]
    mine = faked[faked["firm_id"] == FIRM].set_index("year")
    assert mine["method"].unique().tolist() == ["overstated inventory"]
    assert untaxed.loc[2024:].sum() == pytest.approx(mine["amount"].sum(), abs=10)
    assert (own["income_tax"] / 0.25).round(-6)[2025] == 22e6
    past = (own["inventory"] / own["revenue"]).loc[2019:2023]
    sales, stock = own.loc[2025, ["revenue", "inventory"]]
    excess = stock - past.mean() * sales
    margin = t.ppf(0.975, 4) * past.std() * 1.2**0.5 * sales
    assert [round(x / 1e6) for x in (excess - margin, excess, excess + margin)] == [82, 98, 113]
    assert excess - mine["amount"].sum() == pytest.approx(7e6, abs=5e5)
    assert mine["amount"].sum() / stock == pytest.approx(0.47, abs=0.01)  # half of the stock


def test_by_the_true_books_it_is_a_bbb_and_the_pledge_covers_two_thirds(bank, statements):
    found = {}
    for name, books in {"reported": statements, "true": bank.truth["statements"]}.items():
        table = ratio_table(books).merge(books[[*KEY, "equity", "inventory"]], on=KEY)
        table = table.merge(bank.tables["judgements"], on=KEY).query("firm_id == @FIRM and year == 2025")
        grade = score(table, ENTERPRISE_CARD, missing="zero")["grade"].item()
        found[name] = grade, round(table["main_business_margin"].item(), 2), table["inventory"].item() * 0.4 / 60e6
    assert found["reported"][:2] == ("A", 0.26)
    assert found["true"][:2] == ("BBB", 0.16)
    assert found["true"][2] == pytest.approx(0.68, abs=0.005)


def test_hits_and_false_alarms_are_as_told(statements, taxed, faked):
    m = distress_table(statements, "beneish_m")
    assert (m.query("firm_id == @FIRM and year >= 2024")["beneish_m"] < -1.78).all()
    book = taxed.merge(m[[*KEY, "beneish_m"]], on=KEY).merge(faked[[*KEY, "method"]], on=KEY, how="left")
    cooked = book["method"].notna()
    rules = (book["beneish_m"] > -1.78, book["rate"] < 0.225, book["rate"] < 0.9 * book["usual"])
    assert [((rule & cooked).sum(), (rule & ~cooked).sum()) for rule in rules] == [(4, 8), (11, 88), (11, 0)]
    assert cooked.sum() == 11
    early = statements[(statements["year"] <= 2022) & (statements["profit_before_tax"] > 0)]
    usual = (early["income_tax"] / early["profit_before_tax"]).groupby(early["firm_id"]).median()
    assert (usual.round(3) == 0.15).sum() == 31


def test_much_stock_is_mostly_stock_that_does_not_sell(bank, statements):
    used = statements.assign(used=statements["inventory"] / statements["revenue"])
    before = used[used["year"] <= 2022].groupby("firm_id")["used"].mean()
    high = used[(used["year"] >= 2023) & (used["used"] > 1.5 * used["firm_id"].map(before))]
    false = bank.truth["cooked_books"].query("method == 'overstated inventory' and amount_so_far > 0")
    assert (len(high), len(high.merge(false, on=KEY))) == (28, 8)


def test_the_account_shows_the_share_of_customers_money_that_it_has(bank):
    months = bank.tables["firm_months"].query("firm_id == @FIRM")
    share = months["account_inflow"].sum() / months[["account_inflow", "inflow_elsewhere"]].sum(axis=None)
    assert share == pytest.approx(
        bank.truth["account_habits"].set_index("firm_id").loc[FIRM, "account_share"], abs=1e-6
    )
    assert share == pytest.approx(0.5824, abs=5e-5)


def test_what_the_file_and_the_raters_say_of_the_firm(bank, statements):
    file = bank.tables["corporate_files"].set_index("firm_id").loc[FIRM]
    assert (round(file["market_share"], 2), file["top_five_customer_share"]) == (0.04, 0.47)
    assert pd.isna(file["main_project"])
    events = bank.tables["firm_events"].query("firm_id == @FIRM")
    assert [(f"{one.date:%Y-%m}", one.kind) for one in events.itertuples()] == [("2024-07", "new project")]
    marks = (
        bank.tables["management_marks"]
        .query("firm_id == @FIRM")
        .select_dtypes("number")
        .drop(columns="year", errors="ignore")
    )
    assert marks.to_numpy().mean() == pytest.approx(3.3, abs=0.05)
    days = ratio_table(statements, "receivables_days").merge(bank.tables["firms"], on="firm_id").query("year == 2025")
    mine = days.set_index("firm_id").loc[FIRM, "receivables_days"]
    assert mine == pytest.approx(43, abs=0.5)
    assert mine == pytest.approx(days.loc[days["industry"] == "food processing", "receivables_days"].median(), abs=2)
