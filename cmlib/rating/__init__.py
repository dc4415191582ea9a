"""Rating: grade scales and scorecards as data, and the engine that evaluates and explains them."""

from cmlib.rating.card.engine import score
from cmlib.rating.card.enterprise import ENTERPRISE_CARD
from cmlib.rating.card.explanation import explain, group_points
from cmlib.rating.card.scorecard import Band, Group, Indicator, Level, Scorecard
from cmlib.rating.scale import GRADES, Grade, GradeScale, grade

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
