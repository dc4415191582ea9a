"""The customer managers of a block: who was hired, rose, left, and where they work.

A block's customers need their managers from the first month to the last. So managers are drawn, each
with a whole career, until enough of them are there from before the first month to the end; those
drawn on the way who left are the block's former managers. As in any sampling until a count is
reached, the careers together tell the transition matrix as it is; those of present managers do not.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic import identifiers
from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.staff import careers
from cmlib.synthetic.staff.offices import TEAM_SIZE, Offices
from cmlib.synthetic.staff.selection import HIRED_ABILITY, HIRED_ABILITY_SPREAD, Candidates, draw_candidates
from cmlib.synthetic.staff.words import ROUTES

#: Years before the first month in which managers were hired, and candidates are on file.
YEARS_OF_HIRING = 6

_STOCK_SHARE = 0.35  # of managers: hired before those years
_STOCK_LEVELS = (0.22, 0.30, 0.24, 0.15, 0.09)
_FORMER_PER_BLOCK = 1_000


@dataclass(frozen=True)
class Staff:
    """The managers of a block, those present first: arrays of one entry a manager, unless said otherwise."""

    ids: np.ndarray
    present: int  # how many are there to the end
    team: np.ndarray  # place among the teams
    branch: np.ndarray  # place among the branches
    hired: np.ndarray  # datetime64[D]
    left: np.ndarray  # datetime64[D], NaT while there
    years: np.ndarray  # calendar years of `levels`
    levels: np.ndarray  # (years, managers): level at the end of the year, careers.NOT_YET or careers.LEFT
    candidate: np.ndarray  # place among the candidates
    candidates: Candidates
    on_file: np.ndarray  # places of the candidates of the years of hiring
    year_of_hire: np.ndarray  # of each candidate's `hire`
    manager_of_hire: np.ndarray  # place among the managers, or -1
    # what nobody sees
    ability: np.ndarray  # among candidates mean 0, spread 1
    service: np.ndarray  # standardised
    diligence: np.ndarray  # standardised

    def __len__(self):
        return len(self.ids)

    @property
    def standing(self) -> np.ndarray:
        """Ability among managers: mean 0, spread 1."""
        return (self.ability - HIRED_ABILITY) / HIRED_ABILITY_SPREAD

    def at_work(self, calendar: Calendar) -> np.ndarray:
        """Whether a manager is there for the whole of a month, shape (months, managers)."""
        return np.isnat(self.left) | (self.left >= calendar.last_days[:, None])


def draw_staff(business: str, block, offices: Offices, streams) -> Staff:
    """The managers of a block. ``streams`` are three sources of random numbers: selection, careers, traits."""
    selection, life, traits = streams
    calendar, wanted = block.calendar, len(block.manager_ids)
    last = int(calendar.years[-1]) - (calendar.month_of_year[-1] < 12)  # the last complete year
    years = np.arange(int(calendar.years[0]) - 1 - YEARS_OF_HIRING, last + 1)
    pool = int(1.6 * wanted / 0.94 ** (len(years) - 1)) + 30
    candidates = draw_candidates(selection, pool)
    chosen = np.flatnonzero(candidates.hired)
    standing = (candidates.ability[chosen] - HIRED_ABILITY) / HIRED_ABILITY_SPREAD
    route = candidates.route[chosen]

    entry = np.where(life.random(pool) < _STOCK_SHARE, 0, life.integers(1, YEARS_OF_HIRING + 1, pool))
    beginner = 1 + ((route == ROUTES.index("external")) & (life.random(pool) < 0.4))
    first = np.where(entry == 0, 1 + life.choice(5, size=pool, p=_STOCK_LEVELS), beginner)
    service_before = np.floor(life.gamma(1.6, 3.0, pool)).astype(int)
    levels = careers.live(life, standing, entry, first, len(years))

    stayed = levels[-1] > 0
    there = np.flatnonzero(stayed)[:wanted]
    former = np.flatnonzero(~stayed[: there[-1]])
    order = np.concatenate([there, former])
    year_of_hire = years[0] + entry - np.where(entry == 0, service_before, 0)
    hire_month = np.where(route == ROUTES.index("graduate"), 7, life.integers(1, 13, pool))
    exit_year = years[np.argmax(levels == careers.LEFT, axis=0)]
    left = np.where(stayed, np.datetime64("NaT"), _date(exit_year, life.integers(1, 13, pool), life.random(pool)))
    team = np.concatenate([np.arange(wanted) // TEAM_SIZE, life.integers(0, len(offices.team_ids), len(former))])
    manager_of_hire = np.full(pool, -1)
    manager_of_hire[order] = np.arange(len(order))
    return Staff(
        ids=np.concatenate([block.manager_ids, _former_ids(business, block.number, len(former))]),
        present=wanted,
        team=team,
        branch=offices.team_branch[team],
        hired=_date(year_of_hire, hire_month, life.random(pool))[order],
        left=left[order],
        years=years,
        levels=levels[:, order],
        candidate=chosen[order],
        candidates=candidates,
        on_file=candidates.of_hires((manager_of_hire >= 0) & (entry > 0)),
        year_of_hire=year_of_hire,
        manager_of_hire=manager_of_hire,
        ability=candidates.ability[chosen[order]],
        service=np.concatenate([_service(business, block, traits, wanted), _normal(traits, len(former))]),
        diligence=_normal(traits, len(order)),
    )


def _service(business: str, block, rng, count: int) -> np.ndarray:
    """How well managers serve: for persons, what already moves the satisfaction of these managers' customers."""
    return _normal(block.stream("people", 1) if business == "personal" else rng, count)


def _former_ids(business: str, block: int, count: int) -> np.ndarray:
    prefix = "XP" if business == "personal" else "XC"
    return identifiers.numbered(prefix, block * _FORMER_PER_BLOCK + 1, count, 7)


def _normal(rng, count: int) -> np.ndarray:
    return np.round(rng.standard_normal(count), 6)


def _date(year: np.ndarray, month: np.ndarray, place: np.ndarray) -> np.ndarray:
    """A date in the first 28 days of a month."""
    first = ((year - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]")
    return first + np.floor(28 * place).astype(int)
