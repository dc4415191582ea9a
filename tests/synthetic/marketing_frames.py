"""What the tests of marketing look at: its tables, and of customers only what they are by themselves."""

import numpy as np
import pandas as pd

from cmlib.synthetic.identifiers import PEOPLE_BLOCK


def customers(bank) -> pd.DataFrame:
    """Of each customer: when he joined and left (missing: he stays), and the traits that no table shows."""
    frames = []
    for number in range(-(-bank.customers // PEOPLE_BLOCK)):
        block = bank.people_block(number)
        gone = block.life.left_month
        traits = {name: getattr(block.people, name) for name in ("satisfaction", "sociability", "wealth", "found_by")}
        left = np.where(gone < 0, np.datetime64("NaT"), block.calendar.last_days[gone]).astype("datetime64[s]")
        known = {"customer_id": block.people.ids, "joined": block.people.joined.astype("datetime64[s]"), "left": left}
        frames.append(pd.DataFrame(known | traits).astype({"customer_id": "str"}))
    return pd.concat(frames, ignore_index=True)
