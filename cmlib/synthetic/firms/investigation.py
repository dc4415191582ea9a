"""What an investigator gets to read: sales ledgers, and statements as they were typed into applications."""

import numpy as np
import pandas as pd

from cmlib.synthetic.firms import ledger, submitted
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import event_ids
from cmlib.synthetic.rooms import Made, Room


def make(block: FirmBlock, house) -> Made:
    """The papers of a block of firms."""
    found, typed = ledger.ledger(block), submitted.submitted(block)
    entry = event_ids("corporate", block.number, len(found.firm))
    entries = {
        "firm_id": coded(found.firm, block.ids),
        "entry_id": entry,
        "date": found.date,
        "amount": found.amount / 100,
        "customer": coded(found.customer - 1, [f"K{number:03d}" for number in range(1, found.customer.max() + 1)]),
        "kind": coded(found.kind, ledger.KINDS),
    }
    invented = {
        "entry_id": entry[found.invented],
        "firm_id": block.ids[found.firm[found.invented]],
        "year": found.year[found.invented],
        "amount": found.amount[found.invented] / 100,
    }
    lines = {name: values / 100 for name, values in typed.amounts.items()}
    statements = {"firm_id": coded(typed.firm, block.ids), "year": typed.year} | lines
    return Made(
        {"ledger_entries": pd.DataFrame(entries), "submitted_statements": pd.DataFrame(statements)},
        {"invented_invoices": pd.DataFrame(invented), "contradictions": _contradictions(block, typed)},
    )


def _contradictions(block: FirmBlock, typed: submitted.Submitted) -> pd.DataFrame:
    columns = ("firm_id", "year", "item", "kind", "true_value", "entered_value")
    frame = pd.DataFrame(typed.errors, columns=columns)
    return frame.assign(
        firm_id=block.ids[frame["firm_id"].astype(int)],
        year=frame["year"].astype("int64"),
        true_value=frame["true_value"].astype(float) / 100,
        entered_value=frame["entered_value"].astype(float) / 100,
        contradicts=np.array(frame["kind"] != submitted.INVISIBLE, dtype=bool),
    )


ROOM = Room(
    "firms under investigation",
    ("ledger_entries", "submitted_statements"),
    make,
    truth={
        "invented_invoices": "entry_id, firm_id, year, amount (CNY): the invoices behind which there was no sale.",
        "contradictions": "firm_id, year, item, kind, true_value, entered_value (CNY; missing where nothing was "
        "typed), and whether the statements contradict themselves by it.",
    },
    parameters={**ledger.TRUTH.as_dict(), **submitted.TRUTH.as_dict()},
)
