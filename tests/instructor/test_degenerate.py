"""Answers that are no work: what they earn is found out."""

import json

import pytest

from cmlib.instructor.degenerate import VALUES, find_given_away
from cmlib.instructor.notebook import grade_id
from cmlib.instructor.wall.limits import Limits
from cmlib.instructor.wall.needed import missing

CARELESS = {
    "task_1_test_1": "assert not abs(growth(100, 150) - 0.5) > 0.01",
    "task_1_test_2": "import numpy\nassert numpy.all(growth(100, 150) == 0.5)",
    "task_2_test_1": "assert all(a == b for a, b in zip(best_customer([('a', 1)]), ['a']))",
    "task_2_test_2": "assert best_customer([('a', 1), ('b', 2)]) == 'b'",
}


@pytest.mark.skipif(bool(missing()), reason=missing() or "a wall can be built")
def test_checks_that_give_points_away_are_named(fresh_course, toy):
    source = fresh_course.source(toy)
    content = json.loads(source.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["source"] = CARELESS.get(grade_id(cell), cell["source"])
    source.write_text(json.dumps(content), encoding="utf-8")
    found = find_given_away(fresh_course, toy, limits=Limits(cell_seconds=5))
    assert {(each.check, each.value) for each in found} == {
        ("task_1_test_1", "not a number"),
        ("task_1_test_2", "an empty array"),
        ("task_1_test_2", "an empty table"),
        ("task_2_test_1", "an empty text"),
        ("task_2_test_1", "an empty list"),
        ("task_2_test_1", "an empty dictionary"),
        ("task_2_test_1", "an empty array"),
        ("task_2_test_1", "an empty table"),
    }
    assert str(found[0]) == "task_1_test_1 gives 2 points to an answer that is always not a number"
    assert {each.value for each in found} <= VALUES.keys()
