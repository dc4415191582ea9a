"""Rating: grade scales and scorecards as data, and the engine that evaluates and explains them."""

from cmlib.rating.engine import score
from cmlib.rating.enterprise import ENTERPRISE_CARD
from cmlib.rating.explanation import explain, group_points
from cmlib.rating.scale import GRADES, Grade, GradeScale, grade
from cmlib.rating.scorecard import Band, Group, Indicator, Level, Scorecard

__all__ = [
    "ENTERPRISE_CARD",
    "GRADES",
    "Band",
    "Grade",
    "GradeScale",
    "Group",
    "Indicator",
    "Level",
    "Scorecard",
    "explain",
    "grade",
    "group_points",
    "score",
]
