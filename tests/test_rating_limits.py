"""Credit limits: which rule binds, never below nothing, never more for a worse grade."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from engines import every_engine, on, plain
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.rating import ENTERPRISE_LIMITS, GRADES, PERSONAL_LIMITS, LimitPolicy, credit_limit, credit_limits
from cmlib.rating.limits import ByGrade, Ceiling, working_capital_loan, working_capital_need

ANNUITY = sum(1.005**-month for month in range(1, 61))  # 60 instalments of 1 at 6% a year
INCOME, CAPACITY = PERSONAL_LIMITS.ceilings

quickly = settings(derandomize=True, max_examples=30, deadline=None)
money = st.floats(0, 1e7)


def person(grade="A", **amounts):
    return credit_limit(grade, **({"monthly_income": 10_000} | amounts))


PENCIL = [
    # grade, amounts -> limit, rule
    ("A", {}, 120_000, "income multiple"),
    ("A", {"monthly_debt_payments": 3_500}, 1_000 * ANNUITY, "repayment capacity"),
    ("A", {"collateral_after_haircut": 90_000}, 210_000, "income multiple"),
    ("A", {"collateral_after_haircut": 900_000}, 4_500 * ANNUITY, "repayment capacity"),
    ("A", {"monthly_income": 100_000}, 300_000, "cap"),
    ("A", {"debts_elsewhere": 50_000}, 70_000, "income multiple"),
    ("A", {"debts_elsewhere": 500_000}, 0, "income multiple"),
    ("A", {"debts_elsewhere": 130_000, "collateral_after_haircut": 30_000}, 20_000, "income multiple"),
    ("A", {"monthly_debt_payments": 5_000}, 0, "repayment capacity"),
    ("A", {"monthly_income": 0}, 0, "income multiple"),
    ("A", {"monthly_income": -500}, 0, "income multiple"),
    ("BB", {"monthly_income": 20_000}, 50_000, "cap"),
    ("B", {}, 0, "grade below minimum"),
    ("C", {"collateral_after_haircut": 1e9}, 0, "grade below minimum"),
]


@pytest.mark.parametrize(("grade", "amounts", "limit", "rule"), PENCIL)
def test_pencil(grade, amounts, limit, rule):
    found = person(grade, **amounts)
    assert found.limit == pytest.approx(limit)
    assert found.binding_rule == rule


def test_a_firm_by_hand():
    firm = {"equity": 10e6, "revenue": 40e6, "debts_elsewhere": 3e6}
    found = credit_limit("AA", policy=ENTERPRISE_LIMITS, debts_here=1e6, **firm)
    assert [(one.name, one.amount) for one in found.ceilings] == [("net assets", 5e6), ("sales", 13e6)]
    assert (found.limit, found.available, found.cap, found.binding_rule) == (5e6, 4e6, 300e6, "net assets")
    secured = credit_limit("AA", policy=ENTERPRISE_LIMITS, collateral_after_haircut=50e6, **firm)
    assert (secured.limit, secured.binding_rule) == (13e6, "sales")
    broke = credit_limit("AA", policy=ENTERPRISE_LIMITS, **(firm | {"equity": -1e6}))
    assert (broke.limit, broke.binding_rule) == (0, "net assets")


def test_what_is_lent_already_leaves_less_but_the_limit_stays():
    assert (person(debts_here=100_000).limit, person(debts_here=100_000).available) == (120_000, 20_000)
    assert (person(debts_here=150_000).limit, person(debts_here=150_000).available) == (120_000, 0)


def test_the_limit_in_words():
    assert person("B").why == "No limit: personal limits give none to grade B."
    assert person(monthly_income=math.nan).why == "No limit: a figure that it needs is missing."
    assert person(debts_here=20_000).why == (
        "Limit 120,000, bound by income multiple: income multiple allows 120,000, repayment capacity allows 232,765, "
        "the cap of grade A is 300,000. Owed here 20,000, available 100,000."
    )


@pytest.mark.parametrize(
    "lacking", [{"monthly_income": math.nan}, {"monthly_income": math.inf}, {"debts_here": math.nan}]
)
def test_what_is_not_known_gives_no_figure(lacking):
    found = person(**lacking)
    assert math.isnan(found.available)
    if "monthly_income" in lacking:
        assert math.isnan(found.limit)
        assert found.binding_rule is None
    assert math.isnan(credit_limit(None, monthly_income=1).limit)


@given(income=st.floats(0, 1e6), more=money, payments=money, debts=money, here=money, secured=money)
@quickly
def test_laws(income, more, payments, debts, here, secured):
    """Monotone in grade, income and collateral; never negative; all debts together stay under the ceilings."""
    owed = {"monthly_debt_payments": payments, "debts_elsewhere": debts, "debts_here": here}

    def limit(grade, income, secured):
        found = credit_limit(grade, monthly_income=income, collateral_after_haircut=secured, **owed)
        assert 0 <= found.available <= found.limit
        return found.limit

    limits = [limit(grade, income, secured) for grade in GRADES.order]
    assert limits == sorted(limits, reverse=True)
    for grade, found in zip(GRADES.order, limits, strict=True):
        assert limit(grade, income + more, secured) >= found
        assert limit(grade, income, secured + more) >= found
        if found > 0:
            multiple = {one.grade: one.value for one in INCOME.multiples}[grade]
            assert found + debts <= (multiple * income + secured) * (1 + 1e-12) + 1e-6


@given(debts=money, others=money)
@quickly
def test_two_banks_that_follow_the_policy_stay_below_it_together(debts, others):
    first = credit_limit("AA", policy=ENTERPRISE_LIMITS, equity=2e7, revenue=9e7, debts_elsewhere=debts).limit
    second = credit_limit("AA", policy=ENTERPRISE_LIMITS, equity=2e7, revenue=9e7, debts_elsewhere=first + debts).limit
    assert second <= 1e-6 * (1 + first)
    assert first == max(min(0.8 * 2e7 - debts, 0.4 * 9e7 - debts), 0)


def people(number=60):
    rng = np.random.default_rng([6, 8])
    table = pd.DataFrame(
        {
            "customer_id": [f"C{place:03d}" for place in range(number)],
            "grade": rng.choice([*GRADES.order], number),
            "monthly_income": rng.uniform(-1_000, 60_000, number).round(2),
            "monthly_debt_payments": rng.uniform(0, 8_000, number).round(2),
            "debts_elsewhere": rng.uniform(0, 300_000, number).round(2),
            "debts_here": rng.uniform(0, 90_000, number).round(2),
            "collateral_after_haircut": rng.uniform(0, 900_000, number).round(2),
        }
    )
    for row, name in enumerate(list(table)[1:]):
        table.loc[row, name] = None
    return table


@every_engine
def test_every_engine_gives_the_limit_of_the_plain_form(engine):
    table = people()
    found = plain(on(engine, credit_limits, table), ["customer_id"])
    for row, answer in zip(table.to_dict("records"), found.to_dict("records"), strict=True):
        name = row.pop("customer_id")
        grade = None if pd.isna(row["grade"]) else row.pop("grade")
        row.pop("grade", None)
        one = credit_limit(grade, **row)
        assert answer["customer_id"] == name
        wanted = [*(each.amount for each in one.ceilings), one.cap, one.limit, one.available]
        columns = [*(each.column for each in PERSONAL_LIMITS.ceilings), "cap", "limit", "available"]
        np.testing.assert_array_equal([answer[column] for column in columns], wanted)
        assert answer["binding_rule"] == one.binding_rule or (pd.isna(answer["binding_rule"]) and not one.binding_rule)


def test_debts_count_as_nothing_when_the_table_has_none():
    table = pd.DataFrame({"grade": ["A"], "monthly_income": [10_000]})
    assert credit_limits(table).limit.tolist() == [120_000]
    assert credit_limits(table).columns[0] == "grade"


def test_columns_that_go_with_the_answer():
    table = people(5).assign(note="x", mark="A", limit=1).drop(columns="grade")
    assert list(credit_limits(table, grade="mark", keep=["note"]))[:2] == ["note", "grade"]
    assert credit_limits(table, grade="mark", keep="customer_id").columns[0] == "customer_id"
    with pytest.raises(ValueError, match=r"credit_limits makes the columns \['limit'\] itself"):
        credit_limits(table, grade="mark", keep=["limit"])
    with pytest.raises(LookupError, match=r"credit_limits needs the columns \['nots'\] to keep.*did you mean 'note'"):
        credit_limits(table, grade="mark", keep=["nots"])


BARE = pd.DataFrame({"grade": ["A"], "monthly_income": [10_000.0]})
REFUSED = [
    (lambda: credit_limit(3, monthly_income=1), TypeError, "name of a grade, found int; credit_limits takes tables"),
    (lambda: credit_limit("A"), TypeError, r"also needs \['monthly_income'\]"),
    (lambda: credit_limit("A", monthly_incme=1), TypeError, "does not know .*did you mean 'monthly_income'"),
    (lambda: person(monthly_income="1"), TypeError, "monthly_income to be a number, found '1'"),
    (lambda: person(debts_here=True), TypeError, "debts_here to be a number, found True"),
    (lambda: person("a"), LookupError, "no grade 'a'.*did you mean 'A'"),
    (lambda: person(debts_elsewhere=-1), ValueError, "credit_limit needs debts_elsewhere of 0 or more; found -1"),
    (lambda: person(debts_here=-0.5), ValueError, "debts_here of 0 or more; found -0.5"),
    (lambda: person(collateral_after_haircut=-1), ValueError, "collateral_after_haircut of 0 or more"),
    (lambda: credit_limits([1]), TypeError, "credit_limits needs a table"),
    (lambda: credit_limits(people(5).drop(columns="monthly_income")), LookupError, r"\['monthly_income'\]"),
    (lambda: credit_limits(people(5).assign(grade="Aa")), LookupError, "no grade 'Aa'"),
    (lambda: credit_limits(people(5).assign(debts_elsewhere=-7)), ValueError, "debts_elsewhere of 0 or more; found -7"),
    (lambda: credit_limits(people(5).assign(debts_here=-7)), ValueError, "credit_limits needs debts_here of 0 or more"),
    (lambda: credit_limits(BARE.assign(grade="Aa")), LookupError, "no grade 'Aa'"),
    (lambda: credit_limits(BARE.assign(debts_elsewhere=0.0, debts_here=-0.5)), ValueError, "debts_here .* found -0.5"),
    (lambda: credit_limits(BARE.assign(grade=None, debts_here=-0.5)), ValueError, "debts_here .* found -0.5"),
]


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED)
def test_what_is_wrong_is_named(call, kind, message):
    with pytest.raises(kind, match=message):
        call()


def ceiling(**changes):
    return replace(INCOME, **changes)


def multiples(*values):
    return tuple(ByGrade(grade, value) for grade, value in zip(GRADES.order, values, strict=False))


UNSOUND = [
    ({"caps": ()}, "needs at least one ceiling, and a cap"),
    ({"ceilings": ()}, "needs at least one ceiling"),
    ({"ceilings": (INCOME, INCOME)}, "has the ceiling 'income multiple' twice"),
    ({"ceilings": (ceiling(multiples=multiples(5, 4)),)}, r"ceiling 'income multiple': the grades are \['AAA'"),
    ({"ceilings": (ceiling(multiples=multiples(5, 6, 4, 3, 2)),)}, "'AA' would get more .6. than 'AAA' .5."),
    ({"ceilings": (ceiling(multiples=multiples(5, 4, 3, 2, -1)),)}, "grade 'BB': the figure .* found -1"),
    ({"ceilings": (ceiling(multiples=multiples(math.nan, 4, 3, 2, 1)),)}, "grade 'AAA': the figure .* found nan"),
    ({"caps": multiples(1, 2)}, "caps: grade 'AA' would get more"),
    ({"caps": tuple(reversed(multiples(5, 4)))}, r"caps: the grades are \['AAA', 'AA'\], .* found \['AA', 'AAA'\]"),
    ({"ceilings": (ceiling(months=12),)}, "need both months and rate_per_year"),
    ({"ceilings": (ceiling(rate_per_year=0.1),)}, "need both months and rate_per_year"),
    ({"ceilings": (ceiling(months=0, rate_per_year=0.1),)}, "months is a number of 1 or more, found 0"),
    ({"ceilings": (ceiling(months=12, rate_per_year=-0.1),)}, "rate_per_year is a number of 0 or more"),
    ({"ceilings": (INCOME, ceiling(name="b", base="debts_elsewhere"))}, "both as a base and as debts"),
]


@pytest.mark.parametrize(("changes", "message"), UNSOUND)
def test_a_policy_that_exists_is_sound(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(PERSONAL_LIMITS, **changes)


@pytest.mark.parametrize("policy", [PERSONAL_LIMITS, ENTERPRISE_LIMITS])
def test_policies_go_to_a_file_and_back(policy, tmp_path):
    policy.to_toml(tmp_path / "limits.toml")
    assert LimitPolicy.from_toml(tmp_path / "limits.toml") == policy
    for one in policy.ceilings:
        assert all(better.value >= worse.value for better, worse in itertools.pairwise(one.multiples))


def test_a_policy_of_ones_own():
    flat = tuple(ByGrade(grade, 0.5) for grade in GRADES.order[:2])
    own = LimitPolicy(
        "own", "test", (Ceiling("share", "income", "debts", flat, months=24, rate_per_year=0.0),), multiples(9e9, 9e9)
    )
    assert credit_limit("AA", policy=own, income=1_000, debts=100).limit == 400 * 24
    assert credit_limit("A", policy=own, income=1_000, debts=100).binding_rule == "grade below minimum"
    assert own.lowest_grade == "AA"


def test_the_working_capital_method_by_hand():
    """Sales 1,200 that cost 90%, growing by 10%, working capital turned 5 times: 237.6 are tied up."""
    need = working_capital_need(
        prior_revenue=1_200, prior_profit_margin=0.1, revenue_growth=0.1, working_capital_turns=5
    )
    assert need == pytest.approx(237.6)
    loan = working_capital_loan(need=need, own_funds=100, working_capital_loans=50, other_sources=90)
    assert loan == pytest.approx(-2.4)
    turns = {"prior_revenue": 1, "prior_profit_margin": 0, "revenue_growth": 0}
    assert math.isnan(working_capital_need(**turns, working_capital_turns=0))
