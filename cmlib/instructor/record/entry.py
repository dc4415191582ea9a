"""What the journal keeps of an outcome; where an assignment has several notebooks, of all of them together."""

from collections.abc import Mapping

from cmlib.instructor.outcome import (
    GRADED,
    MISSING,
    NEEDS_A_LOOK,
    OUT_OF_MEMORY,
    RAN,
    TIMED_OUT,
    UNREADABLE,
    CellOutcome,
    Outcome,
)
from cmlib.instructor.record.journal import CellEntry
from cmlib.instructor.record.score import NO_RESPONSE, Score

#: The worst first.
_WORST = (NEEDS_A_LOOK, UNREADABLE, MISSING, OUT_OF_MEMORY, TIMED_OUT, GRADED)


def together(outcomes: Mapping[str, Outcome]) -> Outcome:
    """One outcome for several notebooks: the worst status; each reason says whose it is. It has no cells."""
    if len(outcomes) == 1:
        return next(iter(outcomes.values()))
    each = sorted(outcomes.items(), key=lambda named: _WORST.index(named[1].status))
    return Outcome(
        each[0][1].student,
        each[0][1].status,
        "; ".join(f"{name}: {outcome.reason}" for name, outcome in each if outcome.reason),
        flags=tuple(f"{name}: {flag}" for name, outcome in each for flag in outcome.flags),
        seconds=sum(outcome.seconds for _, outcome in each),
    )


def cell_entries(outcome: Outcome, scores: Mapping[int, Score], prefix: str = "") -> dict[str, CellEntry]:
    """What the journal keeps of a notebook's cells, by grade id; ``scores`` are by the cell's number."""
    return {f"{prefix}{score.name}": _cell_entry(outcome.cells.get(number), score) for number, score in scores.items()}


def _cell_entry(cell: CellOutcome | None, score: Score) -> CellEntry:
    became, message, remark = (cell.became, cell.message, cell.remark) if cell else (RAN, "", "")
    return CellEntry(became, score.automatic, message, remark, unanswered=score.comment == NO_RESPONSE)
