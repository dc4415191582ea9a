"""Who the customers really are, and which investments should not have been sold to them."""

import numpy as np
import pandas as pd

from cmlib.synthetic.accounts import choice
from cmlib.synthetic.accounts.holdings import PRODUCT, PRODUCT_IDS, Holdings
from cmlib.synthetic.accounts.plans import Plans
from cmlib.synthetic.frames import coded
from cmlib.synthetic.people import words
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.tolerance import tolerance_class
from cmlib.synthetic.world.products import BY_ID


def traits(block: PeopleBlock, biggest: int) -> pd.DataFrame:
    """A row a customer; ``biggest`` is the place of the largest depositor, or -1."""
    people = block.people
    names = ("tolerance", "digital", "activity", "satisfaction", "care", "sociability", "wealth")
    return pd.DataFrame(
        {
            "customer_id": people.ids,
            "motive": coded(people.motive, words.MOTIVES),
            "style": coded(people.style, words.STYLES),
            **{name: getattr(people, name) for name in names},
            "tolerance_class": tolerance_class(people.tolerance),
            "largest_depositor": np.arange(block.count) == biggest,
        }
    )


def mismatches(block: PeopleBlock, held: Holdings, plans: Plans, holding_ids: np.ndarray) -> pd.DataFrame:
    """A row an investment that does not suit its holder."""
    planted = np.zeros((len(PRODUCT_IDS), block.count), dtype=bool)
    planted[[PRODUCT[product] for product in choice.APPEAL]] = plans.mismatch
    place = np.flatnonzero(planted[held.product, held.customer])
    customer = held.customer[place]
    return pd.DataFrame(
        {
            "customer_id": coded(customer, block.people.ids),
            "holding_id": holding_ids[place],
            "product_id": coded(held.product[place], PRODUCT_IDS),
            "risk_level": np.array([BY_ID[product].risk_level for product in PRODUCT_IDS])[held.product[place]],
            "tolerance_class": tolerance_class(block.people.tolerance[customer]),
        }
    )
