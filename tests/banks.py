"""Banks that several tests of one file use: made once each."""

from functools import lru_cache

from cmlib.synthetic import Bank


@lru_cache(maxsize=8)
def bank(seed: int, **sizes) -> Bank:
    """``Bank(seed, **sizes)``; the same one each time it is asked for. Tests must not change its frames."""
    return Bank(seed, **sizes)
