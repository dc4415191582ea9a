"""Who works for the bank, as tables and truth: offices, managers, careers, selection."""

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import numbered
from cmlib.synthetic.people.words import DISTRICTS, GENDERS
from cmlib.synthetic.rooms import Made
from cmlib.synthetic.staff import careers, selection, words
from cmlib.synthetic.staff.members import Staff
from cmlib.synthetic.staff.offices import Offices

_CANDIDATES_PER_BLOCK = 10_000


def offices(business: str, places: Offices) -> Made:
    """Branches and teams, and what each branch's market gives."""
    branches = {
        "branch_id": places.branch_ids,
        "business": business,
        "region": np.array(DISTRICTS)[places.region],
        "city_tier": places.city_tier,
        "opened": places.opened,
        "staff": places.staff,
        "high_value_share": places.high_value_share,
        "competition": places.competition,
    }
    teams = {
        "team_id": places.team_ids,
        "branch_id": places.branch_ids[places.team_branch],
        "form": np.array(words.TEAM_FORMS)[places.team_form],
        "founded": places.team_founded,
    }
    potential = {"branch_id": places.branch_ids, "potential": np.round(places.potential, 6)}
    return Made(
        {"branches": pd.DataFrame(branches), "teams": pd.DataFrame(teams)},
        {"branch_potential": pd.DataFrame(potential)},
    )


def managers(places: Offices, staff: Staff, portfolio_customers: np.ndarray) -> Made:
    """Managers, their levels year by year, and what they are like."""
    candidates, who = staff.candidates, staff.candidate
    year, manager = _shown_years(staff.levels)
    level = staff.levels[year, manager]
    table = {
        "manager_id": staff.ids,
        "branch_id": places.branch_ids[staff.branch],
        "team_id": places.team_ids[staff.team],
        "hired": staff.hired,
        "route": np.array(words.ROUTES)[candidates.route[who]],
        "birth_year": staff.hired.astype("datetime64[Y]").astype(int) + 1970 - candidates.age[who],
        "gender": np.array(GENDERS)[candidates.gender[who]],
        "education": np.array(words.EDUCATIONS)[candidates.education[who]],
        "level": _last_level(staff.levels),
        "portfolio_customers": portfolio_customers,
        "left": staff.left,
    }
    level_years = {
        "manager_id": coded(manager, staff.ids),
        "year": staff.years[year],
        "level": np.where(level > 0, level, np.nan),
        "left": level == careers.LEFT,
    }
    traits = {
        "manager_id": staff.ids,
        "ability": np.round(staff.standing, 6),
        "service": staff.service,
        "diligence": staff.diligence,
    }
    return Made(
        {"managers": pd.DataFrame(table), "level_years": pd.DataFrame(level_years)},
        {"manager_ability": pd.DataFrame(traits)},
    )


def _shown_years(levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Year and manager of each row of the careers: years in office and the year of leaving, manager by manager."""
    leaving = (levels == careers.LEFT) & (np.vstack([np.full(levels.shape[1], careers.LEFT), levels[:-1]]) > 0)
    manager, year = np.nonzero(((levels > 0) | leaving).T)
    return year, manager


def _last_level(levels: np.ndarray) -> np.ndarray:
    """The last level that each manager held."""
    last = len(levels) - 1 - np.argmax(levels[::-1] > 0, axis=0)
    return levels[last, np.arange(levels.shape[1])]


def candidates(business: str, block: int, staff: Staff) -> Made:
    """Candidates of the years of hiring, and their true ability."""
    all_of_them, shown = staff.candidates, staff.on_file
    prefix = "KP" if business == "personal" else "KC"
    ids = numbered(prefix, block * _CANDIDATES_PER_BLOCK + 1, len(shown), 7)
    hire, hired = all_of_them.hire[shown], all_of_them.hired[shown]
    table = {
        "candidate_id": ids,
        "year": staff.year_of_hire[hire],
        "route": np.array(words.ROUTES)[all_of_them.route[shown]],
        "gender": np.array(GENDERS)[all_of_them.gender[shown]],
        "age": all_of_them.age[shown],
        "education": np.array(words.EDUCATIONS)[all_of_them.education[shown]],
        **dict(zip(selection.TESTS, all_of_them.scores[shown].T, strict=True)),
        "hired": hired,
        "manager_id": coded(np.where(hired, staff.manager_of_hire[hire], -1), staff.ids),
    }
    ability = {"candidate_id": ids, "ability": all_of_them.ability[shown]}
    return Made({"candidates": pd.DataFrame(table)}, {"candidate_ability": pd.DataFrame(ability)})


def performance_years(rng: np.random.Generator, staff: Staff) -> pd.DataFrame:
    """The performance index of complete years after the year of being hired."""
    index = selection.performance(rng, staff.ability, len(staff.years))
    served = (staff.levels[1:] > 0) & (staff.levels[:-1] > 0)
    manager, year = np.nonzero(served.T)
    return pd.DataFrame(
        {
            "manager_id": coded(manager, staff.ids),
            "year": staff.years[year + 1],
            "performance": index[year + 1, manager],
        }
    )
