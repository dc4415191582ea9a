"""What happens to a student's rows of one notebook in the gradebook: scored, never handed in, or not gradable.

What a human gave (manual scores, extra credit, comments) is no part of this; it always stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cmlib.instructor.record.score import Score, needs_a_human


@dataclass(frozen=True)
class GradeRow:
    """The part of a grade that a grader may change, beside what it may only read."""

    automatic: float | None = None
    needs_a_human: bool = True
    manual: float | None = None


class Treatment(Protocol):
    """The rules of one case; ``had`` is what the gradebook holds."""

    @property
    def may_be_late(self) -> bool:
        """Whether the course's rule for late submissions is asked."""

    def check(self, name: str, had: GradeRow) -> GradeRow: ...

    def task(self, name: str, had: GradeRow) -> GradeRow: ...

    def comment(self, name: str, had: str | None) -> str | None: ...


@dataclass(frozen=True)
class Scored:
    """The notebook ran. A cell without a score is one for a human, whatever an earlier run gave."""

    scores: Mapping[str, Score]
    may_be_late: bool = True

    def check(self, name: str, had: GradeRow) -> GradeRow:
        automatic = self.scores[name].automatic if name in self.scores else None
        return GradeRow(automatic, needs_a_human(automatic, had.manual), had.manual)

    def task(self, name: str, had: GradeRow) -> GradeRow:
        """A task is a human's alone, and once scored it is not asked for again."""
        return had if had.automatic is None else GradeRow(manual=had.manual)

    def comment(self, name: str, had: str | None) -> str | None:
        return self.scores[name].comment if name in self.scores else None


@dataclass(frozen=True)
class NotHandedIn:
    """One of several notebooks is not there: nothing earned, and nobody need look."""

    may_be_late: bool = False

    def check(self, name: str, had: GradeRow) -> GradeRow:
        return GradeRow(0.0, False, had.manual)

    def task(self, name: str, had: GradeRow) -> GradeRow:
        return GradeRow(0.0, False, had.manual)

    def comment(self, name: str, had: str | None) -> str | None:
        return had


@dataclass(frozen=True)
class NotGradable:
    """There is no mark; what an earlier run gave goes."""

    may_be_late: bool = False

    def check(self, name: str, had: GradeRow) -> GradeRow:
        return GradeRow(None, True, had.manual)

    def task(self, name: str, had: GradeRow) -> GradeRow:
        return GradeRow(None, True, had.manual)

    def comment(self, name: str, had: str | None) -> str | None:
        return None
