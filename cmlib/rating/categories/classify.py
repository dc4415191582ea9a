"""Classifying loans: every rule that holds, the worst category among them, and the provision."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.rating.categories.scheme import COMPARISONS, LOAN_CATEGORIES, LoanCategories
from cmlib.rating.categories.values import name_of_category, rate_of_category
from cmlib.rating.categories.verdict import holds, usable_rules, with_verdict
from cmlib.rating.identifiers import kept_columns, refuse_clash
from cmlib.rule_file import require_rules
from cmlib.table.door import Frame, as_frame, open_table
from cmlib.table.grouped import joinable

_DAYS = "days_past_due"
_NONPERFORMING, _OVERDUE = "borrower_nonperforming_share", "borrower_overdue_share"
_LATE = 90  # days past due that count for the share of a borrower's debts
_MADE = ("category", "category_name", "decided_by", "reasons")
_PROVISION = ("provision_rate", "provision")


def classify_loans(
    loans: IntoFrameT,
    scheme: LoanCategories = LOAN_CATEGORIES,
    *,
    borrower: str | None = None,
    month: str | None = None,
    outstanding: str = "outstanding",
    keep: Sequence[str] | None = None,
) -> IntoFrameT:
    """The category of every loan, with the rules that put it there and the special provision it needs.

    ``loans`` needs ``days_past_due`` (whole days, 0 when nothing is late) and may have any other column of
    ``scheme.columns``; a rule whose columns the table lacks, or whose value is missing, does not hold. A loan
    starts in the first category and rules can only worsen it. Columns that answer yes or no are booleans or
    1 and 0.

    ``borrower`` names a column (``"firm_id"``) whose loans are judged together, as the Measures of 2023 ask
    for firms: a first pass classifies each loan by itself, and from it follow the shares of the borrower's
    debts at this bank that are non-performing (``borrower_nonperforming_share``) and overdue for more than
    90 days (``borrower_overdue_share``), for the second pass. ``month`` names the column of dates when
    the table has several. Rows without a borrower (persons) are left alone. A share that the table states itself,
    of debts at all banks, is taken instead.

    The answer is a table of the same kind: the columns of ``keep`` (else the identifying ones that the table
    has), ``category`` (1 the best), ``category_name``, ``decided_by`` (the first rule of the worst category;
    missing for a normal loan), ``reasons`` (all rules that hold, separated by ``"; "``), ``provision_rate``
    and, where the table has the ``outstanding`` amount, that and ``provision`` (its special provision, CNY), so
    that `provision_ratios` takes the answer as it is. Where days past due are missing, so is the answer.
    `explain_loan` puts one loan into words.

    Raises ``TypeError`` for what is no table or no scheme, ``LookupError`` for a missing column, ``ValueError``
    for text where numbers belong, negative days or amounts, a column to keep that the answer makes itself, and an
    empty table.

    Source: China Banking and Insurance Regulatory Commission, People's Bank of China (2023), Measures for the
    Risk Classification of Financial Assets of Commercial Banks (商业银行金融资产风险分类办法), Order 2023 No. 1,
    articles 6 to 13.

    >>> import pandas as pd
    >>> loans = pd.DataFrame({"loan_id": ["a", "b"], "days_past_due": [0, 100], "outstanding": [500.0, 800.0],
    ...                       "evading_debt": [False, True]})
    >>> found = classify_loans(loans)
    >>> found[["category_name", "decided_by", "provision"]]
      category_name    decided_by  provision
    0        normal           NaN        0.0
    1      doubtful  evading debt      400.0
    >>> found["reasons"].iloc[1]
    'overdue; overdue more than 7 days; overdue more than 90 days; evading debt'
    """
    asked_by = "classify_loans"
    require_rules(scheme, LoanCategories, "scheme", asked_by)
    raw = as_frame(loans, asked_by)
    columns = raw.collect_schema().names()
    kept = kept_columns(raw, keep, asked_by)
    amount = [outstanding] if outstanding in columns else []
    refuse_clash(kept, [*_MADE, *_PROVISION], asked_by)
    frame = open_table(loans, asked_by=asked_by, numeric=[_DAYS, *amount], text=[*kept, *_together(borrower, month)])
    frame = _signals(frame, scheme, asked_by)
    _refuse_negative(frame, [_DAYS, *amount], asked_by)
    if borrower is not None:
        if not amount:
            raise LookupError(f"{asked_by} needs the column {outstanding!r} to judge the loans of a borrower together")
        frame = _with_shares(frame, scheme, _together(borrower, month), outstanding)
    usable = usable_rules(scheme, frame.collect_schema().names())
    known = ~nw.col(_DAYS).is_null()
    found = with_verdict(frame, usable, scheme).with_columns(nw.when(known).then(nw.col("category")).alias("category"))
    rate = rate_of_category(scheme)
    provision = [(rate * nw.col(outstanding)).alias("provision")] if amount else []
    answer = found.select(
        *kept,
        "category",
        name_of_category(scheme).alias("category_name"),
        *(nw.when(known).then(nw.col(name)).alias(name) for name in ("decided_by", "reasons")),
        rate.alias("provision_rate"),
        *[name for name in amount if name not in kept],
        *provision,
    )
    return nw.to_native(answer)


def _signals(frame: Frame, scheme: LoanCategories, asked_by: str) -> Frame:
    """Yes and no as 1 and 0, numbers as floats without NaN."""
    schema = frame.collect_schema()
    tests = {one.column: one.test in COMPARISONS for rule in scheme.rules for one in rule.conditions}
    made = []
    for name, compared in tests.items():
        if name == _DAYS or name not in schema:
            continue
        value = nw.col(name)
        if schema[name] == nw.Boolean and not compared:
            yes, no = value == nw.lit(True), value == nw.lit(False)
            made.append(nw.when(yes).then(nw.lit(1.0)).otherwise(nw.when(no).then(nw.lit(0.0))).alias(name))
        elif schema[name].is_numeric():
            number = value.cast(nw.Float64)
            made.append(nw.when(number.is_finite()).then(number).alias(name))
        else:
            wanted = "numbers" if compared else "yes or no (true and false, or 1 and 0)"
            raise ValueError(f"{asked_by} needs {wanted} in {name!r}; found {schema[name]}. Convert the column first")
    return frame.with_columns(*made) if made else frame


def _refuse_negative(frame: Frame, names: Sequence[str], asked_by: str) -> None:
    lowest = frame.select(*(nw.col(name).min() for name in names)).lazy().collect()
    for name in names:
        value = lowest[name][0]
        if value is not None and value < 0:
            raise ValueError(f"{asked_by} needs {name} of 0 or more; found {value:g}")


def _together(borrower: str | None, month: str | None) -> list[str]:
    return [name for name in (borrower, month) if name is not None]


def _with_shares(frame: Frame, scheme: LoanCategories, group: list[str], outstanding: str) -> Frame:
    """The shares of each borrower's debts that are non-performing and overdue; missing where there is no borrower."""
    names = frame.collect_schema().names()
    wanted = [name for name in (_NONPERFORMING, _OVERDUE) if name not in names]
    if not wanted:
        return frame
    bad = [holds(one, names) for one in usable_rules(scheme, names) if one.category in scheme.nonperforming]
    nonperforming = nw.any_horizontal(*bad, ignore_nulls=False) if bad else nw.lit(False)
    parts = {_NONPERFORMING: nonperforming, _OVERDUE: (nw.col(_DAYS) > _LATE).fill_null(False)}
    debts = frame.filter(~nw.col(group[0]).is_null()).select(
        *group,
        nw.col(outstanding).alias("debt"),
        *(nw.when(parts[name]).then(nw.col(outstanding)).otherwise(nw.lit(0.0)).alias(name) for name in wanted),
    )
    sums = joinable(debts.group_by(*group).agg(nw.col("debt").sum(), *(nw.col(name).sum() for name in wanted)))
    whole = nw.when(nw.col("debt") > 0).then(nw.col("debt"))
    shares = sums.select(*group, *((nw.col(name) / whole).alias(name) for name in wanted))
    return frame.join(shares, on=group, how="left")
