"""The schedules of many loans at once: the same as one by one, and those of the course's bank."""

import time

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, every_engine

from cmlib import datasets
from cmlib.loans import PLANS, monthly_payment, schedule, schedules

TERMS = ("amount", "rate", "term_months", "repayment_plan")


def some_loans(count=60, seed=3):
    rng = np.random.default_rng(seed)
    usual = rng.random(count) < 0.7
    return pd.DataFrame(
        {
            "loan_id": [f"L{number:03d}" for number in rng.permutation(count)],
            "amount": np.where(usual, rng.integers(1, 10**7, count) / 100, 10.0 ** rng.integers(-2, 14, count)),
            "rate": np.where(usual, rng.integers(0, 1_500, count) / 10_000, rng.random(count)),
            "term_months": rng.integers(1, 60, count),
            "repayment_plan": rng.choice(PLANS, count),
            "first_due": pd.Timestamp("2024-01-31") + pd.to_timedelta(rng.integers(0, 400, count), unit="D"),
        }
    )


def test_they_are_the_schedules_of_the_loans_one_by_one():
    loans = some_loans()
    expected = []
    for row in loans.itertuples():
        terms = {"rate_per_year": row.rate, "months": row.term_months, "plan": row.repayment_plan}
        one = schedule(row.amount, first_due=row.first_due, **terms)
        one.insert(0, "loan_id", row.loan_id)
        expected.append(one)
    found = schedules(loans, first_due="first_due")
    pd.testing.assert_frame_equal(found, pd.concat(expected, ignore_index=True), check_dtype=False, check_exact=True)


def test_the_course_bank_agrees_to_the_cent():
    """Its equal shares are rounded down. Its instalments are rounded twice, first to a thousandth of a cent:
    so the instalment of a loan may be a cent higher than here, where it ends in 4995 to 5 tenthousandths of one."""
    loans, due = datasets.load("loans"), datasets.load("schedules")
    month = loans["granted"].to_numpy().astype("datetime64[M]") + 1
    loans["first_due"] = month.astype("datetime64[D]") + (loans["due_day"].to_numpy() - 1)
    found = schedules(loans, equal_share="down", first_due="first_due")
    assert found["loan_id"].tolist() == due["loan_id"].tolist()
    assert (found["due_date"].to_numpy() == due["due_date"].to_numpy()).all()
    amounts = ["principal", "interest", "outstanding"]
    differs = (found[amounts].to_numpy() != due[amounts].to_numpy()).any(axis=1)
    odd = loans[loans["loan_id"].isin(found.loc[differs, "loan_id"])]
    cents = monthly_payment(100 * odd["amount"], rate_per_year=odd["rate"], months=odd["term_months"])
    assert set(odd["repayment_plan"]) <= {"equal instalment"}
    assert (cents % 1).between(0.4995, 0.5, inclusive="left").all()
    assert len(odd) < 0.005 * len(loans)


def test_the_equal_share_is_rounded_as_asked():
    one = pd.DataFrame({"loan_id": [1], "amount": 100.0, "rate": 0.0, "term_months": 6, "repayment_plan": PLANS[1]})
    assert schedules(one)["principal"].tolist() == [16.67] * 5 + [16.65]
    assert schedules(one, equal_share="down")["principal"].tolist() == [16.66] * 5 + [16.70]


@every_engine
def test_every_engine_gives_the_same(engine):
    make, _ = ENGINES[engine]
    loans = some_loans(12)
    expected = schedules(loans, first_due="first_due")
    found = schedules(make(loans), first_due="first_due")
    kinds = {"polars lazy": "polars", "duckdb": "pyarrow", "dask": "pandas"}
    assert type(found) is type(ENGINES[kinds.get(engine, engine)][0](loans))
    found = ENGINES[kinds.get(engine, engine)][1](found)
    found = found.sort_values(["loan_id", "number"])
    expected = expected.sort_values(["loan_id", "number"])
    assert list(found) == list(expected)
    for name in expected:
        assert found[name].tolist() == expected[name].tolist(), name


