"""The premium service package: who takes it, and how long they keep it.

The planted truth of the shifted-beta-geometric model (Fader, Hardie (2007), How to project customer
retention, Journal of Interactive Marketing 21(1), 76-90). At the end of every month that was paid for
a holder cancels with a probability of his own, drawn once from Beta(alpha, beta). Packages begin on
the first day of one of the first months and are closed on the last day of a month.

What can be seen of a package that began in month s:

- *cancelled* after t months: closed on the last day of month s + t - 1. The likelihood is
  P(T = t) = B(alpha + 1, beta + t - 1) / B(alpha, beta).
- *still held* at the end of the months, n months after the beginning: S(n) = B(alpha, beta + n) / B(alpha, beta).
- *ended because the customer left the bank* in the n-th month: closed on the customer's last day. Whether
  he would have cancelled that very evening nobody knows, so he is censored one month earlier: S(n - 1).

Leaving does not depend on the holder's probability, so the censoring tells nothing.

Uses the stream "accounts" 13.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.world.products import BY_ID, PRODUCT_ID

#: Packages begin in the first so many months, each a cohort.
COHORTS = 6

#: CNY a month.
MONTHLY_FEE = BY_ID[PRODUCT_ID["premium service package"]].fee / 12


@dataclass(frozen=True)
class PackageParameters(Planted):
    """Who takes the package (log-odds) and how soon it is cancelled (a month)."""

    package_intercept: float = -0.70
    package_wealth: float = 0.45  # on the logarithm of wealth over 30,000
    package_churn_alpha: float = 0.70
    package_churn_beta: float = 5.00


TRUTH = PackageParameters()


@dataclass(frozen=True)
class PackageHolders:
    """The premium service packages of a block, one entry each and at most one a customer.

    ``closed`` is the last day of the month of cancelling, or of leaving the bank, else missing.
    """

    customer: np.ndarray  # place in the block, rising
    opened: np.ndarray  # datetime64[D], the first day of a month
    closed: np.ndarray  # datetime64[D] or NaT

    def __len__(self):
        return len(self.customer)


def package_holders(block: PeopleBlock) -> PackageHolders:
    """Who takes the package, from when, to when."""
    rng, p, people, calendar = block.stream("accounts", 13), TRUTH, block.people, block.calendar
    takes = rng.random(block.count) < logistic(
        p.package_intercept + p.package_wealth * np.round(np.log(people.wealth / 30_000), 6)
    )
    begins = rng.integers(0, COHORTS, block.count)
    cancels = np.clip(np.round(rng.beta(p.package_churn_alpha, p.package_churn_beta, block.count), 6), 1e-6, 1)
    last = begins + rng.geometric(cancels) - 1  # the month at whose end the holder cancels
    left = block.life.left_month
    last = np.where(left >= 0, np.minimum(last, left), last)
    holds = takes & (people.joined <= calendar.first_days[begins]) & ((left < 0) | (left >= begins))
    closed = np.where(last < calendar.months, calendar.last_days[last % calendar.months], np.datetime64("NaT"))
    return PackageHolders(np.flatnonzero(holds), calendar.first_days[begins][holds], closed[holds])


def fees(block: PeopleBlock, holders: PackageHolders) -> Movements:
    """The monthly fee, on the first day of each month held, from the current account (``holding`` -1)."""
    months = block.calendar.first_days
    closed = np.where(np.isnat(holders.closed), block.calendar.end, holders.closed)
    held = (months >= holders.opened[:, None]) & (months <= closed[:, None])
    package, month = np.nonzero(held)
    count = len(package)
    return Movements(
        customer=holders.customer[package],
        holding=np.full(count, -1),
        date=months[month],
        second=np.full(count, 3_600),
        amount=np.full(count, -round(100 * MONTHLY_FEE)),
        kind=np.full(count, KIND["fee"]),
        channel=np.full(count, CHANNEL["automatic"]),
        counterparty=np.full(count, COUNTERPARTY["the bank"]),
        other=np.full(count, -1),
        device=np.full(count, -1),
    )
