"""The room of corporate loans."""

import numpy as np

from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.firms.links import guarantees
from cmlib.synthetic.lending import books, classes, corporate_loans, corporate_security, security
from cmlib.synthetic.lending.ledger import ledger_tables
from cmlib.synthetic.rooms import Made, Room

_COLLATERAL = 7


def make(block: FirmBlock, house) -> Made:
    """The loans of a block of firms."""
    calendar = block.calendar
    reviews = _reviews(block, house.table("judgements"))
    given = guarantees(block)
    loans = corporate_security.secured(block, corporate_loans.lend(block), given)
    plan = books.schedule(loans)
    paid = corporate_loans.pay(block, loans, plan, watched=reviews[1:][calendar.years - calendar.years[0]] > 1)
    at = books.position(loans, plan, paid, calendar)
    rule = classes.by_rule(at.days_past_due)
    category = _categories(block, loans, at, reviews)
    first = books.FIRST_CORPORATE_LOAN + block.number * books.LOANS_PER_BLOCK + 1
    ids = books.loan_ids(first, len(loans))
    has, rng = corporate_security.collateral(block, loans), block.stream("corporate lending", _COLLATERAL)
    collateral, breaches = security.collateral_frames(block, loans, ids, has, first, rng)
    tables = {
        **ledger_tables("corporate", block, loans, ids, plan, paid, at, category),
        "collateral": collateral,
        "guarantors": corporate_security.guarantors_frame(block, loans, ids, given),
    }
    truth = {
        "loan_categories_too_mild": classes.too_mild_frame(ids, rule, category, at.running, calendar),
        "collateral_breaches": breaches,
    }
    return Made(tables, truth)


def _reviews(block: FirmBlock, judgements) -> np.ndarray:
    """The category given at the end of each year, (years, firms), from the year before the months on; 0: none."""
    years = np.arange(block.calendar.years[0] - 1, block.calendar.years[-1] + 1)
    given = np.zeros((len(years), block.count), dtype=int)
    year = judgements["year"].to_numpy() - years[0]
    firm = np.repeat(np.arange(block.count), block.years)
    shown = (year >= 0) & (year < len(years))
    given[year[shown], firm[shown]] = judgements["loan_risk"].to_numpy()[shown]
    return given


def _categories(block: FirmBlock, loans: books.Loans, at: books.Position, reviews: np.ndarray) -> np.ndarray:
    """All loans of a firm are in one category: the year-end review's, and at once 2 or 3 when it falls behind."""
    calendar, review = block.calendar, np.maximum(reviews[0], classes.NORMAL)
    category = np.zeros_like(at.days_past_due)
    for month in range(calendar.months):
        worst = np.zeros(block.count, dtype=at.days_past_due.dtype)
        np.maximum.at(worst, loans.borrower, np.where(at.running[month], at.days_past_due[month], 0))
        now = np.maximum(review, np.minimum(classes.by_rule(worst), classes.SUBSTANDARD))
        if calendar.month_of_year[month] == 12:
            given = reviews[1 + calendar.years[month] - calendar.years[0]]
            review = now = np.where(given > 0, given, now)
        category[month] = now[loans.borrower]
    return category


ROOM = Room(
    "corporate loans",
    ("loans", "schedules", "payments", "loan_months", "collateral", "guarantors"),
    make,
    truth={
        "loan_categories_too_mild": classes.TOO_MILD,
        "collateral_breaches": security.BROKEN_RULES,
    },
    parameters=corporate_loans.TRUTH.as_dict(),
)
