"""Provisions for loan losses (贷款损失准备): what is needed, and whether it is enough."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.figures import check_figure
from cmlib.rating.categories.loan_quality import LOAN_QUALITY, PROVISION_STANDARD, ProvisionStandard
from cmlib.rating.categories.scheme import LOAN_CATEGORIES, LoanCategories
from cmlib.rating.categories.values import name_of_category, rate_of_category
from cmlib.rule_file import require_rules
from cmlib.table.door import Frame, first_row, open_table


def provisions_by_category(
    loans: IntoFrameT,
    scheme: LoanCategories = LOAN_CATEGORIES,
    *,
    by: str | Sequence[str] = (),
    category: str = "category",
    outstanding: str = "outstanding",
) -> IntoFrameT:
    """Loans and special provisions (专项准备) by category, and by whatever groups are asked for.

    ``loans`` needs the ``category`` (1 the best) and the ``outstanding`` amount (CNY); `classify_loans` gives
    the first, the course's ``loan_months`` has both. The answer is a table of the same kind with the columns
    of ``by``, ``category``, ``category_name``, ``loans`` (how many), ``outstanding``, ``provision_rate`` and
    ``provision``; a category without loans has no row. Loans without a category or an amount are left out.

    Raises ``TypeError`` for what is no table or no scheme, ``LookupError`` for a missing column, ``ValueError``
    for a category off the scheme, a negative amount, text where numbers belong and an empty table.

    Source: People's Bank of China (2002), Guidelines on Provisions for Loan Losses of Banks
    (银行贷款损失准备计提指引), Yinfa [2002] No. 98.

    >>> import pandas as pd
    >>> loans = pd.DataFrame({"category": [1, 2, 3, 3], "outstanding": [900.0, 50.0, 30.0, 20.0]})
    >>> provisions_by_category(loans)[["category_name", "loans", "outstanding", "provision"]]
         category_name  loans  outstanding  provision
    0           normal      1        900.0        0.0
    1  special mention      1         50.0        1.0
    2      substandard      2         50.0       12.5
    """
    groups = [by] if isinstance(by, str) else list(by)
    frame = _open(loans, scheme, groups, category, outstanding, "provisions_by_category")
    sums = frame.group_by(*groups, "category").agg(nw.col("outstanding").sum(), nw.col("loans").sum())
    names = name_of_category(scheme)
    rates = rate_of_category(scheme)
    answer = sums.select(
        *groups,
        nw.col("category").cast(nw.Int64),
        names.alias("category_name"),
        nw.col("loans").cast(nw.Int64),
        "outstanding",
        rates.alias("provision_rate"),
        (rates * nw.col("outstanding")).alias("provision"),
    )
    return nw.to_native(answer.sort(*groups, "category") if isinstance(answer, nw.DataFrame) else answer)


def provision_ratios(
    loans: IntoFrameT,
    scheme: LoanCategories = LOAN_CATEGORIES,
    *,
    by: str | Sequence[str] = (),
    held: float | None = None,
    standard: ProvisionStandard = PROVISION_STANDARD,
    category: str = "category",
    outstanding: str = "outstanding",
) -> IntoFrameT:
    """Loan quality, the provisions that a book of loans needs, and what is lacking.

    One row for each group of ``by``, or one for the whole table: ``loans``, ``outstanding``,
    ``problem_loans`` (the last four categories), ``nonperforming_loans`` (the last three),
    ``general_provision`` (一般准备, a part of all loans), ``special_provision`` (专项准备, by category),
    ``provisions``, the ratios of ``LOAN_QUALITY``, ``standard_provision`` (the larger of the standard's two)
    and ``shortfall`` (what provisions lack of it, else 0). Amounts are CNY. ``held`` is what the bank has set
    aside, for the whole table; without it ``provisions`` are the general and the special ones.

    Raises what `provisions_by_category` raises, and ``ValueError`` for a negative ``held`` and for one beside
    groups.

    Source: People's Bank of China (2002), Guidelines on Provisions for Loan Losses of Banks
    (银行贷款损失准备计提指引), Yinfa [2002] No. 98; China Banking Regulatory Commission (2011), Measures for Loan
    Loss Provisions of Commercial Banks (商业银行贷款损失准备管理办法), Order 2011 No. 4.

    >>> import pandas as pd
    >>> loans = pd.DataFrame({"category": [1, 2, 3, 3], "outstanding": [900.0, 50.0, 30.0, 20.0]})
    >>> found = provision_ratios(loans).iloc[0]
    >>> found[["general_provision", "special_provision", "standard_provision", "shortfall"]].tolist()
    [10.0, 13.5, 75.0, 51.5]
    >>> found[["nonperforming_ratio", "coverage_ratio", "loan_provision_ratio"]].tolist()
    [0.05, 0.47, 0.0235]
    """
    asked_by = "provision_ratios"
    require_rules(standard, ProvisionStandard, "standard", asked_by)
    groups = [by] if isinstance(by, str) else list(by)
    if held is not None:
        check_figure(held, f"{asked_by}: held", 0)
        if groups:
            raise ValueError(f"{asked_by} takes held for the whole table; it cannot be divided over {groups}")
    frame = _open(loans, scheme, groups, category, outstanding, asked_by)
    performing = len(scheme.order) - len(scheme.nonperforming)
    special = rate_of_category(scheme) * nw.col("outstanding")
    frame = frame.with_columns(
        problem_loans=_amount_if(nw.col("category") > 1),
        nonperforming_loans=_amount_if(nw.col("category") > performing),
        special_provision=special,
    )
    names = ["loans", "outstanding", "problem_loans", "nonperforming_loans", "special_provision"]
    sums = [nw.col(name).sum() for name in names]
    frame = frame.group_by(*groups).agg(*sums) if groups else frame.select(*sums)
    frame = frame.with_columns(general_provision=nw.col("outstanding") * float(scheme.general_provision_rate))
    set_aside = nw.col("general_provision") + nw.col("special_provision") if held is None else nw.lit(float(held))
    of_bad = nw.col("nonperforming_loans") * float(standard.coverage_ratio)
    of_all = nw.col("outstanding") * float(standard.loan_provision_ratio)
    frame = frame.with_columns(
        provisions=set_aside, standard_provision=nw.when(of_bad > of_all).then(of_bad).otherwise(of_all)
    )
    lacking = nw.col("standard_provision") - nw.col("provisions")
    ratios = {name: one(**{each: nw.col(each) for each in one.parameters}) for name, one in LOAN_QUALITY.items()}
    answer = frame.select(
        *groups,
        nw.col("loans").cast(nw.Int64),
        *names[1:-1],
        "general_provision",
        "special_provision",
        "provisions",
        *(ratio.alias(name) for name, ratio in ratios.items()),
        "standard_provision",
        nw.when(lacking > 0).then(lacking).otherwise(nw.lit(0.0)).alias("shortfall"),
    )
    return nw.to_native(answer.sort(*groups) if groups and isinstance(answer, nw.DataFrame) else answer)


def _open(
    loans: IntoFrameT, scheme: LoanCategories, groups: list[str], category: str, outstanding: str, asked_by: str
) -> Frame:
    require_rules(scheme, LoanCategories, "scheme", asked_by)
    frame = open_table(loans, asked_by=asked_by, numeric=[category, outstanding], text=groups)
    frame = frame.select(
        *groups, nw.col(category).alias("category"), nw.col(outstanding).alias("outstanding"), loans=nw.lit(1.0)
    )
    places = [float(place) for place in range(1, len(scheme.order) + 1)]
    off = ~nw.col("category").is_null() & ~nw.col("category").is_in(places)
    found = first_row(frame.select("category", "outstanding").filter(off | (nw.col("outstanding") < 0)))
    if found is not None and found[0] is not None and found[0] not in places:
        raise ValueError(f"{asked_by} needs categories from 1 to {len(places)} in {category!r}; found {found[0]:g}")
    if found is not None:
        raise ValueError(f"{asked_by} needs {outstanding} of 0 or more; found {found[1]:g}")
    return frame.filter(~nw.col("category").is_null() & ~nw.col("outstanding").is_null())


def _amount_if(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.col("outstanding")).otherwise(nw.lit(0.0))
