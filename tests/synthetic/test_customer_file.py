"""The personal customer file: gaps have the planted reasons, an audit finds mistakes and careless branches."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from as_declared import faults
from banks import bank
from scipy import stats
from statsmodels.miscmodels.ordinal_model import OrderedModel

from cmlib.synthetic.people import entries, errors, gaps
from cmlib.synthetic.people.laws import LAWS
from cmlib.synthetic.people.tables import CUSTOMERS

SEEDS = (88, 3, 19)
SIZES = ({}, {"customers": 100, "firms": 10, "months": 12}, {"customers": 1_050, "firms": 10, "months": 60})
KEYS = ["customer_id", "branch_id", "manager_id", "joined", "left"]


@pytest.fixture(params=SEEDS)
def made(request):
    return bank(request.param)


@pytest.fixture
def file(made):
    return made.tables["customers"]


@pytest.fixture
def right(made):
    return made.truth["customers"]


@pytest.fixture
def sloppy(made, file):
    care = made.truth["file_care"].set_index("branch_id")["sloppy"]
    return file["branch_id"].map(care).astype(float)


# What holds


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("seed", SEEDS[:2])
def test_the_file_is_as_declared_and_every_law_holds(seed, sizes):
    made = bank(seed, **sizes)
    assert faults(made, CUSTOMERS) == []
    assert list(made.truth["customers"].columns) == list(made.tables["customers"].columns)
    for law in LAWS:
        broken = law.breaks(made.tables)
        assert len(broken) == 0, f"{law.sentence}\n{broken.head().to_string()}"


#: For each law the table to spoil, a column, and what to write in every row there.
SPOILT = (
    ("customers", "left", pd.Timestamp("1950-01-01")),
    ("customers", "contact_phone", "13912344821"),
    ("customers", "branch_id", "BP99999"),
    ("product_ratings", "rated_on", pd.Timestamp("2099-01-01")),
    ("product_ratings", "rated_on", pd.Timestamp("1950-01-01")),
)


@pytest.mark.parametrize(
    ("law", "spoilt"), list(zip(LAWS, SPOILT, strict=True)), ids=lambda x: getattr(x, "sentence", "")
)
def test_each_law_notices_a_break(law, spoilt):
    name, column, value = spoilt
    made = bank(SEEDS[0])
    frames = {table: made.tables[table] for table in law.tables}
    frames[name] = frames[name].assign(**{column: value})
    if column == "rated_on" and "customers" in frames:
        frames["customers"] = frames["customers"].assign(left=pd.Timestamp("2050-01-01"))
    assert len(law.broken(*frames.values())) > 0


def test_the_file_is_the_truth_but_for_its_gaps_and_the_mistakes_recorded(made, file, right):
    pd.testing.assert_frame_equal(file[KEYS], right[KEYS].astype(file[KEYS].dtypes))
    recorded = made.truth["file_errors"].groupby("column")["customer_id"].agg(set)
    noted = ("style_noted", "risk_type_noted")  # what staff understood: right or wrong, it is no slip of the pen
    for column in (name for name in file if name not in (*KEYS, *noted)):
        same = file[column].astype(str) == right[column].astype(file[column].dtype).astype(str)
        wrong = set(file.loc[~same & file[column].notna(), "customer_id"])
        assert wrong == recorded.get(column, set()), column
    assert not made.truth["file_errors"].duplicated(["customer_id", "column"]).any()


def test_what_was_entered_wrongly_is_what_the_file_says(made, file):
    filed = file.set_index("customer_id")
    for row in made.truth["file_errors"].itertuples():
        value = filed.loc[row.customer_id, row.column]
        if isinstance(value, pd.Timestamp):
            assert str(value.date()) == row.entered_value
        elif isinstance(value, str):
            assert value == row.entered_value
        else:
            assert value == float(row.entered_value)


# Why entries are missing


def test_high_incomes_are_left_blank_and_the_mean_of_the_others_misleads(made, file, right, misleads):
    stated = plausible_incomes(file)
    true = right["monthly_income"].mean()
    misleads("mean income", true, stated.mean(), stated.sem(), method="mean of the stated incomes", seed=made.seed)
    adjusted = adjusted_mean(file, stated)
    assert stated.mean() < 0.93 * true
    assert abs(adjusted - true) < 0.8 * abs(stated.mean() - true)


def plausible_incomes(file) -> pd.Series:
    income = file["monthly_income"]
    return income[income.between(500, 60_000)]


def adjusted_mean(file, stated) -> float:
    """Every blank filled with what income is expected to be by education, occupation and age; the residual's spread
    brings the mean of a logarithm back to CNY."""
    words = file[["education", "occupation"]].fillna("not noted")
    age = (pd.Timestamp("2023-01-01") - file["birth_date"]).dt.days / 365.25
    x = pd.get_dummies(words, drop_first=True, dtype=float).assign(one=1.0, age=age.clip(18, 90))
    fit = sm.OLS(np.log(stated), x.loc[stated.index]).fit()
    expected = np.exp(fit.predict(x) + fit.scale / 2)
    return stated.reindex(file.index).fillna(expected).mean()


def test_who_leaves_the_income_blank(made, file, right, sloppy, recovers):
    x = sm.add_constant(pd.DataFrame({"log": np.log(right["monthly_income"] / 7_000), "sloppy": sloppy}))
    fit = sm.Logit(file["monthly_income"].isna().astype(float), x).fit(disp=False)
    for name, parameter in (
        ("const", "missing_income"),
        ("log", "missing_income_log"),
        ("sloppy", "missing_sloppy_branch"),
    ):
        recovers(parameter, getattr(gaps.TRUTH, parameter), fit.params[name], fit.bse[name],
                 method="logistic regression on true incomes", seed=made.seed)  # fmt: skip


def test_older_customers_leave_no_electronic_contact(made, file, right, sloppy, recovers):
    age = ((made.calendar.first_days[0] - right["birth_date"]).dt.days / 365.25 - 44) / 15
    x = sm.add_constant(pd.DataFrame({"age": age, "sloppy": sloppy}))
    fit = sm.Logit(file["e_contact"].isna().astype(float), x).fit(disp=False)
    for name, parameter in (("const", "missing_e_contact"), ("age", "missing_e_contact_age")):
        recovers(parameter, getattr(gaps.TRUTH, parameter), fit.params[name], fit.bse[name],
                 method="logistic regression", seed=made.seed)  # fmt: skip


def test_styles_are_missing_by_chance_alone(made, file, right, recovers):
    missing = file["style_noted"].isna()
    interval = stats.binomtest(int(missing.sum()), len(missing)).proportion_ci(0.999)
    recovers("missing_style_noted", gaps.TRUTH.missing_style_noted, missing.mean(), interval=interval,
             method="exact interval", seed=made.seed)  # fmt: skip
    for column in ("education", "style_noted", "branch_id"):
        assert stats.chi2_contingency(pd.crosstab(missing, right[column])).pvalue > 0.001, column


def test_soft_facts_are_left_out_more_often_than_hard_ones(file):
    missing = file.isna().mean()
    assert (
        missing[["lifestyle", "attitude_to_bank"]].min() > missing[["district", "marital_status", "occupation"]].max()
    )


# What staff understood


def test_noted_styles_and_classes_are_right_as_often_as_planted(made, file, right, recovers):
    for column, planted in (
        ("style_noted", entries.TRUTH.style_noted_right),
        ("risk_type_noted", entries.TRUTH.risk_type_noted_right),
    ):
        noted = file[column].notna()
        hits = (file.loc[noted, column] == right.loc[noted, column].astype("str")).sum()
        interval = stats.binomtest(int(hits), int(noted.sum())).proportion_ci(0.999)
        recovers(f"{column}_right", planted, hits / noted.sum(), interval=interval, method="exact interval",
                 seed=made.seed)  # fmt: skip


def test_the_attitude_noted_follows_satisfaction(made, file, recovers):
    """An ordered probit finds the slope in units of what staff cannot see."""
    satisfaction = np.concatenate([made.people_block(number).people.satisfaction for number in range(2)])
    known = file["attitude_to_bank"].notna().to_numpy()
    marks = pd.Series(file.loc[known, "attitude_to_bank"].astype(int).to_numpy()).astype(
        pd.CategoricalDtype([1, 2, 3, 4, 5], ordered=True)
    )
    fit = OrderedModel(marks, satisfaction[known][:, None], distr="probit").fit(method="bfgs", disp=False)
    p = entries.TRUTH
    recovers("attitude_with_satisfaction / attitude_spread", p.attitude_with_satisfaction / p.attitude_spread,
             fit.params.iloc[0], fit.bse.iloc[0], method="ordered probit", seed=made.seed)  # fmt: skip


# The audit


def violations(file, today) -> pd.DataFrame:
    """Rules over the columns of the file: True where an entry breaks one. A blank breaks none."""
    age = (today - file["birth_date"]).dt.days / 365.25
    age_at_joining = (file["joined"] - file["birth_date"]).dt.days / 365.25
    sound_birth = (age_at_joining >= 17.9) & (age_at_joining < 100)
    figures = file["contact_phone"].str.replace("*", "").str.len()
    return pd.DataFrame(
        {
            "birth_date": ~sound_birth,
            "household_size": file["household_size"] < 1 + file["children"].fillna(0),
            "monthly_income": (file["monthly_income"] < 500) | (file["monthly_income"] > 60_000),
            "years_in_job": sound_birth & (file["years_in_job"] > age - 16),
            "marital_status": (file["marital_status"] == "single") & (file["children"] > 0),
            "contact_phone": figures < 7,
            "occupation": sound_birth
            & (
                (file["occupation"].eq("student") & (age > 40)) | (file["occupation"].eq("retired") & (age < 43))
            ),
        }
    ).fillna(False).astype(bool)  # fmt: skip


@pytest.fixture
def audit(made, file):
    return violations(file, made.calendar.first_days[0])


def test_the_audit_raises_no_false_alarm_but_beside_a_swapped_birth_date(made, file, audit):
    recorded = set(made.truth["file_errors"][["customer_id", "column"]].itertuples(index=False, name=None))
    birth_wrong = {customer for customer, column in recorded if column == "birth_date"}
    alarms = [(customer, column) for column in audit for customer in file.loc[audit[column], "customer_id"]]
    false = [alarm for alarm in alarms if alarm not in recorded and alarm[0] not in birth_wrong]
    assert false == []
    assert len(alarms) > 100


def test_the_audit_finds_most_kinds_wholly_and_one_hardly_at_all(made, file, audit):
    found = {(customer, column) for column in audit for customer in file.loc[audit[column], "customer_id"]}
    table = made.truth["file_errors"]
    hit = pd.Series([(row.customer_id, row.column) in found for row in table.itertuples()], index=table.index)
    recall = hit.groupby(table["kind"]).mean()
    certain = ["in the future", "under age at joining", "born after joining", "too few figures", "in thousands"]
    assert (recall[certain] == 1).all()
    assert recall["day and month swapped"] < 0.3  # only where it makes the customer under age at joining
    assert 0.1 < recall["one zero too many"] < 1
    assert 0.8 < hit.mean() < 1


def test_the_audit_finds_the_careless_branches(made, file, audit, sloppy, recovers):
    wrong = audit.sum(axis=1)
    fit = sm.GLM(wrong, sm.add_constant(sloppy.rename("sloppy")), family=sm.families.Poisson()).fit()
    care = made.truth["file_care"].groupby("sloppy")["error_rate"].mean()
    recovers("log ratio of error rates, sloppy to careful", np.log(care[True] / care[False]), fit.params["sloppy"],
             fit.bse["sloppy"], method="Poisson regression of broken rules", seed=made.seed)  # fmt: skip
    per_branch = wrong.groupby(file["branch_id"]).mean()
    worst = set(per_branch.nlargest(int(made.truth["file_care"]["sloppy"].sum())).index)
    assert worst == set(made.truth["file_care"].query("sloppy")["branch_id"])


def test_branches_err_as_often_as_planted(made, recovers):
    planted, care = errors.TRUTH, made.truth["file_care"]
    assert care["sloppy"].sum() == 2 * (made.customers // 1_000)
    low, high = care.groupby("sloppy")["error_rate"].mean()
    assert 2 / 3 * planted.file_error_careful <= low <= 4 / 3 * planted.file_error_careful
    assert 2 / 3 * planted.file_error_sloppy <= high <= 4 / 3 * planted.file_error_sloppy
    file, right = made.tables["customers"], made.truth["customers"]
    wrong = (file["contact_phone"].notna() & (file["contact_phone"] != right["contact_phone"])).groupby(
        file["branch_id"]
    )
    known = file["contact_phone"].notna().groupby(file["branch_id"])
    rates = care.set_index("branch_id")["error_rate"]
    expected = (known.sum() * rates).sum()
    low, high = stats.poisson.interval(0.999, expected)
    assert low <= wrong.sum().sum() <= high
