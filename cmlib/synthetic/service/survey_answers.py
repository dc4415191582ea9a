"""What customers answer: expectation and perception by factor, satisfaction, loyalty.

The planted truth. Satisfaction follows the gap between perception and expectation, and the four
factors weigh differently: the support systems are weak and weigh most, the environment shines and
hardly weighs. Loyalty hardly moves with satisfaction below a turning point, and steeply above it. A few
respondents give the same mark all the way down.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.service.scales import items, marks, normal
from cmlib.synthetic.service.survey_items import FACTORS, LEVELS, LOYALTY_ITEMS, SERVICE_ITEMS, numbered

_STREAM = 9
_LOW, _HIGH = 1, 7  # of every item
_ITEMS_A_FACTOR, _ITEMS_A_LEVEL = len(SERVICE_ITEMS) // len(FACTORS), len(LOYALTY_ITEMS) // len(LEVELS)
_PERCEIVED = (5.1, 4.4, 5.0, 5.3)  # mean by factor
_EXPECTED = (5.7, 5.5, 5.4, 4.5)
_PERCEIVED_SPREAD, _EXPECTED_SPREAD = 0.80, 0.60
_SHARED = 0.60  # correlation of a perceived factor with the customer's satisfaction, of an expectation with the others
_LOYALTY_ITEM_SPREAD = 0.60
_SATISFACTION_SPREAD = 0.96  # of `People.satisfaction`


@dataclass(frozen=True)
class SurveyParameters(Planted):
    """Marks on a scale of 1 to 7; overall satisfaction and recommending in points of 10."""

    survey_alpha_core: float = 0.85
    survey_alpha_support: float = 0.80
    survey_alpha_interaction: float = 0.90
    survey_alpha_environment: float = 0.70
    survey_satisfied_as_expected: float = 8.0  # where perception meets expectation
    survey_driver_core: float = 0.45  # points for a gap larger by one
    survey_driver_support: float = 0.70
    survey_driver_interaction: float = 0.55
    survey_driver_environment: float = 0.05
    survey_satisfaction_spread: float = 0.50
    survey_recommend_slope: float = 1.15
    survey_recommend_spread: float = 1.10
    survey_careless_share: float = 0.05
    loyalty_turning_point: float = 7.4  # of overall satisfaction
    loyalty_at_turning_point: float = 3.2  # mark, mean of all items
    loyalty_slope_below: float = 0.08  # marks for one point of satisfaction
    loyalty_slope_above: float = 1.00
    loyalty_spread: float = 0.40  # between customers
    loyalty_step: float = 0.20  # by which each level is lower than the one before


TRUTH = SurveyParameters()


def loyalty_level(satisfaction: np.ndarray) -> np.ndarray:
    """The planted mean of all loyalty items at an overall satisfaction.

    >>> loyalty_level(np.array([5.4, 7.4, 9.4])).round(2)
    array([3.04, 3.2 , 5.2 ])
    """
    beyond = np.asarray(satisfaction) - TRUTH.loyalty_turning_point
    slope = np.where(beyond < 0, TRUTH.loyalty_slope_below, TRUTH.loyalty_slope_above)
    return TRUTH.loyalty_at_turning_point + slope * beyond


def draw_answers(block: PeopleBlock, customer: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Columns of marks for these customers of a block, and which of them answer carelessly."""
    rng, count = block.stream("service", _STREAM), len(customer)
    satisfaction = block.people.satisfaction[customer] / _SATISFACTION_SPREAD
    expected = _service_items(rng, normal(rng, count), _EXPECTED, _EXPECTED_SPREAD)
    perceived = _service_items(rng, satisfaction, _PERCEIVED, _PERCEIVED_SPREAD)
    gaps = (perceived - expected).reshape(count, len(FACTORS), -1).mean(axis=2)
    overall, recommend = _overall(rng, gaps)
    loyal = _loyalty_items(rng, overall)

    careless = rng.random(count) < TRUTH.survey_careless_share
    line = rng.integers(3, _HIGH + 1, count)
    ten = marks(line * 10 / _HIGH, 1, 10)
    columns = dict(zip(numbered(SERVICE_ITEMS, "expectation"), expected.T, strict=True))
    columns |= dict(zip(numbered(SERVICE_ITEMS, "perception"), perceived.T, strict=True))
    columns |= dict(zip(numbered(LOYALTY_ITEMS, "loyalty"), loyal.T, strict=True))
    columns = {name: np.where(careless, line, values) for name, values in columns.items()}
    columns["overall_satisfaction"] = np.where(careless, ten, overall)
    columns["recommend"] = np.where(careless, ten, recommend)
    return columns, careless


def _service_items(rng: np.random.Generator, shared: np.ndarray, means, spread: float) -> np.ndarray:
    """Marks of the items of all factors; ``shared`` moves all factors alike."""
    of_factor = []
    for factor, mean in zip(FACTORS, means, strict=True):
        own = normal(rng, len(shared))
        level = mean + spread * (_SHARED * shared + np.sqrt(1 - _SHARED**2) * own)
        of_factor.append(items(rng, level, getattr(TRUTH, f"survey_alpha_{factor}"), _ITEMS_A_FACTOR, spread))
    return marks(np.concatenate(of_factor, axis=1), _LOW, _HIGH)


def _overall(rng: np.random.Generator, gaps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Overall satisfaction, 1 to 10, and the readiness to recommend the bank, 0 to 10."""
    p, count = TRUTH, len(gaps)
    weights = np.array([getattr(p, f"survey_driver_{factor}") for factor in FACTORS])
    overall = p.survey_satisfied_as_expected + (gaps * weights).sum(axis=1)
    overall = marks(overall + p.survey_satisfaction_spread * normal(rng, count), 1, 10)
    recommend = 7.0 + p.survey_recommend_slope * (overall - 7) + p.survey_recommend_spread * normal(rng, count)
    return overall, marks(recommend, 0, 10)


def _loyalty_items(rng: np.random.Generator, overall: np.ndarray) -> np.ndarray:
    """Marks of the loyalty items; the levels differ by even steps around the mean."""
    level = loyalty_level(overall) + TRUTH.loyalty_spread * normal(rng, len(overall))
    steps = TRUTH.loyalty_step * ((len(LEVELS) - 1) / 2 - np.arange(len(LEVELS)))
    shape = (len(overall), len(LOYALTY_ITEMS))
    values = level[:, None] + np.repeat(steps, _ITEMS_A_LEVEL) + _LOYALTY_ITEM_SPREAD * normal(rng, shape)
    return marks(values, _LOW, _HIGH)
