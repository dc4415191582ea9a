"""What scores of recency, frequency and money say of a customer: eight segments as data."""

import itertools
from dataclasses import dataclass

from cmlib.rule_file import RuleFile


@dataclass(frozen=True)
class RFMSegment:
    """One of the eight combinations: whether the scores of recency, frequency and money are high, and what to do."""

    name: str
    zh: str
    recent: bool
    frequent: bool
    valuable: bool
    strategy: str


@dataclass(frozen=True)
class RFMRules(RuleFile):
    """How many scores there are, from which on one is high, and the eight segments.

    Raises ``ValueError`` unless there are at least two scores, some but not all of them high, and one
    segment for each combination.
    """

    name: str
    source: str
    scores: int
    high_from: int
    segments: tuple[RFMSegment, ...]

    def __post_init__(self) -> None:
        place = f"RFM rules {self.name!r}"
        if self.scores < 2 or not 2 <= self.high_from <= self.scores:
            raise ValueError(
                f"{place}: there are at least 2 scores, of which high_from to the highest are high; "
                f"found {self.scores} scores, high from {self.high_from}"
            )
        found: list[tuple[bool, ...]] = [(one.recent, one.frequent, one.valuable) for one in self.segments]
        for combination in itertools.product((True, False), repeat=3):
            if found.count(combination) != 1:
                raise ValueError(
                    f"{place}: the combination (recent, frequent, valuable) = {combination} needs one segment, "
                    f"found {found.count(combination)}"
                )
        names = [one.name for one in self.segments]
        if len(set(names)) < len(names):
            raise ValueError(f"{place}: each segment has a name of its own; found {names}")

    def __getitem__(self, name: str) -> RFMSegment:
        """The segment of that name; ``LookupError`` when there is none."""
        for one in self.segments:
            if one.name == name:
                return one
        raise LookupError(
            f"RFM rules {self.name!r} have no segment {name!r}; they have {[s.name for s in self.segments]}"
        )


#: The eight segments that Chinese textbooks of customer relations teach, on quintiles.
RFM_RULES = RFMRules(
    name="eight segments",
    source="Hughes (1994), Strategic Database Marketing, Probus, for the scores; the eight names are common usage.",
    scores=5,
    high_from=4,
    segments=(
        RFMSegment("champions", "重要价值客户", True, True, True, "keep close: new products first"),
        RFMSegment("promising big spenders", "重要发展客户", True, False, True, "give reasons to come more often"),
        RFMSegment("lapsing regulars", "重要保持客户", False, True, True, "call: why did they stop?"),
        RFMSegment("lapsing big spenders", "重要挽留客户", False, False, True, "win back, in person"),
        RFMSegment("regulars with small sums", "一般价值客户", True, True, False, "offer more than payments"),
        RFMSegment("newcomers", "一般发展客户", True, False, False, "show what there is"),
        RFMSegment("lapsing small regulars", "一般保持客户", False, True, False, "remind, through cheap channels"),
        RFMSegment("asleep", "一般挽留客户", False, False, False, "spend nothing"),
    ),
)
