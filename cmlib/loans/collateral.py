"""What collateral the bank can count on after haircuts, and how far that covers each loan."""

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.loans.collateral_checks import COLUMNS, CollateralColumns, checked, flag
from cmlib.loans.collateral_rules import COLLATERAL_RULES, NOT_COUNTED, NOTED, CollateralRules
from cmlib.loans.haircuts import HAIRCUTS, Haircuts
from cmlib.loans.measures import coverage_ratio, value_after_haircut
from cmlib.loans.schedule import Day
from cmlib.table.door import Frame, open_table
from cmlib.table.grouped import joinable
from cmlib.table.order import in_order_of


def counted_collateral(
    collateral: IntoFrameT,
    loans: IntoFrameT,
    haircuts: IntoFrameT | Haircuts = HAIRCUTS,
    *,
    as_of: Day,
    rules: CollateralRules = COLLATERAL_RULES,
    columns: CollateralColumns = COLUMNS,
) -> IntoFrameT:
    """What the bank can count on from each piece of collateral (抵质押物), and why it does not count on some.

    ``collateral`` has one row a piece, ``loans`` one row a loan with the day on which it matures; both from one
    engine. ``haircuts`` (折扣率) are a `Haircuts`, or a table of that engine with one row a kind of collateral
    and the fraction of its value that is left out. Pieces of loans that are not in ``loans`` are left out. On the
    day ``as_of`` the age of an appraisal is taken.

    Returns one row a piece, a table of the same kind: the piece, the loan, kind, value, haircut, and

    - ``after_haircut``: the value less the haircut, whatever the rules say; missing when either is;
    - ``counted_value``: the same, but 0 when it is missing or a rule of the effect ``"not counted"`` is broken;
    - ``not_counted``: the reasons why nothing is counted, and ``noted``: what else was found; both empty
      where there is nothing to say.

    A rule is broken when its column is missing in a row: what is not proved does not count.

    Raises ``TypeError`` for what is no table or tables of different engines, ``LookupError`` for a missing
    column, ``ValueError`` for an empty table, a repeated piece, loan or kind, text among numbers, a negative
    value, a haircut outside 0 to 1, days that are no dates, a registration that is neither true nor false, and
    an ``as_of`` that is no day.

    >>> import pandas as pd
    >>> pieces = pd.DataFrame({"collateral_id": ["K1", "K2"], "loan_id": "L1", "kind": ["house", "car"],
    ...     "appraised_value": [1_000_000, 100_000], "appraised_on": pd.Timestamp("2024-03-01"), "owner": "borrower",
    ...     "registered": [True, False], "insured_until": pd.Timestamp("2034-05-01"), "first_beneficiary": "bank"})
    >>> loan = pd.DataFrame({"loan_id": ["L1"], "amount": [560_000], "matures": pd.Timestamp("2034-03-20")})
    >>> counted = counted_collateral(pieces, loan, as_of="2024-12-31")
    >>> counted["counted_value"].tolist(), counted["not_counted"].tolist()
    ([700000.0, 0.0], ['', 'not registered'])
    """
    pieces = checked(collateral, loans, haircuts, as_of, rules, columns, "counted_collateral")
    return _counted(pieces, rules, columns).to_native()


