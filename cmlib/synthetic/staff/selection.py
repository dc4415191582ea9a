"""How customer managers are chosen: what four tests tell of ability, and who is hired.

Candidates come one after the other. Whoever reaches the bank's cut on the composite score is hired,
so among the hired the scores lie close together: range restriction. Ability itself nobody sees.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.planted import Planted
from cmlib.synthetic.staff.words import ROUTES

TESTS = ("written_test", "psychological_test", "interview", "references")

#: The composite score is so many hundredths of each test; a candidate is hired at this score and above.
WEIGHTS, CUT = (35, 15, 40, 10), 68

#: Mean and spread of each test's marks among candidates.
MEAN, SPREAD = 62, 12

#: Candidates of this age and older are marked down in the interview.
OLDER = 35

_AGES = {"internal": (25, 44), "external": (24, 48), "graduate": (22, 27)}


@dataclass(frozen=True)
class SelectionParameters(Planted):
    """Validity is a test's correlation with one later year's performance, among all candidates."""

    written_test_validity: float = 0.36
    psychological_test_validity: float = 0.20
    interview_validity: float = 0.44
    references_validity: float = 0.05
    performance_ability_correlation: float = 0.85  # one year's performance, among all candidates
    interview_penalty_from_35: float = 8.0  # marks, at equal ability


TRUTH = SelectionParameters()

#: Mean and spread of true ability among the hired; 0 and 1 among candidates.
HIRED_ABILITY, HIRED_ABILITY_SPREAD = 0.88, 0.84


@dataclass(frozen=True)
class Candidates:
    """Candidates in the order in which they came: arrays of one entry each."""

    hire: np.ndarray  # 0 for those up to and with the first who was hired, 1 for those up to the second, ...
    hired: np.ndarray
    ability: np.ndarray
    scores: np.ndarray  # shape (candidates, tests)
    route: np.ndarray  # index into words.ROUTES
    age: np.ndarray
    gender: np.ndarray
    education: np.ndarray  # index into words.EDUCATIONS; graduates hold a bachelor's degree at least

    def of_hires(self, hires: np.ndarray) -> np.ndarray:
        """The places of those who came for one of these hires (a mask of length hires)."""
        return np.flatnonzero(hires[self.hire])


def draw_candidates(rng: np.random.Generator, hires: int) -> Candidates:
    """As many candidates as it takes until ``hires`` of them are hired."""
    count = 8 * hires + 200  # one in five reaches the cut
    ability = np.round(rng.standard_normal(count), 6)
    noise = np.round(rng.standard_normal((count, len(TESTS))), 6)
    route = rng.choice(len(ROUTES), size=count, p=(0.35, 0.30, 0.35))
    youngest, oldest = np.array([_AGES[name] for name in ROUTES]).T
    age = rng.integers(youngest[route], oldest[route] + 1)
    loading = np.array([getattr(TRUTH, f"{test}_validity") for test in TESTS]) / TRUTH.performance_ability_correlation
    marks = MEAN + SPREAD * (loading * ability[:, None] + np.sqrt(1 - loading**2) * noise)
    marks[:, TESTS.index("interview")] -= TRUTH.interview_penalty_from_35 * (age >= OLDER)
    scores = np.clip(np.round(marks), 0, 100).astype(int)
    hired = scores @ np.array(WEIGHTS) >= 100 * CUT
    hire = np.cumsum(hired) - hired
    came = hire < hires
    drawn = {
        "hire": hire,
        "hired": hired,
        "ability": ability,
        "scores": scores,
        "route": route,
        "age": age,
        "gender": rng.integers(0, 2, count),
        "education": np.where(route == 2, 1, 0) + rng.choice(2, size=count, p=(0.7, 0.3)),
    }
    return Candidates(**{name: values[came] for name, values in drawn.items()})


def performance(rng: np.random.Generator, ability: np.ndarray, years: int) -> np.ndarray:
    """The performance index of managers, shape (years, managers): 100 is the usual manager."""
    share = TRUTH.performance_ability_correlation
    luck = np.round(rng.standard_normal((years, len(ability))), 6)
    return np.round(100 + 15 * (share * (ability - HIRED_ABILITY) + np.sqrt(1 - share**2) * luck), 1)
