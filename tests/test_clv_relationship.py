"""The value of one customer's relationship: pencil cases, and laws that its three parts obey."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.clv import (
    HeldProduct,
    PotentialProduct,
    ShiftedBetaGeometric,
    margin_multiple,
    margin_multiple_at_start,
    present_value,
    relationship_value,
)

quick = settings(derandomize=True, max_examples=50, deadline=None)
TERMS = {"retention_per_period": 0.9, "horizon_periods": 24, "compound_past": True, "rate_per_period": 0.02}
SHARES = st.floats(0, 1)
TIMINGS = ("end", "middle", "start")


def value(past=(), held=(), potential=(), **changed):
    return relationship_value(past, held, potential, **(TERMS | changed))


class TestHistorical:
    @pytest.mark.parametrize(("timing", "periods"), [("end", 0), ("middle", 0.5), ("start", 1)])
    def test_margins_grow_since_they_came(self, timing, periods):
        found = value([100, -50], timing=timing)
        assert found.historical == pytest.approx((100 * 1.02 - 50) * 1.02**periods)
        assert found.current == found.potential == 0

    def test_or_are_added_up_as_they_were(self):
        assert value([100, -50, 7], compound_past=False).historical == 57
        assert value([], compound_past=True).historical == 0


class TestCurrent:
    def test_pencil(self):
        # Two payments of 100 at the ends of periods 1 and 2, by which 90% and 81% of the customers are left.
        found = value(held=[HeldProduct("deposit", 100, periods_left=2)])
        assert found.current == pytest.approx(90 / 1.02 + 81 / 1.02**2)
        half = value(held=[HeldProduct("deposit", 100, periods_left=2, retention_per_period=0.5)])
        assert half.current == pytest.approx(45 / 1.02 + 20.25 / 1.02**2)
        assert value(held=[HeldProduct("deposit", 100, periods_left=0)]).current == 0

    @pytest.mark.parametrize(
        ("timing", "shares", "times"),
        [("start", (1, 0.9), (0, 1)), ("middle", (0.95, 0.855), (0.5, 1.5)), ("end", (0.9, 0.81), (1, 2))],
    )
    def test_who_pays_depends_on_when(self, timing, shares, times):
        found = value(held=[HeldProduct("deposit", 100, periods_left=2)], timing=timing)
        expected = sum(100 * share / 1.02**time for share, time in zip(shares, times, strict=True))
        assert found.current == pytest.approx(expected)

    @quick
    @given(st.floats(0, 0.98), st.floats(0.5, 1), st.floats(0.01, 0.3))
    def test_without_end_it_is_the_margin_multiple(self, stays, keeps, rate):
        terms = {"retention_per_period": stays, "horizon_periods": 3_000, "rate_per_period": rate}
        held = [HeldProduct("account", 7, retention_per_period=keeps)]
        assert value(held=held, **terms).current == pytest.approx(7 * margin_multiple(stays * keeps, rate))
        start = value(held=held, **terms, timing="start").current
        assert start == pytest.approx(7 * margin_multiple_at_start(stays * keeps, rate))

    def test_what_comes_after_the_horizon_does_not_count(self):
        products = [HeldProduct("account", 7), HeldProduct("loan", 3, periods_left=24)]
        longer = [HeldProduct("account", 7, periods_left=5), HeldProduct("loan", 3, periods_left=24)]
        assert value(held=products, horizon_periods=5).current == value(held=longer, horizon_periods=5).current

    def test_retention_that_rises_with_tenure(self):
        model = ShiftedBetaGeometric(0.7, 5.0)
        retention = model.retention(np.arange(4, 28))  # of a customer who has survived three months
        found = value(held=[HeldProduct("package", 28)], retention_per_period=retention, timing="start")
        expected = 28 * model.expected_residual_lifetime(0.02, 3, horizon=24)
        assert found.current == pytest.approx(expected)


class TestPotential:
    def test_pencil(self):
        # Taken by 30% of the 81% who are left after two periods, at a cost of 40 each; one margin a period later.
        found = value(
            potential=[PotentialProduct("fund", 100, 0.3, periods_until=2, periods_held=1, cost_of_winning=40)]
        )
        assert found.potential == pytest.approx(0.3 * (100 * 0.9**3 / 1.02**3 - 40 * 0.9**2 / 1.02**2))

    @quick
    @given(st.floats(-100, 100), SHARES, st.one_of(st.none(), st.integers(0, 30)), st.sampled_from(TIMINGS))
    def test_what_is_taken_at_once_for_sure_and_free_is_held(self, margin, keeps, periods, timing):
        held = value(held=[HeldProduct("fund", margin, periods, keeps)], timing=timing)
        taken = value(potential=[PotentialProduct("fund", margin, 1.0, 0, periods, keeps)], timing=timing)
        assert taken.potential == pytest.approx(held.current, abs=1e-9)

    @quick
    @given(SHARES, SHARES, st.integers(0, 24), st.floats(0, 500))
    def test_it_is_the_chance_times_what_the_product_is_worth_then(self, chance, keeps, until, cost):
        offer = PotentialProduct("fund", 100, chance, until, 6, keeps, cost)
        held = value(held=[HeldProduct("fund", 100, 6, keeps)], horizon_periods=60).current
        found = value(potential=[offer], horizon_periods=60).potential
        assert found == pytest.approx(chance * (0.9 / 1.02) ** until * (held - cost), abs=1e-9)

    def test_after_the_horizon_nothing_is_won(self):
        late = PotentialProduct("fund", 100, 1.0, periods_until=24, cost_of_winning=40)
        assert value(potential=[late]).potential == 0
        last = PotentialProduct("fund", 100, 1.0, periods_until=23)
        assert value(potential=[last]).potential == pytest.approx(100 * (0.9 / 1.02) ** 24)

    def test_several_chances_spread_the_adoption(self):
        once = [PotentialProduct("fund", 100, 0.4, periods_until=1)]
        twice = [PotentialProduct("fund", 100, 0.1, periods_until=1), PotentialProduct("fund", 100, 0.3, 1)]
        assert value(potential=once).potential == pytest.approx(value(potential=twice).potential)


@pytest.fixture(scope="module")
def found():
    return value(
        [-300, 100, 110],
        [HeldProduct("account", 20), HeldProduct("deposit", 50, periods_left=12, retention_per_period=0.95)],
        [PotentialProduct("fund", 60, 0.2, periods_until=3, cost_of_winning=80)],
    )


class TestWorkings:
    def test_total_is_the_sum_of_its_parts(self, found):
        assert found.total == found.historical + found.current + found.potential
        assert found.future == found.current + found.potential

    def test_periods_add_up_to_the_parts(self, found):
        rows = found.by_period
        assert rows["period"].to_list() == list(range(-2, 25))
        for part in ("historical", "current", "potential", "total"):
            assert rows[part].sum() == pytest.approx(getattr(found, part))
        assert (rows.loc[rows["period"] > 0, "historical"] == 0).all()
        assert (rows.loc[rows["period"] <= 0, ["current", "potential"]] == 0).all(axis=None)
        np.testing.assert_allclose(rows["survival"], [1, 1, 1, *0.9 ** np.arange(1, 25)])
        np.testing.assert_allclose(rows["discount_factor"], 1.02 ** -np.arange(-2.0, 25))
        np.testing.assert_allclose(rows["total"], rows[["historical", "current", "potential"]].sum(axis=1))

    def test_products_add_up_to_the_parts(self, found):
        products = found.by_product
        assert products["product"].to_list() == ["account", "deposit", "fund"]
        parts = products.groupby("part")["present_value"].sum()
        assert parts.to_dict() == pytest.approx({"current": found.current, "potential": found.potential})

    def test_the_cost_of_winning_falls_in_the_period_that_it_opens(self, found):
        row = found.by_period.set_index("period").loc[4]
        assert row["potential"] == pytest.approx(0.2 * (60 * (0.9 / 1.02) ** 4 - 80 * (0.9 / 1.02) ** 3))
        assert found.by_period.set_index("period").loc[3, "potential"] == 0

    def test_currency_scales_everything(self):
        def scaled(by):
            held, chance = HeldProduct("a", 3 * by), PotentialProduct("b", 5 * by, 0.5, cost_of_winning=by)
            return value([2 * by], [held], [chance])

        assert scaled(7.0).total == pytest.approx(7 * scaled(1.0).total)

    def test_it_is_the_present_value_of_what_is_expected(self, found):
        expected = present_value(
            (found.by_period["total"] / found.by_period["discount_factor"])[3:], rate_per_period=0.02
        )
        assert found.future == pytest.approx(expected)

    def test_yearly_rates(self):
        yearly = {"rate_per_period": None, "discount_rate_per_year": 1.02**12 - 1, "periods_per_year": 12}
        assert value([1], [HeldProduct("a", 3)], **yearly).total == pytest.approx(
            value([1], [HeldProduct("a", 3)]).total
        )


class TestRefusals:
    @pytest.mark.parametrize(
        ("changed", "error", "message"),
        [
            ({"compound_past": "yes"}, TypeError, "compound_past to be True or False; found 'yes'"),
            ({"past": [1, None]}, ValueError, "past_margins as one list without missing numbers"),
            ({"past": [[1]]}, ValueError, "past_margins as one list"),
            ({"past": ["a"]}, TypeError, "numbers in past_margins"),
            ({"held": HeldProduct("a", 1)}, TypeError, "held as a list of HeldProduct; found HeldProduct"),
            ({"held": [HeldProduct("a", 1), 5]}, TypeError, "held as a list of HeldProduct; found 5 in it"),
            ({"potential": 3}, TypeError, "potential as a list of PotentialProduct; found int"),
            ({"potential": [HeldProduct("a", 1)]}, TypeError, "potential as a list of PotentialProduct; found Held"),
            ({"retention_per_period": 1.1}, ValueError, "retention_per_period to be a probability.*found 1.1"),
            ({"retention_per_period": math.nan}, ValueError, "retention_per_period to be a probability.*found nan"),
            ({"retention_per_period": [0.9, 0.8]}, ValueError, "one for each of 24 periods; found 2"),
            ({"horizon_periods": 0}, ValueError, "horizon_periods to be a whole number, not below 1"),
            ({"timing": "soon"}, ValueError, "timing to be one of"),
            ({"rate_per_period": None}, ValueError, "relationship_value needs either rate_per_period"),
        ],
    )
    def test_bad_arguments(self, changed, error, message):
        with pytest.raises(error, match=f"relationship_value needs.*{message}|{message}"):
            value(**changed)

    @pytest.mark.parametrize(
        ("product", "given", "message"),
        [
            (HeldProduct, {"margin_per_period": math.nan}, "margin_per_period to be a finite number"),
            (HeldProduct, {"retention_per_period": -0.1}, "retention_per_period to be a probability"),
            (HeldProduct, {"periods_left": -1}, "periods_left to be a whole number, not below 0"),
            (HeldProduct, {"periods_left": 1.5}, "periods_left to be a whole number"),
            (PotentialProduct, {"margin_per_period": math.inf}, "margin_per_period to be a finite number"),
            (PotentialProduct, {"cost_of_winning": math.nan}, "cost_of_winning to be a finite number"),
            (PotentialProduct, {"adoption_probability": 30}, "adoption_probability to be a probability.*found 30"),
            (PotentialProduct, {"retention_per_period": 2}, "retention_per_period to be a probability"),
            (PotentialProduct, {"periods_until": -1}, "periods_until to be a whole number"),
            (PotentialProduct, {"periods_held": -1}, "periods_held to be a whole number"),
        ],
    )
    def test_bad_products(self, product, given, message):
        sound = {"name": "fund", "margin_per_period": 1.0}
        sound |= {"adoption_probability": 0.1} if product is PotentialProduct else {}
        with pytest.raises(ValueError, match=f"{product.__name__} 'fund' needs {message}"):
            product(**(sound | given))
