"""One writer a course: a lock that dies with the process that holds it."""

import errno
import json
import os
import socket
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

_HELD: "weakref.WeakSet[CourseLock]" = weakref.WeakSet()


class CourseLock:
    """A lock on a file that is never deleted; use it as a context manager.

    The system lets go of it when the process ends, however it ends; a fork does not hold on to it. Raises
    ``BlockingIOError`` when somebody else holds it, and says who; ``OSError`` where nothing can be written.
    """

    def __init__(self, path: Path):
        self.path = path
        self._descriptor: int | None = None

    def __enter__(self) -> "CourseLock":
        with _explained(self.path.parent):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            self._take(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        _HELD.add(self)
        return self

    def _take(self, descriptor: int) -> None:
        try:
            _hold(descriptor)
        except OSError:
            who = _read(descriptor)
            raise BlockingIOError(f"another grader is at work: {who}; wait until it is done, or stop it") from None
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
        with _explained(self.path.parent):
            _write(descriptor, {"process": os.getpid(), "host": socket.gethostname(), "since": now})

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go()

    def let_go(self) -> None:
        """Close the file; the lock goes when no other process has this same opening of it."""
        _HELD.discard(self)
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        help_ = "make room, then grade again" if full else "grade as its owner, or make it writable"
        said = f"{folder} cannot be written ({error.strerror}), and grading keeps its journal there: {help_}"
        raise OSError(error.errno, said) from error


def _let_go_in_fork() -> None:
    for lock in list(_HELD):
        lock.let_go()


def _write(descriptor: int, who: dict[str, object]) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(who).encode())


def _read(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        who = json.loads(os.read(descriptor, 1000))
        return f"process {who['process']} on {who['host']}, since {who['since']}"
    except (ValueError, LookupError, TypeError):  # it has the lock, but has not yet said who it is
        return "it has just started"


if sys.platform == "win32":
    import msvcrt

    def _hold(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # a byte far behind the text, which others may then read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    os.register_at_fork(after_in_child=_let_go_in_fork)

    def _hold(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
