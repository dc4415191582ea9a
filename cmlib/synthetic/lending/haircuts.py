"""How much of collateral's value the bank does not count on: one small table for the whole bank."""

import pandas as pd

from cmlib.synthetic.lending.security import HAIRCUTS, KINDS
from cmlib.synthetic.rooms import Made, Room


def make(world, house) -> Made:
    """The table ``haircuts``."""
    return Made({"haircuts": pd.DataFrame({"kind": KINDS, "haircut": HAIRCUTS})}, {})


ROOM = Room("haircuts", ("haircuts",), make)
