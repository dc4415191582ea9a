"""A student's folder: only regular files are read, no link is followed, and a change while reading is noticed.

Every step down is taken by a descriptor of the folder above, never by a path that somebody may exchange meanwhile.
"""

import errno
import os
import stat
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path
from types import TracebackType

from cmlib.instructor.outcome import MISSING, NEEDS_A_LOOK
from cmlib.instructor.preflight.names import quoted
from cmlib.instructor.preflight.refusal import Refused
from cmlib.instructor.preflight.sizes import SIZES, Sizes

_DOWN = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)

_KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a file",
}

#: What opening says when something else stands where a file or folder was seen.
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO, errno.ESTALE}


class Changed(Exception):
    """Somebody writes into the folder while it is read."""


@dataclass(frozen=True)
class Entry:
    """A regular file at the first look: its path below the folder, with ``/``, and what tells it from another.

    ``names`` is in how many places of the disk the same file stands.
    """

    path: str
    size: int
    stamp: tuple[int, ...]
    names: int = 1


@dataclass(frozen=True)
class Look:
    """What lies in a folder: regular files, other things by path and kind, and whether all of it was seen."""

    entries: tuple[Entry, ...] = ()
    odd: tuple[tuple[str, str], ...] = ()
    complete: bool = True


class Folder:
    """A folder held open; use it as a context manager.

    ``ignore`` are patterns of names that are passed over, such as ``.ipynb_checkpoints``; hidden files are too.
    Raises ``FileNotFoundError`` where there is no folder, `Refused` where something else stands there, ``OSError``
    where it cannot be opened.
    """

    def __init__(self, above: Path, steps: Collection[str], ignore: Collection[str] = (), sizes: Sizes = SIZES):
        self.ignore = tuple(ignore)
        self.sizes = sizes
        self._root = _open(above, steps)
        try:
            self.look = self._look()
        except BaseException:
            os.close(self._root)
            raise

    def __enter__(self) -> "Folder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._root)

    def read(self, entry: Entry) -> bytes:
        """The file's bytes. Raises `Changed` when it is no longer what was seen, or changes under the reading."""
        *folders, name = entry.path.split("/")
        try:
            here = _descend(self._root, folders)
            try:
                file = os.open(name, _READ, dir_fd=here)
            finally:
                os.close(here)
        except OSError as error:
            raise _changed_or(error, entry.path) from None
        with os.fdopen(file, "rb") as opened:
            if _stamp(os.fstat(file)) != entry.stamp:
                raise Changed(entry.path)
            content = opened.read(entry.size + 1)
            if _stamp(os.fstat(file)) != entry.stamp or len(content) != entry.size:
                raise Changed(entry.path)
        return content

    def check_unchanged(self) -> None:
        """Look again. Raises `Changed` when anything came, went or was written."""
        if self._look() != self.look:
            raise Changed("the folder")

    def _look(self) -> Look:
        """Folder by folder, the upper ones first, so that a huge one below hides nothing above it."""
        entries: list[Entry] = []
        odd: list[tuple[str, str]] = []
        seen = 0
        complete = True
        waiting: deque[tuple[str, ...]] = deque([()])
        while waiting:
            folders = waiting.popleft()
            try:
                names = _listed(self._root, folders, self.sizes.entries - seen + 1)
            except PermissionError:
                if not folders:
                    raise
                odd.append(("/".join(folders), "a folder that may not be opened"))
                continue
            for name, found in names:
                seen += 1
                if seen > self.sizes.entries:
                    return Look(tuple(entries), tuple(odd), complete=False)
                if name.startswith(".") or any(fnmatch(name, pattern) for pattern in self.ignore):
                    continue
                path = "/".join((*folders, name))
                if stat.S_ISREG(found.st_mode):
                    entries.append(Entry(path, found.st_size, _stamp(found), found.st_nlink))
                elif not stat.S_ISDIR(found.st_mode):
                    odd.append((path, _kind(found)))
                elif len(folders) + 1 < self.sizes.depth:
                    waiting.append((*folders, name))
                else:
                    complete = False
        return Look(tuple(entries), tuple(odd), complete)


def _open(above: Path, steps: Collection[str]) -> int:
    """Descriptor of ``above/step/step``; only ``above`` itself may be reached through links."""
    here = os.open(above, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0))
    for step in steps:
        try:
            found = os.stat(step, dir_fd=here, follow_symlinks=False)
            if stat.S_ISLNK(found.st_mode):
                raise Refused(NEEDS_A_LOOK, f"the folder {quoted(step)} is a symbolic link, which is not followed")
            if not stat.S_ISDIR(found.st_mode):
                raise Refused(MISSING, f"expected a folder {quoted(step)}, found {_kind(found)}")
            there = os.open(step, _DOWN, dir_fd=here)
        finally:
            os.close(here)
        here = there
    return here


def _listed(root: int, folders: tuple[str, ...], most: int) -> list[tuple[str, os.stat_result]]:
    """Names in a folder and what they are, sorted; never more than ``most``."""
    try:
        here = _descend(root, folders)
        try:
            with os.scandir(here) as names:
                found = [(each.name, each.stat(follow_symlinks=False)) for each in islice(names, most)]
        finally:
            os.close(here)
    except OSError as error:
        raise _changed_or(error, "/".join(folders)) from None
    return sorted(found, key=lambda pair: pair[0])


def _descend(root: int, folders: Collection[str]) -> int:
    here = os.dup(root)
    for each in folders:
        try:
            there = os.open(each, _DOWN, dir_fd=here)
        finally:
            os.close(here)
        here = there
    return here


def _changed_or(error: OSError, path: str) -> Exception:
    return Changed(path) if error.errno in _GONE else error


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return stat.S_IFMT(found.st_mode), found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _kind(found: os.stat_result) -> str:
    return _KINDS.get(stat.S_IFMT(found.st_mode), "something else than a file")
