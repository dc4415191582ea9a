"""Cards at their edges: hundredths of points, a wrong judgement behind a missing one, neighbouring grades."""

import math

import numpy as np
import pandas as pd
import pytest
from engines import every_engine, on

from cmlib.rating import (
    ENTERPRISE_CARD,
    Band,
    Grade,
    GradeScale,
    Group,
    Indicator,
    Level,
    Scorecard,
    explain,
    group_points,
)
from cmlib.rating import score as score_table
from cmlib.rating.card.wording import value_text

# Three times 0.07 is 0.21000000000000002 when it is added up in floating point; the firm has 0.21 points.
SMALL = tuple(Indicator(f"part {n}", "", f"part_{n}", 0.07, levels=(Level(0, 0), Level(1, 0.07))) for n in range(3))
LARGE = Indicator("the rest", "", "rest", 99.79, levels=(Level(0, 0), Level(1, 99.79)))
HUNDREDTHS = Scorecard("hundredths", "test", (Group("small", "", 0.21, SMALL), Group("large", "", 99.79, (LARGE,))))
FIRM = {"firm_id": 1, "year": 2023, "part_0": 1, "part_1": 1, "part_2": 1, "rest": 0}


@every_engine
def test_hundredths_of_points_add_up_exactly(engine):
    answer = on(engine, score_table, pd.DataFrame([FIRM]), HUNDREDTHS)
    assert (answer["small_points"][0], answer["large_points"][0], answer["total"][0]) == (0.21, 0, 0.21)


def test_an_explanation_adds_hundredths_up_exactly():
    reasons = explain(FIRM, HUNDREDTHS)
    assert reasons.attrs["total"] == 0.21
    assert group_points(reasons)["points"].tolist() == [0.21, 0]
    assert group_points(reasons)["maximum"].tolist() == [0.21, 99.79]


@every_engine
def test_a_wrong_judgement_behind_a_missing_one_is_refused(engine):
    first, second = [one.column for one in ENTERPRISE_CARD.indicators if one.levels][:2]
    firm = dict.fromkeys(ENTERPRISE_CARD.columns, 1.0) | {first: math.nan, second: 7.0}
    with pytest.raises(ValueError, match=rf"^score: '{second}' .* found 7 for firm_id 8, year 2023$"):
        on(engine, score_table, pd.DataFrame([{"firm_id": 8, "year": 2023} | firm]), ENTERPRISE_CARD)


@pytest.mark.parametrize(
    ("worse", "message"),
    [
        ((50, 60), r"'good' \(50 to 100\) and 'bad' \(50 to 60\) overlap"),  # both start at 50: no wrong order
        ((0, 48), r"'good' \(50 to 100\) and 'bad' \(0 to 48\) leave a gap; the second should end at 49"),
    ],
)
def test_grades_that_overlap_or_leave_a_gap_of_one_point_are_refused(worse, message):
    with pytest.raises(ValueError, match=message):
        GradeScale("house", "test", (Grade("good", 50, 100), Grade("bad", *worse)))


def test_what_is_no_card_is_refused_by_name():
    table = pd.DataFrame([FIRM])
    with pytest.raises(TypeError, match="score needs a Scorecard after the table; found str"):
        score_table(table, "hundredths")
    with pytest.raises(TypeError, match="explain needs a Scorecard after the table; found DataFrame"):
        explain(FIRM, table)


def test_a_person_has_a_key_only_where_no_other_was_asked_for():
    table = pd.DataFrame([FIRM]).drop(columns=["firm_id", "year"]).assign(customer_id="a", application_id=7)
    assert score_table(table, HUNDREDTHS).columns[:2].tolist() == ["application_id", "customer_id"]
    for asked in ({"firm": None}, {"year": None}, {"firm": None, "year": None}):
        assert score_table(table, HUNDREDTHS, **asked).columns[0] == "part_0_points"


NEAR = Indicator("share", "", "share", 1, bands=(Band(None, 0.05, 0), Band(0.05, 0.5, 0.5), Band(0.5, None, 1)))


@pytest.mark.parametrize("bound", [0.05, 0.5])
def test_a_value_next_to_a_bound_reads_as_one_of_its_own_side(bound):
    for value in (np.nextafter(bound, 0), bound, np.nextafter(bound, 1)):
        text = value_text(NEAR, float(value))
        assert NEAR.place(float(text)) is NEAR.place(value)
