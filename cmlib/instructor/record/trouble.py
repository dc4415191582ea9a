"""What a database says when it cannot be used, in a sentence that an instructor understands."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

#: What the driver's message holds -> the error number it stands for, and what would help.
_SIGNS = (
    ("locked", errno.ETIMEDOUT, "another program is writing to it; close what keeps it open, then grade again"),
    ("readonly", errno.EROFS, "it may not be written; grade as its owner, or make it writable"),
    ("read-only", errno.EROFS, "it may not be written; grade as its owner, or make it writable"),
    ("is full", errno.ENOSPC, "the disk is full; make room, then grade again"),
    ("no space left", errno.ENOSPC, "the disk is full; make room, then grade again"),
    ("no such", errno.EINVAL, "it is of another version of nbgrader; back it up, then run `nbgrader db upgrade`"),
    (
        "does not exist",
        errno.EINVAL,
        "it is of another version of nbgrader; back it up, then run `nbgrader db upgrade`",
    ),
)


@contextmanager
def explained(gradebook: str) -> Iterator[None]:
    """Turn a database's error into an ``OSError`` (``TimeoutError``, ``PermissionError``) with one clear sentence."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(gradebook, error) from error


def _explain(gradebook: str, error: DBAPIError) -> OSError:
    said = " ".join(str(error.orig).split())
    for sign, number, help_ in _SIGNS:
        if sign in said.lower():
            return OSError(number, f"the gradebook {gradebook} cannot be used ({said}): {help_}")
    return OSError(errno.EIO, f"the gradebook {gradebook} cannot be used: {said}")
