"""What belongs to the category of each row: a name, a rate."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from cmlib.rating.categories.scheme import LoanCategories


def of_category(values: Sequence[float | str]) -> nw.Expr:
    """One of ``values``, the first for category 1, by the column ``category``; missing without a category."""
    answer: nw.Expr = nw.when(nw.col("category") == 1).then(nw.lit(values[0]))
    for place, value in enumerate(values[1:], start=2):
        answer = nw.when(nw.col("category") == place).then(nw.lit(value)).otherwise(answer)
    return answer


def name_of_category(scheme: LoanCategories) -> nw.Expr:
    """The category's name."""
    return of_category(scheme.order)


def rate_of_category(scheme: LoanCategories) -> nw.Expr:
    """The special provision per unit of the loan."""
    return of_category([float(one.provision_rate) for one in scheme.categories])
