"""How much a student's process may take."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one submission; memory, disk and messages in bytes, times in seconds.

    ``memory`` holds for all processes of the student together, and for what the warm process has loaded they
    pay nothing. ``cell_seconds`` is the time of one cell, ``seconds`` that of the whole submission.
    """

    memory: int = 2048 * MEGABYTE
    disk: int = 256 * MEGABYTE
    processes: int = 64
    open_files: int = 512
    cell_seconds: float = 30.0
    seconds: float = 600.0

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise ValueError(f"limits need {name} above 0, found {value!r}")


#: What a submission may take where nobody says otherwise.
LIMITS = Limits()
