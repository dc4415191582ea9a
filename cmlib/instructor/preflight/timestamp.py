"""When the submission was handed in, as nbgrader's ``timestamp.txt`` says."""

from datetime import datetime

#: Bytes of the longest file that may hold a time; the parser is not asked about more.
LONGEST = 100


def read_timestamp(content: bytes) -> datetime | None:
    """The time in UTC, without a zone, as nbgrader keeps it; None for an empty file, as nbgrader has it.

    Raises ``ValueError`` for what is no time.

    >>> read_timestamp(b"2025-03-01 12:00:00 Asia/Shanghai")
    datetime.datetime(2025, 3, 1, 4, 0)
    """
    from nbgrader.utils import parse_utc

    text = content.decode("utf-8-sig").strip()
    if not text:
        return None
    try:
        return parse_utc(text)
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        raise ValueError(f"{text!r} is not a time") from error
