"""New services and how they spread among the customers of the whole bank: the planted Bass curves.

Source of the model: Bass (1969), A new product growth for model consumer durables, Management Science
15(5), 215-227. A part p of those who have not got it yet takes it each month by itself, a part q F because
others have it, where F is the part of the market that has it already.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Table, refers_to
from cmlib.synthetic.world.block import WorldBlock

#: Months after the last one shown for which the truth gives the curve.
MONTHS_AHEAD = 48

_STREAM = 2


@dataclass(frozen=True)
class Innovation:
    """A service and its Bass curve; it has been on offer for ``months`` months when the months shown end."""

    product_id: str
    months: int
    p: float  # of those without it, a month: who takes it without looking at others
    q: float  # the same, by the example of those who have it
    m: int  # users in the end


#: Two that have run their course, one past its peak, one before it.
INNOVATIONS = (
    Innovation("P61", 100, 0.0035, 0.085, 260_000),
    Innovation("P62", 84, 0.0060, 0.070, 150_000),
    Innovation("P63", 54, 0.0120, 0.120, 310_000),
    Innovation("P64", 24, 0.0016, 0.150, 420_000),
)


def launch_day(innovation: Innovation, calendar: Calendar) -> np.datetime64:
    """First day of the first month on offer."""
    return (calendar.starts[-1] + 1 - innovation.months).astype("datetime64[D]")


def bass_share(p: float, q: float, t: np.ndarray) -> np.ndarray:
    """The part of the market that has the product ``t`` months after its launch.

    >>> float(bass_share(0.03, 0.38, np.array(0.0)))
    0.0
    """
    faded = np.exp(-(p + q) * np.asarray(t, dtype=float))
    return (1 - faded) / (1 + q / p * faded)


def expected_users(innovation: Innovation, months: int) -> np.ndarray:
    """Expected new users in each of the first ``months`` months."""
    return np.round(innovation.m * np.diff(bass_share(innovation.p, innovation.q, np.arange(months + 1))), 6)


def peak(innovation: Innovation) -> float:
    """Months from the launch until most join at once: ln(q / p) / (p + q)."""
    return float(np.log(innovation.q / innovation.p) / (innovation.p + innovation.q))


def make(world: WorldBlock, house) -> Made:
    """New users month by month, and the curves behind them."""
    seen, curves = [], []
    for place, innovation in enumerate(INNOVATIONS):
        expected = expected_users(innovation, innovation.months + MONTHS_AHEAD)
        first = launch_day(innovation, world.calendar).astype("datetime64[M]")
        month = (first + np.arange(len(expected))).astype("datetime64[D]")
        curves.append(pd.DataFrame({"product_id": innovation.product_id, "month": month, "expected": expected}))
        shown = slice(None, innovation.months)
        users = world.stream("world", _STREAM, place).poisson(expected[shown])
        seen.append(pd.DataFrame({"product_id": innovation.product_id, "month": month[shown], "new_users": users}))
    truth = pd.concat(curves, ignore_index=True)
    return Made({"product_adoptions": pd.concat(seen, ignore_index=True)}, {"adoption_curves": truth})


TABLE = Table(
    "product_adoptions",
    "How new services spread",
    "One row a new service and month from its launch on: customers of the whole bank who began to use it. The "
    "customers in these files are a sample of the bank's.",
    ("product_id", "month"),
    (
        Column("product_id", "string", "The service.", "产品编号"),
        Column("month", "date", "First day of the month.", "月份"),
        Column(
            "new_users",
            "integer",
            "Customers who used the service for the first time.",
            "新增用户",
            "persons",
            minimum=0,
        ),
    ),
    references=refers_to("product_id"),
)

ROOM = Room(
    "innovations",
    ("product_adoptions",),
    make,
    truth={
        "adoption_curves": "product_id, month: expected new users by the Bass curve, "
        f"{MONTHS_AHEAD} months beyond the last one shown included."
    },
    parameters={
        f"bass_{name}_{innovation.product_id}": getattr(innovation, name)
        for innovation in INNOVATIONS
        for name in ("p", "q", "m")
    },
)
