"""A student's notebook made anew from the instructor's copy, with the student's answers in it.

Only the text of answers and of cells that the student added is the student's. Everything else, tests and metadata
included, is the instructor's, so nothing that was done to it matters.

===================== ============================================== ===========================================
the instructor's cell in the student's file                          what stands in the notebook
===================== ============================================== ===========================================
an answer             filled in, of whatever type                    the student's text, the instructor's type
an answer             not there                                      nothing; nbgrader's notice if graded by hand
a check, locked       there or not                                   the instructor's
given, not locked     edited                                         the student's text; the judge runs the other
given, not locked     not there                                      the instructor's
===================== ============================================== ===========================================

A missing answer is empty, not the stub: a stub that came back would run after what the student may have written
elsewhere, and take it away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cmlib.instructor.preflight.arranging import arrange
from cmlib.instructor.preflight.instructor_copy import InstructorCopy, KnownCell
from cmlib.instructor.preflight.matching import Matching, match
from cmlib.instructor.preflight.names import listed
from cmlib.instructor.preflight.shown import fit_to_show
from cmlib.instructor.preflight.sizes import SIZES, Sizes
from cmlib.instructor.preflight.submitted import CODE, MARKDOWN, SubmittedCell, plain, read_cells
from cmlib.instructor.sheet import ANSWER, GIVEN, TEXT, WRITTEN, Cell


@dataclass(frozen=True)
class Rebuilt:
    """``notebook`` is an nbformat notebook fit to be recorded; ``cells`` are the same for the judge, cell by cell."""

    notebook: Any
    cells: tuple[Cell, ...]
    flags: tuple[str, ...] = ()


def rebuild(copy: InstructorCopy, submitted: Mapping, sizes: Sizes = SIZES) -> Rebuilt:
    """Rebuild a notebook of format 4. Raises `Refused` when its cells are none."""
    from nbformat import NotebookNode, from_dict

    cells, flags = read_cells(submitted, sizes)
    found = match(copy, cells)
    names = _fresh_ids(copy, cells, found.added)
    nodes: list[dict] = []
    sheet: list[Cell] = []
    disarmed: list[str] = []
    for rank, place in arrange([cell.kind for cell in copy.cells], found.at, found.added):
        if rank is not None:
            node, cell = _known(copy.cells[rank], None if place is None else cells[place], copy.notice, len(sheet))
        elif place is not None:
            node, cell = _added(cells[place], names[place], len(sheet))
        nodes.append(node)
        sheet.append(cell)
        if node["source"] != (cell.source if cell.own is None else cell.own):
            disarmed.append(cell.name or node["id"])
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": copy.metadata, "cells": nodes}
    notebook: NotebookNode = from_dict(content)
    flags += [f"HTML, links or pictures from elsewhere, shown as letters: {listed(disarmed)}"] if disarmed else []
    return Rebuilt(notebook, tuple(sheet), (*flags, *found.flags, *_noticed(copy, cells, found)))


def _known(known: KnownCell, own: SubmittedCell | None, notice: str, number: int) -> tuple[dict, Cell]:
    text = _text(known, own, notice)
    given = known.kind == GIVEN
    cell = Cell(
        number,
        known.kind,
        known.source if given else text,
        known.name,
        known.points,
        known.is_code,
        text if given and text != known.source else None,
    )
    pictures = own.pictures if own and known.answer else known.attachments
    if own is not None and text != known.source:
        text = _shown(known.cell_type, text)
    return _node(known.cell_type, known.id, known.metadata, text, pictures), cell


def _text(known: KnownCell, own: SubmittedCell | None, notice: str) -> str:
    if own is not None:
        return known.source if known.locked else own.source
    if not known.answer:
        return known.source
    if known.kind != WRITTEN:
        return ""
    told = notice.format(cell_id=known.name).strip()
    return f"# {told}" if known.is_code else told


def _added(own: SubmittedCell, name: str, number: int) -> tuple[dict, Cell]:
    is_code = own.kind == CODE
    cell = Cell(number, ANSWER if is_code else TEXT, own.source, is_code=is_code)
    return _node(own.kind, name, {}, _shown(own.kind, own.source), own.pictures), cell


def _shown(kind: str, text: str) -> str:
    """The student's text in the notebook that instructors open; code is shown as letters anyway."""
    return text if kind == CODE else fit_to_show(text)


def _node(kind: str, name: str, metadata: Mapping, source: str, pictures: Mapping) -> dict:
    node = {"cell_type": kind, "id": name, "metadata": metadata, "source": source}
    if kind == CODE:
        return node | {"execution_count": None, "outputs": []}
    return node | {"attachments": pictures} if kind == MARKDOWN and pictures else node


def _fresh_ids(copy: InstructorCopy, cells: Sequence[SubmittedCell], added: Sequence[int]) -> dict[int, str]:
    """Ids for the student's own cells: the student's, unless it is missing or taken."""
    taken, ids = set(copy.by_id), {}
    for place in added:
        name, number = cells[place].id, place
        while not name or name in taken:
            name, number = f"added-{number}", number + len(cells)
        taken.add(name)
        ids[place] = name
    return ids


def _noticed(copy: InstructorCopy, cells: Sequence[SubmittedCell], found: Matching) -> list[str]:
    """Sentences on what was not as released."""
    pairs = [(copy.cells[rank], cells[place]) for rank, place in found.at.items()]
    gone = [known for rank, known in enumerate(copy.cells) if rank not in found.at and (known.name or known.is_code)]
    places = [found.at[rank] for rank in sorted(found.at)]
    edited = [known for known, own in pairs if known.locked and plain(own.source) != plain(known.released)]
    turned = [known for known, own in pairs if known.answer and known.cell_type != own.kind]
    told = (
        ("changed, the instructor's text was used", edited),
        ("of another cell type, turned back", turned),
        ("missing answers", [known for known in gone if known.answer]),
        ("missing, put back", [known for known in gone if not known.answer]),
    )
    flags = [f"{what}: {listed([known.name or known.id for known in which])}" for what, which in told if which]
    if places != sorted(places):
        flags.append("cells stood in another order; the instructor's order was used")
    return flags
