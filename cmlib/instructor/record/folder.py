"""The folder of a graded submission, replaced as a whole: a reader finds the old one or the new one.

The new folder is made beside the old one under a hidden name, then the two change places by renaming. The old one
is kept until `forget_old`, so that `put_back` can undo everything.
"""

import contextlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Rights:
    """Mode of the files, and whether the instructors' group may change the folders."""

    files: int = 0o444
    shared: bool = False


_NEW, _OLD = ".new", ".old"


class GradedFolder:
    """The folder ``path`` while it is replaced.

    Nothing is written through a link that lies below ``top``: such a link goes, and what it leads to stays as it is.
    Raises ``OSError`` with a sentence where the disk is full or read-only.
    """

    def __init__(self, path: Path, top: Path, rights: Rights):
        self.path, self.top, self.rights = path, top, rights
        self._new = path.with_name(f".{path.name}{_NEW}")
        self._old = path.with_name(f".{path.name}{_OLD}")
        self._changed = False

    @property
    def exists(self) -> bool:
        """Whether there is a graded submission."""
        return self.path.is_dir() and not self.path.is_symlink()

    def tidy(self) -> None:
        """Clear away what a killed grader left; an old folder that has no successor goes back to its place."""
        self._remove_links()
        if os.path.lexists(self._old) and not os.path.lexists(self.path):
            os.rename(self._old, self.path)
        _remove(self._old)
        _remove(self._new)

    def holds(self, written: Mapping[str, bytes], copied: Mapping[str, Path]) -> bool:
        """Whether the folder is already what `prepare` and `change` would make of it, so that nothing need be done."""
        if not self.exists:
            return False
        there = {each.relative_to(self.path).as_posix(): each for each in self.path.rglob("*") if not each.is_dir()}
        return there.keys() == written.keys() | copied.keys() and all(
            not path.is_symlink()
            and path.stat().st_mode & 0o777 == self.rights.files
            and path.read_bytes() == (copied[name].read_bytes() if name in copied else written[name])
            for name, path in there.items()
        )

    def prepare(self, written: Mapping[str, bytes], copied: Mapping[str, Path]) -> None:
        """Make the new folder. Notebooks are safely on the disk when this returns; the rest can be had again."""
        try:
            self._new.parent.mkdir(parents=True, exist_ok=True)
            self._new.mkdir()
            for name, content in written.items():
                self._write(name, content)
            for name, source in copied.items():
                shutil.copyfile(source, self._place(name))
                os.chmod(self._new / name, self.rights.files)
            if self.rights.shared:
                open_to_group(self.top, self._new, *(each for each in self._new.rglob("*") if each.is_dir()))
        except OSError as error:
            with contextlib.suppress(OSError):
                _remove(self._new)
            raise OSError(error.errno, f"{self.path} could not be written: {error.strerror or error}") from error

    def change(self) -> None:
        """The new folder takes the old one's place; without a new one the old one goes."""
        self._changed = True
        if os.path.lexists(self.path):
            os.rename(self.path, self._old)
        if os.path.lexists(self._new):
            os.rename(self._new, self.path)

    def put_back(self) -> None:
        """Undo `prepare` and `change`, however far they came."""
        if self._changed and os.path.lexists(self._old):
            _remove(self.path)
            os.rename(self._old, self.path)
        elif self._changed and not os.path.lexists(self._new):
            _remove(self.path)
        _remove(self._new)
        self._changed = False

    def forget_old(self) -> None:
        """Now it cannot be undone."""
        _remove(self._old)
        self._changed = False

    def _place(self, name: str) -> Path:
        place = self._new / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _write(self, name: str, content: bytes) -> None:
        file = os.open(self._place(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0))
        with open(file, "wb") as opened:
            opened.write(content)
            if name.endswith(".ipynb"):
                opened.flush()
                os.fsync(file)
        os.chmod(self._new / name, self.rights.files)

    def _remove_links(self) -> None:
        for folder in reversed(self.path.relative_to(self.top).parents[:-1]):
            if (self.top / folder).is_symlink():
                (self.top / folder).unlink()


def open_to_group(*paths: Path) -> None:
    """Let the instructors' group write folders and files, as nbgrader does in a course that several share."""
    for path in paths:
        mode = path.stat().st_mode
        with contextlib.suppress(PermissionError):  # another instructor's
            os.chmod(path, (mode | 0o2770) & 0o2777 if path.is_dir() else (mode | 0o664) & 0o777)


def leftovers(top: Path, pattern: Path) -> set[Path]:
    """The graded folders below ``top`` of which a killed grader left something; ``pattern`` fits their paths."""
    hidden = [each for end in (_NEW, _OLD) for each in top.glob(str(pattern.with_name(f".{pattern.name}{end}")))]
    return {each.with_name(each.name[1:].removesuffix(each.suffix)) for each in hidden}


def _remove(path: Path) -> None:
    """Remove a folder with all that is in it, a file, or a link and not what it leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
