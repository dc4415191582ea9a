"""Visits of a block, to whomever they are, and the table that they become."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic import identifiers
from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.firms.events import EVENTS
from cmlib.synthetic.frames import coded
from cmlib.synthetic.marketing import words
from cmlib.synthetic.people.words import STYLES

_NEXT_VISIT = 0.6  # of visits end with a date for the next
_TWO_MONTHS = 60

#: What gave rise to a visit.
TRIGGERS = (words.COLD, *EVENTS)

#: Columns of words: name -> the words that their codes stand for.
_WORDS = {
    "stage": words.VISIT_STAGES,
    "objection": words.OBJECTIONS,
    "closing_signal": words.CLOSING_SIGNALS,
    "technique": words.TECHNIQUES,
}


@dataclass(frozen=True)
class Visits:
    """Visits in the order of dates: who was visited, by whom, when, why, and how far it went; one entry each."""

    host: np.ndarray  # a number for whoever was visited
    manager: np.ndarray  # place among the block's managers
    date: np.ndarray  # datetime64[D]
    trigger: np.ndarray  # index into TRIGGERS
    stage: np.ndarray  # index into VISIT_STAGES
    style: np.ndarray  # index into STYLES: of the person to whom the manager talks

    def __len__(self):
        return len(self.host)

    def in_order(self) -> "Visits":
        """The same by date, and on one day by host."""
        order = np.lexsort((self.host, self.date))
        return Visits(*(part[order] for part in vars(self).values()))

    def before(self) -> np.ndarray:
        """The place of the visit before to the same host; -1 for the first."""
        order, found = np.argsort(self.host, kind="stable"), np.full(len(self), -1)
        same = self.host[order][1:] == self.host[order][:-1]
        found[order[1:][same]] = order[:-1][same]
        return found

    def in_pilot(self, calendar: Calendar) -> np.ndarray:
        """Whether the technique is drawn by lot: by every second manager, in the second half of the months."""
        return (self.manager % 2 == 0) & (self.date >= calendar.first_days[calendar.months // 2])


def visit_table(kind: str, block, visits: Visits, hosts: dict, told: dict[str, np.ndarray], rng) -> pd.DataFrame:
    """The table of the visits. ``hosts`` has the columns that name who was visited; ``told`` what `talk` tells."""
    count = len(visits)
    later = visits.date + rng.integers(7, _TWO_MONTHS + 1, count)
    columns = {
        "visit_id": identifiers.event_ids(kind, block.number, count),
        "kind": coded(np.full(count, words.VISIT_KINDS.index(kind)), words.VISIT_KINDS),
        **hosts,
        "manager_id": coded(visits.manager, block.manager_ids),
        "date": visits.date,
        "trigger": coded(visits.trigger, TRIGGERS),
        **{name: coded(values, _WORDS[name]) if name in _WORDS else values for name, values in told.items()},
        "next_visit_on": np.where(rng.random(count) < _NEXT_VISIT, later, np.datetime64("NaT")),
    }
    return pd.DataFrame(columns)


def style_frame(table: pd.DataFrame, visits: Visits) -> pd.DataFrame:
    """The truth behind the notes: the style of the person to whom the manager talked."""
    return pd.DataFrame({"visit_id": table["visit_id"], "style": np.array(STYLES, dtype=object)[visits.style]})
