"""How large a message may be."""

from dataclasses import dataclass

#: Lengths inside a message are written in four bytes.
LARGEST_MESSAGE = 2**32 - 1


@dataclass(frozen=True)
class Sizes:
    """``message`` in bytes; ``depth`` of values within values; ``items``, all values of a message together.

    The numbers of an array count by their bytes only. A message is never larger in memory than a small
    multiple of these: nothing in it can be made to unfold.
    """

    message: int = 64 * 1024 * 1024
    depth: int = 50
    items: int = 5_000_000

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if type(value) is not int or value < 1:
                raise ValueError(f"sizes need a whole number of {name} above 0, found {value!r}")
        if self.message > LARGEST_MESSAGE:
            raise ValueError(f"sizes need a message of at most {LARGEST_MESSAGE} bytes, found {self.message}")


SIZES = Sizes()
