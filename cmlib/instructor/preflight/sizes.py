"""How large a submission may be before a human is asked."""

from dataclasses import dataclass

_MB = 1024 * 1024


@dataclass(frozen=True)
class Sizes:
    """Limits in bytes or in numbers of things; each is far above what honest work needs.

    ``notebook``: figures kept as outputs reach tens of megabytes. ``marks``: commas and opening brackets in the
    notebook's file; small values cost memory by their number, not by their letters, and five million of them are
    about 400 MB when read. ``cells``, ``text`` (of all cells together) and ``pictures`` (pasted into text cells)
    are what is kept of it. ``file``, ``files`` and ``together`` hold for what lies beside the notebook, ``given``
    for what the instructor laid there: both fit into the disk that a student's process gets, with room to write.
    ``entries`` and ``depth`` bound the look into a folder in which somebody left a whole environment.
    """

    notebook: int = 60 * _MB
    marks: int = 5_000_000
    cells: int = 2_000
    text: int = 20 * _MB
    pictures: int = 10 * _MB
    file: int = 20 * _MB
    files: int = 500
    together: int = 64 * _MB
    given: int = 128 * _MB
    entries: int = 20_000
    depth: int = 8

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise ValueError(f"sizes need {name} as a whole number above 0, found {value!r}")


SIZES = Sizes()


def megabytes(size: int) -> str:
    """A size in words: ``61.5 MB``.

    >>> megabytes(1_572_864)
    '1.5 MB'
    """
    return f"{size / _MB:,.1f} MB"
