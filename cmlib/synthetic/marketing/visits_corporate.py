"""Visits to firms: on an event, above all at large firms, or cold; and the room that makes them."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.firms.books import total
from cmlib.synthetic.firms.events import events
from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import FIRM_BLOCK
from cmlib.synthetic.marketing.talk import talk
from cmlib.synthetic.marketing.visits import Visits, style_frame, visit_table
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.words import STYLES
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room

# Steps of this room's streams; those of the rooms about customers are below.
_PERSON, _EVENTS, _COLD, _TALKS, _TABLE = 20, 21, 22, 23, 24
_USUAL_REVENUE = 18.9  # logarithm of CNY
_STAGE_SHARES = (0.08, 0.17, 0.75)  # how far visits go


@dataclass(frozen=True)
class CorporateVisitParameters(Planted):
    """Whom managers visit, and what firms answer. Size is the logarithm of last year's revenue in CNY."""

    firm_visits_cold_a_month: float = 0.10  # to a firm of usual size
    firm_visits_cold_size: float = -0.40  # added to the logarithm for each unit of size
    firm_visits_event_followed: float = 0.1  # log-odds that a visit follows an event, at a firm of usual size
    firm_visits_event_followed_size: float = 2.0  # added for each unit of size
    agreement_event: float = 0.50  # added to the log-odds of agreement when an event gave rise to the visit
    agreement_firm_size: float = 1.10  # added for each unit of size


TRUTH = CorporateVisitParameters()


def make(block: FirmBlock, house) -> Made:
    """The visits to the firms of a block."""
    size = _size(block)
    visits = _draw(block, size).in_order()
    pull = (
        TRUTH.agreement_event * (visits.trigger > 0)
        + TRUTH.agreement_firm_size * size[_year(block, visits), visits.host]
    )
    pilot, nobody = visits.in_pilot(block.calendar), coded(np.full(len(visits), -1), ("",))
    told = talk(block.stream("marketing", _TALKS), visits.style, visits.stage, pilot, visits.before(), pull)
    hosts = {"lead_id": nobody, "customer_id": nobody, "firm_id": coded(visits.host, block.ids)}
    table = visit_table("corporate", block, visits, hosts, told, block.stream("marketing", _TABLE))
    return Made({"visits": table}, {"visit_styles": style_frame(table, visits)})


def _size(block: FirmBlock) -> np.ndarray:
    """Of each simulated year and firm: what its revenue says of its size, 0 for a usual firm."""
    revenue = np.array([total("revenue", lines) for lines in block.true_books]) / 100
    return np.round(np.log(np.maximum(revenue, 1)) - _USUAL_REVENUE, 6)


def _year(block: FirmBlock, visits: Visits) -> np.ndarray:
    """The simulated year before that of each visit: the last one of which there are statements."""
    month = np.searchsorted(block.calendar.first_days, visits.date, side="right") - 1
    return block.year_of_month[month] - 1


def _draw(block: FirmBlock, size: np.ndarray) -> Visits:
    """Visits to firms that have not defaulted; each firm has one person to talk to."""
    calendar, count = block.calendar, block.count
    person = block.stream("marketing", _PERSON).choice(len(STYLES), FIRM_BLOCK, p=(0.30, 0.30, 0.20, 0.20))
    happened, rng = events(block), block.stream("marketing", _EVENTS)
    month = np.searchsorted(calendar.first_days, happened.date, side="right") - 1
    odds = (
        TRUTH.firm_visits_event_followed
        + TRUTH.firm_visits_event_followed_size * size[block.year_of_month[month] - 1, happened.firm]
    )
    followed = rng.random(len(month)) < logistic(odds)
    on_event = happened.date + rng.integers(1, 31, len(month))

    draws = block.stream("marketing", _COLD).random((2, calendar.months, FIRM_BLOCK))[:, :, :count]
    rate = TRUTH.firm_visits_cold_a_month * np.exp(TRUTH.firm_visits_cold_size * size[block.year_of_month - 1, :count])
    cold_month, cold_firm = np.nonzero(draws[0] < np.round(rate, 6))
    cold_date = calendar.first_days[cold_month] + np.floor(
        draws[1][cold_month, cold_firm] * calendar.days[cold_month]
    ).astype(int)

    firm = np.concatenate([happened.firm, cold_firm])
    date = np.busday_offset(np.concatenate([on_event, cold_date]), 0, roll="forward")
    trigger = np.concatenate([1 + happened.kind, np.zeros(len(cold_firm), dtype=int)])
    month = np.searchsorted(calendar.first_days, date, side="right") - 1
    kept = (
        (date <= calendar.end)
        & (month < block.default_month[firm])
        & np.concatenate([followed, np.ones(len(cold_firm), bool)])
    )
    firm, stage = firm[kept], np.searchsorted(np.cumsum(_STAGE_SHARES)[:-1], rng.random(len(kept)), side="right")[kept]
    return Visits(firm, block.manager[firm], date[kept], trigger[kept], stage, person[firm])


ROOM = Room(
    "visits to firms",
    ("visits",),
    make,
    truth={"visit_styles": "visit_id, style: how the person visited talks."},
    parameters=TRUTH.as_dict(),
)
