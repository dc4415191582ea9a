"""Calls as a newcomer makes them: gaps in lists, a name where rules belong, counts where values belong.

Each either works and is right, or says in one sentence what to give instead.
"""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from cmlib.appraisal import composite_score
from cmlib.clv import BGNBD, HeldProduct, relationship_value
from cmlib.rating import (
    PERSONAL_CARD,
    capital_requirement,
    classify_loans,
    explain,
    loss_given_default,
    provision_ratios,
    score,
    stability_index,
    weight_of_evidence,
)
from cmlib.relations import default_cascade
from cmlib.segments import gini, lorenz, top_share, value_class, whale_curve
from cmlib.survey import cronbach_alpha, intraclass_correlation, kendall_w, net_promoter_score

RELATIONSHIP = {"retention_per_period": 0.8, "horizon_periods": 2, "compound_past": True, "rate_per_period": 0.1}


class TestGapsInLists:
    @pytest.mark.parametrize("gap", [None, pd.NA, float("nan")])
    def test_a_missing_answer_is_left_out_and_counted(self, gap):
        found = net_promoter_score([10, gap, 3, 9])
        assert (found.score, found.answers, found.missing) == (pytest.approx(1 / 3), 3, 1)

    def test_no_answer_at_all_is_said_to_be_none(self):
        with pytest.raises(ValueError, match="at least one answer"):
            net_promoter_score([None, None])

    def test_people_and_subjects_with_a_gap_are_left_out(self):
        rows, gapped = [[1, 2], [2, 3], [4, 4]], [[1, 2], [2, 3], [None, 4], [4, 4]]
        assert cronbach_alpha(gapped).alpha == cronbach_alpha(rows).alpha
        assert cronbach_alpha(gapped).left_out == 1
        assert intraclass_correlation(gapped)["ICC(2,1)"] == intraclass_correlation(rows)["ICC(2,1)"]
        assert kendall_w(gapped).w == kendall_w(rows).w

    def test_text_among_them_is_still_refused(self):
        with pytest.raises(TypeError, match="needs one column of numbers as answers"):
            net_promoter_score([9, None, "ten"])
        with pytest.raises(TypeError, match="needs numbers in two dimensions"):
            cronbach_alpha([[1, None], ["a", 2]])
        with pytest.raises(TypeError, match="top_share needs numbers"):
            top_share([1, None, "a"])

    @pytest.mark.parametrize("measure", [top_share, gini, lorenz, whale_curve])
    def test_a_customer_without_a_profit_is_named_as_missing(self, measure):
        with pytest.raises(ValueError, match="1 of 3 are missing or infinite"):
            measure([1, None, 2])


class TestHugeValues:
    """Shares do not depend on the currency unit, even where the total is beyond a float."""

    VALUES = np.array([4.0, 3.0, 2.0, 1.0, 0.0, -0.5])

    @pytest.mark.parametrize("unit", [4e307, 1e306, 1e-300])
    def test_shares_are_those_of_small_values(self, unit):
        huge = self.VALUES * unit
        assert top_share(huge, 0.25) == pytest.approx(top_share(self.VALUES, 0.25))
        assert gini(huge) == pytest.approx(gini(self.VALUES))
        assert gini(huge, normalised=True) == pytest.approx(gini(self.VALUES, normalised=True))
        np.testing.assert_allclose(lorenz(huge)["share_of_total"], lorenz(self.VALUES)["share_of_total"], atol=1e-15)


def test_classes_keep_name_and_index_of_the_series():
    profits = pd.Series([1.0, None, 2000.0], index=[7, 7, 3], name="profit")
    found = value_class(profits)
    assert found.name == "profit"
    assert found.index.tolist() == [7, 7, 3]
    assert value_class(pl.Series("profit", [1.0, 2000.0])).name == "profit"
    assert value_class(pd.Series([1.0])).name is None


