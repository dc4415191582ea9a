"""Which files lie beside a graded notebook: the student's, and over them the instructor's."""

import fnmatch
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath

from nbgrader.utils import find_all_files

from cmlib.instructor.record.moment import TIMESTAMP


def instructors_files(source: Path, ignore: Iterable[str], excluded: Collection[str]) -> dict[str, Path]:
    """Files of the assignment's source folder that every student gets, by relative path; notebooks are not among them.

    ``ignore`` are patterns of file names, ``excluded`` relative paths of files in which the student's version counts.
    """
    found = (Path(each) for each in find_all_files(str(source), [*ignore, "*.ipynb"]))
    by_name = {each.relative_to(source).as_posix(): each for each in found}
    return {name: path for name, path in by_name.items() if name not in {os.path.normpath(each) for each in excluded}}


def students_files(files: Mapping[str, bytes], instructors: Collection[str], ignore: Iterable[str]) -> dict[str, bytes]:
    """The student's files that stay: no notebooks, nothing that is ignored or stands in an instructor's file's way.

    The submission's time is not among them. Raises ``ValueError`` for a path that leads out of the folder.
    """
    patterns = [*ignore, "*.ipynb"]
    kept = {}
    for name, content in files.items():
        parts = _parts(name)
        path = "/".join(parts)
        if path == TIMESTAMP or any(_fits(part, pattern) for part in parts for pattern in patterns):
            continue
        if not any(_stand_in_each_others_way(path, other) for other in instructors):
            kept[path] = content
    return kept


def _parts(name: str) -> tuple[str, ...]:
    parts = PurePosixPath(name.replace(os.sep, "/")).parts
    if not parts or name.startswith("/") or ".." in parts or "\0" in name or Path(name).is_absolute():
        raise ValueError(f"a file beside the notebook has a relative path within the submission, found {name!r}")
    return parts


def _fits(part: str, pattern: str) -> bool:
    """As the shell matches: a hidden name fits only a pattern that says so."""
    return (not part.startswith(".") or pattern.startswith(".")) and fnmatch.fnmatchcase(part, pattern)


def _stand_in_each_others_way(one: str, other: str) -> bool:
    """Whether both are the same file, or one is a folder of the other."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
