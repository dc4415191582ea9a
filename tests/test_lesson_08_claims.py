"""What lesson 08 says in prose and in the titles of its figures is true of the data."""

import numpy as np
import pytest
import statsmodels.formula.api as smf
from sklearn.metrics import roc_auc_score

from cmlib import datasets
from cmlib.cashflow import pattern, repayment_source
from cmlib.rating import ENTERPRISE_CARD, GRADES, score
from cmlib.statements import against_industry, common_size, index_to_base
from cmlib.synthetic import Bank
from cmlib.table import ratio_table

ASKING = ["F000002", "F000070", "F000118", "F000140", "F000148", "F000181", "F000200", "F000237"]
KEY = ["firm_id", "year"]


@pytest.fixture(scope="module")
def bank():
    return Bank(seed=datasets.SEED)


@pytest.fixture(scope="module")
def known():
    return datasets.load("statements").query("year <= 2024")


@pytest.fixture(scope="module")
def table(known):
    return ratio_table(known).merge(datasets.load("firms"), on="firm_id")


@pytest.fixture(scope="module")
def history(table):
    defaults = datasets.load("defaults")
    still = defaults.loc[defaults.groupby("firm_id")["defaulted"].cumsum() == 0, KEY]
    coming = defaults.assign(year=defaults["year"] - 1).rename(columns={"defaulted": "next"})
    return table.merge(still, on=KEY).merge(coming, on=KEY).query("2020 <= year <= 2023")


def rated(statements):
    rows = ratio_table(statements).merge(statements[[*KEY, "equity"]], on=KEY)
    return score(rows.merge(datasets.load("judgements"), on=KEY), ENTERPRISE_CARD, missing="zero")


@pytest.fixture(scope="module")
def scored(known):
    return rated(known)


def test_thin_interest_cover_is_the_most_dangerous_event_and_a_shrinking_industry_hardly_one(history):
    growth = history.groupby(["industry", "year"])["sales_growth"].transform("median")
    events = {
        "industry": growth < 0,
        "sales": history["sales_growth"] < -0.10,
        "debt": history["debt_to_assets"] > 0.70,
        "interest": history["interest_cover"] < 1.5,
        "service": history["debt_service_cover"] < 1,
    }
    impact = {name: history.loc[hit, "next"].mean() for name, hit in events.items()}
    assert max(impact, key=impact.get) == "interest"
    assert impact["interest"] > 1.4 * sorted(impact.values())[-2]
    assert events["interest"].mean() == pytest.approx(0.10, abs=0.005)
    assert abs(impact["industry"] - history["next"].mean()) < 0.01


def test_f000140_holds_less_cash_and_more_inventory_from_2021_on(known):
    shares = common_size(known).query("firm_id == 'F000140'").set_index("year")
    assert shares.loc[2021:, "cash"].max() < shares.loc[:2020, "cash"].min()
    assert shares.loc[2021:, "inventory"].min() > shares.loc[:2020, "inventory"].max()
    assert shares["fixed_assets"].between(0.45, 0.65).all()


def test_inventory_of_f000118_more_than_doubles_while_sales_sag(known):
    index = index_to_base(known, base_year=2021).query("firm_id == 'F000118' and year == 2024").iloc[0]
    assert index["inventory"] > 2
    assert 0.85 < index["revenue"] < 1
    assert index["receivables"] == pytest.approx(1.25, abs=0.03)


def test_58_percent_debt_is_much_for_a_machinery_maker_and_little_for_a_wholesaler(table):
    debt = table.query("year == 2024").groupby("industry")["debt_to_assets"]
    assert debt.quantile(0.75)["machinery"] < 0.58 < debt.median()["wholesale trade"]


def test_cash_flow_looks_good_where_suppliers_wait_or_plant_is_not_replaced(table):
    one, other = (table[(table["firm_id"] == firm) & (table["year"] >= 2021)] for firm in ("F000200", "F000140"))
    assert one["payables_days"].is_monotonic_increasing
    assert one["debt_service_cover"].iloc[-1] > 1 < other["debt_service_cover"].iloc[-1]
    spent = datasets.load("statements").query("firm_id == 'F000140' and 2021 <= year <= 2024")["capital_expenditure"]
    assert spent.is_monotonic_decreasing
    assert spent.iloc[-1] < 0.1 * spent.iloc[0]


def test_positions_in_the_industry_are_as_told(table):
    compared = against_industry(table).query("year == 2024 and firm_id in @ASKING")
    at = compared.pivot(index="firm_id", columns="ratio", values="position")
    earning = ["interest_cover", "main_business_margin", "return_on_total_assets"]
    assert (at.loc[["F000140", "F000200"], earning] < 0.15).all(axis=None)
    assert (at.loc["F000237", ["current_ratio", "interest_cover", "main_business_margin"]] > 0.75).all()
    assert (at.loc["F000237", ["receivables_turnover", "quality_of_earnings"]] < 0.15).all()
    assert (at.loc["F000118", ["inventory_turnover", "quality_of_earnings"]] < 0.3).all()
    of_2024 = table.query("year == 2024").set_index("firm_id")["quality_of_earnings"]
    assert (of_2024[["F000118", "F000237"]] < 2 / 3).all()  # a third of the profit and more is no cash


