"""Which of the student's cells is which of the instructor's.

A cell is known by nbgrader's name; else by its id in the file; else by its text; else, where the instructor lets
students write, by standing alone between the same neighbours. Whatever is not known is the student's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cmlib.instructor.preflight.copies import Copies, settle
from cmlib.instructor.preflight.instructor_copy import InstructorCopy, KnownCell
from cmlib.instructor.preflight.names import listed
from cmlib.instructor.preflight.submitted import SubmittedCell


@dataclass(frozen=True)
class Matching:
    """``at`` maps the place of a known cell among the instructor's to its place in the student's file; ``added``
    are the places of cells that are the student's own."""

    at: dict[int, int]
    added: tuple[int, ...]
    flags: tuple[str, ...]


def match(copy: InstructorCopy, cells: Sequence[SubmittedCell]) -> Matching:
    """Find every known cell in the student's file; each is found at most once."""
    settled = _by_name(copy, cells)
    at, free = settled.at, [place for place in range(len(cells)) if place not in settled.taken]
    nameless = len(at)
    _by_id(copy, cells, at, free)
    _by_text(copy, cells, at, free)
    _by_neighbours(copy, cells, at, free)
    flags = list(settled.flags)
    lost = [copy.cells[rank].name for rank in list(at)[nameless:] if copy.cells[rank].answer]
    if lost:
        flags.append(f"without the name that nbgrader gave, known by id, text or place: {listed(lost)}")
    return Matching(at, tuple(sorted([*free, *settled.kept])), tuple(flags))


def _by_name(copy: InstructorCopy, cells: Sequence[SubmittedCell]) -> Copies:
    places: dict[int, list[int]] = {}
    for place, cell in enumerate(cells):
        rank = copy.by_name.get(cell.name)
        if rank is not None and _may_be(copy.cells[rank], cell):
            places.setdefault(rank, []).append(place)
    return settle(copy, cells, places)


def _by_id(copy: InstructorCopy, cells: Sequence[SubmittedCell], at: dict[int, int], free: list[int]) -> None:
    for place in list(free):
        rank = copy.by_id.get(cells[place].id)
        if rank is not None and rank not in at and _may_be(copy.cells[rank], cells[place]):
            at[rank] = place
            free.remove(place)


def _by_text(copy: InstructorCopy, cells: Sequence[SubmittedCell], at: dict[int, int], free: list[int]) -> None:
    left: dict[str, list[int]] = {}
    for rank, known in enumerate(copy.cells):
        if rank not in at and known.released.strip():
            left.setdefault(known.released.strip(), []).append(rank)
    for place in list(free):
        for rank in left.get(cells[place].source.strip(), []):
            if rank not in at and _may_be(copy.cells[rank], cells[place]):
                at[rank] = place
                free.remove(place)
                break


def _by_neighbours(copy: InstructorCopy, cells: Sequence[SubmittedCell], at: dict[int, int], free: list[int]) -> None:
    """Between two known cells, as many unknown cells of the same types as the instructor has writable ones."""
    lost: dict[tuple[int, int], list[int]] = {}
    before = -1
    for rank in sorted([*at, *(rank for rank, known in enumerate(copy.cells) if rank not in at and not known.locked)]):
        if rank in at:
            before = rank
        else:
            after = min((other for other in at if other > rank), default=len(copy.cells))
            lost.setdefault((before, after), []).append(rank)
    for (before, after), ranks in lost.items():
        low, high = at.get(before, -1), at.get(after, len(cells))
        places = [place for place in free if low < place < high]
        if [copy.cells[rank].cell_type for rank in ranks] == [cells[place].kind for place in places]:
            at |= dict(zip(ranks, places, strict=True))
            free[:] = [place for place in free if place not in places]


def _may_be(known: KnownCell, cell: SubmittedCell) -> bool:
    """A given cell that the student may edit, and whose type is another now, is the student's own."""
    return known.locked or known.answer or known.cell_type == cell.kind
