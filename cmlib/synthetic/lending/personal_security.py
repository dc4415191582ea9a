"""What secures personal loans: the house or car that is bought, something of the business, savings, or a guarantor."""

import numpy as np
import pandas as pd

from cmlib.synthetic.lending import security
from cmlib.synthetic.lending.applications import BUSINESS, CAR, CONSUMER, HOUSE, Applications
from cmlib.synthetic.lending.books import GUARANTEE, MORTGAGE, PLEDGE, UNSECURED, Loans

_COMPANY = 0.15  # of guaranteed loans: vouched for by a guarantee company
_KNOWN = 0.50  # the guarantor is a customer of the bank, where the one drawn could have been


def security_of(asked: Applications) -> np.ndarray:
    """Index into SECURITY for what each application offers."""
    without = np.where(asked.guarantor, GUARANTEE, UNSECURED)
    return np.where(asked.collateral == 0, without, np.where(asked.kind == CONSUMER, PLEDGE, MORTGAGE))


def collateral(asked: Applications, loans: Loans, rng) -> security.Collateral:
    """The collateral of the loans; ``asked`` are their applications."""
    loan = np.flatnonzero(loans.security >= MORTGAGE)
    draw, owner = rng.random((2, len(loan)))
    kind = asked.kind[loan]
    business = np.select([draw < 0.70, draw < 0.85], [security.HOUSE, security.MACHINERY], security.INVENTORY)
    return security.Collateral(
        loan=loan,
        kind=np.select(
            [kind == HOUSE, kind == CAR, kind == BUSINESS],
            [security.HOUSE, security.CAR, business],
            security.DEPOSIT,
        ),
        value=asked.collateral[loan],
        third_party=owner < np.where(kind == BUSINESS, 0.25, 0.04),
    )


def guarantors_frame(block, loans: Loans, ids: np.ndarray, rng) -> pd.DataFrame:
    """Who vouches: a relative, another customer of the bank, or a guarantee company."""
    loan = np.flatnonzero(loans.security == GUARANTEE)
    draw, who = rng.random((2, len(loan)))
    person = np.floor(who * block.count).astype(int)
    left = block.life.left_month[person]
    fit = (person != loans.borrower[loan]) & (block.people.joined[person] <= loans.granted[loan])
    fit &= (left < 0) | (left > loans.month[loan])
    known = np.where(fit & (draw < _KNOWN), block.people.ids[person].astype(object), None)
    kind = np.where(draw > 1 - _COMPANY, security.COMPANY, security.PERSON)
    nobody = np.full(len(loan), None, dtype=object)
    return security.guarantors_frame(ids, loan, kind, nobody, known, loans.amount[loan])
