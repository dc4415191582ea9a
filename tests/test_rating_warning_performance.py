"""Warnings against what followed: by pencil, against a plain loop, and the bank's planted lead of half a year."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, plain
from two_tables import in_pandas, of_one_engine

from cmlib.rating import (
    WarningRule,
    WarningRules,
    alert_queue,
    queue_precision,
    warning_performance,
    warning_signals,
    warning_thresholds,
)
from cmlib.synthetic.firms.monthly import TRUTH

MONTHS = range(1, 13)
TABLE = pd.DataFrame([{"firm_id": firm, "year": month} for firm in "ABCD" for month in MONTHS])
# A defaults in 10 and was announced from 7 on; B defaults in 8, announced only in 2; C is troubled twice for
# nothing, and once too late to say; D has no signal and no default.
SIGNALS = pd.DataFrame(
    [("A", 7, 2), ("A", 8, 3), ("A", 9, 1), ("A", 11, 3), ("B", 2, 3),
     ("C", 3, 1), ("C", 4, 1), ("C", 6, 1), ("C", 11, 2)],
    columns=["firm_id", "year", "severity"],
)  # fmt: skip
DEFAULTS = pd.DataFrame({"firm_id": ["A", "B"], "default_period": [10, 8]})


def performance(**arguments):
    return warning_performance(TABLE, SIGNALS, DEFAULTS, **{"horizon": 4} | arguments)


class TestPencil:
    def test_alarms_defaults_and_lead_times(self):
        found = performance()
        assert (found.true_alarms, found.false_alarms, found.open_alarms) == (1, 3, 1)
        assert (found.defaults, found.detected, found.missed) == (2, 1, 1)
        assert (found.precision, found.recall) == (0.25, 0.5)
        assert found.lead_times.to_dict() == {"A": 3}
        # at risk with known outcome: A in 1 to 9, B in 1 to 7, C and D in 1 to 8
        assert found.firm_years == 32
        assert found.false_alarms_per_firm_year == 3 / 32
        assert found.cost(missed_default=1000, inspection=10) == 1000 + 40

    @pytest.mark.parametrize(("horizon", "detected", "true"), [(1, 1, 0), (2, 1, 0), (3, 1, 1), (5, 1, 1), (6, 2, 2)])
    def test_the_horizon_includes_its_last_period(self, horizon, detected, true):
        found = performance(horizon=horizon)
        assert (found.detected, found.true_alarms) == (detected, true)
        assert found.lead_times["A"] == min(horizon, 3)

    def test_weak_signals_are_left_out(self):
        found = performance(minimum_score=3)
        assert (found.true_alarms, found.false_alarms, found.open_alarms) == (1, 1, 0)
        assert found.lead_times.to_dict() == {"A": 2}

    def test_scores_of_a_period_add_up(self):
        twice = pd.concat([SIGNALS, SIGNALS[SIGNALS["firm_id"] == "C"]])
        found = warning_performance(TABLE, twice, DEFAULTS, horizon=4, minimum_score=4)
        assert (found.true_alarms, found.false_alarms, found.open_alarms) == (0, 0, 1)

    def test_a_gap_ends_a_run(self):
        gone = TABLE[(TABLE["firm_id"] != "C") | (TABLE["year"] != 4)]
        some = SIGNALS[(SIGNALS["firm_id"] != "C") | (SIGNALS["year"] != 4)]
        longer = pd.concat([some, pd.DataFrame([("C", 5, 1)], columns=list(some))])
        assert warning_performance(gone, longer, DEFAULTS, horizon=4).false_alarms == 3  # B 2, C 3, C 5 and 6

    def test_nothing_signalled_nothing_defaulted(self):
        found = warning_performance(TABLE, SIGNALS.iloc[:0], DEFAULTS.iloc[:1], horizon=4)
        assert (found.defaults, found.detected, found.missed) == (1, 0, 1)
        assert np.isnan(found.precision)
        assert found.recall == 0
        assert found.lead_times.empty
        later = pd.DataFrame({"firm_id": ["A"], "default_period": [99]})
        assert np.isnan(warning_performance(TABLE, SIGNALS, later, horizon=4).recall)

    def test_dates_have_twelve_months_a_year(self):
        def dated(frame, column):
            return frame.assign(**{column: pd.to_datetime([f"2024-{month:02}-01" for month in frame[column]])})

        tables = dated(TABLE, "year"), dated(SIGNALS, "year"), dated(DEFAULTS, "default_period")
        found = warning_performance(*tables, horizon=4)
        assert found.firm_years == 32 / 12
        assert found.lead_times.to_dict() == {"A": 3}
        assert warning_performance(TABLE, SIGNALS, DEFAULTS, horizon=4, periods_per_year=4).firm_years == 8


class TestThresholds:
    def test_each_score_has_its_cost(self):
        found = warning_thresholds(TABLE, SIGNALS, DEFAULTS, horizon=4, missed_default=100, inspection=10)
        assert found["minimum_score"].tolist() == [1, 2, 3, 4]
        # from 1: 4 alarms with known outcome, B missed; from 2 and from 3: A's run, and B's too early
        assert found["alarms"].tolist() == [4, 2, 2, 0]
        assert found["missed"].tolist() == [1, 1, 1, 2]
        assert found["cost"].tolist() == [140, 120, 120, 200]
        assert found["cheapest"].tolist() == [False, True, False, False]
        for score in (1, 2, 3):
            one = performance(minimum_score=score)
            row = found.set_index("minimum_score").loc[score]
            assert (row["precision"], row["recall"]) == (one.precision, one.recall)
            assert row["false_alarms_per_firm_year"] == one.false_alarms_per_firm_year

    def test_dear_visits_forbid_all_warnings(self):
        found = warning_thresholds(TABLE, SIGNALS, DEFAULTS, horizon=4, missed_default=1, inspection=10)
        assert found["cheapest"].tolist() == [False, False, False, True]


class TestQueue:
    EXPOSURES = pd.DataFrame({"firm_id": list("ABCD"), "exposure": [10.0, 100.0, 40.0, 5.0]})

    @pytest.mark.parametrize("engine", ENGINES)
    def test_ranks_by_severity_times_exposure(self, engine):
        signals = pd.DataFrame(
            [("A", 1, 3), ("A", 1, 2), ("B", 1, 1), ("C", 1, 1), ("C", 2, 1), ("B", 2, 2), ("D", 1, 8)],
            columns=["firm_id", "year", "severity"],
        )
        found = alert_queue(*of_one_engine(engine, signals, self.EXPOSURES))
        found = plain(in_pandas(engine, found), ["firm_id", "year"])
        assert found[["firm_id", "year", "signals", "severity", "score", "priority", "rank"]].values.tolist() == [
            ["A", 1, 2, 3, 5, 50, 2], ["B", 1, 1, 1, 1, 100, 1], ["B", 2, 1, 2, 2, 200, 1],
            ["C", 1, 1, 1, 1, 40, 3], ["C", 2, 1, 1, 1, 40, 2], ["D", 1, 1, 8, 8, 40, 4],
        ]  # fmt: skip

    def test_exposures_by_period(self):
        signals = pd.DataFrame({"firm_id": ["A", "B", "A", "B"], "year": [1, 1, 2, 2], "severity": 1})
        money = pd.DataFrame({"firm_id": ["A", "B", "A", "B"], "year": [1, 1, 2, 2], "exposure": [9, 8, 7, 8]})
        assert alert_queue(signals, money)["rank"].tolist() == [1, 2, 2, 1]

    def test_precision_at_capacity(self):
        queue = pd.DataFrame({"firm_id": list("ABCABC"), "year": [1, 1, 1, 2, 2, 2], "rank": [1, 2, 3, 3, 1, 2]})
        # A defaults in 2: its visit in 1 is a hit, and in 2 it is gone; C defaults in 5
        defaults = pd.DataFrame({"firm_id": ["A", "C"], "default_period": [2, 5]})
        found = queue_precision(queue, defaults, horizon=3)
        assert found.to_dict("list") == {
            "capacity": [1, 2, 3], "visits": [2, 4, 5], "hits": [1, 2, 2],
            "precision": [0.5, 0.5, 0.4], "found": [0.5, 1.0, 1.0],
        }  # fmt: skip
        assert queue_precision(queue, defaults, horizon=4)["hits"].tolist() == [1, 2, 3]
        last = queue_precision(queue.head(3), pd.DataFrame({"firm_id": ["C"], "default_period": [2]}), horizon=1)
        assert last["found"].tolist() == [0, 0, 1]
        nothing = queue_precision(queue, pd.DataFrame({"firm_id": ["Z"], "default_period": [2]}), horizon=3)
        assert nothing["precision"].tolist() == [0, 0, 0]
        assert nothing["found"].isna().all()

    def test_refuses(self):
        for money in (
            self.EXPOSURES.iloc[1:],
            self.EXPOSURES.assign(exposure=-1),
            self.EXPOSURES.assign(exposure=np.nan),
        ):
            with pytest.raises(ValueError, match="needs an exposure from 0 for each firm; firm 'A' has"):
                alert_queue(SIGNALS[SIGNALS["firm_id"] == "A"], money)
        with pytest.raises(ValueError, match="one row for each"):
            alert_queue(SIGNALS, pd.concat([self.EXPOSURES] * 2))


class TestRefusals:
    @pytest.mark.parametrize("number", [0, -1, 1.5, True, "3"])
    def test_counts(self, number):
        for name in ("horizon", "minimum_score"):
            with pytest.raises(ValueError, match=f"{name} is a whole number from 1"):
                performance(**{name: number})

    def test_tables(self):
        with pytest.raises(ValueError, match="one default a firm, the first; firm 'A' has several"):
            warning_performance(TABLE, SIGNALS, pd.concat([DEFAULTS, DEFAULTS]), horizon=4)
        stray = pd.DataFrame({"firm_id": ["Z"], "year": [1], "severity": [1]})
        with pytest.raises(ValueError, match="firm 'Z' has a signal in a period that was not watched"):
            warning_performance(TABLE, stray, DEFAULTS, horizon=4)
        for cost in (-1, float("inf"), None):
            with pytest.raises(ValueError, match="inspection is an amount from 0"):
                warning_thresholds(TABLE, SIGNALS, DEFAULTS, horizon=4, missed_default=1, inspection=cost)


# The bank of the course: cheques come back, and the account is overdrawn, 3 to 9 months before a default.

RETURNED = WarningRule(
    "cheques returned", "退票", "cash flow", "cheques_returned", "above", 1, 3, "", "", at_least=2, of_last=3
)
CHEQUES = WarningRules("cheques", "test", (RETURNED,))


def watched_firms(made):
    """Months of the firms that had not defaulted before the months begin, and the defaults in them."""
    gone = made.truth["default_probability"].query("not at_risk")["firm_id"]
    defaults = made.truth["account_warnings"][["firm_id", "default_month"]]
    months = made.tables["firm_months"]
    return months[~months["firm_id"].isin(gone) | months["firm_id"].isin(defaults["firm_id"])], defaults


@pytest.mark.parametrize(("seed", "firms"), [(88, 300), (5, 1_500)])
def test_the_signals_recover_the_planted_lead(seed, firms):
    months, defaults = watched_firms(bank(seed, firms=firms))
    signals = warning_signals(months, CHEQUES, period="month")
    arguments = {"period": "month", "default_period": "default_month"}
    found = warning_performance(months, signals, defaults, horizon=12, **arguments)
    assert found.recall > 0.75
    assert found.precision > 0.3
    assert found.false_alarms_per_firm_year < 0.12
    # Warnings begin 3 to 9 months before a default, every number as likely: 6 in the mean, standard deviation 2. The
    # rule needs two months with cheques of three, which delays it; 70% of months have one (1 - exp(-1.2)): two such
    # months take 2 / 0.7 = 2.9 months from the first of them on, so the signal comes 1.9 months late, if within three.
    planted = (TRUTH.warning_least_months + TRUTH.warning_largest_months) / 2
    delay = 2 / (1 - np.exp(-TRUTH.cheques_returned_warning)) - 1
    error = found.lead_times.std() / np.sqrt(len(found.lead_times))
    assert found.lead_times.mean() + delay == pytest.approx(planted, abs=3.3 * error + 0.3)


def test_the_queue_beats_chance_and_more_rules_find_more():
    months, defaults = watched_firms(bank(5, firms=1_500))
    arguments = {"period": "month", "default_period": "default_month"}
    last = months["month"].max() - pd.DateOffset(months=6)
    signals = warning_signals(months, period="month")
    exposures = months.groupby("firm_id", as_index=False)["average_deposit"].mean()
    early = signals[signals["month"] <= last]
    queue = alert_queue(early, exposures, period="month", exposure="average_deposit")
    by_capacity = queue_precision(queue, defaults, horizon=6, **arguments)
    base = months.merge(defaults, on="firm_id", how="left")
    left = (base["default_month"].dt.year - base["month"].dt.year) * 12
    left += base["default_month"].dt.month - base["month"].dt.month
    chance = (left.between(1, 6) & (base["month"] <= last)).sum() / (base["month"] <= last).sum()
    assert by_capacity.loc[by_capacity["capacity"] == 5, "precision"].item() > 10 * chance
    all_rules = warning_performance(months, signals, defaults, horizon=12, **arguments)
    cheques = warning_performance(
        months, warning_signals(months, CHEQUES, period="month"), defaults, horizon=12, **arguments
    )
    assert all_rules.recall >= cheques.recall
