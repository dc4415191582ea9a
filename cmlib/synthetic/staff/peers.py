"""The team practice: teams present their career plans, and mark each other, as the teacher does.

Teams mark themselves too well and their friends too well; one team spoils the marks of all others.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Table

TEACHER = "teacher"
CRITERIA = ("aspiration", "view of the environment", "self-assessment", "goals and steps", "presentation")

_TEAMS = tuple(f"team {number:02}" for number in range(1, 13))
_STREAM = 1


@dataclass(frozen=True)
class PeerParameters(Planted):
    """In marks of 100."""

    peer_quality_mean: float = 74.0
    peer_quality_spread: float = 6.0
    peer_leniency_spread: float = 2.5
    peer_noise_spread: float = 3.5
    peer_self_favour: float = 12.0
    peer_friend_favour: float = 8.0
    teacher_noise_spread: float = 3.0


TRUTH = PeerParameters()

_TEAM = Column("presenting_team", "string", "The team that presents its plan.", "展示团队", allowed=_TEAMS)

TABLE = Table(
    "peer_marks",
    "Marks of a team practice",
    "One row a presenting team, marker and criterion: twelve teams of a training course present their career plans; "
    "each marks all of them, its own too, and so does the teacher. They are teams of the course, not of a branch.",
    ("presenting_team", "marking_team", "criterion"),
    (
        _TEAM,
        Column("marking_team", "string", "The team that marks, or teacher.", "评分方", allowed=(*_TEAMS, TEACHER)),
        Column("criterion", "string", "What is marked.", "评分项目", allowed=CRITERIA),
        Column("mark", "integer", "The mark.", "分数", "1 to 100", minimum=1, maximum=100),
    ),
)


def make(world, house) -> Made:
    """The marks of one practice."""
    rng, p, teams = world.stream("staff", _STREAM), TRUTH, len(_TEAMS)

    def normal(*shape):
        return np.round(rng.standard_normal(shape), 6)

    quality = np.round(p.peer_quality_mean + p.peer_quality_spread * normal(teams), 2)
    leniency = p.peer_leniency_spread * normal(teams)
    leniency = np.round(leniency - leniency.mean(), 6)  # what a plan deserves is what fair markers give on average
    pairs = rng.permutation(teams)[:6].reshape(3, 2)
    friend = np.full(teams, -1)
    friend[pairs] = pairs[:, ::-1]
    spoiler = int(rng.choice(np.flatnonzero(friend < 0)))
    everyone = np.arange(teams)

    bias = np.tile(leniency, (teams, 1))  # presenting, marking
    bias[everyone, everyone] += p.peer_self_favour
    bias[friend[friend >= 0], np.flatnonzero(friend >= 0)] += p.peer_friend_favour
    by_teams = quality[:, None, None] + bias[:, :, None] + p.peer_noise_spread * normal(teams, teams, len(CRITERIA))
    spoilt = rng.integers(20, 46, (teams, len(CRITERIA)))
    by_teams[everyone != spoiler, spoiler] = spoilt[everyone != spoiler]
    by_teacher = quality[:, None] + p.teacher_noise_spread * normal(teams, len(CRITERIA))
    marks = np.concatenate([by_teams, by_teacher[:, None]], axis=1)

    shape = marks.shape
    presenting, marking, criterion = np.indices(shape).reshape(3, -1)
    names = np.array(_TEAMS)
    table = {
        "presenting_team": names[presenting],
        "marking_team": np.array([*_TEAMS, TEACHER])[marking],
        "criterion": np.array(CRITERIA)[criterion],
        "mark": np.clip(np.round(marks), 1, 100).astype(int).ravel(),
    }
    markers = {
        "marking_team": names,
        "leniency": leniency,
        "friend": [names[other] if other >= 0 else None for other in friend],
        "spoiler": everyone == spoiler,
    }
    truth = {"peer_quality": {"presenting_team": names, "true_quality": quality}, "peer_bias": markers}
    return Made({TABLE.name: pd.DataFrame(table)}, {name: pd.DataFrame(columns) for name, columns in truth.items()})


ROOM = Room(
    "team practice",
    (TABLE.name,),
    make,
    truth={
        "peer_quality": "presenting_team, true_quality: the mark that the plan deserves.",
        "peer_bias": "marking_team, leniency, friend (a team marked too well), spoiler (gives all others poor marks).",
    },
    parameters=TRUTH.as_dict(),
)
