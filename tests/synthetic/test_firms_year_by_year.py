"""The synthetic bank: its books hold together, its truth is what happened, and a seed is a promise."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cmlib.items import ITEMS
from cmlib.statements import articulation
from cmlib.synthetic import Bank
from cmlib.synthetic.firms.books import with_totals
from cmlib.synthetic.firms.cooking import METHODS, cook
from cmlib.synthetic.firms.distress import TRUTH
from cmlib.synthetic.world.industry_norms import INDUSTRIES

SEEDS = (3, 19, 71)


@pytest.fixture(scope="module", params=SEEDS)
def bank(request):
    return Bank(seed=request.param)


@pytest.fixture(scope="module")
def large():
    """Enough firms that the planted probabilities show."""
    return Bank(seed=5, firms=6_000, years=5)


def cents(column: pd.Series) -> pd.Series:
    return (column * 100).round().astype("int64")


def test_every_total_is_the_sum_of_its_parts_to_the_cent(bank):
    statements = bank.tables["statements"]
    for item in ITEMS.values():
        if item.total_of:
            parts = sum(sign * cents(statements[part]) for part, sign in item.total_of)
            assert (parts == cents(statements[item.name])).all(), item.name


def test_the_balance_sheet_balances_to_the_cent(bank):
    s = bank.tables["statements"]
    assert (cents(s["total_assets"]) == cents(s["total_liabilities"]) + cents(s["equity"])).all()


def test_the_three_statements_articulate_cooked_books_included(bank):
    breaks = articulation(bank.tables["statements"])
    assert len(breaks) == 0, breaks.head().to_string()


def test_amounts_are_whole_cents(bank):
    amounts = bank.tables["statements"][list(ITEMS)].to_numpy() * 100
    np.testing.assert_allclose(amounts, np.round(amounts), rtol=0, atol=0.02)


def test_what_a_sound_statement_never_shows_below_zero_is_never_below_zero(bank):
    statements = bank.tables["statements"]
    for item in ITEMS.values():
        if item.sign == "positive":
            assert (statements[item.name] >= 0).all(), item.name


def test_every_firm_files_every_year_exactly_once(bank):
    for name in ("statements", "judgements", "defaults"):
        keys = bank.tables[name][["firm_id", "year"]]
        assert len(keys) == bank.firms * bank.years
        assert not keys.duplicated().any()
        assert set(keys["firm_id"]) == set(bank.tables["firms"]["firm_id"])


def test_the_same_seed_gives_the_same_bank_and_another_seed_another():
    first, again, other = Bank(seed=1, firms=30), Bank(seed=1, firms=30), Bank(seed=2, firms=30)
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, again.tables[name])
    assert not np.allclose(first.tables["statements"]["revenue"], other.tables["statements"]["revenue"])


def test_a_smaller_or_shorter_bank_is_the_beginning_of_a_larger_one():
    large, small = Bank(seed=4, firms=130, years=6), Bank(seed=4, firms=110, years=4)
    for name in ("firms", "statements", "judgements", "defaults"):
        table = small.tables[name]
        cut = large.tables[name].merge(small.tables["firms"][["firm_id"]], on="firm_id")
        cut = cut[cut["year"] < 2023].reset_index(drop=True) if "year" in cut else cut
        if name == "statements":  # how much can be faked safely depends on the years that follow
            honest = ~table["firm_id"].isin(large.truth["cooked_books"]["firm_id"])
            table, cut = table[honest], cut[honest]
        pd.testing.assert_frame_equal(table, cut)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"seed": -1}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"seed": True}, "seed"),
        ({"seed": 1, "firms": 0}, "firms"),
        ({"seed": 1, "years": 0}, "years"),
        ({"seed": 1, "firms": "many"}, "firms"),
    ],
)
def test_impossible_sizes_are_refused_by_name(arguments, named):
    with pytest.raises(ValueError, match=f"Bank: {named} must be a whole number"):
        Bank(**arguments)


def test_a_firm_defaults_at_most_once_and_is_no_longer_at_risk(bank):
    assert bank.tables["defaults"].groupby("firm_id")["defaulted"].sum().max() <= 1
    table = bank.truth["default_probability"].merge(bank.tables["defaults"], on=["firm_id", "year"])
    ever = table.groupby("firm_id")["defaulted"].cumsum() > 0
    assert (table.loc[ever, "probability"] == 0).all()
    assert not table.loc[ever, "at_risk"].any()


def next_year_outcome(bank) -> pd.DataFrame:
    """Firm-years at risk with the planted probability and whether the firm defaulted in the next year."""
    later = bank.tables["defaults"].assign(year=lambda t: t["year"] - 1)
    table = bank.truth["default_probability"].merge(later, on=["firm_id", "year"])
    return table[table["at_risk"]].merge(bank.truth["drivers"], on="firm_id")


def test_defaults_happen_as_often_as_the_planted_probability_says(large):
    table = next_year_outcome(large)
    for slide, group in table.groupby(table["slide_years"].clip(upper=3)):
        expected, variance = group["probability"].sum(), (group["probability"] * (1 - group["probability"])).sum()
        distance = (group["defaulted"].sum() - expected) / np.sqrt(variance)
        assert abs(distance) < 3.5, f"slide {slide}: {distance:.1f} standard errors off"


def test_a_logistic_regression_on_the_drivers_recovers_the_planted_coefficients(large):
    table = next_year_outcome(large)
    design = np.column_stack(
        [np.ones(len(table)), table["slide_years"].clip(upper=3), table["appetite"], table["quality"]]
    )
    planted = [TRUTH.default_intercept, TRUTH.default_slide_years, TRUTH.default_appetite, TRUTH.default_quality]
    estimate, error = newton_logit(design, table["defaulted"].to_numpy())
    assert np.all(np.abs(estimate - planted) < stats.norm.ppf(0.9995) * error), (estimate, error)


def newton_logit(x, y):
    """Maximum likelihood by Newton's method: estimate and standard errors."""
    beta = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ beta))
        information = (x * (p * (1 - p))[:, None]).T @ x
        beta = beta + np.linalg.solve(information, x.T @ (y - p))
    return beta, np.sqrt(np.diag(np.linalg.inv(information)))