def test_columns_may_have_other_names():
    loans = some_loans(5)
    names = {"loan_id": "contract", "amount": "principal", "rate": "r", "term_months": "n", "repayment_plan": "how"}
    found = schedules(
        loans.rename(columns=names), loan="contract", amount="principal", rate_per_year="r", months="n", plan="how"
    )
    pd.testing.assert_frame_equal(found.rename(columns={"contract": "loan_id"}), schedules(loans))
    assert "due_date" not in found


def test_rows_are_numbered_anew_and_the_table_is_left_alone():
    loans = some_loans(3).set_index(pd.Index([7, 7, 9]))
    before = loans.copy()
    assert schedules(loans).index.tolist() == list(range(loans["term_months"].sum()))
    pd.testing.assert_frame_equal(loans, before)


def test_ten_thousand_loans_of_twenty_years_take_a_second_or_two():
    rng = np.random.default_rng(1)
    loans = pd.DataFrame(
        {
            "loan_id": np.arange(10_000),
            "amount": rng.integers(10**5, 5 * 10**6, 10_000) * 1.0,
            "rate": rng.integers(300, 600, 10_000) / 10_000,
            "term_months": 240,
            "repayment_plan": rng.choice(PLANS[:2], 10_000),
        }
    )
    start = time.perf_counter()
    found = schedules(loans)
    assert time.perf_counter() - start < 5  # 0.4 seconds on an idle machine
    assert np.rint(found["principal"].sum() * 100) == np.rint(loans["amount"].sum() * 100)
    last = found.groupby("loan_id")["outstanding"].last()
    assert (last == 0).all()


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("amount", -1.0, "an amount above zero in whole cents in 'amount'; loan 'B' has -1.0"),
        ("amount", 0.0, "loan 'B' has 0.0"),
        ("amount", 0.004, "loan 'B' has 0.004"),
        ("amount", 1.005, "loan 'B' has 1.005"),
        ("amount", 1e14, "loan 'B' has 1e.14|100000000000000"),
        ("amount", None, "loan 'B' has nan"),
        ("rate", -0.01, "a rate from 0 to 1 .* 'rate'; loan 'B' has -0.01"),
        ("rate", 1.01, "loan 'B' has 1.01"),
        ("rate", None, "loan 'B' has nan"),
        ("term_months", 0.0, "a whole number of months from 1 to 1,200 in 'term_months'; loan 'B' has 0.0"),
        ("term_months", 1_201.0, "loan 'B' has 1201.0"),
        ("term_months", 2.5, "loan 'B' has 2.5"),
        ("term_months", None, "loan 'B' has nan"),
        (
            "repayment_plan",
            "balloon",
            "a plan, one of equal instalment, .* in 'repayment_plan'; loan 'B' has 'balloon'",
        ),
        ("repayment_plan", None, "loan 'B' has"),
        ("first_due", None, "a day of the first instalment in 'first_due'; loan 'B' has"),
    ],
)
def test_the_loan_that_makes_no_schedule_is_named(column, value, message):
    loans = pd.DataFrame(
        {
            "loan_id": ["A", "B", "C"],
            "amount": 100.0,
            "rate": 0.05,
            "term_months": 12.0,
            "repayment_plan": PLANS[0],
            "first_due": pd.Timestamp("2024-01-31"),
        }
    )
    loans[column] = [loans[column][0], value, loans[column][0]]
    with pytest.raises(ValueError, match=f"schedules needs .*{message}"):
        schedules(loans, first_due="first_due")


def test_what_is_no_table_of_loans_is_refused():
    loans = some_loans(2)
    with pytest.raises(ValueError, match=r"equal_share to be one of \('half up', 'down'\); found 'up'"):
        schedules(loans, equal_share="up")
    with pytest.raises(TypeError, match="schedules needs a table"):
        schedules([1, 2])
    with pytest.raises(LookupError, match=r"schedules needs the columns \['rate'\]"):
        schedules(loans.drop(columns="rate"))
    with pytest.raises(LookupError, match="due"):
        schedules(loans, first_due="due")
    with pytest.raises(ValueError, match="at least one row"):
        schedules(loans[:0])
    with pytest.raises(ValueError, match="stands in 2 rows"):
        schedules(pd.concat([loans, loans]))
    with pytest.raises(ValueError, match="needs numbers in 'rate'"):
        schedules(loans.assign(rate="4.9%"))
