"""The five moments at which a bank is welcome in a firm that it does not serve yet, dated."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.identifiers import FIRM_BLOCK
from cmlib.synthetic.planted import Planted

#: Restructuring 重组改制, a change in how the firm is managed 管理方式变革, a change of people 人事变动,
#: a new project 新项目, a major celebration 重大庆典.
EVENTS = ("restructuring", "change of management method", "change of people", "new project", "celebration")

_EVENTS = 0


@dataclass(frozen=True)
class EventParameters(Planted):
    """Events a firm and year in a quiet year, and what multiplies them."""

    event_restructuring_a_year: float = 0.05
    event_management_method_a_year: float = 0.10
    event_people_a_year: float = 0.16
    event_project_a_year: float = 0.22
    event_celebration_a_year: float = 0.14
    event_restructuring_in_slide: float = 3.0  # times as often while the firm slides
    event_people_in_slide: float = 1.8
    event_project_for_ambition: float = 1.5  # times as often for each standard deviation of ambition


TRUTH = EventParameters()


@dataclass(frozen=True)
class Events:
    """The events of a block in the order of firms, then of dates; one entry an event."""

    firm: np.ndarray  # place in the block
    date: np.ndarray  # datetime64[D], within the calendar
    kind: np.ndarray  # index into EVENTS


def events(block: FirmBlock) -> Events:
    """What happens in the firms shown, month by month."""
    happens = np.zeros((block.calendar.months, FIRM_BLOCK, len(EVENTS)), dtype=bool)
    place = np.zeros(happens.shape)
    for month in range(block.calendar.months):  # a stream a month: a longer bank begins with the shorter one
        draw = block.stream("firm months", 1, _EVENTS, month).random((2, FIRM_BLOCK, len(EVENTS)))
        happens[month] = draw[0] < np.round(_rates(block, month) / 12, 6)
        place[month] = draw[1]
    month, firm, kind = np.nonzero(happens[:, : block.count])
    day = np.floor(np.round(place[month, firm, kind], 6) * block.calendar.days[month]).astype(int)
    day = np.minimum(day, block.calendar.days[month] - 1)
    date = block.calendar.first_days[month] + day
    order = np.lexsort((kind, date, firm))
    return Events(firm[order], date[order], kind[order])


def _rates(block: FirmBlock, month: int) -> np.ndarray:
    """Events a year of each firm and kind, of shape (firms, kinds)."""
    p, slides = TRUTH, block.history.slide_years[block.year_of_month[month]] > 0
    ambition = np.power(p.event_project_for_ambition, np.clip(block.drivers.ambition, -2, 2))
    return np.column_stack(
        [
            p.event_restructuring_a_year * np.where(slides, p.event_restructuring_in_slide, 1),
            np.full(FIRM_BLOCK, p.event_management_method_a_year),
            p.event_people_a_year * np.where(slides, p.event_people_in_slide, 1),
            p.event_project_a_year * ambition,
            np.full(FIRM_BLOCK, p.event_celebration_a_year),
        ]
    )
