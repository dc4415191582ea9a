"""Random numbers: every room of the bank draws from streams of its own.

A stream is named by the bank's seed, a room, a block and any further steps, and depends on nothing
else. So any block can be made alone, in any order, and a new room changes no old number.
"""

import numpy as np

#: Room -> its number. Numbers are never used again: they are part of what a seed promises.
ROOMS = {
    "economy": 0,
    "firms": 1,
    "world": 2,
    "people": 3,
    "customer file": 4,
    "accounts": 5,
    "lending": 6,
    "marketing": 7,
    "service": 8,
    "staff": 9,
    "corporate file": 10,
    "firm months": 11,
    "firm links": 12,
    "corporate lending": 13,
    "ledger": 14,
    "corporate staff": 15,
    "fraud": 16,
}


def stream(seed: int, room: str, *step: int) -> np.random.Generator:
    """The random numbers of a room; ``step`` is a block's number, then whatever the room counts.

    >>> a, b = stream(7, "people", 0), stream(7, "people", 0)
    >>> bool(a.random() == b.random())
    True
    """
    return np.random.default_rng([seed, ROOMS[room], *step])
