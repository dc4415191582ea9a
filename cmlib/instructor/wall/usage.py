"""What the processes of a cage use together, read from the cage's own /proc."""

import os
from pathlib import Path

_PROC = Path("/proc")


class Usage:
    """Memory beyond what the first process began with, and the number of processes."""

    def __init__(self) -> None:
        self._began: int | None = None

    def now(self) -> tuple[int, int]:
        """Bytes and processes at this moment."""
        numbers = [name for name in os.listdir(_PROC) if name.isdigit()]
        if len(numbers) > 1:  # what forks share with each other and with the warm process counts in parts
            return sum(_sizes(number, "smaps_rollup", ("Pss_Anon:", "Pss_Shmem:")) for number in numbers), len(numbers)
        memory = sum(_sizes(number, "status", ("RssAnon:", "RssShmem:")) for number in numbers)
        if self._began is None:
            self._began = memory
        return memory - self._began, len(numbers)


def memory_left() -> int:
    """Bytes that the machine can still give."""
    return _sizes(".", "meminfo", ("MemAvailable:",))


def _sizes(number: str, file: str, names: tuple[str, ...]) -> int:
    try:
        with open(_PROC / number / file) as lines:
            return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith(names))
    except OSError:
        return 0  # it ended meanwhile
