"""What lesson 02 says in prose and in the titles of its figures is true of the data."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from cmlib import datasets
from cmlib.loans import (
    HAIRCUTS,
    affordability,
    affordability_table,
    compare_plans,
    counted_collateral,
    maximum_loan,
    stress,
)
from cmlib.survey import cronbach_alpha, poststratified_mean, sample_size_for_share
from cmlib.synthetic import Bank

AGES = ["under 30", "30 to 44", "45 to 59", "60 and over"]
SLOPPY = ["BP00004", "BP00005", "BP00012", "BP00014"]


@pytest.fixture(scope="module")
def bank():
    return Bank(seed=datasets.SEED)


@pytest.fixture(scope="module")
def customers():
    return datasets.load("customers")


@pytest.fixture(scope="module")
def invitations():
    return datasets.load("survey_invitations")


@pytest.fixture(scope="module")
def replies(invitations):
    return datasets.load("survey_answers").merge(invitations[["customer_id", "age_band"]], on="customer_id")


@pytest.fixture(scope="module")
def home_loans():
    applications = datasets.load("loan_applications")
    return applications[applications["purpose"] == "home purchase"]


# --- the plan of the survey


def test_1417_customers_were_there_on_the_first_of_november_and_65_percent_of_each_band_were_invited(
    bank, customers, invitations
):
    day = pd.Timestamp("2025-11-01")
    there = customers[(customers["joined"] < day) & ~(customers["left"] < day)]
    assert len(there) == 1_417
    born = bank.truth["customers"].set_index("customer_id").loc[there["customer_id"], "birth_date"]
    age = (day - born).dt.days / 365.25
    people = pd.cut(age, [0, 30, 45, 60, 120], right=False, labels=AGES).value_counts()[AGES]
    invited = invitations["age_band"].value_counts()[AGES]
    assert (invited / people).between(0.64, 0.66).all()
    assert ((invited / 0.65).round() - people).abs().max() <= 1
    assert invitations["invited_on"].between("2025-11-01", "2025-11-30").all()


def test_609_answers_give_three_points_and_strata_leave_seven_tenths_of_the_variance():
    assert sample_size_for_share(0.03, population=1_417) == 609
    sizes, guess = np.array([83, 649, 458, 226]), np.array([0.10, 0.20, 0.60, 0.90])
    asked = np.array([28, 220, 155, 77])
    assert asked.sum() == 480
    within = guess * (1 - guess)
    stratified = ((sizes / sizes.sum()) ** 2 * (1 - asked / sizes) * within / asked).sum()
    mean = (sizes * guess).sum() / sizes.sum()
    between = (sizes * (guess - mean) ** 2).sum()
    whole = ((sizes - 1) * within).sum() + between
    simple = whole / (sizes.sum() - 1) / 480 * (1 - 480 / sizes.sum())
    assert stratified / simple == pytest.approx(0.70, abs=0.005)


def test_the_middle_bands_are_three_quarters_and_leave_the_most_margin(bank, invitations):
    share = invitations["age_band"].value_counts(normalize=True)
    assert share[["30 to 44", "45 to 59"]].sum() > 0.75
    profit = bank.truth["customer_profit"].query("year == 2025").merge(invitations, on="customer_id")
    margin = profit.groupby("age_band")["interest_margin"].mean()
    assert margin[["30 to 44", "45 to 59"]].min() > margin[["under 30", "60 and over"]].max()


# --- the customer file


def test_four_branches_keep_the_poorest_files_and_personality_is_thin_in_all(bank, customers):
    care = bank.truth["file_care"]
    assert care.loc[care["sloppy"], "branch_id"].tolist() == SLOPPY
    there = customers.drop(columns=["left", "employer_industry", "years_in_job"]).notna()
    by_branch = there.groupby(customers["branch_id"]).mean()
    assert set(by_branch.mean(axis=1).nsmallest(4).index) == set(SLOPPY)
    personality = by_branch[["style_noted", "risk_type_noted"]].mean(axis=1)
    assert personality.max() < 0.845
    careful = by_branch.drop(SLOPPY)
    assert careful[["style_noted", "risk_type_noted"]].mean(axis=1).max() < careful["education"].min()


def test_rules_find_226_of_250_wrong_entries_and_accuse_nobody(bank, customers):
    """Row by row, with what the lesson says of the rules."""
    found = set()
    for row in customers.itertuples():
        who, start = row.customer_id, max(row.joined, pd.Timestamp("2023-01-01"))
        adult = row.joined >= row.birth_date + pd.DateOffset(years=18)
        age = (start - row.birth_date).days / 365.25 if adult else float("nan")
        rules = {
            "birth_date": not adult,
            "monthly_income": row.monthly_income < 500 or row.monthly_income > 50_000,
            "contact_phone": isinstance(row.contact_phone, str) and len(row.contact_phone) != 11,
            "household_size": row.household_size < 1 + row.children + (row.marital_status == "married"),
            "years_in_job": row.years_in_job > age - 16,
            "marital_status": row.marital_status == "single" and row.children > 0,
            "occupation": (row.occupation == "student" and age >= 45) or (row.occupation == "retired" and age < 40),
        }
        found |= {(who, entry) for entry, broken in rules.items() if broken}
    wrong = bank.truth["file_errors"]
    truth = set(zip(wrong["customer_id"], wrong["column"], strict=True))
    assert (len(found & truth), len(truth), len(found - truth)) == (226, 250, 0)
    missed = truth - found
    kinds = wrong[[(who, entry) in missed for who, entry in zip(wrong["customer_id"], wrong["column"], strict=True)]]
    assert {"day and month swapped", "one zero too many"} <= set(kinds["kind"])
    assert "33000.00" in set(kinds["entered_value"])


def test_who_earns_much_does_not_tell(bank, customers):
    true = bank.truth["customers"].set_index("customer_id")["monthly_income"]
    told = customers.set_index("customer_id")["monthly_income"].notna()
    assert true[told].mean() == pytest.approx(6_454, abs=1)
    assert true[~told].mean() == pytest.approx(10_984, abs=1)
    assert customers["monthly_income"].mean() < 0.9 * true.mean()
    assert customers["monthly_income"].isna().mean() == pytest.approx(0.33, abs=0.006)  # the quiz


# --- the survey


def test_the_young_were_invited_and_the_old_answered(invitations, replies):
    assert (len(invitations), len(replies)) == (921, 477)
    rate = invitations.groupby("age_band")["responded"].mean()[AGES]
    assert rate.is_monotonic_increasing
    assert rate["under 30"] < 0.2
    assert rate["60 and over"] == pytest.approx(6 / 7, abs=0.01)
    young = {"under 30", "30 to 44"}
    assert invitations["age_band"].isin(young).mean() == pytest.approx(0.5, abs=0.02)
    assert replies["age_band"].isin(young).mean() == pytest.approx(0.28, abs=0.005)


def test_careless_forms_raise_alpha_which_is_above_the_rule_of_thumb(replies):
    marks = replies.filter(like="perception_interaction")
    every_mark = replies.filter(regex="^(expectation|perception|loyalty)")
    assert every_mark.shape[1] == 32
    careless = every_mark.max(axis=1) == every_mark.min(axis=1)
    assert careless.sum() == 20
    raw, clean = cronbach_alpha(marks).alpha, cronbach_alpha(marks[~careless]).alpha
    assert 0.7 < clean < raw - 0.005


def test_the_conclusion_turns_round_and_the_weighted_one_is_true(bank, invitations, replies):
    yes, n = int(replies["keep_counter"].sum()), len(replies)
    low, high = proportion_confint(yes, n)
    assert (yes / n, low, high) == pytest.approx((0.583, 0.539, 0.627), abs=0.001)
    share = invitations["age_band"].value_counts(normalize=True)
    by_band = replies.groupby("age_band")["keep_counter"].mean()[AGES]
    assert by_band.round(2).tolist() == [0.0, 0.17, 0.64, 0.94]
    weighted = (share * by_band).sum()
    assert weighted == pytest.approx(0.435, abs=0.0005)
    found = poststratified_mean(
        replies["keep_counter"].astype(float), replies["age_band"], invitations["age_band"].value_counts().to_dict()
    )
    truth = bank.truth["survey_population"]["keep_counter"].mean()
    assert found.lower < truth < found.upper < 0.5 < low
    assert f"{weighted:.0%} {truth:.0%}" == "43% 43%"
    assert replies["age_band"].value_counts()["under 30"] == 10
    assert invitations["age_band"].value_counts()["under 30"] == 54


def test_weights_by_age_do_not_mend_satisfaction_because_the_satisfied_answer(bank, invitations, replies):
    marks = replies["overall_satisfaction"]
    found = poststratified_mean(marks, replies["age_band"], invitations["age_band"].value_counts().to_dict())
    everybody = bank.truth["survey_population"]
    truth = everybody["overall_satisfaction"].mean()
    assert truth < found.lower
    assert abs(found.estimate - marks.mean()) < 0.02
    merged = everybody.merge(invitations[["customer_id", "age_band"]], on="customer_id")
    for _, band in merged.groupby("age_band"):  # the planted reason, band by band
        assert band["response_probability"].corr(band["satisfaction"]) > 0.9


def test_what_goes_wrong_in_the_turn_on_weights_gives_another_number(invitations, replies):
    first = (replies["orientation"] == "relationship").astype(float)
    share = invitations["age_band"].value_counts(normalize=True)
    by_band = first.groupby(replies["age_band"]).mean()
    numbers = [(share * by_band).sum(), first.mean(), by_band.mean()]
    assert min(abs(a / b - 1) for a in numbers for b in numbers if a != b) > 0.05


# --- the home loan


def test_the_case_is_within_by_declared_and_outside_by_proved_income(home_loans):
    case = home_loans[home_loans["customer_id"] == "C0001601"].iloc[0]
    assert (case["amount"], case["term_months"], case["decision"]) == (270_000, 120, "approved")
    assert case["applied"].strftime("%B %Y") == "June 2024"
    assert case["other_monthly_debt"] == 0
    terms = {"rate_per_year": case["rate"], "value": case["collateral_value"]}
    verdict = {
        name: affordability(case["amount"], months=120, monthly_income=case[name], **terms).verdict
        for name in ("declared_income", "verified_income")
    }
    assert verdict == {"declared_income": "within", "verified_income": "outside"}
    assert maximum_loan(months=120, monthly_income=case["verified_income"], **terms).amount == 261_128
    longer = affordability(case["amount"], months=132, monthly_income=case["verified_income"], **terms)
    assert (longer.verdict, round(longer.payment_to_income, 2)) == ("within", 0.48)
    plans = compare_plans(case["amount"], rate_per_year=case["rate"], months=120)
    assert round(plans.equal_instalment.first_payment) == 2_740
    assert (round(plans.equal_principal.first_payment), round(plans.equal_principal.last_payment)) == (3_161, 2_258)
    assert (round(plans.extra_interest), plans.crossing) == (3_674, 57)


def test_48_of_173_are_outside_and_45_of_them_were_approved(home_loans):
    judged = affordability_table(home_loans)
    outside = judged["verdict"] == "outside"
    assert (len(judged), outside.sum(), (outside & (judged["decision"] == "approved")).sum()) == (173, 48, 45)
    by_declared = affordability_table(home_loans.assign(verified_income=home_loans["declared_income"]))
    assert (outside & (by_declared["verdict"] == "within")).sum() == 6
    assert judged["loan_to_value"].max() <= 0.70  # down payments of three tenths and more


def test_prices_count_from_a_fall_of_30_percent_on_and_the_rate_at_once(home_loans):
    found = stress(home_loans, rate_rises=[0, 0.01, 0.02], price_falls=[0, 0.1, 0.2, 0.3])
    outside = found.set_index(["rate_rise", "price_fall"])["share_outside"].unstack()
    assert outside.loc[0].round(2).tolist() == [0.28, 0.28, 0.30, 0.54]
    assert outside[0.0].round(2).tolist() == [0.28, 0.35, 0.39]
    assert (outside.diff().dropna() > 0.03).all(axis=None)
    assert (outside[0.2] - outside[0.0]).max() < 0.03
    assert (outside[0.3] - outside[0.2]).min() > 0.15


def test_23_of_165_houses_do_not_count_ours_is_not_registered_and_the_envelope_names_the_same(bank):
    loans = datasets.load("loans")
    running = loans[(loans["product_id"] == "P21") & (loans["matures"] > "2025-11-30")]
    pieces = datasets.load("collateral").merge(running[["loan_id", "matures", "customer_id"]], on="loan_id")
    assert set(pieces["kind"]) == {"house"}
    good = pieces["registered"] & (pieces["insured_until"] >= pieces["matures"])
    good &= pieces["first_beneficiary"] == "bank"
    assert ((~good).sum(), len(pieces)) == (23, 165)
    breaches = bank.truth["collateral_breaches"]
    named = breaches[breaches["collateral_id"].isin(pieces["collateral_id"])]
    assert set(named["collateral_id"]) == set(pieces.loc[~good, "collateral_id"])
    ours = pieces[pieces["customer_id"] == "C0001601"]
    assert ours[["registered"]].to_numpy().tolist() == [[False]]
    counted = counted_collateral(datasets.load("collateral"), running, as_of="2025-11-30").set_index("collateral_id")
    assert counted.loc[pieces.loc[~good, "collateral_id"], "after_haircut"].sum() == 12_219_200
    assert HAIRCUTS["house"] == 0.30
