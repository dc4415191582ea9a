"""Life tables, constant retention, and the holdout: against statsmodels, by hand, and in every engine."""

import math

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, every_engine
from scipy.stats import binomtest
from statsmodels.duration.survfunc import SurvfuncRight

from cmlib.clv import ConstantRetention, LifeTable, margin_multiple, margin_multiple_at_start, retention_holdout

#: Survivors of 1,000 in twelve years; to the seventh from Fader, Hardie (2007), Journal of Interactive Marketing
#: 21(1), 76-90, whose table goes on to the twelfth.
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
HIGHEND = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    leaves, watched = rng.geometric(rng.beta(1, 3, 500)), rng.integers(0, 12, 500)
    return pd.DataFrame({"tenure": np.minimum(leaves, watched), "left": leaves <= watched})


class TestLifeTable:
    def test_survivors(self):
        table = LifeTable.from_survivors([10, 7, 7, 0])
        assert table.at_risk.tolist() == [10, 7, 7]
        assert table.lost.tolist() == [3, 0, 7]

    def test_expected_customers_may_be_fractions(self):
        assert LifeTable.from_survivors([2, 1.5]).lost.tolist() == [0.5]
        assert LifeTable.from_survivors([1.5, 1, 0.5]).lost.tolist() == [0.5, 0.5]

    def test_one_customer_is_a_cohort(self):
        assert LifeTable.from_survivors([1, 1, 0]).lost.tolist() == [0, 1]

    def test_the_longest_tenure_is_a_hundred_years_of_days(self):
        table = LifeTable.from_tenures([1, 36_525], [True, False])
        assert (len(table.at_risk), table.at_risk[-1], table.lost.sum()) == (36_525, 1, 1)

    def test_nobody_is_a_table_too(self):
        assert LifeTable([], []).retention().empty
        assert LifeTable([0, 0], [0, 0]).retention()["retention"].isna().all()

    def test_young_cohorts_end_early(self):
        table = LifeTable.from_survivors([[10, 7, 5], [20, 12, math.nan]])
        assert (table.at_risk.tolist(), table.lost.tolist()) == ([30, 7], [11, 2])

    def test_a_customer_is_at_risk_until_he_left_or_is_last_seen(self):
        table = LifeTable.from_tenures([1, 3, 2, 0], [True, True, False, False])
        assert (table.at_risk.tolist(), table.lost.tolist()) == ([3, 2, 1], [1, 0, 1])
        doubled = LifeTable.from_tenures([1, 3, 2], [True, True, False], weights=[2, 2, 2])
        assert doubled.at_risk.tolist() == [6, 4, 2]
        without = LifeTable.from_tenures([1, 3, 2], [True, True, False], weights=[1, 1, 0])
        assert (without.at_risk.tolist(), without.lost.tolist()) == ([2, 1, 1], [1, 0, 1])

    def test_survivors_and_tenures_tell_the_same(self):
        tenure = np.repeat([1, 2, 2], [369, 163, 468])
        table, same = LifeTable.from_tenures(tenure, tenure < 0), LifeTable.from_survivors([1000, 631, 468])
        table = LifeTable.from_tenures(tenure, np.repeat([True, True, False], [369, 163, 468]))
        assert table.at_risk.tolist() == same.at_risk.tolist()
        assert table.lost.tolist() == same.lost.tolist()

    @every_engine
    def test_counts_are_made_in_every_engine(self, engine, customers):
        table = LifeTable.from_table(ENGINES[engine][0](customers))
        expected = LifeTable.from_tenures(customers["tenure"], customers["left"])
        assert table.at_risk.tolist() == expected.at_risk.tolist()
        assert table.lost.tolist() == expected.lost.tolist()

    def test_survival_is_kaplan_meiers_with_greenwoods_error(self, customers):
        found = LifeTable.from_tenures(customers["tenure"], customers["left"]).retention().set_index("period")
        seen = customers[customers["tenure"] > 0]
        oracle = SurvfuncRight(seen["tenure"], seen["left"])
        at = found.loc[oracle.surv_times]
        np.testing.assert_allclose(at["survival"], oracle.surv_prob)
        np.testing.assert_allclose(at["survival_error"], oracle.surv_prob_se)
        np.testing.assert_allclose(at["at_risk"], oracle.n_risk)

    @pytest.mark.parametrize("level", [0.8, 0.95])
    def test_the_interval_of_retention_is_wilsons(self, level):
        found = LifeTable.from_survivors(REGULAR).retention(confidence=level)
        for row in found.itertuples():
            oracle = binomtest(int(row.at_risk - row.lost), int(row.at_risk)).proportion_ci(level, method="wilson")
            assert (row.retention_low, row.retention_high) == pytest.approx((oracle.low, oracle.high))

    def test_the_interval_of_survival_on_its_scale(self):
        row = LifeTable.from_survivors([100, 80]).retention().iloc[0]
        # log(-log S) has the standard error sqrt(sum of lost / (at risk * left)) / |log S|.
        error = 1.959964 * math.sqrt(20 / (100 * 80)) / -math.log(0.8)
        ends = [math.exp(-math.exp(math.log(-math.log(0.8)) + sign * error)) for sign in (1, -1)]
        assert [row["survival_low"], row["survival_high"]] == pytest.approx(ends, rel=1e-6)

    def test_where_nothing_can_be_said_it_is_missing(self):
        found = LifeTable.from_survivors([5, 5, 0, 0]).retention()
        assert found["retention"].to_list() == pytest.approx([1, 0, math.nan], nan_ok=True)
        assert found["survival"].to_list() == pytest.approx([1, 0, math.nan], nan_ok=True)
        assert found[["survival_low", "survival_high"]].isna().all(axis=None)

    def test_the_first_periods_alone(self):
        table = LifeTable.from_survivors(REGULAR).up_to(2)
        assert table.lost.tolist() == [369, 163]
        with pytest.raises(ValueError, match="periods to be a whole number, not below 1"):
            table.up_to(0)

    @pytest.mark.parametrize(
        ("survivors", "error", "message"),
        [
            ([1000], ValueError, "customers at the start and after one period"),
            ([[1000]], ValueError, "customers at the start and after one period"),
            ([1000, 631, 640], ValueError, "never rise"),
            ([1000, 631, 631.5], ValueError, "never rise"),
            ([[1, 0.5], [10, 5]], ValueError, "found shares"),
            ([10, -1], ValueError, "not below 0"),
            ([1, 0.631, 0.468], ValueError, "found shares. Multiply by the cohort's size"),
            ([10, math.nan, 5], ValueError, "without gaps"),
            ([10, 9, math.nan, 5], ValueError, "without gaps"),
            ([math.nan, 10, 5], ValueError, "without gaps"),
            ([[10, 5], [10, None]], ValueError, "without gaps"),
            (["10", "5"], TypeError, "needs numbers in survivors"),
        ],
    )
    def test_bad_survivors(self, survivors, error, message):
        with pytest.raises(error, match=f"LifeTable.from_survivors needs .*{message}|from_survivors {message}"):
            LifeTable.from_survivors(survivors)

    @pytest.mark.parametrize(
        ("tenure", "left", "changed", "error", "message"),
        [
            ([1, 2], [True], {}, ValueError, r"one tenure and one left for each customer; found \(2,\) and \(1,\)"),
            ([], np.array([], dtype=bool), {}, ValueError, "one tenure and one left"),
            ([0], [True], {}, ValueError, "from 1 .0 for who is still here.* to 36,525; found 0"),
            ([-1], [False], {}, ValueError, "found -1"),
            ([1.5], [False], {}, ValueError, "found 1.5"),
            ([1, 2.5], [False, False], {}, ValueError, "found 2.5"),
            ([math.nan], [False], {}, ValueError, "found nan"),
            ([36_526], [False], {}, ValueError, "found 36526"),
            ([1], [1], {}, TypeError, "True or False in left; found int64"),
            ([1], [False], {"weights": [-1]}, ValueError, "weights that are not below 0"),
            ([1, 1], [False, False], {"weights": [1, -1]}, ValueError, "weights that are not below 0"),
            ([1], [False], {"weights": [math.nan]}, ValueError, "weights that are not below 0"),
        ],
    )
    def test_bad_tenures(self, tenure, left, changed, error, message):
        with pytest.raises(error, match=message):
            LifeTable.from_tenures(tenure, left, **changed)

    def test_bad_tables(self, customers):
        with pytest.raises(LookupError, match=r"needs the columns \['left'\]"):
            LifeTable.from_table(customers[["tenure"]])
        with pytest.raises(TypeError, match="True or False in 'left'; found Int64"):
            LifeTable.from_table(customers.assign(left=1))
        with pytest.raises(ValueError, match=r"^LifeTable.from_table needs numbers in 'tenure'; found String"):
            LifeTable.from_table(customers.assign(tenure="long"))
        lacking = customers.assign(tenure=customers["tenure"].where(customers["tenure"] > 2))
        with pytest.raises(ValueError, match="'tenure' and 'left' in every row"):
            LifeTable.from_table(lacking)

    def test_numbers_that_cannot_be(self):
        for at_risk, lost in (
            *(([5], [6]), ([5, 4], [1, 5]), ([5], [-1]), ([5, 4], [1, -1])),
            *(([5, 5], [1, 1]), ([5, 4, 4], [1, 1, 1]), ([math.nan], [1])),
        ):
            with pytest.raises(ValueError, match="no more customers lost than at risk"):
                LifeTable(at_risk, lost)
        with pytest.raises(ValueError, match="two lists of equal length"):
            LifeTable([5, 4], [1])

    @pytest.mark.parametrize("level", [0, 1, 95, math.nan])
    def test_bad_levels(self, level):
        with pytest.raises(ValueError, match=r"^LifeTable.retention: confidence is between 0 and 1"):
            LifeTable.from_survivors(REGULAR).retention(confidence=level)


