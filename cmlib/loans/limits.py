"""How much of value and income a loan may take: the limits of a bank or its regulator, as data."""

from dataclasses import dataclass, fields

from cmlib.loans.terms import finite
from cmlib.rule_file import RuleFile


@dataclass(frozen=True)
class LendingLimits(RuleFile):
    """The largest permitted loan-to-value, payment-to-income and debt-to-income; a limit belongs to what it permits.

    A limit that is ``None`` is not applied, as loan-to-value to a loan without collateral. Raises
    ``TypeError`` or ``ValueError`` when no limit is given, one is no fraction above 0 and up to 1, or the one
    on payments of this loan is above the one on payments of all debts, which it could never reach.

    >>> LendingLimits("consumer loans", "example", debt_to_income=0.5).given
    {'debt_to_income': 0.5}
    """

    name: str
    source: str
    loan_to_value: float | None = None
    payment_to_income: float | None = None
    debt_to_income: float | None = None

    def __post_init__(self) -> None:
        place = f"lending limits {self.name!r}"
        if not self.given:
            raise ValueError(f"{place} need at least one of {list(LIMITS)}")
        for name, limit in self.given.items():
            if not 0 < finite(limit, name, place) <= 1:
                raise ValueError(f"{place} need {name} above 0 and at most 1 (55% is 0.55); found {limit!r}")
        own, all_debts = self.payment_to_income, self.debt_to_income
        if own is not None and all_debts is not None and own > all_debts:
            raise ValueError(
                f"{place}: payment_to_income {own!r} above debt_to_income {all_debts!r} could never be reached"
            )

    @property
    def given(self) -> dict[str, float]:
        """The limits that are applied, by the name of the measure that they limit."""
        values = {name: getattr(self, name) for name in LIMITS}
        return {name: limit for name, limit in values.items() if limit is not None}


def require_limits(limits: object, asked_by: str) -> None:
    """Raise ``TypeError`` for a bare number or whatever else are no limits."""
    if not isinstance(limits, LendingLimits):
        raise TypeError(
            f"{asked_by} needs limits to be LendingLimits, such as "
            f"LendingLimits('our bank', 'its manual', debt_to_income=0.5); found {limits!r}"
        )


#: The measures that can be limited, in the order in which reasons name them.
LIMITS = tuple(field.name for field in fields(LendingLimits) if field.name not in ("name", "source"))

#: The national limits on housing loans. Cities and banks may set stricter ones.
HOUSING_LIMITS = LendingLimits(
    name="housing loans",
    source=(
        "Loan-to-value: People's Bank of China and National Financial Regulatory Administration (2024), notice of "
        "24 September on minimum down payments (at least 15%, first and second homes alike). Payments: China Banking "
        "Regulatory Commission (2004), Guidelines on Risk Management of Real Estate Loans of Commercial Banks "
        "(商业银行房地产贷款风险管理指引), Yinjianfa [2004] No. 57, art. 36 (50% and 55% of monthly income)."
    ),
    loan_to_value=0.85,
    payment_to_income=0.50,
    debt_to_income=0.55,
)
