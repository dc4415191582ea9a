"""A teacher's mark and the marks of the other teams, joined to one."""

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from scipy import stats

from cmlib.table.door import open_table


def combined_marks(
    marks: object,
    *,
    teacher_weight: float = 0.5,
    trimmed_share: float = 0.2,
    presenter: str = "presenting_team",
    marker: str = "marking_team",
    mark: str = "mark",
    teacher: str = "teacher",
) -> pd.DataFrame:
    """Combine teacher's and peers' marks of presentations (师生综合评分), so that friends and spoilers count little.

    ``marks`` is a table of any engine, one row a presenter, marker and criterion. A marker's marks of the criteria
    are averaged. A team's mark of itself is left out. Of the peers' marks the ``trimmed_share`` is cut off at either
    end (each time rounded down to whole marks) and the rest averaged: a trimmed mean.

    Returns a pandas table, one row a presenter, sorted: ``presenting_team`` (as the column is called), ``teacher``,
    ``peers`` (the trimmed mean), ``peer_marks`` (how many markers, before trimming), ``peer_spread`` (their standard
    deviation), ``combined``. Where the teacher's or all peers' marks are missing, the combined mark is.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for text among the
    marks, an empty table, a teacher weight that is not from 0 to 1, and a trimmed share that is not from 0 to below
    0.5.

    Source: Tukey (1962), The future of data analysis, Annals of Mathematical Statistics 33(1), 1-67, on trimming.

    >>> marks = pd.DataFrame({"presenting_team": ["A"] * 7, "mark": [80, 95, 70, 72, 74, 76, 20],
    ...                       "marking_team": ["teacher", "A", "B", "C", "D", "E", "F"]})
    >>> combined_marks(marks)
      presenting_team  teacher  peers  peer_marks  peer_spread  combined
    0               A     80.0   72.0           5    23.807562      76.0
    """
    asked_by = "combined_marks"
    if not 0 <= teacher_weight <= 1:
        raise ValueError(f"{asked_by} needs a teacher_weight from 0 to 1; found {teacher_weight!r}")
    if not 0 <= trimmed_share < 0.5:
        raise ValueError(f"{asked_by} needs a trimmed_share from 0 to below 0.5; found {trimmed_share!r}")
    frame = open_table(marks, asked_by=asked_by, numeric=[mark], text=[presenter, marker])
    means = frame.filter(~nw.col(mark).is_null()).group_by(presenter, marker).agg(nw.col(mark).mean())
    given = pd.DataFrame(means.lazy().collect().rows(), columns=["presenter", "marker", "mark"])
    by_teacher = given[given["marker"] == teacher].set_index("presenter")["mark"]
    peers = given[(given["marker"] != teacher) & (given["marker"] != given["presenter"])].groupby("presenter")["mark"]
    found = pd.DataFrame(index=sorted(given["presenter"].unique()))
    found["teacher"] = by_teacher.astype(float)
    found["peers"] = peers.apply(lambda one: stats.trim_mean(np.sort(one), trimmed_share)).astype(float)
    found["peer_marks"] = peers.size().reindex(found.index, fill_value=0).astype("int64")
    found["peer_spread"] = peers.std()
    found["combined"] = teacher_weight * found["teacher"] + (1 - teacher_weight) * found["peers"]
    return found.rename_axis(presenter).reset_index()
