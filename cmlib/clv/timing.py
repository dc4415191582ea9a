"""When in its period money comes, and from whom: those here at its start, at its end, or between."""

from cmlib.clv.arguments import Array

TIMINGS = ("end", "start", "middle")


def delay(timing: str, asked_by: str) -> float:
    """Periods from the start of a period to its payment. Raises ``ValueError`` for another word.

    >>> delay("end", "example"), delay("middle", "example"), delay("start", "example")
    (1.0, 0.5, 0.0)
    """
    if timing not in TIMINGS:
        raise ValueError(f"{asked_by} needs timing to be one of {', '.join(map(repr, TIMINGS))}; found {timing!r}")
    return {"end": 1.0, "middle": 0.5, "start": 0.0}[timing]


def paying(share: Array, late: float) -> Array:
    """Expected share that pays in each period, of a share of customers left after 0, 1, 2, … periods.

    In the middle of a period half of those who leave in it still pay.

    >>> import numpy as np
    >>> paying(np.array([1.0, 0.5, 0.25]), late=0.5)
    array([0.75 , 0.375])
    """
    return (1 - late) * share[:-1] + late * share[1:]