class TestConstantRetention:
    def test_pencil(self):
        model = ConstantRetention.fit([100, 80, 60])  # 140 of 180 periods at risk were survived
        assert model.retention_rate == pytest.approx(140 / 180)
        assert model.log_likelihood == pytest.approx(140 * math.log(140 / 180) + 40 * math.log(40 / 180))
        assert model.standard_errors["retention_rate"] == pytest.approx(math.sqrt(140 / 180 * 40 / 180 / 180))
        assert model.standard_errors.name == "standard_error"

    def test_everyone_stays_or_leaves(self):
        assert ConstantRetention.fit([5, 5]).retention_rate == 1
        assert ConstantRetention.fit([5, 0]).log_likelihood == 0
        for survivors in ([10, 9], [10, 1]):  # a single customer counts as well
            found = ConstantRetention.fit(survivors).log_likelihood
            assert found == pytest.approx(9 * math.log(0.9) + math.log(0.1))

    def test_survival(self):
        model = ConstantRetention(0.5)
        assert model.survival(3) == 0.125
        np.testing.assert_allclose(model.survival([0, 1, math.nan]), [1, 0.5, math.nan])
        np.testing.assert_allclose(model.retention([1, 7, math.nan]), [0.5, 0.5, math.nan])
        assert model.standard_errors.isna().all()

    def test_the_discounted_lifetime_is_the_margin_multiple(self):
        model = ConstantRetention(0.8)
        assert model.expected_lifetime(0.12) == pytest.approx(margin_multiple_at_start(0.8, 0.12))
        assert model.expected_lifetime(0.12, timing="end") == pytest.approx(margin_multiple(0.8, 0.12))
        np.testing.assert_allclose(
            model.expected_residual_lifetime(0.12, [0, 5, math.nan], timing="end"), [2.5, 2.5, math.nan]
        )

    @pytest.mark.parametrize(("timing", "first"), [("start", 1), ("end", 0.8 / 1.1), ("middle", 0.9 / 1.1**0.5)])
    def test_a_horizon_counts_payments(self, timing, first):
        step = 0.8 / 1.1
        found = [ConstantRetention(0.8).expected_lifetime(0.1, timing=timing, horizon=n) for n in (0, 1, 3)]
        assert found == pytest.approx([0, first, first * (1 + step + step**2)])

    def test_without_end_it_is_missing(self):
        assert math.isnan(ConstantRetention(1.0).expected_lifetime(0.0))
        assert ConstantRetention(1.0).expected_lifetime(0.0, horizon=7) == 7

    def test_refusals(self):
        with pytest.raises(ValueError, match=r"retention_rate to be a probability from 0 to 1; found 1\.2"):
            ConstantRetention(1.2)
        with pytest.raises(ValueError, match="customers who were at risk"):
            ConstantRetention.fit([0, 0])
        with pytest.raises(ValueError, match="whole periods from 0 on; found -1"):
            ConstantRetention(0.5).survival(-1)
        with pytest.raises(ValueError, match="whole periods from 1 on; found 0"):
            ConstantRetention(0.5).retention(0)

    def test_a_refusal_names_what_was_called(self):
        with pytest.raises(ValueError, match=r"^ConstantRetention\.expected_lifetime needs discount_rate"):
            ConstantRetention(0.5).expected_lifetime(-1)
        with pytest.raises(ValueError, match=r"^ConstantRetention\.expected_residual_lifetime needs discount_rate"):
            ConstantRetention(0.5).expected_residual_lifetime(-1, 3)


class TestHoldout:
    @pytest.mark.parametrize("survivors", [REGULAR, HIGHEND])
    def test_unequal_customers_are_foretold_better_than_equal_ones(self, survivors):
        found = retention_holdout(survivors, fitted_periods=4).query("~fitted")
        assert found["period"].to_list() == [5, 6, 7]
        np.testing.assert_allclose(found["observed"], np.array(survivors[5:]) / 1000)
        missed = found[["constant_retention", "shifted_beta_geometric"]].sub(found["observed"], axis=0).abs().mean()
        assert missed["shifted_beta_geometric"] < 0.035
        assert missed["constant_retention"] > 2 * missed["shifted_beta_geometric"]

    def test_the_models_do_not_see_the_rest(self):
        spoiled = [*REGULAR[:5], 1, 0, 0]
        columns = ["constant_retention", "shifted_beta_geometric"]
        honest, blind = (retention_holdout(one, fitted_periods=4)[columns] for one in (REGULAR, spoiled))
        pd.testing.assert_frame_equal(honest, blind)

    def test_something_must_be_left(self):
        with pytest.raises(ValueError, match="fitted_periods below the 7 periods observed; found 7"):
            retention_holdout(REGULAR, fitted_periods=7)
