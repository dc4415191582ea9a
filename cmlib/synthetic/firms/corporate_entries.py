"""The corporate customer file as staff entered it: gaps, mistakes, and the room that makes it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.firms import corporate_words as words
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.firms.corporate_file import TRUTH as NEED_TRUTH
from cmlib.synthetic.firms.corporate_file import CorporateFile, true_file
from cmlib.synthetic.firms.relations import last_year_end
from cmlib.synthetic.frames import coded
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.world.economy import RUN_IN

_GAPS, _ERRORS = 2, 3

_WORDS = {
    "legal_form": words.LEGAL_FORMS,
    "size_class": words.SIZE_CLASSES,
    "main_project": words.PROJECTS,
    "needs": words.NEEDS,
    "motive_noted": words.FIRM_MOTIVES,
}

#: Column -> probability that it is left out, by chance alone.
LEFT_OUT = {
    "legal_form": 0.02,
    "registered_capital": 0.03,
    "paid_in_capital": 0.06,
    "employees": 0.05,
    "size_class": 0.04,
    "shareholders": 0.08,
    "largest_shareholder_share": 0.08,
    "market_share": 0.25,
    "top_five_customer_share": 0.18,
    "export_share": 0.10,
    "motive_noted": 0.20,
}


@dataclass(frozen=True)
class CorporateEntryParameters(Planted):
    """Log-odds of leaving the debts at other banks out, and the probability of a mistake in a column of mistakes."""

    missing_debts_elsewhere: float = -1.6  # where they are average
    missing_debts_elsewhere_log: float = 0.7  # for a logarithm of them higher by 1: who owes much does not tell
    corporate_file_error: float = 0.03


TRUTH = CorporateEntryParameters()

#: Debts at other banks that are average, CNY.
AVERAGE_DEBTS = 2e7


def make(block: FirmBlock, house) -> Made:
    """The file of a block, its true values, and what was entered wrongly."""
    right = true_file(block, _our_loans(block, house))
    keys = {
        "firm_id": block.ids.astype(object),
        "branch_id": coded(np.zeros(block.count, dtype=int), block.branch_ids[:1]),
        "manager_id": coded(block.manager, block.manager_ids),
    }
    filed = {name: values.copy() for name, values in vars(right).items()}
    left_out, wrong = _gaps(block, right), []
    draws = block.stream("corporate file", _ERRORS).random((len(_mistakes(block, right)), block.count))
    for draw, (column, kind, possible, entered) in zip(draws, _mistakes(block, right), strict=True):
        slips = possible & (draw < TRUTH.corporate_file_error)
        who = np.flatnonzero(slips & ~left_out.get(column, np.zeros(block.count, dtype=bool)))
        filed[column][who] = entered[who]
        wrong += [
            (
                block.ids[place],
                column,
                kind,
                _written(column, vars(right)[column][place]),
                _written(column, entered[place]),
            )
            for place in who
        ]
    for column, missing in left_out.items():
        filed[column] = np.where(missing, np.nan, filed[column])
    truth = {
        "corporate_files": pd.DataFrame(keys | _shown(vars(right))),
        "corporate_file_errors": pd.DataFrame(
            wrong, columns=["firm_id", "column", "kind", "true_value", "entered_value"], dtype="str"
        ),
    }
    return Made({"corporate_files": pd.DataFrame(keys | _shown(filed))}, truth)


def _our_loans(block: FirmBlock, house) -> np.ndarray:
    """What each firm owes this bank when the last year of statements ends, CNY."""
    year = last_year_end(block) - RUN_IN + block.first_year
    december = np.datetime64(f"{year:04d}-12-01")
    months, loans = house.table("loan_months"), house.table("loans")
    owed = months.loc[months["month"] == december, ["loan_id", "outstanding"]].astype({"loan_id": "str"})
    owed = owed.merge(loans[["loan_id", "firm_id"]].astype("str"), on="loan_id").groupby("firm_id")["outstanding"].sum()
    return owed.reindex(block.ids.astype(object), fill_value=0.0).to_numpy()


def _gaps(block: FirmBlock, right: CorporateFile) -> dict[str, np.ndarray]:
    """Column -> whether the entry is left out, for each firm."""
    draws = block.stream("corporate file", _GAPS).random((len(LEFT_OUT) + 1, block.count))
    size = np.round(np.log((right.debts_elsewhere + 1e6) / AVERAGE_DEBTS), 6)
    hidden = draws[0] < logistic(TRUTH.missing_debts_elsewhere + TRUTH.missing_debts_elsewhere_log * size)
    by_chance = {column: draw < share for draw, (column, share) in zip(draws[1:], LEFT_OUT.items(), strict=True)}
    return by_chance | {"debts_elsewhere": hidden}


def _mistakes(block: FirmBlock, right: CorporateFile) -> list[tuple[str, str, np.ndarray, np.ndarray]]:
    """Column, kind, for which firms it is possible, and what would be entered."""
    always = np.ones(block.count, dtype=bool)
    founded = (block.drivers.founded[: block.count] - 1971).astype("datetime64[Y]").astype("datetime64[D]")
    small, large = words.SIZE_CLASSES.index("small"), words.SIZE_CLASSES.index("large")
    other_size = np.where(right.size_class == small, large, small)
    return [
        ("customer_since", "before the firm was founded", always, founded + 100 + np.arange(block.count)),
        ("registered_capital", "below the paid-in capital", always, np.round(right.paid_in_capital * 0.4, -2)),
        ("employees", "one zero too many", always, right.employees * 10),
        ("size_class", "not as persons and sales say", always, other_size),
        ("largest_shareholder_share", "percent for fraction", always, right.largest_shareholder_share * 100),
        ("market_share", "percent for fraction", right.market_share > 0.011, right.market_share * 100),
        ("top_five_customer_share", "percent for fraction", always, right.top_five_customer_share * 100),
        ("export_share", "percent for fraction", right.export_share > 0.011, right.export_share * 100),
        ("project_amount", "in ten thousands", right.main_project >= 0, right.project_amount / 10_000),
        ("project_amount", "project without a name", right.main_project < 0, np.full(block.count, 1e6)),
    ]


def _written(column: str, value) -> str:
    if column in _WORDS:
        return _WORDS[column][value]
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _shown(columns: dict[str, np.ndarray]) -> dict:
    """Words in place of indices."""
    return {
        name: coded(np.where(np.isnan(values), -1, values).astype(int), _WORDS[name]) if name in _WORDS else values
        for name, values in columns.items()
    }


ROOM = Room(
    "corporate file",
    ("corporate_files",),
    make,
    truth={
        "corporate_files": "The corporate customer file with nothing left out and nothing wrong.",
        "corporate_file_errors": "firm_id, column, kind of error, true value and value entered, both as text.",
    },
    parameters={
        **NEED_TRUTH.as_dict(),
        **TRUTH.as_dict(),
        **{f"missing_corporate_{column}": share for column, share in LEFT_OUT.items()},
    },
)
