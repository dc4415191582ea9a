"""Early-warning signals: by pencil, against a plain loop on every engine, and what could not be checked."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, on, plain

from cmlib.rating import (
    WARNING_RULES,
    WarningRule,
    WarningRules,
    warning_gaps,
    warning_signals,
)


def rule(name="r", **changes):
    usual = {"zh": "预警", "area": "finances", "column": "x", "direction": "above", "threshold": 1.0, "severity": 2}
    return WarningRule(name, **usual | {"meaning": "m", "advice": "a"} | changes)


def rules(*some):
    return WarningRules("mine", "test", some)


def given(values, *some, years=None, **arguments):
    """The (year, signal, value) that one firm's values of x lead to."""
    table = pd.DataFrame({"firm_id": "A", "year": years or range(1, len(values) + 1), "x": values})
    found = warning_signals(table, rules(*some), **arguments)
    return [(row.year, row.signal, row.value) for row in found.itertuples()]


class TestLevel:
    def test_the_threshold_itself_warns(self):
        assert given([0.9, 1.0, 1.1], rule()) == [(2, "r", 1.0), (3, "r", 1.1)]
        assert given([0.9, 1.0, 1.1], rule(direction="below")) == [(1, "r", 0.9), (2, "r", 1.0)]

    def test_missing_and_infinite_values_give_no_signal(self):
        assert given([np.nan, np.inf, -np.inf, 2.0], rule()) == [(4, "r", 2.0)]

    def test_columns_of_a_signal(self):
        table = pd.DataFrame({"firm_id": ["B", "A"], "year": 1, "x": [5, 7]})
        found = warning_signals(table, rules(rule(threshold=2, severity=3), rule("s", severity=1)))
        assert found.to_dict("records")[1] == {
            "firm_id": "A", "year": 1, "signal": "s", "value": 7.0, "threshold": 1.0, "severity": 1,
            "reason": "x at or above 1",
        }  # fmt: skip
        assert found[["firm_id", "signal"]].values.tolist() == [["A", "r"], ["A", "s"], ["B", "r"], ["B", "s"]]
        assert found["severity"].tolist() == [3, 1, 3, 1]


class TestPersistence:
    TWO_OF_THREE = rule(at_least=2, of_last=3)

    def test_two_of_the_last_three_this_one_included(self):
        years = [year for year, *_ in given([1, 0, 1, 1, 0, 0, 1], self.TWO_OF_THREE)]
        assert years == [3, 4]  # in year 7 only one of 5, 6, 7; in year 5 the firm is not beyond the threshold

    def test_periods_are_looked_up_and_not_counted_by_rows(self):
        assert given([1, 1], self.TWO_OF_THREE, years=[1, 3]) == [(3, "r", 1.0)]
        assert given([1, 1], self.TWO_OF_THREE, years=[1, 4]) == []

    def test_missing_periods_do_not_count(self):
        assert given([1, np.nan, 1], self.TWO_OF_THREE) == [(3, "r", 1.0)]
        assert given([1, np.nan, 1], rule(at_least=3, of_last=3)) == []


class TestChange:
    HALVED = rule(measure="change", past=2, direction="below", threshold=-0.5)

    def test_against_the_mean_of_the_periods_before(self):
        assert given([8, 12, 5, 5], self.HALVED) == [(3, "r", -0.5)]  # then 5 against 8.5

    def test_half_of_the_past_is_enough_and_less_is_not(self):
        assert given([10, np.nan, 5], self.HALVED) == [(3, "r", -0.5)]
        assert given([10, 5], self.HALVED, years=[1, 3]) == [(3, "r", -0.5)]
        assert given([10, 5], self.HALVED, years=[1, 4]) == []
        three = dataclasses.replace(self.HALVED, past=3)
        assert given([10, 5], three) == []  # one of three
        assert given([10, 10, 5], three) == [(3, "r", -0.5)]

    @pytest.mark.parametrize("base", [0, -10])
    def test_nothing_is_compared_with_a_past_that_is_not_above_zero(self, base):
        assert given([base, base, -20], self.HALVED) == []


class TestIndustry:
    LAST = rule(measure="industry", direction="below", threshold=0.1)

    @pytest.mark.parametrize(("firms", "warned"), [(10, ["F0"]), (20, ["F0", "F1"]), (9, [])])
    def test_the_last_tenth_where_there_are_enough_firms(self, firms, warned):
        table = pd.DataFrame(
            {"firm_id": [f"F{one}" for one in range(firms)], "year": 1, "x": range(firms), "industry": "steel"}
        )
        found = warning_signals(table, rules(self.LAST))
        assert found["firm_id"].tolist() == warned
        assert found["value"].tolist() == [(place + 1) / firms for place in range(len(warned))]

    def test_each_industry_and_period_by_itself(self):
        one = pd.DataFrame({"firm_id": range(10), "year": 1, "x": range(10), "industry": "steel"})
        other = one.assign(firm_id=one["firm_id"] + 10, x=one["x"] + 100, industry="food")
        later = one.assign(year=2, x=-one["x"])
        found = warning_signals(pd.concat([one, other, later]), rules(self.LAST))
        assert found[["firm_id", "year"]].values.tolist() == [[0, 1], [9, 2], [10, 1]]


