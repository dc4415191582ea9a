"""The schedules of many loans at once, as one long table, by the same rules as that of one loan."""

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrame
from numpy.typing import NDArray

from cmlib.loans.amortisation import SHARES, amortise, on_plans
from cmlib.loans.due_dates import due_dates
from cmlib.loans.terms import LARGEST_AMOUNT, LONGEST_TERM, PLANS
from cmlib.table.dates import require_dates
from cmlib.table.door import open_table

_ASKED_BY = "schedules"


def schedules(
    loans: IntoFrame,
    *,
    equal_share: str = "half up",
    loan: str = "loan_id",
    amount: str = "amount",
    rate_per_year: str = "rate",
    months: str = "term_months",
    plan: str = "repayment_plan",
    first_due: str | None = None,
) -> Any:
    """The repayment schedules of all loans of a table.

    ``loans`` has one row a loan; the names of its columns are arguments. A plan is one of
    ``cmlib.loans.PLANS``. ``first_due``, when given, is the column with the day of the first instalment.
    ``equal_share`` says how the equal share of principal is rounded: ``"half up"`` as in `equal_principal`, or
    ``"down"``, as the course's bank does, so that the last instalment is never smaller than the others'.

    Returns one row an instalment, in the order of the loans: the loan, number, due_date (with
    ``first_due``), payment, principal, interest, outstanding, as `equal_instalment` describes them and equal
    to what it and its like give for each loan. Each month rests on the month before, to the cent, so the
    terms are taken into memory: the table that comes back is of the same kind for pandas, polars and
    pyarrow; a lazy table comes back collected (polars lazy as polars, DuckDB and PySpark as pyarrow, Dask
    as pandas).

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for an
    unknown ``equal_share``, an empty table, a repeated loan, a ``first_due`` without dates, and terms that
    `equal_instalment` refuses or that are missing; the message names the loan.

    >>> import pandas as pd
    >>> loans = pd.DataFrame({"loan_id": ["L1", "L2"], "amount": [1000.0, 50.0], "rate": 0.12,
    ...                       "term_months": [2, 1], "repayment_plan": "equal instalment"})
    >>> schedules(loans)
      loan_id  number  payment  principal  interest  outstanding
    0      L1       1   507.51     497.51     10.00       502.49
    1      L1       2   507.51     502.49      5.02         0.00
    2      L2       1    50.50      50.00      0.50         0.00
    """
    if equal_share not in SHARES:
        raise ValueError(f"schedules needs equal_share to be one of {SHARES}; found {equal_share!r}")
    numeric, other = [amount, rate_per_year, months], [plan] if first_due is None else [plan, first_due]
    frame = open_table(loans, asked_by=_ASKED_BY, numeric=numeric, key=[loan], text=other)
    if first_due is not None:
        require_dates(frame, first_due, _ASKED_BY)
    frame = frame.select(loan, *numeric, *dict.fromkeys(other)).lazy().collect()
    terms = {name: frame[name].to_numpy() for name in (*numeric, *other)}
    _require_sound(frame[loan], terms, (amount, rate_per_year, months, plan, first_due))
    term = terms[months].astype(np.int64)
    cents = np.rint(terms[amount] * 100).astype(np.int64)
    instalments = amortise(on_plans(cents, terms[rate_per_year].astype(float), term, terms[plan], equal_share))
    place = np.repeat(np.arange(len(term)), term)
    columns: dict[str, NDArray[Any]] = {"number": instalments.number}
    if first_due is not None:
        first = terms[first_due].astype("datetime64[D]")[place]
        columns["due_date"] = due_dates(first, instalments.number).astype("datetime64[ms]")
    columns |= {
        "payment": (instalments.principal + instalments.interest) / 100,
        "principal": instalments.principal / 100,
        "interest": instalments.interest / 100,
        "outstanding": instalments.outstanding / 100,
    }
    kind = frame.implementation
    series = [nw.new_series(name, values, backend=kind) for name, values in columns.items()]
    repeated = nw.maybe_reset_index(frame.select(loan)[place])
    return repeated.with_columns(*series).to_native()


def _require_sound(
    ids: nw.Series, terms: dict[str, NDArray[Any]], names: tuple[str, str, str, str, str | None]
) -> None:
    """Refuse the first loan whose terms make no schedule."""
    amount, rate, months, plan, first_due = names
    with np.errstate(invalid="ignore"):
        cents = np.rint(terms[amount] * 100)
        off = np.abs(terms[amount] - cents / 100) > 1e-6 + 4e-16 * terms[amount]
        rules = [
            (amount, (cents >= 1) & (terms[amount] <= LARGEST_AMOUNT) & ~off, "an amount above zero in whole cents"),
            (rate, (terms[rate] >= 0) & (terms[rate] <= 1), "a rate from 0 to 1 (4.9% is 0.049)"),
            (
                months,
                (terms[months] >= 1) & (terms[months] <= LONGEST_TERM) & (np.mod(terms[months], 1) == 0),
                f"a whole number of months from 1 to {LONGEST_TERM:,}",
            ),
            (plan, np.isin(terms[plan].astype(object), PLANS), f"a plan, one of {', '.join(PLANS)}"),
        ]
    if first_due is not None:
        rules.append((first_due, ~np.isnat(terms[first_due].astype("datetime64[D]")), "a day of the first instalment"))
    for name, sound, needed in rules:
        if not sound.all():
            place = int(np.argmin(sound))
            raise ValueError(
                f"schedules needs {needed} in {name!r}; "
                f"loan {ids.to_list()[place]!r} has {terms[name].tolist()[place]!r}"
            )
