"""The bank's campaigns: what is offered, over which channel, when, and what it costs. One table of the world."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.world.block import WorldBlock
from cmlib.synthetic.world.products import PRODUCT_ID

#: Campaigns go out by telephone, or as a message in mobile banking.
CHANNELS = ("telephone", "mobile banking")


@dataclass(frozen=True)
class Campaign:
    """One campaign, which runs for one month. Nothing is sold: the offers are free services.

    ``place`` is where in the months it lies, as a fraction; ``log_odds`` that a usual customer takes up offer A;
    ``share_b`` the share of the contacted who are offered B, by lot.
    """

    id: str
    name: str
    product: str
    channel: str
    offer_a: str
    offer_b: str
    place: float
    cost_per_contact: float
    margin_per_response: float
    log_odds: float
    share_b: float

    def month(self, calendar: Calendar) -> int:
        """The month in which it runs."""
        return int(self.place * calendar.months)


CAMPAIGNS = (
    Campaign("K01", "instalments in spring", "credit card", "telephone", "three instalments without a fee",
             "six instalments without a fee", 0.15, 8.0, 150.0, -3.5, 0.80),
    Campaign("K02", "premium service on trial", "premium service package", "mobile banking", "three months free",
             "three months free and a named adviser", 0.32, 0.5, 120.0, -3.0, 0.50),
    Campaign("K03", "portfolio check-up", "balanced fund", "telephone", "appointment at the branch",
             "appointment by video", 0.50, 10.0, 260.0, -2.5, 0.50),
    Campaign("K04", "instalments at the year's end", "credit card", "telephone", "three instalments without a fee",
             "six instalments without a fee", 0.68, 8.0, 150.0, -1.8, 0.20),
    Campaign("K05", "talk about the pension", "pension insurance", "telephone", "appointment at the branch",
             "appointment by video", 0.85, 10.0, 320.0, -2.6, 0.50),
)  # fmt: skip


def make(world: WorldBlock, house) -> Made:
    """The table of campaigns."""
    calendar = world.calendar
    columns = {
        "campaign_id": [c.id for c in CAMPAIGNS],
        "name": [c.name for c in CAMPAIGNS],
        "product_id": [PRODUCT_ID[c.product] for c in CAMPAIGNS],
        "channel": [c.channel for c in CAMPAIGNS],
        "offer_a": [c.offer_a for c in CAMPAIGNS],
        "offer_b": [c.offer_b for c in CAMPAIGNS],
        "starts_on": [calendar.first_days[c.month(calendar)] for c in CAMPAIGNS],
        "ends_on": [calendar.last_days[c.month(calendar)] for c in CAMPAIGNS],
        "cost_per_contact": np.array([c.cost_per_contact for c in CAMPAIGNS]),
        "margin_per_response": np.array([c.margin_per_response for c in CAMPAIGNS]),
    }
    return Made({"campaigns": pd.DataFrame(columns)}, {})


ROOM = Room("campaigns", ("campaigns",), make)
