"""The economy year by year: hidden, for firms feel it and nobody measures it."""

import numpy as np
import pandas as pd

from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.world.block import WorldBlock
from cmlib.synthetic.world.economy import RUN_IN, economy


def make(world: WorldBlock, house) -> Made:
    """The state of the economy in each year shown."""
    calendar = np.arange(world.first_year, world.first_year + world.years)
    states = economy(world.seed, RUN_IN + world.years)[RUN_IN:]
    return Made({}, {"economy": pd.DataFrame({"year": calendar, "state": states})})


ROOM = Room("economy", (), make, truth={"economy": "One row a year: the state of the economy, mean 0, spread about 1."})
