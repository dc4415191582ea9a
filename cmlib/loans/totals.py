"""What a schedule adds up to, and what the one plan costs more than the other."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from cmlib.loans.schedule import Day, Rate, equal_instalment, equal_principal


@dataclass(frozen=True)
class ScheduleTotals:
    """A schedule in figures, all but the number of instalments in CNY.

    ``payment`` is ``principal`` and ``interest`` together.
    """

    instalments: int
    payment: float
    principal: float
    interest: float
    first_payment: float
    largest_payment: float
    last_payment: float


@dataclass(frozen=True)
class PlanComparison:
    """The two plans for one loan.

    ``extra_interest`` is what equal instalments cost more, in CNY. ``crossing`` is the number of the first
    instalment in which equal principal asks for less than equal instalments; ``None`` when there is none.
    """

    equal_instalment: ScheduleTotals
    equal_principal: ScheduleTotals
    extra_interest: float
    crossing: int | None

    def table(self) -> pd.DataFrame:
        """The figures of both plans side by side: one column a plan."""
        return pd.DataFrame(
            {
                plan: {field.name: getattr(figures, field.name) for field in fields(ScheduleTotals)}
                for plan, figures in (
                    ("equal instalment", self.equal_instalment),
                    ("equal principal", self.equal_principal),
                )
            }
        )


def schedule_totals(schedule: pd.DataFrame) -> ScheduleTotals:
    """Add a schedule up, to the cent.

    ``schedule`` is what `equal_instalment` and its like return, or any table of one loan's instalments in
    their order with the columns principal and interest. What was paid early (``paid_early`` in a schedule of `prepay`)
    counts as principal and as payment, though not as an instalment's.

    Raises ``TypeError`` for what is no table, ``LookupError`` when a column is lacking, ``ValueError`` for an
    empty table.

    >>> schedule_totals(equal_instalment(1_000, rate_per_year=0.12, months=3)).interest
    20.07
    """
    if not hasattr(schedule, "columns"):
        advice = ", whose .schedule is one" if hasattr(schedule, "schedule") else ""
        raise TypeError(f"schedule_totals needs a schedule, a table; found {type(schedule).__name__}{advice}")
    missing = [name for name in ("principal", "interest") if name not in schedule]
    if missing:
        raise LookupError(f"schedule_totals needs the columns {missing}; the table has {list(schedule.columns)}")
    if not len(schedule):
        raise ValueError("schedule_totals needs at least one instalment; the table is empty")
    interest, principal = (np.rint(schedule[name].to_numpy() * 100) for name in ("interest", "principal"))
    early = np.rint(schedule["paid_early"].to_numpy() * 100).sum() if "paid_early" in schedule else 0.0
    payment = (principal + interest) / 100
    return ScheduleTotals(
        instalments=len(schedule),
        payment=float(principal.sum() + interest.sum() + early) / 100,
        principal=float(principal.sum() + early) / 100,
        interest=float(interest.sum()) / 100,
        first_payment=float(payment[0]),
        largest_payment=float(payment.max()),
        last_payment=float(payment[-1]),
    )


def compare_plans(
    principal: float, *, rate_per_year: Rate, months: int, first_due: Day | None = None
) -> PlanComparison:
    """Set equal instalments (等额本息) and equal principal (等额本金) side by side for one loan.

    Arguments and errors as in `equal_instalment`.

    >>> compared = compare_plans(1_000_000, rate_per_year=0.049, months=360)
    >>> compared.extra_interest, compared.crossing
    (173574.04, 138)
    """
    level = equal_instalment(principal, rate_per_year=rate_per_year, months=months, first_due=first_due)
    falling = equal_principal(principal, rate_per_year=rate_per_year, months=months, first_due=first_due)
    below = (falling["payment"] < level["payment"]).to_numpy()
    one, other = schedule_totals(level), schedule_totals(falling)
    return PlanComparison(
        equal_instalment=one,
        equal_principal=other,
        extra_interest=round(one.interest - other.interest, 2),
        crossing=int(np.argmax(below)) + 1 if below.any() else None,
    )
