"""What a database says when it cannot be used, in a sentence that an instructor understands."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

#: Errors of the disk or the gradebook: who comes next will meet them too.
EVERYBODYS = frozenset({errno.ETIMEDOUT, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})

#: What the driver's message holds -> the error number it stands for, and what would help.
_SIGNS = (
    ("locked", errno.ETIMEDOUT, "another program is writing to it; close what keeps it open, then grade again"),
    ("readonly", errno.EROFS, "it may not be written; grade as its owner, or make it writable"),
    ("read-only", errno.EROFS, "it may not be written; grade as its owner, or make it writable"),
    ("is full", errno.ENOSPC, "the disk is full; make room, then grade again"),
    ("no space left", errno.ENOSPC, "the disk is full; make room, then grade again"),
    ("fatal:", errno.EACCES, "the server does not let you in; are database, user and password right?"),
    ("no such", errno.EINVAL, "it is of another version of nbgrader; back it up, then run `nbgrader db upgrade`"),
    (
        "does not exist",
        errno.EINVAL,
        "it is of another version of nbgrader; back it up, then run `nbgrader db upgrade`",
    ),
)


def said(error: Exception) -> str:
    """An error's own words, without its number."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror


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
