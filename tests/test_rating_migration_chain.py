"""What one period's matrix says about many periods: published chains, laws, and unknown rows."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from cmlib.rating import MarkovChain, generator_matrix, migration_matrix


def table(rows, states):
    return pd.DataFrame(rows, index=list(states), columns=list(states))


# Grinstead, Snell (1997), Introduction to Probability, 2nd edition, American Mathematical Society, chapter 11.
OZ = MarkovChain(table([[0.5, 0.25, 0.25], [0.5, 0, 0.5], [0.25, 0.25, 0.5]], ["rain", "nice", "snow"]))  # example 11.1
WALK = MarkovChain(  # example 11.13, the drunkard's walk; home is at 4, the bar at 0
    table([[1, 0, 0, 0, 0], [0.5, 0, 0.5, 0, 0], [0, 0.5, 0, 0.5, 0], [0, 0, 0.5, 0, 0.5], [0, 0, 0, 0, 1]], range(5)),
    default=4,
)

# Gupton, Finger, Bhatia (1997), CreditMetrics Technical Document, J.P. Morgan, table 1.1, in percent.
CREDITMETRICS = table(
    [
        [90.81, 8.33, 0.68, 0.06, 0.12, 0, 0, 0],
        [0.70, 90.65, 7.79, 0.64, 0.06, 0.14, 0.02, 0],
        [0.09, 2.27, 91.05, 5.52, 0.74, 0.26, 0.01, 0.06],
        [0.02, 0.33, 5.95, 86.93, 5.30, 1.17, 0.12, 0.18],
        [0.03, 0.14, 0.67, 7.73, 80.53, 8.84, 1.00, 1.06],
        [0, 0.11, 0.24, 0.43, 6.48, 83.46, 4.07, 5.20],
        [0.22, 0, 0.22, 1.30, 2.38, 11.24, 64.86, 19.79],
        [0, 0, 0, 0, 0, 0, 0, 100],
    ],
    ["AAA", "AA", "A", "BBB", "BB", "B", "CCC", "D"],
)


class TestPublished:
    def test_powers(self):
        # table 11.1: the weather in the Land of Oz, to three digits
        assert OZ.power(2).round(3).to_numpy().tolist() == [
            [0.438, 0.188, 0.375], [0.375, 0.25, 0.375], [0.375, 0.188, 0.438]
        ]  # fmt: skip
        assert OZ.power(6).round(3).to_numpy().tolist() == [[0.4, 0.2, 0.4]] * 3

    def test_times_to_absorption(self):
        # examples 11.14 and 11.15: 3, 4 and 3 steps until the walk ends at one side or the other
        either = MarkovChain(
            table([[0, 0.5, 0, 0.5], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0, 0, 0, 1]], [1, 2, 3, "end"]), "end"
        )
        assert either.expected_periods().to_list() == pytest.approx([3, 4, 3, 0])
        # and it ends at home with probability 1/4, 1/2, 3/4
        assert WALK.power(200)[4].to_list() == pytest.approx([0, 0.25, 0.5, 0.75, 1])

    def test_rounded_rows_are_rescaled(self):
        chain = MarkovChain.published(CREDITMETRICS / 100, default="D")
        assert chain.probabilities.sum(axis=1).to_list() == pytest.approx([1] * 8, abs=1e-12)
        assert chain.probabilities.loc["B", "D"] == pytest.approx(0.0520 / 0.9999)
        assert chain.cumulative_default(1)[1].round(4).to_list() == [0, 0, 0.0006, 0.0018, 0.0106, 0.052, 0.1979, 1]
        with pytest.raises(ValueError, match=r"sums to 1 within 0\.001; 'AAA' has 100"):
            MarkovChain.published(CREDITMETRICS)

    def test_cumulative_default_is_the_last_column_of_the_powers(self):
        chain = MarkovChain.published(CREDITMETRICS / 100, default="D")
        within = chain.cumulative_default(10)
        assert list(within) == list(range(1, 11))
        for years in within:
            expected = np.linalg.matrix_power(chain.probabilities.to_numpy(), years)[:, -1]
            assert within[years].to_list() == pytest.approx(expected, abs=1e-14)
        assert (within.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)

    def test_a_state_that_can_be_left_counts_once_reached(self):
        # From rain, no nice day within 2 days: 0.75 · not nice again. Rain→rain 0.5, rain→snow 0.25, each then 0.75.
        assert OZ.cumulative_default(2, state="nice").loc["rain"].to_list() == [0.25, pytest.approx(1 - 0.75 * 0.75)]
        assert OZ.expected_periods(state="nice").to_list() == pytest.approx([4, 0, 4])


class TestPencil:
    CHAIN = MarkovChain(table([[0.8, 0.2, 0], [0.1, 0.6, 0.3], [0, 0, 1]], ["A", "B", "D"]), default="D")

    def test_two_years(self):
        assert self.CHAIN.power(2).loc["A"].to_list() == pytest.approx([0.66, 0.28, 0.06])
        assert self.CHAIN.power(0).to_numpy().tolist() == np.eye(3).tolist()
        assert self.CHAIN.cumulative_default(2).loc["A"].to_list() == pytest.approx([0, 0.06])

    def test_expected_years_by_hand(self):
        # a = 1 + 0.8 a + 0.2 b, b = 1 + 0.1 a + 0.6 b: a = 10, b = 5
        assert self.CHAIN.expected_periods().to_list() == pytest.approx([10, 5, 0])

    def test_mobility(self):
        p, count = 0.3, 4
        even = np.full((count, count), p / (count - 1))
        np.fill_diagonal(even, 1 - p)
        # Jafry, Schuermann (2004): with moves spread evenly, the index is the probability of moving.
        assert MarkovChain(table(even, "abcd")).mobility() == pytest.approx(p, rel=1e-12)
        assert MarkovChain(table(np.eye(3), "abc")).mobility() == 0
        assert self.CHAIN.mobility() < MarkovChain(table([[0, 1, 0], [0, 0, 1], [0, 0, 1]], "ABD")).mobility()


class TestUnknownRows:
    NOTHING = float("nan")
    CHAIN = MarkovChain(
        table([[0.9, 0.1, 0, 0], [0, 0.5, 0.3, 0.2], [NOTHING] * 4, [0, 0, 0, 1]], ["A", "B", "C", "D"]), default="D"
    )

    def test_what_depends_on_them_is_missing(self):
        assert self.CHAIN.power(1).loc["B"].to_list() == [0, 0.5, 0.3, 0.2]
        assert self.CHAIN.power(2).loc["A"].to_list() == pytest.approx([0.81, 0.14, 0.03, 0.02])
        assert self.CHAIN.power(2).loc["B"].isna().all()
        assert self.CHAIN.power(3).loc["A"].isna().all()
        within = self.CHAIN.cumulative_default(3)
        assert within.notna().to_numpy().tolist() == [[1, 1, 0], [1, 0, 0], [0, 0, 0], [1, 1, 1]]
        assert self.CHAIN.expected_periods().isna().to_list() == [True, True, True, False]
        assert np.isnan(self.CHAIN.mobility())

    def test_default_that_is_not_certain_has_no_expected_time(self):
        # From A the firm withdraws or defaults; from B nothing leads anywhere.
        chain = MarkovChain(
            table([[0.5, 0, 0.2, 0.3], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], ["A", "B", "NR", "D"]), default="D"
        )
        assert chain.expected_periods().isna().to_list() == [True, True, True, False]
        assert chain.cumulative_default(1)[1].to_list() == [0.3, 0, 0, 1]


class TestRefusals:
    @pytest.mark.parametrize("periods", [-1, 0.5, True, "2", None, float("nan")])
    def test_periods_are_whole(self, periods):
        for ask in (OZ.power, lambda n: OZ.cumulative_default(n, state="nice")):
            with pytest.raises(ValueError, match="whole number of periods"):
                ask(periods)

    def test_no_periods_give_no_table(self):
        with pytest.raises(ValueError, match="from 1; found 0"):
            OZ.cumulative_default(0, state="nice")

    def test_states(self):
        for ask in (lambda **state: OZ.cumulative_default(1, **state), OZ.expected_periods):
            with pytest.raises(ValueError, match="needs a state: this matrix has no default"):
                ask()
            with pytest.raises(LookupError, match="knows no state 'fog'"):
                ask(state="fog")

    @pytest.mark.parametrize(
        ("rows", "states", "message"),
        [
            ([[0.9, 0.2], [0, 1]], "AD", "'A' does not sum to 1"),
            ([[1.2, -0.2], [0, 1]], "AD", "'A' has a number outside"),
            ([[0.5, np.nan], [0, 1]], "AD", "'A' is missing in part"),
            ([[0.5, 0.5], [0.1, 0.9]], "AD", "'D' is an absorbing state"),
            ([[0.5, 0.5], [0, 1]], "AB", "'D' is an absorbing state"),
            ([[0.5, 0.5], [0, 1]], "AA", "the same states, each once"),
        ],
    )
    def test_matrices(self, rows, states, message):
        with pytest.raises(ValueError, match=message):
            MarkovChain(table(rows, states), default="D")

    def test_kinds(self):
        with pytest.raises(TypeError, match="is a pandas table; found list"):
            MarkovChain([[1]])
        with pytest.raises(ValueError, match="the same states"):
            MarkovChain(pd.DataFrame([[1.0]], index=["A"], columns=["B"]))


class TestGenerator:
    # Twenty firms over a year, ten in A and ten in B; the arithmetic of Lando, Skødeberg (2002), section 2: one A
    # falls to B after a month; one B rises to A after two months; one B defaults after six.
    GRADES = pd.DataFrame(
        [{"firm_id": f"{grade}{one}", "date": 0.0, "grade": grade} for grade in "AB" for one in range(10)]
        + [{"firm_id": "A0", "date": 1 / 12, "grade": "B"}, {"firm_id": "B0", "date": 2 / 12, "grade": "A"},
           {"firm_id": "B1", "date": 6 / 12, "grade": "D"}]
    )  # fmt: skip

    def estimate(self, **changes):
        return generator_matrix(self.GRADES, **{"until": 1.0, "states": ["A", "B"], "default": "D"} | changes)

    def test_by_pencil(self):
        found = self.estimate()
        in_a, in_b = 9 + 1 / 12 + 10 / 12, 8 + 11 / 12 + 2 / 12 + 6 / 12
        assert found.years_at_risk.to_list() == pytest.approx([in_a, in_b, 0.5])
        assert found.rates_per_year.loc["A"].to_list() == pytest.approx([-1 / in_a, 1 / in_a, 0])
        assert found.rates_per_year.loc["B"].to_list() == pytest.approx([1 / in_b, -2 / in_b, 1 / in_b])
        assert found.rates_per_year.loc["D"].to_list() == [0, 0, 0]
        # Nobody fell from A to D, and yet the probability is not 0: a firm may fall to B first.
        assert 0.004 < found.probabilities(1).loc["A", "D"] < 0.006

    def test_horizons_follow_from_each_other(self):
        found = self.estimate()
        expected = expm(found.rates_per_year.to_numpy() * 0.5)
        np.testing.assert_allclose(found.probabilities(0.5), expected, atol=1e-14)
        np.testing.assert_allclose(found.chain(0.5).power(2), found.probabilities(1), atol=1e-12)
        assert found.probabilities(0).to_numpy().tolist() == np.eye(3).tolist()
        assert found.chain().default == "D"

    def test_dates_withdrawals_and_row_order(self):
        days = self.GRADES.assign(date=pd.Timestamp("2023-01-01") + pd.to_timedelta(self.GRADES["date"] * 365.25, "D"))
        found = generator_matrix(
            days.sample(frac=1, random_state=1), until=pd.Timestamp("2023-01-01") + pd.Timedelta(days=365.25),
            states=["A", "B"], default="D",
        )  # fmt: skip
        np.testing.assert_allclose(found.rates_per_year, self.estimate().rates_per_year, rtol=1e-9)
        # b is out of sight from 0.25 to 0.75; a's repeated grade is no move
        spells = pd.DataFrame(
            {"firm_id": list("aabbb"), "date": [0, 0.5, 0, 0.25, 0.75], "grade": ["A", "A", "A", "NR", "A"]}
        )
        seen = generator_matrix(spells, until=1, states=["A", "B"], withdrawn="NR")
        assert seen.years_at_risk.to_list() == [1.5, 0]
        assert seen.moves.to_numpy().sum() == 0
        assert seen.rates_per_year.loc["B"].isna().all()
        assert seen.probabilities(1).loc["A"].to_list() == [1, 0]
        assert seen.probabilities(1).loc["B"].isna().all()

    @pytest.mark.parametrize(
        ("change", "arguments", "message"),
        [
            (lambda t: t.replace("B", "b"), {}, "knows no state 'b'"),
            (lambda t: t.assign(grade=None), {}, "a grade in every row; 23 are missing"),
            (lambda t: t, {"until": 0.4}, "observes until 0.4; found a grade given on 0.5"),
            (lambda t: t, {"default": "B", "states": ["A", "D"]}, "'B' is absorbing, but firm 'B0' leaves it for 'A'"),
            (lambda t: t.assign(date=0.0), {}, "one row for each"),
        ],
    )
    def test_refuses(self, change, arguments, message):
        with pytest.raises(ValueError, match=message):
            generator_matrix(change(self.GRADES), **{"until": 1.0, "states": ["A", "B"], "default": "D"} | arguments)
        for years in (-1, float("inf"), float("nan"), "1", True):
            with pytest.raises(ValueError, match="finite number of years"):
                self.estimate().probabilities(years)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABCD")), min_size=1, max_size=60))
def test_a_table_and_two_sequences_count_alike_whatever_the_order(moves):
    before, after = zip(*moves, strict=True)
    rows = [(firm, year, grade) for firm, pair in enumerate(moves) for year, grade in enumerate(pair)]
    history = pd.DataFrame(rows[::-1], columns=["firm_id", "year", "grade"])
    one = migration_matrix(before, after, states=["A", "B", "C"], default="D")
    other = migration_matrix(history, states=["A", "B", "C"], default="D")
    assert one.counts.equals(other.counts)
    assert one.counts.to_numpy().sum() == len(moves)
    assert one.power(1).equals(one.probabilities.where(one.exposures.gt(0) | (one.exposures.index == "D")))
