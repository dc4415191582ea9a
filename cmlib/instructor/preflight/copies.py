"""A cell that stands more than once under the same name: a copy, or a cell that was split.

The rule is what a run from top to bottom would do. Every copy runs where it stands. The one that carries the name is
the last changed one before the first check that follows it; where none was changed so far, the last changed one in
the file. A copy that is as released, or says the same as the one with the name, is left out: a released stub that ran
later would take an answer back. Copies turned into text are old attempts, kept as text. A cell that the student does
not write is where it stands first, and its copies are the student's own cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmlib.instructor.preflight.instructor_copy import InstructorCopy, KnownCell
from cmlib.instructor.preflight.names import quoted
from cmlib.instructor.preflight.submitted import SubmittedCell, plain
from cmlib.instructor.sheet import CHECK


@dataclass(frozen=True)
class Copies:
    """``at`` maps each known cell to the copy that carries its name; ``kept`` copies are the student's own cells;
    ``taken`` are the places of all copies, the ones left out included."""

    at: dict[int, int]
    kept: tuple[int, ...]
    taken: frozenset[int]
    flags: tuple[str, ...]


def settle(copy: InstructorCopy, cells: Sequence[SubmittedCell], places: Mapping[int, Sequence[int]]) -> Copies:
    """Choose among the copies of each known cell; ``places`` are those of all that bear its name."""
    at = {rank: where[0] for rank, where in places.items()}
    checks = {place: rank for rank, place in at.items() if copy.cells[rank].kind == CHECK}
    kept: list[int] = []
    flags = []
    for rank, where in places.items():
        if len(where) == 1:
            continue
        known = copy.cells[rank]
        stay = list(where[1:])
        if known.answer:
            following = [place for place, check in checks.items() if check > rank and place > where[0]]
            at[rank], stay = _choose(known, cells, where, min(following, default=len(cells)))
        kept += stay
        number = where.index(at[rank]) + 1
        flags.append(f"{quoted(known.name)} is there {len(where)} times: number {number} counts, {len(stay)} more kept")
    return Copies(at, tuple(kept), frozenset(place for where in places.values() for place in where), tuple(flags))


def _choose(
    known: KnownCell, cells: Sequence[SubmittedCell], where: Sequence[int], first_check: int
) -> tuple[int, list[int]]:
    """The copy that counts as the answer, and those that say something else."""
    says = {place: plain(cells[place].source) for place in where}
    stub = plain(known.released)
    changed = [place for place in where if says[place] != stub]
    if not changed:
        return where[0], []
    candidates = [place for place in changed if cells[place].kind == known.cell_type] or changed
    counts = ([place for place in candidates if place < first_check] or candidates)[-1]
    return counts, [place for place in changed if says[place] != says[counts]]
