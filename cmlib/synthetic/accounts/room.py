"""The room of the accounts: what personal customers hold and move, and the truth behind it."""

from cmlib.synthetic.accounts import (
    cards,
    choice,
    fraud,
    hidden,
    largest,
    laundering,
    levels,
    lookalikes,
    shown,
    subscriptions,
)
from cmlib.synthetic.accounts.books import keep_books
from cmlib.synthetic.accounts.churn import churn_frame
from cmlib.synthetic.accounts.days import SPENDING_BY_WEEKDAY
from cmlib.synthetic.accounts.ledger import in_order, numbers, transactions
from cmlib.synthetic.accounts.profit import customer_profit
from cmlib.synthetic.identifiers import numbered
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.life import TRUTH as LIFE
from cmlib.synthetic.rooms import Made, Room

#: Holdings of a block are numbered from its number times this.
HOLDINGS_OF_A_BLOCK = 100_000


def make(block: PeopleBlock, house) -> Made:
    """The tables and the truth of a block."""
    books = keep_books(block)
    held, count, rows = books.held, block.count, books.balances
    holding_ids = numbered("H", block.number * HOLDINGS_OF_A_BLOCK + 1, len(held), 9)
    card_ids = holding_ids[count : count + len(books.holders)]
    order = in_order(books.moved)
    transaction_ids, stolen = numbers(block, order), len(books.frauds.movements)
    ringed = stolen + len(books.rings.movements)
    tables = {
        "holdings": shown.holdings_table(block, held, holding_ids),
        "balances": shown.balances_table(block, held, rows, holding_ids),
        "transactions": transactions(block, books.moved, order, holding_ids),
        "customer_months": shown.months_table(block, books.contacts),
    }
    truth = {
        "traits": hidden.traits(block, books.largest),
        "customer_profit": customer_profit(block, held, rows, books.contacts, books.by_channel),
        "mismatches": hidden.mismatches(block, held, books.plans, holding_ids),
        "churn": churn_frame(block),
        "card_habits": cards.truth_frame(books.holders, books.bought, card_ids),
        "fraud": fraud.truth_frame(books.frauds, transaction_ids[:stolen], block),
        "laundering": laundering.truth_frame(books.rings, transaction_ids[stolen:ringed], block),
    }
    return Made(tables, truth)


ROOM = Room(
    "accounts",
    ("holdings", "balances", "transactions", "customer_months"),
    make,
    truth={
        "traits": "One row a customer: motive, style, the traits that no file can say (standardised), the wealth that "
        "the customer would keep with the bank at the start (CNY), the class of risk tolerance, and whether this is "
        "the planted largest depositor.",
        "customer_profit": "customer_id, year: interest margin, fee income, cost to serve and profit, CNY; no loans.",
        "mismatches": "Investments sold above the customer's class of risk tolerance: the holding, its level of risk, "
        "the class.",
        "churn": "customer_id, month: active, drifting or left (in this month); whether the drift could have begun in "
        "the month, and did; whether the customer was in the first twelve months.",
        "card_habits": "holding_id of each credit card: purchases a week, probability of dropping it after a purchase, "
        "mean spend in CNY, and whether it is not yet dropped at the end.",
        "fraud": "The fraudulent transactions and their schemes.",
        "laundering": "The transactions of laundering rings, with ring, customer and role.",
    },
    parameters={
        "spending_by_weekday": SPENDING_BY_WEEKDAY,
        **choice.appeal_parameters(),
        **choice.TRUTH.as_dict(),
        **levels.TRUTH.as_dict(),
        **largest.TRUTH.as_dict(),
        **{name: value for name, value in LIFE.as_dict().items() if not name.startswith("complaint")},
        **cards.TRUTH.as_dict(),
        **subscriptions.TRUTH.as_dict(),
        **fraud.TRUTH.as_dict(),
        **laundering.TRUTH.as_dict(),
        **lookalikes.TRUTH.as_dict(),
    },
)
