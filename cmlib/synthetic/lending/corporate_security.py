"""What secures the loans of firms: guarantees of other firms first, then property, then a guarantee company."""

from dataclasses import replace

import numpy as np
import pandas as pd

from cmlib.synthetic.firms.links import Guarantees
from cmlib.synthetic.lending import security
from cmlib.synthetic.lending.books import GUARANTEE, MORTGAGE, PLEDGE, UNSECURED, Loans
from cmlib.synthetic.lending.corporate_loans import FIXED_ASSETS

_KINDS, _PROPERTY, _GUARANTORS = 4, 5, 6
_MORTGAGED = (security.LAND, security.MACHINERY, security.HOUSE, security.INVENTORY)
_LOAN_TO_VALUE = np.array([0.60, 0.50, 0.60, 0.50, 0.45, 0.60, 0.90])


def secured(block, loans: Loans, given: Guarantees) -> Loans:
    """The loans with their security; a firm that others vouch for when it borrows needs no other."""
    draw = block.stream("corporate lending", _KINDS).random(len(loans))
    working = np.select([draw < 0.30, draw < 0.45, draw < 0.85], [UNSECURED, GUARANTEE, MORTGAGE], PLEDGE)
    kind = np.where(loans.product == FIXED_ASSETS, np.where(draw < 0.15, GUARANTEE, MORTGAGE), working)
    vouched = np.zeros(len(loans), dtype=bool)
    vouched[_vouched(loans, given)[0]] = True
    return replace(loans, security=np.where(vouched, GUARANTEE, kind))


def collateral(block, loans: Loans) -> security.Collateral:
    """The collateral of mortgaged and pledged loans."""
    loan = np.flatnonzero(loans.security >= MORTGAGE)
    rng = block.stream("corporate lending", _PROPERTY)
    draw, factor, owner = rng.random((3, len(loan)))
    fixed = loans.product[loan] == FIXED_ASSETS
    mortgaged = np.array(_MORTGAGED)[
        np.searchsorted([0.40, 0.65, 0.80], np.where(fixed, 0.65 * draw, draw), side="right")
    ]
    kind = np.where(loans.security[loan] == PLEDGE, np.array(security.PLEDGED)[(draw > 0.75).astype(int)], mortgaged)
    value = loans.amount[loan] / np.round(_LOAN_TO_VALUE[kind] * (0.8 + 0.3 * factor), 4)
    return security.Collateral(loan, kind, np.ceil(value / 1_000_000).astype(np.int64) * 1_000_000, owner < 0.12)


def guarantors_frame(block, loans: Loans, ids: np.ndarray, given: Guarantees) -> pd.DataFrame:
    """Who vouches for the guaranteed loans: firms of the block, else the owner or a guarantee company."""
    loan, guarantee = _vouched(loans, given)
    alone = np.setdiff1d(np.flatnonzero(loans.security == GUARANTEE), loan)
    company = block.stream("corporate lending", _GUARANTORS).random(len(loans))[alone] < 0.6
    kind = np.concatenate([np.full(len(loan), security.FIRM), np.where(company, security.COMPANY, security.PERSON)])
    firm = np.concatenate([block.ids[given.guarantor[guarantee]].astype(object), np.full(len(alone), None)])
    amount = np.concatenate([np.minimum(given.amount[guarantee], loans.amount[loan]), loans.amount[alone]])
    loan = np.concatenate([loan, alone])
    order = np.argsort(loan, kind="stable")
    nobody = np.full(len(loan), None, dtype=object)
    return security.guarantors_frame(ids, loan[order], kind[order], firm[order], nobody, amount[order])


def _vouched(loans: Loans, given: Guarantees) -> tuple[np.ndarray, np.ndarray]:
    """Loans, and the guarantees in force when they were granted."""
    covers = (
        (loans.borrower[:, None] == given.firm)
        & (loans.granted[:, None] >= given.since)
        & (loans.granted[:, None] <= given.until)
    )
    return np.nonzero(covers)
