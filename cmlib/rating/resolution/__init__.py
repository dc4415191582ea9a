"""Problem loans brought to an end: routes, what they are worth today, and what past cases teach."""

from cmlib.rating.resolution.comparison import RouteComparison, compare_routes, switching_rates
from cmlib.rating.resolution.experience import RouteExperience, route_experience
from cmlib.rating.resolution.routes import RESOLUTION_ROUTES, ResolutionRoutes, Route
from cmlib.rating.resolution.tree import Attempt, DecisionTree, Strategy, best_strategy
from cmlib.rating.resolution.value import RouteEstimate, RouteValue, resolution_value

__all__ = [
    "RESOLUTION_ROUTES",
    "Attempt",
    "DecisionTree",
    "ResolutionRoutes",
    "Route",
    "RouteComparison",
    "RouteEstimate",
    "RouteExperience",
    "RouteValue",
    "Strategy",
    "best_strategy",
    "compare_routes",
    "resolution_value",
    "route_experience",
    "switching_rates",
]
