"""Limits of a table at their edges: debts of nothing and of half a yuan, columns that are missing, a grade to keep."""

import pandas as pd
import pytest

from cmlib.rating import ENTERPRISE_LIMITS, PERSONAL_LIMITS, credit_limit, credit_limits

INCOME, FIRM = {"monthly_income": 10_000.0}, {"equity": 4e6, "revenue": 30e6}


@pytest.mark.parametrize(("policy", "amounts"), [(PERSONAL_LIMITS, INCOME), (ENTERPRISE_LIMITS, FIRM)])
@pytest.mark.parametrize("debt", [None, 0.0, 0.5])
def test_a_table_has_the_limits_of_its_borrowers(policy, amounts, debt):
    """One by one and as a table, where debts are not mentioned, nothing, or half a yuan each."""
    owed = {} if debt is None else dict.fromkeys([*policy.debts, "debts_here"], debt)
    one = credit_limit("A", policy=policy, **amounts, **owed)
    row = credit_limits(pd.DataFrame([{"grade": "A"} | amounts | owed]), policy).iloc[0]
    assert [row[each.column] for each in policy.ceilings] == pytest.approx(
        [each.amount for each in one.ceilings], rel=1e-12
    )
    assert (row["limit"], row["available"]) == pytest.approx((one.limit, one.available), rel=1e-12)
    assert row["binding_rule"] == one.binding_rule
    assert one.available == one.limit - (debt or 0)


@pytest.mark.parametrize("name", ["debts_here", "debts_elsewhere", "monthly_debt_payments"])
def test_a_debt_below_nothing_is_named(name):
    people = pd.DataFrame([{"grade": grade, "debts_here": 0.0} | INCOME | {name: -0.5} for grade in ("A", None)])
    with pytest.raises(ValueError, match=f"credit_limits needs {name} of 0 or more; found -0.5"):
        credit_limits(people)


@pytest.mark.parametrize("name", ["grade", "rating"])
def test_a_grade_among_the_columns_to_keep_comes_once(name):
    people = pd.DataFrame([{"customer_id": "a", name: "A"} | INCOME])
    found = credit_limits(people, grade=name, keep=["customer_id", name])
    assert found.columns[:2].tolist() == ["customer_id", "grade"]
    assert found.columns.tolist().count(name) == (name == "grade")
    assert found["grade"].tolist() == ["A"]
