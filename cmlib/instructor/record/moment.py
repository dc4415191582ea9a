"""When a submission was handed in, as nbgrader keeps it: universal time, without a zone."""

from collections.abc import Mapping
from datetime import datetime

from nbgrader.utils import parse_utc

#: The file in which nbgrader keeps it.
TIMESTAMP = "timestamp.txt"


def moment_of(timestamp: datetime | str | None) -> datetime | None:
    """A moment, or a text as nbgrader reads it (it takes ``+0800`` for 800 seconds). Raises ``ValueError`` for no time.

    >>> moment_of("2026-03-01 12:00:00 UTC")
    datetime.datetime(2026, 3, 1, 12, 0)
    """
    try:
        moment: datetime | None = parse_utc(timestamp)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"a time is like 2026-03-01 12:00:00 UTC, found {timestamp!r} ({error})") from None
    return moment


def timestamp_file(moment: datetime | None, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The file to be kept: the student's own where it says the same, and none where there is no time."""
    if moment is None:
        return {}
    own = files.get(TIMESTAMP, b"")
    try:
        says_the_same = moment_of(own.decode("utf-8").strip()) == moment
    except ValueError:
        says_the_same = False
    return {TIMESTAMP: own if says_the_same else f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC".encode()}
