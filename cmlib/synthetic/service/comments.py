"""Short comments of customers: what about, in which mood, in which words.

The planted truth: an outage of the app in one month brings many more comments, most of them about
mobile banking and hardly any of those kind. At other times the mix of topics stays the same. Satisfied
customers write more kindly.
"""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import event_ids
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.service.comment_phrases import CHANNELS, SENTIMENTS, TOPICS
from cmlib.synthetic.service.comment_texts import write

_STREAM, _TEXTS = 5, 6
_MOBILE = TOPICS.index("mobile banking")
_CHANNEL_SHARES = (0.34, 0.24, 0.18, 0.14, 0.10)


@dataclass(frozen=True)
class CommentParameters:
    """Shares in the order of `comment_phrases.TOPICS`."""

    a_month: float = 0.040  # probability that a customer comments
    topic: tuple[float, ...] = (0.22, 0.20, 0.18, 0.14, 0.11, 0.15)
    positive: tuple[float, ...] = (0.18, 0.45, 0.66, 0.16, 0.36, 0.42)  # of comments not neutral, by topic
    positive_satisfaction: float = 0.60  # log-odds, for a standard deviation
    neutral: float = 0.14
    outage_volume: float = 3.0  # times as many comments in the month of the outage
    outage_mobile_share: float = 0.62
    outage_mobile_positive: float = 0.04

    def as_dict(self) -> dict[str, float]:
        """Name of each parameter -> its value."""
        named = {}
        for name, value in asdict(self).items():
            if isinstance(value, tuple):
                words = (f"{topic.replace(' ', '_')}" for topic in TOPICS)
                named |= {f"comment_{name}_{word}": share for word, share in zip(words, value, strict=True)}
            else:
                named[f"comment_{name}"] = value
        return named


TRUTH = CommentParameters()


def outage_month(calendar: Calendar) -> int:
    """The month of the outage, the same for all customers: three fifths of the way.

    >>> outage_month(Calendar("2023-01", 36))
    21
    """
    return calendar.months * 3 // 5


def make(block: PeopleBlock, house) -> Made:
    """The comments of a block, in the order of their dates."""
    rng, calendar, p = block.stream("service", _STREAM), block.calendar, TRUTH
    volume = np.where(np.arange(calendar.months) == outage_month(calendar), p.outage_volume, 1.0)
    writes = rng.random((calendar.months, block.count)) < p.a_month * volume[:, None]
    month, customer = np.nonzero(writes & block.life.present())
    count = len(month)
    place, about, mood, way = rng.random((4, count))
    date = block.dates(customer, month, place)
    order = np.lexsort((customer, date))
    month, customer, date = month[order], customer[order], date[order]

    out = month == outage_month(calendar)
    topic = np.where(
        out,
        np.searchsorted(np.cumsum(_outage_shares())[:-1], about, side="right"),
        np.searchsorted(np.cumsum(p.topic)[:-1], about, side="right"),
    )
    share = np.where(out & (topic == _MOBILE), p.outage_mobile_positive, np.array(p.positive)[topic])
    kind = logistic(np.log(share / (1 - share)) + p.positive_satisfaction * block.people.satisfaction[customer])
    sentiment = np.where(mood < p.neutral, 1, np.where(mood < p.neutral + (1 - p.neutral) * kind, 2, 0))
    table = {
        "comment_id": event_ids("personal", block.number, count),
        "customer_id": coded(customer, block.people.ids),
        "date": date,
        "channel": coded(np.searchsorted(np.cumsum(_CHANNEL_SHARES)[:-1], way, side="right"), CHANNELS),
        "text": write(block.stream("service", _TEXTS), topic, sentiment),
    }
    truth = {
        "comment_id": table["comment_id"],
        "topic": coded(topic, TOPICS),
        "sentiment": coded(sentiment, SENTIMENTS),
        "in_outage": out,
    }
    return Made({"comments": pd.DataFrame(table)}, {"comments": pd.DataFrame(truth)})


def _outage_shares() -> np.ndarray:
    """Topics in the month of the outage: the other topics keep their proportions."""
    shares = np.array(TRUTH.topic)
    shares[_MOBILE] = 0.0
    shares *= (1 - TRUTH.outage_mobile_share) / shares.sum()
    shares[_MOBILE] = TRUTH.outage_mobile_share
    return np.round(shares, 6)


ROOM = Room(
    "comments",
    ("comments",),
    make,
    truth={
        "comments": "comment_id; what the comment is about, its mood, and whether it was written in the month of the "
        "outage."
    },
    parameters=TRUTH.as_dict(),
)
