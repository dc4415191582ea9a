"""Counting moves between grades: by pencil, by a plain loop, on every engine, and the roll rates of the bank."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest
from banks import bank
from engines import ENGINES
from scipy.stats import chi2_contingency
from statsmodels.stats.proportion import proportion_confint

from cmlib.proportions import proportion_interval
from cmlib.rating import GRADES, migration_matrix
from cmlib.synthetic.lending.paying import TRUTH

STATES = ["A", "BB", "C"]
LABELS = [*STATES, "D", "NR"]


def random_history(seed=5, firms=60, periods=7):
    """Firms with gaps, missing grades and withdrawals, in random order; default is for ever."""
    rng = np.random.default_rng(seed)
    rows = []
    for firm in range(firms):
        grade = rng.choice(STATES)
        for period in range(2015, 2015 + periods):
            if grade != "D":
                grade = rng.choice(LABELS, p=[0.3, 0.3, 0.2, 0.1, 0.1])
            if rng.random() < 0.85:
                rows.append({"firm_id": f"F{firm}", "year": period, "grade": None if rng.random() < 0.1 else grade})
    return pd.DataFrame(rows).sample(frac=1, random_state=seed).reset_index(drop=True)


def counted_by_hand(table, labels):
    """Moves by (period, from, to), one look-up of the next year at a time."""
    known = {(row.firm_id, row.year): row.grade for row in table.itertuples() if not pd.isna(row.grade)}
    moves = {}
    for (firm, year), grade in known.items():
        after = known.get((firm, year + 1))
        if after in labels and grade in labels and grade not in ("D", "NR"):
            moves[year, grade, after] = moves.get((year, grade, after), 0) + 1
    return moves


HISTORY = random_history()


@pytest.mark.parametrize("engine", ENGINES)
def test_counts_are_those_of_a_plain_loop_on_every_engine(engine):
    matrix = migration_matrix(ENGINES[engine][0](HISTORY), states=STATES, default="D", withdrawn="NR")
    expected = counted_by_hand(HISTORY, [*STATES, "D"])
    place = {state: position for position, state in enumerate(matrix.states)}
    moves = np.zeros((len(matrix.periods), 4, 4), dtype=int)
    for (year, before, after), times in expected.items():
        moves[matrix.periods.index(year), place[before], place[after]] = times
    np.testing.assert_array_equal(matrix.moves, moves)
    assert matrix.periods == tuple(sorted({year for year, *_ in expected}))
    gone = counted_by_hand(HISTORY, LABELS)
    for state in STATES:
        assert matrix.withdrawn[state] == sum(n for (_, a, b), n in gone.items() if a == state and b == "NR") > 0
    assert matrix.withdrawn["D"] == 0


class TestPencil:
    TABLE = pd.DataFrame(
        {"firm_id": [1, 1, 1, 2, 2, 3, 3, 4, 4], "year": [1, 2, 3, 1, 2, 1, 3, 2, 3],
         "grade": ["A", "A", "BB", "A", "D", "A", "D", "BB", "BB"]}
    )  # fmt: skip

    def test_gaps_are_no_moves(self):
        matrix = migration_matrix(self.TABLE, states=STATES, default="D")
        # firm 1: A A, A BB; firm 2: A D; firm 3 has no year 2; firm 4: BB BB
        assert matrix.counts.to_numpy().tolist() == [[1, 1, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
        assert matrix.exposures.to_dict() == {"A": 3, "BB": 1, "C": 0, "D": 0}
        assert matrix.probabilities.loc["A"].to_list() == [1 / 3, 1 / 3, 0, 1 / 3]
        assert matrix.probabilities.loc["C"].isna().all()  # nobody was seen there: unknown, not 0
        assert matrix.probabilities.loc["D"].to_list() == [0, 0, 0, 1]
        assert (matrix.periods, matrix.default) == ((1, 2), "D")

    def test_rows_sum_to_one_where_known(self):
        sums = migration_matrix(HISTORY, states=STATES, default="D", withdrawn="NR").probabilities.sum(axis=1)
        assert sums.to_list() == pytest.approx([1, 1, 1, 1], abs=1e-12)

    def test_withdrawals_kept_are_an_absorbing_state(self):
        table = pd.DataFrame({"firm_id": [1, 1, 2, 2], "year": [1, 2, 1, 2], "grade": ["A", "NR", "A", "A"]})
        kept = migration_matrix(table, states=["A"], withdrawn="NR", keep_withdrawn=True)
        assert kept.probabilities.to_numpy().tolist() == [[0.5, 0.5], [0, 1]]
        left_out = migration_matrix(table, states=["A", "B"], withdrawn="NR")
        assert left_out.probabilities.loc["A", "A"] == 1
        assert left_out.withdrawn.to_dict() == {"A": 1, "B": 0}
        assert kept.withdrawn.to_dict() == {"A": 0, "NR": 0}

    def test_two_sequences(self):
        before, after = ["A", "A", "BB", None, "C"], ["A", "BB", "BB", "A", None]
        for kind in (list, tuple, np.array, pd.Series, lambda values: pl.Series(list(values))):
            matrix = migration_matrix(kind(before), kind(after), states=STATES)
            assert matrix.counts.to_numpy().tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 0]]
            assert matrix.periods == (0,)

    def test_the_usual_scale_and_its_order(self):
        matrix = migration_matrix(["AAA", "C"], ["AA", "default"], default="default")
        assert matrix.states == (*GRADES.order, "default")
        assert matrix.counts.loc["AAA", "AA"] == matrix.counts.loc["C", "default"] == 1

    def test_the_default_may_stand_among_the_states(self):
        table = self.TABLE
        one, other = (migration_matrix(table, states=s, default="D") for s in (["A", "D", "BB"], ["A", "BB"]))
        assert one.states == other.states == ("A", "BB", "D")
        assert one.counts.equals(other.counts)

    @pytest.mark.parametrize(("every", "moves"), [("month", 1), ("quarter", 3), ("year", 2)])
    def test_dates_are_gathered_into_periods(self, every, moves):
        days = {
            "month": ["2023-12-31", "2024-01-01", "2024-03-01"],
            "quarter": ["2023-09-30", "2023-10-01", "2024-03-31", "2024-04-01"],
            "year": ["2021-12-31", "2022-01-01", "2023-06-30"],
        }[every]
        table = pd.DataFrame({"firm_id": 1, "day": pd.to_datetime(days), "grade": "A"})
        assert migration_matrix(table, states=STATES, period="day", every=every).counts.loc["A", "A"] == moves

    def test_firm_numbers_may_be_huge(self):
        table = self.TABLE.assign(firm_id=[2**62 if one == 1 else -one * 2**60 for one in self.TABLE["firm_id"]])
        assert migration_matrix(table, states=STATES, default="D").counts.to_numpy().sum() == 4


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "arguments", "error", "message"),
        [
            (
                lambda t: t.replace("BB", "bb"),
                {},
                ValueError,
                r"no state 'bb'; the states are \['A', 'BB', 'C', 'D'\]\. Give",
            ),
            (lambda t: t.assign(grade=3), {}, ValueError, "no state 3;"),
            (lambda t: t.assign(year=1), {}, ValueError, r"one row for each \['firm_id', 'year'\]"),
            (lambda t: t.assign(firm_id=None), {}, ValueError, r"needs \['firm_id', 'year'\] in every row"),
            (lambda t: t.assign(year=t["year"] + 0.5), {}, ValueError, "whole numbers in 'year'"),
            (lambda t: t.assign(year="x"), {}, ValueError, "whole numbers or dates in 'year'"),
            (lambda t: t.iloc[:0], {}, ValueError, "at least one row"),
            (lambda t: t.drop(columns="grade"), {}, LookupError, r"needs the columns \['grade'\]"),
            (lambda t: t.assign(year=t["year"] * 2), {}, ValueError, "found no move"),
            (lambda t: t, {"every": "week"}, ValueError, "every is one of"),
            (lambda t: t, {"default": "A", "states": ["A", "BB", "D"]}, ValueError, "'A' is absorbing, but 1 moves"),
            (lambda t: t, {"states": ["A", "BB", "A"]}, ValueError, "each state once; found 'A' twice"),
            (lambda t: t, {"withdrawn": "A"}, ValueError, "found 'A' twice"),
            (lambda t: t, {"states": [], "default": "D"}, ValueError, "at least two states"),
            (lambda t: t, {"states": "AAA"}, TypeError, "a scale or a list of labels"),
            (lambda t: t, {"keep_withdrawn": True}, ValueError, "keep_withdrawn needs the mark"),
            (lambda t: 7, {}, TypeError, "needs a table"),
        ],
    )
    @pytest.mark.parametrize("engine", ["pandas", "polars lazy"])
    def test_bad_tables(self, engine, change, arguments, error, message):
        table = change(TestPencil.TABLE)
        if isinstance(table, pd.DataFrame):
            table = ENGINES[engine][0](table)
        with pytest.raises(error, match=f"migration_matrix.*{message}"):
            migration_matrix(table, **{"states": STATES, "default": "D"} | arguments)

    def test_bad_sequences(self):
        with pytest.raises(ValueError, match="found 2 grades before, 1 after"):
            migration_matrix(["A", "A"], ["A"], states=STATES)
        for one in ("A", 7, TestPencil.TABLE):
            with pytest.raises(TypeError, match="two sequences of grades"):
                migration_matrix(one, ["A"], states=STATES)


class TestIntervals:
    @pytest.mark.parametrize("level", [0.9, 0.95, 0.999])
    @pytest.mark.parametrize("method", ["wilson", "jeffreys"])
    def test_are_those_of_statsmodels(self, method, level):
        trials = 40
        low, high = proportion_interval(np.arange(trials + 1), trials, confidence=level, method=method)
        for count in range(trials + 1):
            expected = proportion_confint(count, trials, alpha=1 - level, method=method)
            # Jeffreys' interval is closed at 0 and 1 (Brown, Cai, DasGupta 2001, section 3.1.1); statsmodels leaves it.
            assert low[count] == (0 if count == 0 else pytest.approx(expected[0], rel=1e-9))
            assert high[count] == (1 if count == trials else pytest.approx(expected[1], rel=1e-9))

    def test_table_of_cells(self):
        matrix = migration_matrix(TestPencil.TABLE, states=STATES, default="D")
        cells = matrix.intervals(confidence=0.8, method="jeffreys")
        assert cells[["from", "to", "moves", "exposure"]].values.tolist() == [
            ["A", "A", 1, 3], ["A", "BB", 1, 3], ["A", "C", 0, 3], ["A", "D", 1, 3],
            ["BB", "A", 0, 1], ["BB", "BB", 1, 1], ["BB", "C", 0, 1], ["BB", "D", 0, 1],
        ]  # fmt: skip
        assert (cells["probability"] == cells["moves"] / cells["exposure"]).all()
        expected = proportion_confint(1, 3, alpha=0.2, method="jeffreys")
        assert cells.loc[0, ["lower", "upper"]].to_list() == pytest.approx(expected)
        wilson = matrix.intervals().loc[0, ["lower", "upper"]].to_list()
        assert wilson == pytest.approx(proportion_confint(1, 3, method="wilson"))

    def test_refuses(self):
        assert np.isnan(proportion_interval([0], [0])).all()
        for bad in (0, 1, -0.1, 95):
            with pytest.raises(ValueError, match="confidence is between 0 and 1"):
                proportion_interval(1, 2, confidence=bad)
        with pytest.raises(ValueError, match="method is one of"):
            proportion_interval(1, 2, method="wald")
        for count in (-1, 3):
            with pytest.raises(ValueError, match="successes from 0"):
                proportion_interval(count, 2)


class TestHomogeneity:
    def test_is_the_sum_of_contingency_tables(self):
        matrix = migration_matrix(HISTORY, states=STATES, default="D", withdrawn="NR")
        test, statistic, freedom = matrix.homogeneity(), 0.0, 0
        for place, state in enumerate(STATES):
            table = matrix.moves[:, place]
            table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
            found = chi2_contingency(table, correction=False)
            assert test.by_state.loc[state].to_list() == pytest.approx(
                [found.statistic, found.dof, found.expected_freq.min()]
            )
            statistic, freedom = statistic + found.statistic, freedom + found.dof
        assert (test.statistic, test.degrees_of_freedom) == (pytest.approx(statistic), freedom)
        assert 0 < test.p_value < 1

    def test_a_break_is_seen_and_its_absence_not(self):
        rng = np.random.default_rng(1)

        def year(number, stay):
            before = rng.choice(["A", "BB"], 800)
            after = np.where(rng.random(800) < stay, before, np.where(before == "A", "BB", "A"))
            firms = [f"{number}-{one}" for one in range(800)]
            return pd.concat(
                [pd.DataFrame({"firm_id": firms, "year": number + step, "grade": grades})
                 for step, grades in ((0, before), (1, after))]
            )  # fmt: skip

        steady = pd.concat([year(2010, 0.9), year(2020, 0.9)])
        broken = pd.concat([year(2010, 0.9), year(2020, 0.6)])
        assert migration_matrix(steady, states=["A", "BB"]).homogeneity().p_value > 0.01
        assert migration_matrix(broken, states=["A", "BB"]).homogeneity().p_value < 1e-10

    def test_one_period_cannot_be_compared(self):
        test = migration_matrix(["A", "A"], ["A", "BB"], states=STATES).homogeneity()
        assert (test.statistic, test.degrees_of_freedom) == (0, 0)
        assert np.isnan(test.p_value)


@pytest.mark.parametrize("seed", [3, 88])
def test_the_roll_rates_of_the_bank_come_back(seed):
    made = bank(seed)
    loans = made.tables["loans"].dropna(subset=["customer_id"])
    rows = made.tables["loan_months"].merge(loans, on="loan_id")
    month = rows["month"].dt.year * 12 + rows["month"].dt.month
    oldest = rows["month"] + pd.offsets.MonthEnd(0) - pd.to_timedelta(rows["days_past_due"], unit="D")
    unpaid = (month - oldest.dt.year * 12 - oldest.dt.month + 1).where(rows["days_past_due"] > 0, 0).clip(upper=4)
    ended = made.tables["payments"].query("kind == 'prepayment'").set_index("loan_id")["date"]
    last = month > rows["granted"].dt.year * 12 + rows["granted"].dt.month + rows["term_months"]
    settled = rows["loan_id"].map(ended).dt.to_period("M").dt.to_timestamp() == rows["month"]
    rows = rows.assign(unpaid=unpaid)[~last & ~settled]
    matrix = migration_matrix(rows, states=range(5), firm="loan_id", period="month", grade="unpaid")
    cells = matrix.intervals(confidence=0.999).query("`from` > 0")
    planted = TRUTH.roll_matrix[cells["from"].astype(int) - 1, cells["to"].astype(int)]
    assert len(cells) == 20
    assert ((cells["lower"] <= planted) & (planted <= cells["upper"])).all()
    assert (cells["moves"][planted == 0] == 0).all()
    assert matrix.exposures.sum() > 5_000


def test_loan_categories_of_the_bank_and_a_python_date():
    months = bank(88).tables["loan_months"]
    by_date = months.assign(month=[dt.date(day.year, day.month, 1) for day in months["month"]])
    matrix = migration_matrix(
        pl.from_pandas(by_date), states=range(1, 6), firm="loan_id", period="month", grade="category"
    )
    same = migration_matrix(months, states=range(1, 6), firm="loan_id", period="month", grade="category")
    assert matrix.counts.equals(same.counts)
    assert matrix.probabilities.loc[1, 1] > 0.97
