"""Schedules in whole cents: a case that can be checked with a pencil, and laws on any loan."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.synthetic.lending.amortisation import AT_THE_END, EQUAL_INSTALMENT, EQUAL_PRINCIPAL, amortise


def one(amount, basis_points, term, plan):
    return amortise(*(np.array([value]) for value in (amount, basis_points, term, plan)))


def test_equal_instalments_of_three_months_by_pencil():
    # 3,000 CNY at 12%: 1% a month; instalment 3,000 x 0.01 / (1 - 1.01^-3) = 1,020.07.
    schedule = one(300_000, 1_200, 3, EQUAL_INSTALMENT)
    assert schedule.interest.tolist() == [[3_000, 2_010, 1_010]]
    assert schedule.principal.tolist() == [[99_007, 99_997, 100_996]]
    assert schedule.outstanding.tolist() == [[200_993, 100_996, 0]]


def test_equal_principal_of_three_months_by_pencil():
    schedule = one(100_000, 600, 3, EQUAL_PRINCIPAL)  # 1,000 CNY at 0.5% a month
    assert schedule.principal.tolist() == [[33_333, 33_333, 33_334]]
    assert schedule.interest.tolist() == [[500, 333, 167]]


def test_principal_at_the_end():
    schedule = one(100_000, 600, 3, AT_THE_END)
    assert schedule.principal.tolist() == [[0, 0, 100_000]]
    assert schedule.interest.tolist() == [[500, 500, 500]]


LOANS = st.lists(
    st.tuples(st.integers(100_000, 10**11), st.integers(0, 1_500), st.integers(1, 360), st.sampled_from((0, 1, 2))),
    min_size=1,
    max_size=5,
)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(LOANS)
def test_any_schedule_repays_the_loan_to_the_cent(loans):
    amount, points, term, plan = (np.array(column) for column in zip(*loans, strict=True))
    schedule = amortise(amount, points, term, plan)
    assert (schedule.principal.sum(axis=1) == amount).all()
    for row in range(len(loans)):
        months = term[row]
        alone = one(*loans[row])
        assert (alone.principal[0] == schedule.principal[row, :months]).all()  # no loan touches another
        assert schedule.outstanding[row, months - 1] == 0
        level = schedule.principal[row, :months] + schedule.interest[row, :months]
        if plan[row] == EQUAL_INSTALMENT and months > 1:
            # Each rounding is half a cent at most, and grows with interest until the end.
            most = months * (1 + points[row] / 120_000) ** months + 1
            assert (level[:-1] == level[0]).all()
            assert abs(level[-1] - level[0]) <= most
