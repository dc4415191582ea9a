"""The files that go along with a notebook: the instructor's, and those of the student that do no harm."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from cmlib.instructor.preflight.folder import Entry, Folder
from cmlib.instructor.preflight.instructor_copy import InstructorCopy
from cmlib.instructor.preflight.names import is_plain, listed
from cmlib.instructor.preflight.shadows import module_of, would_shadow
from cmlib.instructor.preflight.sizes import Sizes, megabytes

_INSTRUCTORS = "the instructor's file was used in place of"


def files_beside(folder: Folder, home: str, copy: InstructorCopy, sizes: Sizes) -> tuple[dict[str, bytes], list[str]]:
    """Files by their path from the notebook, whose own folder is ``home``; and flags on what was left out.

    Notebooks do not go along, as with nbgrader. Raises `Changed` when a file changes under the reading.
    """
    given = {path: content for path, content in copy.files.items() if path not in copy.students_own}
    modules = {module for path in given if (module := module_of(path))}
    files: dict[str, bytes] = {}
    left_out: dict[str, list[str]] = {}
    together = 0
    for entry, path in _below(folder, home):
        why = _why_not(entry, path, given, modules, sizes)
        if not why and (len(files) >= sizes.files or together + entry.size > sizes.together):
            why = f"no more than {sizes.files} files and {megabytes(sizes.together)} go along; left out"
        if why == _INSTRUCTORS and path in given and _is_same(folder, entry, given[path]):
            continue
        try:
            if not why:
                files[path] = folder.read(entry)
                together += entry.size
        except PermissionError:
            why = "may not be read; left out"
        if why:
            left_out.setdefault(why, []).append(path)
    return {**copy.files, **files, **given}, [f"{why}: {listed(paths)}" for why, paths in left_out.items()]


def flags_of_look(folder: Folder) -> list[str]:
    """Sentences on what lies in the folder and is no plain file."""
    kinds: dict[str, list[str]] = {}
    for path, kind in folder.look.odd:
        kinds.setdefault(kind, []).append(path)
    flags = [f"{kind}, left out: {listed(paths)}" for kind, paths in kinds.items()]
    linked = [entry.path for entry in folder.look.entries if entry.names > 1]
    if linked:
        flags.append(f"the same file has another name on the disk (hard link): {listed(linked)}")
    if not folder.look.complete:
        flags.append("the folder holds more than was looked at; the rest was left out")
    return flags


def _below(folder: Folder, home: str) -> Iterator[tuple[Entry, str]]:
    start = f"{home}/" if home else ""
    for entry in folder.look.entries:
        if entry.path.startswith(start) and not entry.path.endswith(".ipynb"):
            yield entry, entry.path.removeprefix(start)


def _why_not(entry: Entry, path: str, given: Mapping[str, bytes], modules: Collection[str], sizes: Sizes) -> str:
    if not is_plain(path) or "\\" in path:
        return "no plain name, left out"
    folders = {str(folder) for folder in PurePosixPath(path).parents}
    if path in given or folders & given.keys() or any(other.startswith(f"{path}/") for other in given):
        return _INSTRUCTORS
    if would_shadow(path, modules):
        return "would be taken for other code, left out"
    if entry.size > sizes.file:
        return f"larger than {megabytes(sizes.file)}, left out"
    return ""


def _is_same(folder: Folder, entry: Entry, content: bytes) -> bool:
    try:
        return entry.size == len(content) and folder.read(entry) == content
    except PermissionError:
        return False
