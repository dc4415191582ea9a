"""Make the instructor's copy of a notebook from the course folder.

It comes from the source, through nbgrader's own steps. Where there is no source, or its tests are made by running it
(AUTOTEST), it is the released notebook with the hidden tests that the gradebook remembers.
"""

from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path
from typing import Any

from cmlib.instructor.course import Course
from cmlib.instructor.preflight.gradebook_cells import read_gradebook
from cmlib.instructor.preflight.instructor_copy import InstructorCopy, KnownCell, kind_of
from cmlib.instructor.preflight.names import listed
from cmlib.instructor.preflight.notebook_file import marks_of, read_notebook
from cmlib.instructor.preflight.release_steps import (
    Steps,
    changed_since,
    from_release,
    from_source,
    makes_tests_by_running,
)
from cmlib.instructor.preflight.sizes import SIZES, Sizes, megabytes


def read_copies(
    course: Course, assignment: str, sizes: Sizes = SIZES, *, db: str | None = None
) -> dict[str, InstructorCopy]:
    """The copies of an assignment's notebooks, by name. ``db`` is another gradebook than the course's.

    Raises ``LookupError`` when the course has no such assignment, ``ValueError`` when nbgrader refuses its source,
    when it is not in Python, or when what lies beside it is too large to be carried along.
    """
    from nbgrader.preprocessors import OverwriteCells

    from cmlib.instructor.settings import load_settings, modules_of

    settings = load_settings(course)
    config, folders = settings.autograde.config, settings.folders
    steps = (folders.source_directory, folders.release_directory)
    homes = [Path(folders.format_path(step, ".", assignment)) for step in steps]
    home = next((folder for folder in homes if any(folder.glob("*.ipynb"))), None)
    if home is None:
        raise LookupError(f"there is no assignment {assignment!r} in {course.root}; it has {course.assignments}")
    ignore = tuple(folders.ignore)
    files = dict(_files_beside(home, ignore, sizes))
    names = {path.stem for path in chain(*(folder.parent.glob("*/*.ipynb") for folder in homes))}
    place = {
        "nbgrader_step": folders.submitted_directory,
        "student_id": "{student_id}",
        "assignment_id": "{assignment_id}",
    }
    copies = {}
    for name in sorted(path.stem for path in home.glob("*.ipynb")):
        source, release = (folder / f"{name}.ipynb" for folder in homes)
        with modules_of(course.root):
            made, changed, flags = _made(source, release, assignment, config, folders, db or folders.db_url)
        _refuse_other_languages(name, made.graded.metadata)
        copies[name] = InstructorCopy(
            assignment,
            name,
            tuple(_known(cell, made) for cell in made.graded.cells),
            made.graded.metadata,
            submitted=folders.directory_structure.format(**place),
            files=files,
            students_own=frozenset(settings.autograde.exclude_overwriting.get(assignment, [])),
            others=frozenset(names - {name}),
            ignore=ignore,
            notice=OverwriteCells(config=config).missing_cell_notification,
            changed=changed,
            flags=flags,
        )
    return copies


def read_copy(course: Course, assignment: str, notebook: str = "", sizes: Sizes = SIZES) -> InstructorCopy:
    """The copy of one notebook; by default the assignment's only one, or the one that is called like it.

    Raises as `read_copies` does, and ``LookupError`` when the assignment has no such notebook.
    """
    copies = read_copies(course, assignment, sizes)
    wanted = notebook or (next(iter(copies)) if len(copies) == 1 else assignment)
    if wanted not in copies:
        raise LookupError(f"assignment {assignment!r} has no notebook {wanted!r}; it has {list(copies)}")
    return copies[wanted]


def _made(
    source: Path, release: Path, assignment: str, config: Any, folders: Any, db: str
) -> tuple[Steps, tuple[str, ...], tuple[str, ...]]:
    """The notebook after nbgrader's steps, cells that changed since the release, and flags."""
    name = source.stem
    remembered = read_gradebook(db, assignment, name)
    original = read_notebook(source) if source.is_file() else None
    if original is None or makes_tests_by_running(original, config):
        if not release.is_file() or not remembered:
            why = "there is no source of it" if original is None else "its tests are made at the release"
            raise ValueError(f"notebook {name!r} must be released and in the gradebook first: {why}")
        no_source = f"there is no source of {name!r}; which names its solution defines is not known"
        return from_release(read_notebook(release), remembered, original), (), () if original else (no_source,)
    steps = from_source(original, name, assignment, config, Path(folders.root))
    if not remembered:
        return steps, (), (f"the gradebook does not know {name!r}: release the assignment before grading",)
    changed = changed_since(steps.graded, remembered)
    told = f"{listed(changed)} of {name!r} changed since the release and is graded as it is now; release it again"
    return steps, changed, (told,) if changed else ()


def _known(cell: Any, steps: Steps) -> KnownCell:
    marks = marks_of(cell)
    answer = bool(marks.get("solution"))
    return KnownCell(
        cell.id,
        cell.cell_type,
        kind_of(cell.cell_type, marks, cell.metadata.get("tags")),
        cell.source,
        steps.released.get(cell.id, cell.source),
        cell.metadata,
        solution=steps.solutions.get(cell.id),
        name=marks.get("grade_id", ""),
        points=float(marks.get("points") or 0),
        locked=not answer and bool(marks.get("grade") or marks.get("locked")),
        answer=answer,
        attachments=cell.get("attachments", {}),
    )


def _refuse_other_languages(notebook: str, metadata: Mapping) -> None:
    kernel, language = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    found = str(kernel.get("language") or language.get("name") or "python")
    if found.lower() not in ("python", "ipython"):
        raise ValueError(f"notebook {notebook!r} is in {found}; only Python is graded here")


def _files_beside(folder: Path, ignore: Collection[str], sizes: Sizes) -> Iterator[tuple[str, bytes]]:
    left = sizes.given
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        ignored = any(fnmatch(part, pattern) for part in parts for pattern in ignore)
        if ignored or path.suffix == ".ipynb" or not path.is_file():
            continue
        left -= path.stat().st_size
        if left < 0:
            raise ValueError(f"more than {megabytes(sizes.given)} lie beside the notebook in {folder.name}")
        yield "/".join(parts), path.read_bytes()
