"""Life stages of a relationship (客户生命周期), and what the customers in each are worth.

A relationship is tried out, grows, holds and fades. Where it stands is told by its age, and by the margin of the last
twelve months against that of the twelve before.
"""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.clv import arguments
from cmlib.rule_file import RuleFile
from cmlib.table.door import open_table

#: Stage -> its Chinese term, in the order of a relationship's life.
STAGES = {"exploration": "考察期", "formation": "形成期", "stability": "稳定期", "decline": "退化期"}


@dataclass(frozen=True)
class LifeStageRules(RuleFile):
    """Where one stage ends and the next begins.

    A customer of fewer than ``exploration_months`` explores. Of the others, those whose margin rose by more than
    ``growth`` are in formation, those whose margin fell by more than ``decline`` decline; both are fractions of the
    size of the earlier margin. The rest are stable.

    Raises ``ValueError`` for months or fractions below 0.
    """

    name: str
    source: str
    exploration_months: int
    growth: float
    decline: float

    def __post_init__(self) -> None:
        place = f"life stage rules {self.name!r}"
        arguments.count(self.exploration_months, "exploration_months", place)
        for one in ("growth", "decline"):
            arguments.amount(getattr(self, one), one, place, least=0)


#: The course's rules.
LIFE_STAGES = LifeStageRules(
    name="life stages",
    source="Phases after Dwyer, Schurr, Oh (1987), Developing buyer-seller relationships, Journal of Marketing 51(2), "
    "11-27; the bounds are the course's own.",
    exploration_months=12,
    growth=0.10,
    decline=0.10,
)


def value_by_life_stage(
    customers: IntoFrameT,
    *,
    value: str,
    tenure_months: str = "tenure_months",
    margin_before: str = "margin_before",
    margin_now: str = "margin_now",
    rules: LifeStageRules = LIFE_STAGES,
) -> IntoFrameT:
    """How many customers are in each life stage, and what they are worth together and on average.

    ``customers`` is a table of any engine with a row a customer: the column ``value`` in CNY, and months of being a
    customer, margin of the twelve months before the last twelve, and margin of the last twelve. A customer for whom
    one of these is missing is in the stage "unknown"; one who explores needs no earlier margin. A table of the same
    kind comes back: ``stage``, ``customers``, ``total_value``, ``mean_value``. Values that are missing are left out
    of both, and a stage with none of them has a missing mean.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for text among
    numbers or an empty table.

    Source: Dwyer, Schurr, Oh (1987), Developing buyer-seller relationships, Journal of Marketing 51(2), 11-27.

    >>> import pandas as pd
    >>> value_by_life_stage(pd.DataFrame({
    ...     "clv": [10.0, 50.0, 70.0], "tenure_months": [3, 40, 90], "margin_before": [None, 100, 100],
    ...     "margin_now": [5.0, 104, 95]}), value="clv")
             stage  customers  total_value  mean_value
    0  exploration          1         10.0        10.0
    1    stability          2        120.0        60.0
    """
    columns = [value, tenure_months, margin_before, margin_now]
    frame = open_table(customers, asked_by="value_by_life_stage", numeric=columns)
    before, now = nw.col(margin_before), nw.col(margin_now)
    stage = nw.when(now >= before - before.abs() * rules.decline).then(nw.lit("stability")).otherwise(nw.lit("decline"))
    stage = nw.when(now > before + before.abs() * rules.growth).then(nw.lit("formation")).otherwise(stage)
    known = ~before.is_null() & ~now.is_null() & ~nw.col(tenure_months).is_null()
    stage = nw.when(known).then(stage).otherwise(nw.lit("unknown"))
    stage = nw.when(nw.col(tenure_months) < rules.exploration_months).then(nw.lit("exploration")).otherwise(stage)
    place = nw.lit(len(STAGES))
    for number, name in enumerate(STAGES):
        place = nw.when(nw.col("stage") == name).then(nw.lit(number)).otherwise(place)
    valued = (~nw.col(value).is_null()).cast(nw.Int64)
    frame = frame.select(stage=stage, value=nw.col(value), known=valued, customers=nw.lit(1))
    sums = [nw.col(name).sum() for name in ("customers", "value", "known")]
    found = frame.group_by("stage").agg(*sums).with_columns(nw.col("customers").cast(nw.Int64))
    valued = nw.when(nw.col("known") > 0).then(nw.col("known").cast(nw.Float64))
    found = found.with_columns(place=place, mean_value=nw.col("value") / valued)
    found = found.select("stage", "customers", "place", "mean_value", total_value=nw.col("value"))
    if isinstance(found, nw.DataFrame):
        found = nw.maybe_reset_index(found.sort("place"))
    return found.select("stage", "customers", "total_value", "mean_value").to_native()
