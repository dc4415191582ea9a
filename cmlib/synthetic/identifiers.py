"""The names of customers, managers and branches, made from a block's number and a place in it."""

import numpy as np

#: Customers are made in blocks of this size, firms in blocks of 100; a block depends on no other.
PEOPLE_BLOCK, FIRM_BLOCK = 1_000, 100

#: Managers at most in a block of customers or firms, and managers in a branch.
MANAGERS_PER_PEOPLE_BLOCK, MANAGERS_PER_FIRM_BLOCK, MANAGERS_PER_BRANCH = 100, 10, 10


def numbered(prefix: str, first: int, count: int, width: int) -> np.ndarray:
    """``count`` names in a row.

    >>> numbered("C", 1, 3, 7)
    array(['C0000001', 'C0000002', 'C0000003'], dtype='<U8')
    """
    if count == 0:
        return np.array([], dtype=f"U{len(prefix) + width}")
    return np.char.add(prefix, np.char.zfill(np.arange(first, first + count).astype(str), width))


def customer_ids(block: int, count: int) -> np.ndarray:
    """The customers of a block."""
    return numbered("C", block * PEOPLE_BLOCK + 1, count, 7)


def firm_ids(block: int, count: int) -> np.ndarray:
    """The firms of a block."""
    return numbered("F", block * FIRM_BLOCK + 1, count, 6)


def manager_ids(business: str, block: int, count: int) -> np.ndarray:
    """The managers of a block; ``business`` is ``"personal"`` or ``"corporate"``."""
    size = MANAGERS_PER_PEOPLE_BLOCK if business == "personal" else MANAGERS_PER_FIRM_BLOCK
    return numbered("MP" if business == "personal" else "MC", block * size + 1, count, 6)


def branch_ids(business: str, block: int, count: int) -> np.ndarray:
    """The branches of a block; ``business`` is ``"personal"`` or ``"corporate"``."""
    size = MANAGERS_PER_PEOPLE_BLOCK if business == "personal" else MANAGERS_PER_FIRM_BLOCK
    return numbered("BP" if business == "personal" else "BC", block * size // MANAGERS_PER_BRANCH + 1, count, 5)


def event_ids(business: str, block: int, count: int) -> np.ndarray:
    """Whole numbers for ``count`` events of one kind in a block; ``business`` is ``"personal"`` or ``"corporate"``."""
    first = block * 100_000_000 if business == "personal" else 1_000_000_000_000 + block * 10_000_000
    return np.arange(first + 1, first + 1 + count)