class TestGaps:
    def test_every_value_that_is_missing_is_named(self):
        table = pd.DataFrame(
            {"firm_id": "A", "year": [1, 2, 3], "x": [1.0, np.nan, 3.0], "y": 1.0, "industry": "steel"}
        )
        some = rules(
            rule("level"), rule("change", measure="change", past=1),
            rule("industry", column="y", measure="industry", threshold=0.5),
        )  # fmt: skip
        found = warning_gaps(table, some)
        assert found.columns.tolist() == ["firm_id", "year", "signal", "reason"]
        few = "fewer than 10 firms of the industry have y"
        past = "of the 1 periods before, fewer than half have x, or their mean is not above 0"
        assert found.values.tolist() == [
            ["A", 1, "change", past], ["A", 1, "industry", few], ["A", 2, "change", "x is missing"],
            ["A", 2, "industry", few], ["A", 2, "level", "x is missing"], ["A", 3, "change", past],
            ["A", 3, "industry", few],
        ]  # fmt: skip

    def test_a_rule_is_checked_or_listed_and_never_both(self):
        rng = np.random.default_rng(4)
        table = pd.DataFrame({"firm_id": np.repeat(range(20), 10), "year": list(range(10)) * 20})
        table["x"] = np.where(rng.random(200) < 0.2, np.nan, rng.normal(1, 1, 200))
        some = rules(rule(threshold=-100), rule("c", measure="change", past=3, threshold=-0.99))
        signals, gaps = warning_signals(table, some), warning_gaps(table, some)
        assert len(signals[signals["signal"] == "r"]) + len(gaps[gaps["signal"] == "r"]) == 200
        both = signals.merge(gaps, on=["firm_id", "year", "signal"])
        assert both.empty