def test_a_slide_eats_margin_and_slows_collection(large):
    books = large.tables["statements"].merge(large.truth["default_probability"], on=["firm_id", "year"])
    books = books[~books["firm_id"].isin(large.truth["cooked_books"]["firm_id"])]
    books["margin"] = 1 - books["main_business_cost"] / books["main_business_revenue"]
    books["days"] = books["receivables"] / books["revenue"] * 365
    by_slide = books.groupby(books["slide_years"].clip(upper=3))[["margin", "days"]].median()
    assert by_slide["margin"].is_monotonic_decreasing
    assert by_slide["days"].is_monotonic_increasing


def test_industries_differ_as_their_records_say(large):
    books = large.tables["statements"].merge(large.tables["firms"], on="firm_id")
    healthy = large.truth["default_probability"].query("slide_years == 0 and at_risk")[["firm_id", "year"]]
    books = books.merge(healthy, on=["firm_id", "year"])
    margin = (1 - books["main_business_cost"] / books["main_business_revenue"]).groupby(books["industry"]).median()
    planted = pd.Series({industry.name: industry.gross_margin for industry in INDUSTRIES})
    assert stats.spearmanr(margin[planted.index], planted).statistic > 0.9


def test_the_truth_names_who_cooked_how_and_how_much(bank):
    cooked = bank.truth["cooked_books"]
    assert set(cooked["method"]) <= {method.name for method in METHODS}
    assert 3 <= cooked["firm_id"].nunique() <= 0.1 * bank.firms
    assert (cooked["amount_so_far"] > 0).all()
    assert (cooked["amount"] <= cooked["amount_so_far"]).all()
    assert (cooked.groupby("firm_id")["method"].nunique() == 1).all()


def test_reported_and_true_statements_differ_only_where_books_are_cooked(bank):
    reported, true = bank.tables["statements"], bank.truth["statements"]
    differ = ((reported[list(ITEMS)] - true[list(ITEMS)]).abs() > 0.005).any(axis=1)
    cooked = bank.truth["cooked_books"][["firm_id", "year"]]
    pd.testing.assert_frame_equal(reported.loc[differ, ["firm_id", "year"]].reset_index(drop=True), cooked)
    profit = (reported["net_income"] - true["net_income"])[differ]
    np.testing.assert_allclose(profit, bank.truth["cooked_books"]["amount"], atol=0.01)


@pytest.mark.parametrize("number", range(len(METHODS)), ids=[method.name for method in METHODS])
def test_cooking_adds_the_faked_amount_to_profit_and_net_assets_and_nothing_to_cash(number):
    lines = {name: np.array([1_000_000]) for name, item in ITEMS.items() if not item.total_of}
    amounts = np.array([[30_000], [50_000]])
    years = [with_totals(books) for books in cook([lines, lines], amounts, np.array([number]))]
    true = with_totals(lines)
    assert [int(y["net_income"][0] - true["net_income"][0]) for y in years] == [30_000, 50_000]
    assert [int(y["equity"][0] - true["equity"][0]) for y in years] == [30_000, 80_000]
    assert [int(y["net_change_in_cash"][0] - true["net_change_in_cash"][0]) for y in years] == [0, 0]
    assert [int(y["cash"][0] - true["cash"][0]) for y in years] == [0, 0]


def test_every_method_of_cooking_keeps_the_books_in_balance():
    """By algebra: what a method adds to profit it adds to net assets, and to cash nothing."""
    for method in METHODS:
        flow, stock = dict(method.flows), dict(method.stocks)
        profit = weight("net_income", flow)
        assert profit == 1 == stock["retained_earnings"], method.name
        assert weight("total_assets", stock) == weight("total_liabilities", stock) + weight("equity", stock), (
            method.name
        )
        assert weight("net_change_in_cash", flow) == 0, method.name


def weight(name, changes):
    """How much a line item moves when its parts move as ``changes`` says."""
    parts = ITEMS[name].total_of
    return sum(sign * weight(part, changes) for part, sign in parts) if parts else changes.get(name, 0)
