"""The staff of a block of customers, for persons and for firms: all its tables, and the truth behind them."""

from functools import partial

import numpy as np

from cmlib.synthetic.rooms import House, Made, Room
from cmlib.synthetic.staff import (
    appraisal,
    careers,
    incentives,
    members,
    offices,
    result_frames,
    results,
    selection,
    staff_frames,
    training,
)
from cmlib.synthetic.staff.result_tables import TABLES as RESULT_TABLES
from cmlib.synthetic.staff.tables import TABLES as STAFF_TABLES
from cmlib.synthetic.staff.words import BUSINESSES

# Steps of the random numbers. None is 0: numpy takes [seed, room, n, 0] for [seed, room, n], from which `peers` draws.
_OFFICES, _SELECTION, _CAREERS, _TRAITS, _PERFORMANCE, _PORTFOLIOS = range(1, 7)
_TRAINING, _RESULTS, _GAMING, _APPRAISAL = range(7, 11)

_ROOM_NAMES = {"personal": "staff", "corporate": "corporate staff"}

#: How much of a manager's ability the bank knows when it sets targets.
_KNOWN_ABILITY = 0.5


def make(business: str, block, house: House) -> Made:
    """The staff of a block of customers; ``business`` is ``"personal"`` or ``"corporate"``."""

    def stream(step):
        return block.stream(_ROOM_NAMES[business], step)

    places = offices.draw_offices(stream(_OFFICES), business, block, int(block.calendar.years[0]))
    staff = members.draw_staff(business, block, places, (stream(_SELECTION), stream(_CAREERS), stream(_TRAITS)))
    portfolios = results.portfolio_sizes(stream(_PORTFOLIOS), BUSINESSES.index(business), len(staff))
    return _together(
        staff_frames.offices(business, places),
        staff_frames.managers(places, staff, portfolios),
        staff_frames.candidates(business, block.number, staff),
        Made({"performance_years": staff_frames.performance_years(stream(_PERFORMANCE), staff)}, {}),
        _work(BUSINESSES.index(business), block.calendar, places, staff, stream),
        _appraisals(block.calendar, places, staff, stream(_APPRAISAL)),
    )


def _work(business: int, calendar, places: offices.Offices, staff: members.Staff, stream) -> Made:
    """Training, monthly results, targets."""
    trained = training.draw_training(stream(_TRAINING), staff.standing, staff.at_work(calendar))
    potential = places.potential[staff.branch]
    achieved = results.draw_results(
        stream(_RESULTS), business, calendar, staff, potential, trained.effect(calendar.months)
    )
    gaming = stream(_GAMING)
    gamer = incentives.draw_gamers(gaming, len(staff))
    promised = np.exp(results.expected(business, "new_deposits", calendar, potential))
    known = _KNOWN_ABILITY * results.TRUTH.ability_on_results * staff.standing
    target = incentives.targets(promised, known)
    deposits, moved = incentives.play(gaming, achieved["new_deposits"], target, gamer)
    tables = {
        "training": result_frames.training(calendar, staff, trained),
        "manager_months": result_frames.manager_months(calendar, staff, achieved | {"new_deposits": deposits}),
    }
    return _together(Made(tables, {}), result_frames.targets(calendar, staff, deposits, target, moved, gamer))


def _appraisals(calendar, places: offices.Offices, staff: members.Staff, rng) -> Made:
    present = slice(staff.present)
    traits = np.array([staff.standing[present], staff.service[present], staff.diligence[present]])
    return result_frames.appraisals(
        calendar, places.branch_ids, staff, appraisal.draw_appraisals(rng, traits, halves=2)
    )


def _together(*parts: Made) -> Made:
    tables = {name: frame for part in parts for name, frame in part.tables.items()}
    return Made(tables, {name: frame for part in parts for name, frame in part.truth.items()})


TABLES = (*STAFF_TABLES, *RESULT_TABLES)

_TRUTH = {
    "branch_potential": "branch_id, potential: what the branch's market adds to the logarithm of results.",
    "manager_ability": "manager_id, and standardised among managers: ability (in sales), service (to customers), "
    "diligence (in office work).",
    "candidate_ability": "candidate_id, ability: standardised among candidates.",
    "moved_sales": "manager_id, quarter, moved: CNY of deposits pulled into the quarter's last month from the month "
    "after it; less than 0: held back.",
    "gaming_managers": "manager_id, plays: whether the manager moves sales when it pays.",
    "rater_bias": "rater_id, leniency: marks too many, when rating others; self_inflation: the same on oneself.",
    "true_marks": "manager_id, criterion, true_mark: the mark that the manager deserves.",
}
_SOURCES = (
    offices.TRUTH,
    selection.TRUTH,
    careers.TRUTH,
    results.TRUTH,
    training.TRUTH,
    incentives.TRUTH,
    appraisal.TRUTH,
)
_PARAMETERS = {name: value for source in _SOURCES for name, value in source.as_dict().items()}
_NAMES = tuple(table.name for table in TABLES)

PERSONAL = Room("staff", _NAMES, partial(make, "personal"), truth=_TRUTH, parameters=_PARAMETERS)

#: Managers of firms are like managers of persons; the parameters are the same ones.
CORPORATE = Room("corporate staff", _NAMES, partial(make, "corporate"), truth=_TRUTH)
