"""Who named whom: chain referrals that became customers, and those that came to nothing or are still open.

A newcomer found by chain referral was named by one of his contacts who was then a customer: the odds that
it was this contact rather than that one rise with closeness and satisfaction. People who never became
customers were named by customers at a rate that rises with satisfaction and after-care.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.marketing.choices import customers_on, pick
from cmlib.synthetic.marketing.leads import CHAIN, Leads
from cmlib.synthetic.marketing.network import Network
from cmlib.synthetic.marketing.words import RELATIONS
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted

_STREAM = 11


@dataclass(frozen=True)
class ReferralParameters(Planted):
    """What is added to the log-odds (or the logarithm of the rate) that a customer names somebody."""

    referral_closeness: float = 0.80  # for each step of closeness
    referral_satisfaction: float = 0.60  # for each standard deviation
    referral_after_care: float = 0.80  # after a visit that was followed by a revisit


TRUTH = ReferralParameters()


@dataclass(frozen=True)
class Referrals:
    """Referrals of a block in the order of their leads; one entry each."""

    lead: np.ndarray  # place among the block's leads
    referrer: np.ndarray  # place in the block
    relation: np.ndarray  # index into RELATIONS


def draw_referrals(block: PeopleBlock, leads: Leads, network: Network, cared_for: np.ndarray) -> Referrals:
    """The referrals behind the leads found by chain referral; leads that nobody could name have none.

    ``cared_for`` is the first day on which each customer was visited and then visited again; not-a-time for
    who never was.
    """
    rng, p = block.stream("marketing", _STREAM), TRUTH
    lead = np.flatnonzero(leads.channel == CHAIN)
    weights = customers_on(block, leads.found_on[lead]) * np.round(
        np.exp(p.referral_satisfaction * block.people.satisfaction), 6
    )
    weights *= np.where(leads.found_on[lead][:, None] >= cared_for, round(float(np.exp(p.referral_after_care)), 6), 1.0)
    won = leads.won[lead]
    kind, nearness = _contacts_of(network, leads.person[lead[won]])
    weights[won] *= nearness
    weights[~won] *= network.degree() + 1
    referrer = pick(rng.random(len(lead)), weights)
    relation = rng.integers(0, len(RELATIONS), len(lead))
    relation[won] = kind[np.arange(len(kind)), referrer[won]]
    known = referrer >= 0
    return Referrals(lead[known], referrer[known], relation[known])


def _contacts_of(network: Network, newcomers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Relation to each customer, and how closeness multiplies the odds (0: no contact); (newcomers, customers)."""
    shape = (len(newcomers), len(network.circle))
    kind, nearness = np.zeros(shape, dtype=int), np.zeros(shape)
    row = np.full(len(network.circle), -1)
    row[newcomers] = np.arange(len(newcomers))
    factor = np.round(np.exp(TRUTH.referral_closeness * network.closeness), 6)
    for here, there in ((network.one, network.other), (network.other, network.one)):
        mine = row[here] >= 0
        kind[row[here[mine]], there[mine]] = network.relation[mine]
        nearness[row[here[mine]], there[mine]] = factor[mine]
    return kind, nearness
