"""Who knows whom among the customers of a block: circles of people, and a few bridges between them."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.marketing.choices import customers_on, pick
from cmlib.synthetic.marketing.leads import CHAIN, Leads
from cmlib.synthetic.marketing.words import RELATIONS
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted

_STREAM = 3
_CLOSENESS = np.array([4.0, 2.9, 3.6, 2.0, 2.7, 2.5])  # mean by relation
_MAIN_RELATIONS = np.array([0.06, 0.22, 0.14, 0.06, 0.32, 0.20])  # of a circle


@dataclass(frozen=True)
class NetworkParameters(Planted):
    """How many contacts there are, and how they are spread."""

    contacts_circle_size: float = 40  # customers in a circle, mean
    contacts_sought: float = 3.0  # contacts that a customer of average sociability seeks; as many seek him
    contacts_sociability: float = 0.45  # added to the logarithm of contacts for each standard deviation
    contacts_bridge_share: float = 0.04  # of contacts that lead out of the circle
    contacts_main_relation_share: float = 0.60  # of a circle's contacts that are of its main kind


TRUTH = NetworkParameters()


@dataclass(frozen=True)
class Network:
    """Contacts of a block, each once: ``one`` and ``other`` are places in the block, ``one`` the lower."""

    one: np.ndarray
    other: np.ndarray
    relation: np.ndarray  # index into RELATIONS
    closeness: np.ndarray  # 1 to 5
    circle: np.ndarray  # of each customer, counted from 0

    def degree(self) -> np.ndarray:
        """Contacts of each customer."""
        return np.bincount(np.concatenate([self.one, self.other]), minlength=len(self.circle))


def draw_network(block: PeopleBlock, leads: Leads) -> Network:
    """The contacts among the customers of a block."""
    rng, people, count, p = block.stream("marketing", _STREAM), block.people, block.count, TRUTH
    circles = max(1, round(count / p.contacts_circle_size))
    shares = np.cumsum(rng.uniform(0.6, 1.4, circles))
    circle = np.searchsorted(np.round(shares / shares[-1], 6)[:-1], rng.random(count), side="right")
    pull = np.round(np.exp(p.contacts_sociability * people.sociability), 6)
    seeker = np.repeat(np.arange(count), rng.poisson(p.contacts_sought * pull / pull.mean()))
    own = rng.random(len(seeker)) >= p.contacts_bridge_share
    found = _find(rng.random(len(seeker)), pull, np.where(own, circle[seeker], -1), circle)

    chain = leads.won & (leads.channel == CHAIN)
    late = leads.person[chain]  # each knows an old customer of its circle, at least
    friend = _old_friends(rng.random(len(late)), late, customers_on(block, leads.found_on[chain]), circle)
    seeker, found = np.concatenate([seeker, late[friend >= 0]]), np.concatenate([found, friend[friend >= 0]])
    pair = np.unique(np.minimum(seeker, found) * count + np.maximum(seeker, found))
    one, other = pair // count, pair % count
    one, other = one[one != other], other[one != other]

    main = rng.choice(len(RELATIONS), circles, p=_MAIN_RELATIONS)
    usual = (rng.random(len(one)) < p.contacts_main_relation_share) & (circle[one] == circle[other])
    relation = np.where(usual, main[circle[one]], rng.integers(0, len(RELATIONS), len(one)))
    near = _CLOSENESS[relation] + np.round(1.1 * rng.standard_normal(len(one)), 6)
    return Network(one, other, relation, np.clip(np.rint(near), 1, 5).astype(int), circle)


def _find(place: np.ndarray, pull: np.ndarray, within: np.ndarray, circle: np.ndarray) -> np.ndarray:
    """Somebody for each place, drawn by pull in the circle ``within``, or anywhere if that is -1."""
    order = np.argsort(circle, kind="stable")
    ends = np.cumsum(pull[order])
    last = np.searchsorted(circle[order], np.arange(circle.max() + 1), side="right")
    starts = np.concatenate([[0.0], ends[last - 1]])
    low, high = np.where(within < 0, 0, starts[within]), np.where(within < 0, ends[-1], starts[within + 1])
    at = np.searchsorted(ends, np.round(low + place * (high - low), 6), side="right")
    return order[np.minimum(at, len(order) - 1)]


def _old_friends(place: np.ndarray, late: np.ndarray, eligible: np.ndarray, circle: np.ndarray) -> np.ndarray:
    """For each newcomer one of the eligible, of the circle if there is one; -1 where there are none at all."""
    near = eligible & (circle == circle[late][:, None])
    return pick(place, np.where(near.any(axis=1)[:, None], near, eligible))