class TestWrongThingsInTheRightPlace:
    def test_a_card_is_no_name_and_no_row(self):
        table = pd.DataFrame([dict.fromkeys(PERSONAL_CARD.columns, 1)])
        with pytest.raises(TypeError, match="score needs a Scorecard after the table; found str"):
            score(table, "personal")
        with pytest.raises(TypeError, match="explain needs a Scorecard after the table; found Series"):
            explain(PERSONAL_CARD, table.iloc[0])

    def test_products_are_held_products(self):
        product = HeldProduct("deposit", 110)
        with pytest.raises(TypeError, match="needs held as a list of HeldProduct; found HeldProduct"):
            relationship_value([100], product, **RELATIONSHIP)
        with pytest.raises(TypeError, match="needs held as a list of HeldProduct; found 110 in it"):
            relationship_value([100], [110], **RELATIONSHIP)
        with pytest.raises(TypeError, match="needs potential as a list of PotentialProduct"):
            relationship_value([100], [product], [product], **RELATIONSHIP)

    @pytest.mark.parametrize("wrong", ["1", None])
    def test_parameters_of_a_model_are_numbers(self, wrong):
        with pytest.raises(ValueError, match=f"BGNBD needs alpha above zero and finite; found {wrong!r}"):
            BGNBD(1.0, wrong, 1.0, 1.0)

    def test_weights_are_a_mapping(self):
        with pytest.raises(TypeError, match="needs weights as column -> weight; found list"):
            composite_score(pd.DataFrame({"test": [80]}), ["test"])

    def test_a_nameless_column_of_dates_is_called_values(self):
        days = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-02"]))
        with pytest.raises(TypeError, match="needs numbers or texts in 'values', found Datetime"):
            weight_of_evidence(days, [0, 1])


class TestOneFirmFallsFirst:
    LINKS = pd.DataFrame({"guarantor_id": ["F2"], "firm_id": ["F1"], "amount": [100.0]})
    BOOKS = pd.DataFrame({"firm_id": ["F1", "F2"], "equity": [10.0, 80.0]})

    def test_a_single_name_is_one_firm_and_no_row_of_letters(self):
        alone, listed = (default_cascade(self.LINKS, self.BOOKS, first) for first in ("F1", ["F1"]))
        pd.testing.assert_frame_equal(alone.defaults, listed.defaults)
        assert alone.total_paid == listed.total_paid == 100.0


class TestStabilityOfCounts:
    def test_shares_given_as_values_are_refused(self):
        with pytest.raises(ValueError, match="both sides sum to 1: for shares of bins say of='counts'"):
            stability_index([0.1, 0.2, 0.7], [0.2, 0.2, 0.6])

    def test_counts_by_bin_given_as_values_are_refused(self):
        with pytest.raises(TypeError, match="found a mapping; for counts by bin say of='counts'"):
            stability_index({"a": 40, "b": 60}, {"a": 50, "b": 50})

    @pytest.mark.parametrize("values", [([0, 1, 0], [1, 0, 0]), ([0.25, 0.75], [0.5, 0.6]), ([1.0], [1.0])])
    def test_single_values_that_happen_to_sum_to_one_are_values(self, values):
        assert stability_index(*values, groups=2).value >= 0


def test_one_loan_has_plain_numbers():
    lost, capital = loss_given_default(100, 50), capital_requirement(0.01, 0.45)
    assert type(lost) is type(capital) is float
    assert lost == pytest.approx(0.3)  # (0.4 + 0.2) / 2
    # Basel Committee (2006), International Convergence of Capital Measurement and Capital Standards, Annex 5
    assert capital * 12.5 == pytest.approx(0.4577, abs=5e-5)
    assert loss_given_default([100], [50]).shape == capital_requirement([0.01], 0.45).shape == (1,)


def test_the_answer_of_one_function_goes_into_the_next():
    loans = pd.DataFrame({"loan_id": ["a", "b"], "days_past_due": [0, 100], "outstanding": [900.0, 100.0]})
    found = provision_ratios(classify_loans(loans)).iloc[0]
    assert (found["nonperforming_ratio"], found["special_provision"]) == (0.1, 25.0)  # substandard: a quarter


def test_a_scored_person_keeps_a_name():
    people = pd.DataFrame([{"application_id": 7, "customer_id": "C1"} | dict.fromkeys(PERSONAL_CARD.columns, 1.0)])
    assert score(people, PERSONAL_CARD)[["application_id", "customer_id"]].values.tolist() == [[7, "C1"]]


def test_rules_are_read_from_a_file_not_from_text():
    with pytest.raises(ValueError, match=r"^Scorecard\.from_toml needs the path of a file; found TOML text"):
        type(PERSONAL_CARD).from_toml(PERSONAL_CARD.to_toml())
