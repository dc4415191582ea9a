"""What a scorecard is: groups of indicators, each with the points that its bands or levels earn.

A scorecard is data. `cmlib.rating.score` and `cmlib.rating.explain` evaluate it; nothing here computes
a firm's points. Building a card checks it, so that a card that exists is sound.
"""

from dataclasses import dataclass

import pandas as pd

from cmlib.rating.card.soundness import check_scorecard
from cmlib.rating.card.wording import number_text, place_text
from cmlib.rating.scale import GRADES, GradeScale
from cmlib.rule_file import RuleFile


@dataclass(frozen=True)
class Band:
    """A range of a measured indicator and its points.

    ``lower`` belongs to the band, ``upper`` to the next one. The first band of an indicator has no
    ``lower``, the last no ``upper``: they are ``None``.
    """

    lower: float | None
    upper: float | None
    points: float


@dataclass(frozen=True)
class Level:
    """One answer to a judged indicator (for example 1 weak … 5 excellent) and its points."""

    value: int
    points: float
    meaning: str = ""


@dataclass(frozen=True)
class Indicator:
    """One line of a scorecard: a column of the table, and the points for its values.

    ``column`` is a ratio, a line item or a judgement. An indicator has ``bands`` when it is measured
    and ``levels`` when it is judged. ``better`` says which values earn more: ``"higher"``,
    ``"lower"``, or ``"neither"`` where the best lies in between. ``unit`` is ``"times"``,
    ``"fraction"`` or ``"CNY"`` for measures and empty for judgements. ``missing_when`` tells in words
    when the value cannot be computed.
    """

    name: str
    zh: str
    column: str
    points: float
    better: str = "higher"
    unit: str = ""
    bands: tuple[Band, ...] = ()
    levels: tuple[Level, ...] = ()
    missing_when: str = ""

    @property
    def points_column(self) -> str:
        """Name of the column with this indicator's points in a scored table."""
        return f"{self.column}_points"

    def place(self, value: float) -> Band | Level:
        """The band or level in which a value lies.

        Raises ``ValueError`` for a judgement that is no level of the indicator.
        """
        for band in self.bands:
            if band.upper is None or value < band.upper:
                return band
        for level in self.levels:
            if level.value == value:
                return level
        listed = ", ".join(str(level.value) for level in self.levels)
        raise ValueError(f"{self.column!r} ({self.name}) is judged {listed}; found {number_text(value)}")


@dataclass(frozen=True)
class Group:
    """Indicators that belong together, and the points they can earn."""

    name: str
    zh: str
    points: float
    indicators: tuple[Indicator, ...]

    @property
    def points_column(self) -> str:
        """Name of the column with this group's points in a scored table."""
        return f"{self.name.replace(' ', '_')}_points"


@dataclass(frozen=True)
class Scorecard(RuleFile):
    """A scorecard: groups of indicators whose points add up to ``total``.

    Points are multiples of 0.01. Raises ``ValueError`` when points do not add up (bands to their
    indicator, indicators to their group, groups to the total), bands overlap or leave a gap, a name
    or column comes twice, or points fall where ``better`` says they rise. The message names the
    card, group, indicator and band.

    >>> bands = (Band(None, 1, 0), Band(1, 1.5, 60), Band(1.5, None, 100))
    >>> indicator = Indicator("Current ratio", "流动比率", "current_ratio", 100, bands=bands)
    >>> card = Scorecard("one line", "example", (Group("solvency", "偿债能力", 100, (indicator,)),))
    >>> card.columns, card.indicators[0].place(1.2).points
    (('current_ratio',), 60)
    """

    name: str
    source: str
    groups: tuple[Group, ...]
    total: float = 100
    grades: GradeScale = GRADES

    def __post_init__(self) -> None:
        check_scorecard(self)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, group by group."""
        return tuple(indicator for group in self.groups for indicator in group.indicators)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a table needs to be scored."""
        return tuple(indicator.column for indicator in self.indicators)

    def table(self) -> pd.DataFrame:
        """The card as a table to read: one row per indicator, its bands and their points in words."""
        rows = [
            {
                "group": group.name,
                "indicator": indicator.name,
                "zh": indicator.zh,
                "column": indicator.column,
                "better": indicator.better,
                "maximum": float(indicator.points),
                "points": "; ".join(
                    f"{place_text(indicator, place)}: {place.points:g}" for place in indicator.bands or indicator.levels
                ),
            }
            for group in self.groups
            for indicator in group.indicators
        ]
        return pd.DataFrame(rows)