def collateral_coverage(
    collateral: IntoFrameT,
    loans: IntoFrameT,
    haircuts: IntoFrameT | Haircuts = HAIRCUTS,
    *,
    as_of: Day,
    rules: CollateralRules = COLLATERAL_RULES,
    columns: CollateralColumns = COLUMNS,
) -> IntoFrameT:
    """How far collateral covers each loan (抵押物覆盖率).

    Arguments and errors as in `counted_collateral`. The exposure is ``columns.exposure`` of ``loans``: the
    amount granted, or better what is outstanding on the day.

    Returns one row a loan, a table of the same kind: the loan; ``exposure``; ``pieces`` of collateral and
    ``pieces_not_counted``; ``value``, ``after_haircut`` (both of the pieces for which it is known) and
    ``counted_value``; ``coverage``, the `coverage_ratio` of counted value and exposure, and ``uncovered``,
    what of the exposure it leaves open. A loan without collateral has 0 in all but the last; coverage
    and what is uncovered are missing where the exposure is missing, coverage too where it is 0.

    A house of 1,000,000 counts for 700,000 after its haircut:

    >>> import pandas as pd
    >>> house = pd.DataFrame({"collateral_id": ["K1"], "loan_id": "L1", "kind": "house", "owner": "borrower",
    ...     "appraised_value": 1_000_000, "appraised_on": pd.Timestamp("2024-03-01"), "registered": True,
    ...     "insured_until": pd.Timestamp("2034-05-01"), "first_beneficiary": "bank"})
    >>> loan = pd.DataFrame({"loan_id": ["L1"], "amount": [875_000], "matures": pd.Timestamp("2034-03-20")})
    >>> collateral_coverage(house, loan, as_of="2024-12-31")[["coverage", "uncovered"]]
       coverage  uncovered
    0       0.8   175000.0
    """
    asked_by = "collateral_coverage"
    pieces = _counted(checked(collateral, loans, haircuts, as_of, rules, columns, asked_by), rules, columns)
    totals = ("pieces", "pieces_not_counted", "value", "after_haircut", "counted_value")
    pieces = pieces.select(
        columns.loan,
        pieces=nw.lit(1.0),
        pieces_not_counted=nw.when(nw.col("not_counted") == "").then(0.0).otherwise(1.0),
        value=nw.col(columns.value),
        after_haircut=nw.col("after_haircut"),
        counted_value=nw.col("counted_value"),
    )
    sums = joinable(pieces.group_by(columns.loan).agg(*[nw.col(name).sum() for name in totals]))
    frame = open_table(loans, asked_by=asked_by, numeric=[columns.exposure], key=[columns.loan])
    exposed = frame.select(columns.loan, exposure=nw.col(columns.exposure)).join(sums, on=columns.loan, how="left")
    exposed = exposed.with_columns(*[nw.col(name).fill_null(0.0) for name in totals])
    open_, counted = nw.col("exposure") - nw.col("counted_value"), nw.col("counted_value")
    exposed = exposed.with_columns(
        *[nw.col(name).cast(nw.Int64) for name in totals[:2]],
        coverage=coverage_ratio(counted_value=counted, exposure=nw.col("exposure")),
        uncovered=nw.when(open_ > 0).then(open_).otherwise(nw.when(open_ <= 0).then(nw.lit(0.0))),
    )
    return in_order_of(frame, exposed, [columns.loan]).to_native()


def _counted(pieces: Frame, rules: CollateralRules, columns: CollateralColumns) -> Frame:
    """The columns that `counted_collateral` shows."""
    shown = [columns.collateral, columns.loan, columns.kind, columns.value, columns.haircut]
    unknown = {columns.value: "its value is missing", columns.haircut: "there is no haircut for its kind"}
    reasons: list[nw.Expr] = [nw.when(nw.col(name).is_null()).then(nw.lit(reason)) for name, reason in unknown.items()]
    pieces = pieces.select(
        *shown,
        after_haircut=value_after_haircut(value=nw.col(columns.value), haircut=nw.col(columns.haircut)),
        not_counted=_joined(_reasons(rules, NOT_COUNTED) + reasons),
        noted=_joined(_reasons(rules, NOTED)),
    )
    counted = nw.when(nw.col("not_counted") == "").then(nw.col("after_haircut")).otherwise(nw.lit(0.0))
    return pieces.select(*shown, "after_haircut", counted.alias("counted_value"), "not_counted", "noted")


def _reasons(rules: CollateralRules, effect: str) -> list[nw.Expr]:
    return [nw.when(nw.col(flag(rule)) > 0).then(nw.lit(rule.reason)) for rule in rules.rules if rule.effect == effect]


def _joined(texts: list[nw.Expr]) -> nw.Expr:
    return nw.concat_str(*texts, separator="; ", ignore_nulls=True) if texts else nw.lit("")
