"""Holdings: what a customer has of each product, from when to when, and at which rate."""

from dataclasses import dataclass, fields

import numpy as np

from cmlib.synthetic.accounts.movements import CHANNEL
from cmlib.synthetic.world.products import BY_ID

#: The personal products, in the order of their codes here.
PRODUCT_IDS = ("P01", "P42", "P44", "P41", "P43", "P51", "P52", "P45", "P46", "P47", "P48", "P49", "P50")
PRODUCT_IDS += ("P02", "P03", "P04")

PRODUCT = {product: code for code, product in enumerate(PRODUCT_IDS)}

#: A day that is in no table: of closing while open, of maturity where there is none.
NO_DAY = -(10**6)

LIST_RATE = np.array([BY_ID[product].rate for product in PRODUCT_IDS])
TRANSFER_PRICE = np.array([BY_ID[product].transfer_price for product in PRODUCT_IDS])
TERM_MONTHS = np.array([BY_ID[product].term_months for product in PRODUCT_IDS])


@dataclass(frozen=True)
class Holdings:
    """Holdings of a block: arrays of one entry each. Days are counted as in `days.Days`."""

    customer: np.ndarray  # place in the block
    product: np.ndarray  # index into PRODUCT_IDS
    opened: np.ndarray
    closed: np.ndarray  # NO_DAY while open
    maturity: np.ndarray  # NO_DAY where there is none
    rate: np.ndarray  # a year; missing where the product bears none
    channel: np.ndarray  # index into movements.CHANNELS

    def __len__(self):
        return len(self.customer)

    @staticmethod
    def together(parts: "list[Holdings]") -> "Holdings":
        """Several as one."""
        return Holdings(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Holdings)))


def holdings(product, customer, opened, closed, channel, maturity=None, rate=None) -> Holdings:
    """Holdings of one product code, or of one code each; the list rate unless another is given."""
    product = np.broadcast_to(product, len(customer))
    listed = np.where(LIST_RATE[product] > 0, LIST_RATE[product], np.nan)
    none = np.full(len(customer), NO_DAY)
    return Holdings(
        customer=customer,
        product=product,
        opened=opened,
        closed=closed,
        maturity=none if maturity is None else maturity,
        rate=listed if rate is None else rate,
        channel=channel,
    )


def opening_channel(draw: np.ndarray, digital: np.ndarray, has_mobile: np.ndarray | bool = True) -> np.ndarray:
    """Where a product is bought: the easier with computers, the more often not at the counter."""
    self_service = draw < np.clip(0.42 + 0.22 * digital, 0.03, 0.93)
    mobile = self_service & has_mobile & (draw > 0.05)
    return np.select(
        [mobile, self_service], [CHANNEL["mobile banking"], CHANNEL["internet banking"]], CHANNEL["counter"]
    )
