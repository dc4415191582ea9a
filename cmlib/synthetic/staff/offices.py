"""The branches and teams of a block, and what the market gives each branch."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic import identifiers
from cmlib.synthetic.identifiers import MANAGERS_PER_BRANCH
from cmlib.synthetic.planted import Planted

TEAM_SIZE = 5


@dataclass(frozen=True)
class MarketParameters(Planted):
    """What a branch's market adds to the logarithm of its managers' results, whoever they are."""

    high_value_share_on_results: float = 3.0  # for a share higher by 1; ten percentage points add 0.3
    competition_on_results: float = -0.07  # for each mark
    branch_luck_spread: float = 0.03  # what no column of the table tells


TRUTH = MarketParameters()

#: The market in which results are neither better nor worse.
_USUAL_SHARE, _USUAL_COMPETITION = 0.15, 3


@dataclass(frozen=True)
class Offices:
    """The branches and teams of a block: arrays of one entry a branch or a team."""

    branch_ids: np.ndarray
    region: np.ndarray  # index into people.words.DISTRICTS
    city_tier: np.ndarray
    opened: np.ndarray  # year
    staff: np.ndarray
    high_value_share: np.ndarray
    competition: np.ndarray
    luck: np.ndarray  # added to the logarithm of results
    team_ids: np.ndarray
    team_branch: np.ndarray  # place among the branches
    team_form: np.ndarray  # index into words.TEAM_FORMS
    team_founded: np.ndarray  # year

    @property
    def potential(self) -> np.ndarray:
        """What each branch's market adds to the logarithm of results."""
        return (
            TRUTH.high_value_share_on_results * (self.high_value_share - _USUAL_SHARE)
            + TRUTH.competition_on_results * (self.competition - _USUAL_COMPETITION)
            + self.luck
        )


def draw_offices(rng: np.random.Generator, business: str, block, first_year: int) -> Offices:
    """The offices of a block of customers; ``business`` is ``"personal"`` or ``"corporate"``."""
    managers = len(block.manager_ids)
    branches, teams = -(-managers // MANAGERS_PER_BRANCH), -(-managers // TEAM_SIZE)
    tier = 1 + rng.choice(4, size=branches, p=(0.25, 0.35, 0.25, 0.15))
    wealth = np.round(rng.standard_normal(branches), 6)
    opened = first_year - 8 - rng.integers(0, 22, branches)
    team_branch = np.arange(teams) * TEAM_SIZE // MANAGERS_PER_BRANCH
    since_opened = first_year - 1 - opened[team_branch]
    team_size = identifiers.MANAGERS_PER_PEOPLE_BLOCK if business == "personal" else identifiers.MANAGERS_PER_FIRM_BLOCK
    return Offices(
        branch_ids=block.branch_ids[::MANAGERS_PER_BRANCH],
        region=rng.choice(4, size=branches, p=(0.24, 0.34, 0.25, 0.17)),
        city_tier=tier,
        opened=opened,
        staff=rng.integers(18, 46, branches),
        high_value_share=np.clip(np.round(0.21 - 0.025 * tier + 0.062 * wealth, 3), 0.03, 0.40),
        competition=1 + rng.choice(5, size=branches, p=(0.12, 0.21, 0.32, 0.22, 0.13)),
        luck=TRUTH.branch_luck_spread * np.round(rng.standard_normal(branches), 6),
        team_ids=identifiers.numbered(
            "TP" if business == "personal" else "TC", block.number * team_size // TEAM_SIZE + 1, teams, 5
        ),
        team_branch=team_branch,
        team_form=rng.permutation(np.arange(teams) % 4),
        team_founded=first_year - 1 - np.floor(rng.random(teams) * np.minimum(since_opened, 9)).astype(int),
    )