def mixed_table(seed=2, firms=24, years=9):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({"firm_id": np.repeat([f"F{one:02}" for one in range(firms)], years)})
    table["year"] = list(range(2010, 2010 + years)) * firms
    table["industry"] = np.where(np.arange(len(table)) // years % 2, "steel", "food")
    for column in ("x", "y"):
        values = rng.integers(-2, 12, len(table)).astype(float)
        table[column] = np.where(rng.random(len(table)) < 0.15, np.nan, values)
    return table.sample(frac=0.85, random_state=seed).reset_index(drop=True)


SOME = rules(
    rule("level", threshold=9),
    rule("lasting", column="y", direction="below", threshold=3, at_least=2, of_last=3, severity=3),
    rule("falling", measure="change", past=4, direction="below", threshold=-0.6, at_least=2, of_last=2),
    rule("rising", column="y", measure="change", past=2, threshold=1.0),
    rule("last", measure="industry", direction="below", threshold=0.15, severity=1),
)


def by_definition(table, some):
    """Firm, year, signal and value, one look-up at a time."""
    rows = {(row["firm_id"], row["year"]): row for row in table.to_dict("records")}

    def value(one, firm, year):
        row = rows.get((firm, year))
        if row is None or np.isnan(row[one.column]):
            return np.nan
        now = row[one.column]
        if one.measure == "level":
            return now
        if one.measure == "change":
            past = [rows[firm, year - k][one.column] for k in range(1, one.past + 1) if (firm, year - k) in rows]
            past = [each for each in past if not np.isnan(each)]
            if 2 * len(past) < one.past or not sum(past) > 0:
                return np.nan
            return now / (sum(past) / len(past)) - 1
        peers = [r[one.column] for r in rows.values() if (r["industry"], r["year"]) == (row["industry"], year)]
        peers = [each for each in peers if not np.isnan(each)]
        return sum(each <= now for each in peers) / len(peers) if len(peers) >= 10 else np.nan

    def beyond(one, firm, year):
        found = value(one, firm, year)
        return found >= one.threshold if one.direction == "above" else found <= one.threshold

    for firm, year in rows:
        for one in some.rules:
            hits = sum(beyond(one, firm, year - k) for k in range(one.of_last))
            if beyond(one, firm, year) and hits >= one.at_least:
                yield firm, year, one.name, value(one, firm, year)


@pytest.mark.parametrize("engine", ENGINES)
def test_signals_are_those_of_the_definition_on_every_engine(engine):
    table = mixed_table()
    some = rules(*SOME.rules[:3]) if engine == "dask" else SOME  # Dask takes its time to sort and to join
    expected = pd.DataFrame(by_definition(table, some), columns=["firm_id", "year", "signal", "value"])
    expected = expected.sort_values(["firm_id", "year", "signal"], ignore_index=True)
    assert set(expected["signal"]) == {one.name for one in some.rules}
    found = plain(on(engine, warning_signals, table, some), ["firm_id", "year", "signal"])
    assert found[["firm_id", "signal"]].values.tolist() == expected[["firm_id", "signal"]].values.tolist()
    np.testing.assert_allclose(found["value"], expected["value"], rtol=1e-12)
    assert found["severity"].tolist() == [SOME[name].severity for name in found["signal"]]
    assert found["reason"].tolist() == [SOME[name].reason for name in found["signal"]]


@pytest.mark.parametrize("engine", ["polars lazy", "duckdb", "pyarrow"])
def test_gaps_are_the_same_on_every_engine(engine):
    key = ["firm_id", "year", "signal"]
    table = mixed_table()
    found = plain(on(engine, warning_gaps, table, SOME), key)
    pd.testing.assert_frame_equal(found, plain(warning_gaps(table, SOME), key))


class TestCourseRules:
    def test_those_are_evaluated_whose_columns_are_there(self):
        table = pd.DataFrame({"firm_id": "A", "year": 1, "current_ratio": [0.5], "net_margin": [0.0]})
        assert warning_signals(table)["signal"].tolist() == ["current ratio low"]  # net_margin needs an industry
        with pytest.raises(LookupError, match="can evaluate none of the course's rules"):
            warning_signals(table[["firm_id", "year"]])
        with pytest.raises(LookupError, match="needs the columns"):
            warning_signals(table, WARNING_RULES)

    def test_they_keep_in_a_file(self, tmp_path):
        WARNING_RULES.to_toml(tmp_path / "rules.toml")
        assert WarningRules.from_toml(tmp_path / "rules.toml") == WARNING_RULES

    def test_all_areas_of_monitoring_are_there(self):
        table = WARNING_RULES.table()
        assert set(table["area"]) == {"operations", "finances", "cash flow", "guarantor and collateral"}
        assert table.loc[table["signal"] == "deposits shrinking", "rule"].item() == (
            "average_deposit against the mean of the 6 periods before: at or below -50%, in 2 of the last 3 periods"
        )
        assert WARNING_RULES["margin at the bottom of its industry"].reason == (
            "net_margin: share of the industry's firms not ahead at or below 10%"
        )
        with pytest.raises(LookupError, match="have no rule 'x'"):
            WARNING_RULES["x"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"area": "weather"}, "area is one of"),
            ({"measure": "trend"}, "measure is one of"),
            ({"direction": "up"}, "direction is one of"),
            ({"severity": 4}, "severity is one of"),
            ({"threshold": float("nan")}, "the threshold is a finite number"),
            ({"threshold": True}, "the threshold is a finite number"),
            ({"measure": "industry", "threshold": 1}, "lies between 0 and 1"),
            ({"measure": "industry", "threshold": 0}, "lies between 0 and 1"),
            ({"measure": "change", "threshold": -1, "past": 3}, "nothing falls by more"),
            ({"measure": "change"}, "past is given for the measure 'change'"),
            ({"past": 2}, "past is given for the measure 'change'"),
            ({"past": 1.5, "measure": "change"}, "past is a whole number"),
            ({"at_least": 0}, "at_least is from 1"),
            ({"at_least": 3, "of_last": 2}, "at_least is from 1 to of_last, found 3 of 2"),
            ({"of_last": -1}, "of_last is a whole number"),
        ],
    )
    def test_rules(self, changes, message):
        with pytest.raises(ValueError, match=f"warning rules 'mine', rule 'r': .*{message}"):
            rules(rule(**changes))

    def test_sets_of_rules(self):
        with pytest.raises(ValueError, match="at least one rule"):
            rules()
        with pytest.raises(ValueError, match="the rule 'r' twice"):
            rules(rule(), rule())

    def test_tables(self):
        table = pd.DataFrame({"firm_id": "A", "year": [1, 1], "x": [1, 2]})
        with pytest.raises(ValueError, match="one row for each"):
            warning_signals(table, rules(rule()))
        with pytest.raises(TypeError, match="needs rules to be WarningRules; found list"):
            warning_signals(table, [rule()])
        with pytest.raises(TypeError, match="needs a table"):
            warning_signals(5, rules(rule()))
        with pytest.raises(ValueError, match="whole numbers or dates"):
            warning_signals(table.assign(year=["a", "b"]), rules(rule()))
        days = table.assign(year=pd.to_datetime(["2024-01-05", "2024-03-06"]))
        assert len(warning_signals(days, rules(rule()))) == 2
        with pytest.raises(ValueError, match="one row for each"):
            warning_signals(days, rules(rule()), every="quarter")
        with pytest.raises(ValueError, match="one row for each"):
            warning_signals(days.assign(year=pd.to_datetime(["2024-01-05", "2024-01-06"])), rules(rule()))


def test_row_labels_of_pandas_do_not_matter():
    table = mixed_table()
    labelled = table.set_axis(np.random.default_rng(1).permutation(len(table)))
    pd.testing.assert_frame_equal(warning_signals(labelled, SOME), warning_signals(table, SOME))
    twice = table.set_axis(np.zeros(len(table), dtype=int))
    pd.testing.assert_frame_equal(warning_signals(twice, SOME), warning_signals(table, SOME))
