"""What past cases teach about routes, against a plain regression and the planted truth."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from banks import bank
from engines import ENGINES, every_engine

from cmlib.datasets import load
from cmlib.rating import compare_routes, route_experience

HARD = ("collateral_ratio", "borrower_willing", "months_past_due")
CASES = load("resolution_cases")


def oracle(cases, reference):
    frame = cases.assign(share=cases.recovered / cases.exposure)
    return smf.ols(f"share ~ C(route, Treatment('{reference}')) + {' + '.join(HARD)}", frame).fit()


@every_engine
def test_every_engine_gives_the_regression(engine):
    found = route_experience(ENGINES[engine][0](CASES), reference="remediation")
    wanted = oracle(CASES, "remediation")
    for name in HARD:
        assert found.slopes[name] == pytest.approx(wanted.params[name], rel=1e-8)
    for row in found.table.to_dict("records"):
        if row["route"] == "remediation":
            assert (row["effect"], row["standard_error"]) == (0, 0)
            continue
        name = f"C(route, Treatment('remediation'))[T.{row['route']}]"
        assert row["effect"] == pytest.approx(wanted.params[name], rel=1e-7)
        assert row["standard_error"] == pytest.approx(wanted.bse[name], rel=1e-7)
    assert found.residual_spread == pytest.approx(np.sqrt(wanted.scale), rel=1e-9)
    plain = CASES.assign(share=CASES.recovered / CASES.exposure, dear=CASES.cost / CASES.exposure).groupby("route")
    assert found.table.cases.tolist() == plain.size().tolist()
    assert found.table.raw_share.to_numpy() == pytest.approx(plain.share.mean().to_numpy())
    assert found.table.months.to_numpy() == pytest.approx(plain.months_to_end.mean().to_numpy())
    assert found.table.cost_share.to_numpy() == pytest.approx(plain.dear.mean().to_numpy())


def test_the_planted_effects_are_found_and_plain_means_mislead():
    made = bank(13, customers=6_000, firms=10, months=12)
    found = route_experience(made.tables["resolution_cases"], reference="remediation")
    truth = made.truth["parameters"]
    table = found.table.set_index("route")
    # Against remediation: the planted effects, in the order of the planted routes.
    planted = {"collection": -0.01, "change of borrower": 0.05, "extension": -0.07, "reorganisation": 0.02,
               "litigation": 0.07, "bankruptcy": -0.06}  # fmt: skip
    assert "recovered_by_route" in str(truth)
    for route, effect in planted.items():
        assert abs(table.effect[route] - effect) < 4 * table.standard_error[route]
    assert found.effect("litigation", "extension") == pytest.approx(0.14, abs=0.03)
    assert found.raw_difference("litigation", "extension") < 0
    assert found.residual_spread == pytest.approx(0.07, abs=0.005)
    assert found.slopes["collateral_ratio"] == pytest.approx(0.28, abs=0.03)
    assert found.slopes["borrower_willing"] == pytest.approx(0.06, abs=0.01)
    assert found.slopes["months_past_due"] == pytest.approx(-0.008, abs=0.002)


def test_estimates_for_one_loan():
    found = route_experience(CASES, reference="remediation")
    case = {"collateral_ratio": 0.5, "borrower_willing": 3, "months_past_due": 6}
    routes = {one.route: one for one in found.estimates(100_000, **case)}
    wanted = oracle(CASES, "remediation").predict(pd.DataFrame([case | {"route": "litigation"}]))[0]
    sued = routes["litigation"]
    assert sued.recovered == pytest.approx(wanted * 100_000)
    row = found.table.set_index("route").loc["litigation"]
    assert (sued.months, sued.cost, sued.probability) == (row.months, row.cost_share * 100_000, 1)
    best = compare_routes(list(routes.values()), discount_rate_per_year=0.06)
    assert best.best in routes
    assert len(best.values) == 7


def test_a_share_stays_between_nothing_and_everything():
    found = route_experience(CASES)
    high = found.estimates(100, collateral_ratio=50, borrower_willing=5, months_past_due=0)
    low = found.estimates(100, collateral_ratio=0, borrower_willing=1, months_past_due=500)
    assert {one.recovered for one in high} == {100}
    assert {one.recovered for one in low} == {0}


def test_the_reference_is_the_commonest_route_when_nothing_is_said():
    commonest = CASES.route.value_counts().idxmax()
    assert route_experience(CASES).reference == commonest


def test_effects_do_not_depend_on_the_reference_or_on_the_order_of_rows():
    one = route_experience(CASES, reference="bankruptcy")
    other = route_experience(CASES.sample(frac=1, random_state=3), reference="extension")
    assert one.effect("litigation", "collection") == pytest.approx(other.effect("litigation", "collection"))
    assert one.table.adjusted_share.to_numpy() == pytest.approx(other.table.adjusted_share.to_numpy())


def test_without_difficulties_the_plain_means_remain():
    found = route_experience(CASES, difficulty=())
    assert found.effect("litigation", "extension") == pytest.approx(found.raw_difference("litigation", "extension"))
    assert len(found.estimates(100)) == 7


def test_incomplete_cases_are_left_out():
    holes = CASES.assign(borrower_willing=CASES.borrower_willing.where(CASES.case_id > 20))
    assert route_experience(holes).table.cases.sum() == (CASES.case_id > 20).sum()


def test_two_cases_of_one_route_are_enough_for_a_mean():
    two = CASES.head(2).assign(route="extension", exposure=100.0, recovered=[40.0, 70.0])
    found = route_experience(two, difficulty=())
    assert found.table.raw_share.tolist() == pytest.approx([0.55])
    assert found.residual_spread == pytest.approx(np.std([0.4, 0.7], ddof=1))


@pytest.mark.parametrize("constant", [0.0, 0.1, 1e6 / 3, 1e-9])
def test_a_difficulty_that_never_changes_is_refused_whatever_its_size(constant):
    with pytest.raises(ValueError, match=r"cannot tell .* apart"):
        route_experience(CASES.assign(months_past_due=constant), difficulty=("months_past_due",))


FOUND = route_experience(CASES)
CASE = {"collateral_ratio": 0.5, "borrower_willing": 3, "months_past_due": 6}
REFUSED = [
    (lambda: route_experience(CASES, reference="suing"), LookupError, "no cases of 'suing'"),
    (lambda: route_experience(CASES.assign(exposure=0.0)), ValueError, "exposure above 0; found 0"),
    (lambda: route_experience(CASES.assign(cost=np.nan)), ValueError, "needs complete cases"),
    (lambda: route_experience(CASES.drop_duplicates("route")), ValueError, "more cases than routes and difficulties"),
    (lambda: route_experience(CASES.assign(months_past_due=3)), ValueError, "cannot tell .* apart"),
    (lambda: route_experience(CASES, difficulty=("collateral",)), LookupError, r"columns \['collateral'\]"),
    (lambda: route_experience(CASES.assign(recovered="x")), ValueError, "needs numbers in 'recovered'"),
    (lambda: route_experience(None), TypeError, "route_experience needs a table"),
    (lambda: FOUND.effect("suing", "extension"), LookupError, "no cases of 'suing'"),
    (lambda: FOUND.raw_difference("extension", "litigatio"), LookupError, "did you mean 'litigation'"),
    (lambda: FOUND.estimates(-1, **CASE), ValueError, "exposure is a number of 0 or more"),
    (lambda: FOUND.estimates(1), TypeError, "estimates needs .*collateral_ratio"),
    (lambda: FOUND.estimates(1, **CASE, luck=1), TypeError, "estimates needs"),
    (lambda: FOUND.estimates(1, collateral_ratio=1, borrower_wiling=3), TypeError, "did you mean 'borrower_willing'"),
    (lambda: route_experience(CASES.head(1), difficulty=()), ValueError, "more cases than routes .*; found 1"),
    (lambda: FOUND.estimates(1, **(CASE | {"months_past_due": np.nan})), ValueError, "months_past_due is a finite"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED)
def test_what_is_wrong_is_named(call, kind, message):
    with pytest.raises(kind, match=message):
        call()


def test_the_adjusted_shares_are_those_of_the_mean_case():
    """Least squares goes through the means: weighted by cases, adjusted shares and plain ones have one mean."""
    found = route_experience(CASES)
    assert found.means == pytest.approx(CASES[list(HARD)].mean().to_dict())
    table = found.table
    assert np.average(table.adjusted_share, weights=table.cases) == pytest.approx(
        np.average(table.raw_share, weights=table.cases)
    )
    assert np.average(table.raw_share, weights=table.cases) == pytest.approx((CASES.recovered / CASES.exposure).mean())


@pytest.mark.parametrize("unit", [1e-7, 1e6])
def test_units_of_money_and_of_hardness_change_nothing(unit):
    known = route_experience(CASES).table
    money = CASES.assign(**{name: CASES[name] * unit for name in ("exposure", "recovered", "cost")})
    hardness = CASES.assign(**{name: CASES[name] * unit for name in HARD})
    for cases in (money, hardness):
        found = route_experience(cases).table
        assert found["effect"].tolist() == pytest.approx(known["effect"].tolist(), abs=1e-9)
        assert found["standard_error"].tolist() == pytest.approx(known["standard_error"].tolist(), abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_cases_without_chance_leave_no_spread(seed):
    """Shares that follow from route and hardness exactly: what is left is rounding, of either sign, and never NaN."""
    rng = np.random.default_rng(seed)
    cases = CASES.head(60).assign(exposure=1.0)
    cases["recovered"] = 0.3 + 0.1 * (cases.route == "litigation") + cases[list(HARD)].to_numpy() @ rng.random(3) / 50
    assert route_experience(cases).residual_spread == pytest.approx(0, abs=1e-6)