def test_f000148_lived_on_new_loans_in_2024(known):
    eight = known[known["firm_id"].isin(ASKING)]
    verdicts = repayment_source(eight).query("year == 2024").set_index("firm_id")["verdict"]
    assert verdicts[verdicts != "operations"].to_dict() == {"F000148": "new borrowing"}
    assert pattern(eight).query("year == 2024").set_index("firm_id").loc["F000148", "signs"] == "--+"


def test_grades_move_as_told(scored):
    path = scored.query("firm_id in @ASKING").pivot(index="year", columns="firm_id", values="grade").loc[2021:]
    assert path["F000140"].tolist()[-2:] == ["B", "B"]
    assert path.loc[2024, "F000200"] == "CC" != path.loc[2021, "F000200"]
    assert path["F000148"].tolist()[0] == "B" == path["F000148"].tolist()[-1] != path.loc[2023, "F000148"]
    assert path.loc[2024, ["F000181", "F000237"]].tolist() == ["AAA", "AA"]


def test_the_lower_grades_default_and_the_upper_hardly_do(history, scored):
    graded = history.merge(scored[[*KEY, "grade"]], on=KEY).query("year >= 2022")
    rank = graded["grade"].map(GRADES.rank)
    assert graded.loc[rank <= GRADES.rank("BBB"), "next"].mean() < 0.01
    assert graded.loc[rank >= GRADES.rank("CCC")].groupby("grade")["next"].mean().between(0.2, 0.3).all()
    by_grade = graded.groupby("grade")["next"].agg(["sum", "mean"])
    assert by_grade.loc[["A", "B"], "sum"].sum() == 3
    assert by_grade.loc["B", "mean"] / by_grade.loc["A", "mean"] == pytest.approx(20, abs=2)


def test_solvency_and_credit_of_f000140_is_21_of_43(scored):
    row = scored.query("firm_id == 'F000140' and year == 2024").iloc[0]
    (group,) = [group for group in ENTERPRISE_CARD.groups if group.name == "solvency and credit"]
    assert (row[group.points_column], group.points) == (21, 43)


@pytest.fixture(scope="module")
def model(history):
    early = history.query("year <= 2021")
    return smf.logit("next ~ return_on_total_assets + debt_to_assets", data=early).fit(disp=False)


def test_the_return_matters_and_debt_beside_it_cannot_be_told(model):
    assert model.model.endog.sum() == 19
    assert np.exp(model.params["return_on_total_assets"] / 100) == pytest.approx(0.75, abs=0.005)
    interval = model.conf_int()
    assert interval.loc["return_on_total_assets", 1] < 0
    assert interval.loc["debt_to_assets", 0] < 0 < interval.loc["debt_to_assets", 1]


def test_what_happened_in_2025_is_as_told(bank, model, table, scored):
    defaulted = datasets.load("defaults").query("year == 2025 and defaulted == 1")["firm_id"]
    assert sorted(set(defaulted) & set(ASKING)) == ["F000002", "F000140", "F000200"]
    truth = bank.truth["default_probability"].query("year == 2024").set_index("firm_id")["probability"]
    estimate = model.predict(table.query("year == 2024").set_index("firm_id"))
    assert truth["F000002"] < 0.01 > truth["F000148"]
    assert truth["F000140"] > 5 * estimate["F000140"]
    sound = scored.query("year == 2024 and grade == 'AA'")["firm_id"]
    assert truth["F000237"] > 10 * truth[sound].median()


def test_scorecard_and_model_rank_alike_and_the_truth_a_little_better(bank, history, scored, model):
    later = history.query("year >= 2022").merge(scored[[*KEY, "total"]], on=KEY)
    later = later.merge(bank.truth["default_probability"], on=KEY)
    risk = {"card": -later["total"], "model": model.predict(later), "truth": later["probability"]}
    gini = {name: 2 * roc_auc_score(later["next"], values) - 1 for name, values in risk.items()}
    assert abs(gini["card"] - gini["model"]) < 0.05
    assert max(gini["card"], gini["model"]) < gini["truth"] < 1
    assert later["next"].sum() == 13


def test_by_the_true_figures_two_of_the_eight_fall_by_a_grade_and_one_loses_a_point(bank, scored):
    cooked = bank.truth["cooked_books"].query("year == 2024")["firm_id"]
    assert sorted(set(cooked) & set(ASKING)) == ["F000118", "F000148", "F000237"]
    true = rated(bank.truth["statements"].query("year <= 2024"))
    reported, unmasked = (scores.query("year == 2024").set_index("firm_id") for scores in (scored, true))
    fall = unmasked["grade"].map(GRADES.rank) - reported["grade"].map(GRADES.rank)
    assert fall[["F000118", "F000148", "F000237"]].tolist() == [1, 0, 1]
    assert reported.loc["F000148", "total"] - unmasked.loc["F000148", "total"] == 1


def test_the_card_has_twenty_two_indicators():
    assert len(ENTERPRISE_CARD.indicators) == 22
