"""The credit limit (授信额度) that a policy gives, and the rule that binds it."""

import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.rating.identifiers import kept_columns, refuse_clash
from cmlib.rating.limits.policy import PERSONAL_LIMITS, ByGrade, Ceiling, LimitPolicy
from cmlib.rule_file import require_rules
from cmlib.table.door import Frame, as_frame, first_row, hint, open_table
from cmlib.table.expressions import not_below_zero, smaller

_GRADE, _HERE, _SECURED = "grade", "debts_here", "collateral_after_haircut"
_CAP, _BELOW = "cap", "grade below minimum"


@dataclass(frozen=True)
class CeilingAmount:
    """What one ceiling allows this bank to lend; 0 when debts elsewhere already fill it."""

    name: str
    amount: float


@dataclass(frozen=True)
class CreditLimit:
    """A limit with its parts.

    ``limit`` is the most that the borrower may owe this bank, ``debts_here`` what is owed already and
    ``available`` what may still be lent. ``binding_rule`` is the name of the lowest of ``ceilings``, or
    ``"cap"``, or ``"grade below minimum"``. Amounts that cannot be computed are NaN, the rule then ``None``.
    """

    policy: str
    grade: str | None
    ceilings: tuple[CeilingAmount, ...]
    cap: float
    limit: float
    debts_here: float
    available: float
    binding_rule: str | None

    @property
    def why(self) -> str:
        """The limit in a sentence."""
        if self.binding_rule is None:
            return "No limit: a figure that it needs is missing."
        if self.binding_rule == _BELOW:
            return f"No limit: {self.policy} give none to grade {self.grade}."
        bounds = [f"{one.name} allows {one.amount:,.0f}" for one in self.ceilings]
        bounds.append(f"the cap of grade {self.grade} is {self.cap:,.0f}")
        return (
            f"Limit {self.limit:,.0f}, bound by {self.binding_rule}: {', '.join(bounds)}. "
            f"Owed here {self.debts_here:,.0f}, available {self.available:,.0f}."
        )


def credit_limit(
    grade: str | None,
    *,
    policy: LimitPolicy = PERSONAL_LIMITS,
    debts_here: float = 0.0,
    collateral_after_haircut: float = 0.0,
    **amounts: float,
) -> CreditLimit:
    """The limit of one borrower.

    ``amounts`` are those that the policy uses. A person (``PERSONAL_LIMITS``) needs ``monthly_income`` and
    may have ``debts_elsewhere`` (owed to others, CNY) and ``monthly_debt_payments`` (on them, CNY a month);
    a firm (``ENTERPRISE_LIMITS``) needs ``equity`` and ``revenue`` (a year's) and may have
    ``debts_elsewhere``. ``debts_here`` is what this bank has lent already, ``collateral_after_haircut`` the
    value of collateral that `cmlib.loans.collateral_value` gives. Amounts are CNY.

    The limit is the lowest of the ceilings and the cap of the grade, never below 0. Debts to other banks
    are subtracted first, so that all banks together stay below the ceilings.

    Raises ``LookupError`` for an unknown grade, ``TypeError`` for what is no policy and for an amount that is
    missing, unknown to the policy or no number, ``ValueError`` for negative debts or collateral.

    >>> found = credit_limit("A", monthly_income=10_000, monthly_debt_payments=2_000, debts_elsewhere=40_000)
    >>> found.limit, found.binding_rule
    (80000.0, 'income multiple')
    >>> credit_limit("A", monthly_income=10_000, monthly_debt_payments=3_500).why
    'Limit 51,726, bound by repayment capacity: income multiple allows 120,000, repayment capacity allows 51,726, \
the cap of grade A is 300,000. Owed here 0, available 51,726.'
    """
    if grade is not None and not isinstance(grade, str):
        raise TypeError(
            f"credit_limit needs the name of a grade, found {type(grade).__name__}; credit_limits takes tables"
        )
    require_rules(policy, LimitPolicy, "policy", "credit_limit")
    unknown = [name for name in amounts if name not in policy.columns]
    lacking = [name for name in policy.bases if name not in amounts]
    if unknown or lacking:
        wrong = f"does not know {unknown}{hint(unknown, policy.columns)}" if unknown else f"also needs {lacking}"
        raise TypeError(f"credit_limit by {policy.name!r} takes {list(policy.columns)}; it {wrong}")
    given = dict.fromkeys(policy.debts, 0.0) | amounts | {_HERE: debts_here, _SECURED: collateral_after_haircut}
    for name, amount in given.items():
        if not isinstance(amount, numbers.Real) or isinstance(amount, bool):
            raise TypeError(f"credit_limit needs {name} to be a number, found {amount!r}")
        if name in (*policy.debts, _HERE, _SECURED) and amount < 0:
            raise ValueError(f"credit_limit needs {name} of 0 or more; found {amount:g}")
    known = {name: float(amount) if math.isfinite(amount) else math.nan for name, amount in given.items()}
    ceilings = tuple(
        CeilingAmount(one.name, _at_least_zero(_room(one, _figure(one.multiples, grade, policy), known)))
        for one in policy.ceilings
    )
    cap = _figure(policy.caps, grade, policy)
    amounts_allowed = [*(one.amount for one in ceilings), cap]
    limit = math.nan if any(math.isnan(amount) for amount in amounts_allowed) else min(amounts_allowed)
    rules = [*(one.name for one in ceilings), _CAP]
    rule = None if math.isnan(limit) else rules[amounts_allowed.index(limit)]
    return CreditLimit(
        policy=policy.name,
        grade=grade,
        ceilings=ceilings,
        cap=cap,
        limit=limit,
        debts_here=known[_HERE],
        available=_at_least_zero(limit - known[_HERE]),
        binding_rule=_BELOW if rule and grade in _below(policy) else rule,
    )


def credit_limits(
    table: IntoFrameT, policy: LimitPolicy = PERSONAL_LIMITS, *, grade: str = _GRADE, keep: Sequence[str] | None = None
) -> IntoFrameT:
    """The limit of every borrower of a table.

    ``table`` needs the column ``grade`` and the amounts of the policy, as in `credit_limit`;
    ``debts_here``, ``collateral_after_haircut`` and the policy's debts count as 0 when the table lacks the
    whole column. The answer is a table of the same kind: the columns of ``keep`` (else the identifying ones
    that the table has, such as ``customer_id``), ``grade``, ``<ceiling>_ceiling`` for each ceiling, ``cap``,
    ``limit``, ``available`` and ``binding_rule``. Where a grade or an amount is missing, so is the answer.

    Raises ``TypeError`` for what is no table or no policy, ``LookupError`` for a missing column or an unknown grade,
    ``ValueError`` for text where numbers belong, negative debts or collateral, a column to keep that the
    answer makes itself, and an empty table.

    >>> import pandas as pd
    >>> people = pd.DataFrame({"customer_id": ["a", "b"], "grade": ["A", "C"], "monthly_income": [10_000, 10_000]})
    >>> credit_limits(people)[["customer_id", "limit", "binding_rule"]]
      customer_id     limit         binding_rule
    0           a  120000.0      income multiple
    1           b       0.0  grade below minimum
    """
    require_rules(policy, LimitPolicy, "policy", "credit_limits")
    kept = kept_columns(as_frame(table, "credit_limits"), keep, "credit_limits")
    return _limits(table, policy, grade, kept, "credit_limits")


def _limits(table: IntoFrameT, policy: LimitPolicy, grade: str, kept: list[str], asked_by: str) -> IntoFrameT:
    made = [*(one.column for one in policy.ceilings), _CAP, "limit", "available", "binding_rule"]
    kept = [name for name in kept if name != grade]
    refuse_clash(kept, [*made, _GRADE], asked_by)
    columns = as_frame(table, asked_by).collect_schema().names()
    owed = (*policy.debts, _HERE, _SECURED)
    present = [name for name in owed if name in columns]
    frame = open_table(table, asked_by=asked_by, numeric=[*policy.bases, *present], text=[grade])
    _check_rows(frame, policy, grade, present, asked_by)
    absent = [nw.lit(0.0).alias(name) for name in owed if name not in present]
    frame = frame.with_columns(*absent) if absent else frame
    ceilings = {}
    for one in policy.ceilings:
        amounts = {name: nw.col(name) for name in (one.base, one.debts, _SECURED)}
        ceilings[one.column] = not_below_zero(_room(one, _by_grade(one.multiples, grade), amounts))
    frame = frame.select(
        *kept,
        nw.col(grade).alias(_GRADE),
        _HERE,
        *(amount.alias(column) for column, amount in ceilings.items()),
        _by_grade(policy.caps, grade).alias(_CAP),
    )
    lowest = nw.col(_CAP)
    for column in ceilings:
        lowest = smaller(nw.col(column), lowest)
    frame = frame.with_columns(lowest.alias("limit"))
    frame = frame.with_columns(not_below_zero(nw.col("limit") - nw.col(_HERE)).alias("available"))
    return nw.to_native(frame.select(*kept, _GRADE, *made[:-1], _binding(policy).alias("binding_rule")))


def _room(ceiling: Ceiling, multiple: Any, amounts: Mapping[str, Any]) -> Any:
    """What a ceiling leaves, of numbers or of expressions; below zero where debts are above it."""
    room = (multiple * amounts[ceiling.base] - amounts[ceiling.debts]) * ceiling.worth
    return room + amounts[_SECURED] if ceiling.collateral_adds else room


def _figure(figures: tuple[ByGrade, ...], grade: str | None, policy: LimitPolicy) -> float:
    """The figure of one grade: 0 for grades below the lowest that is listed, missing without a grade."""
    if grade is None:
        return math.nan
    return next((float(one.value) for one in figures if one.grade == policy.scale[grade].name), 0.0)


def _at_least_zero(amount: float) -> float:
    return amount if math.isnan(amount) else max(amount, 0.0)


def _binding(policy: LimitPolicy) -> nw.Expr:
    """The first ceiling, in the order of the policy, at which the limit lies."""
    rule: nw.Expr = nw.when(nw.col("limit") == nw.col(_CAP)).then(nw.lit(_CAP))
    for one in reversed(policy.ceilings):
        rule = nw.when(nw.col("limit") == nw.col(one.column)).then(nw.lit(one.name)).otherwise(rule)
    below = nw.col(_GRADE).is_in(_below(policy))
    return nw.when(nw.col("limit") >= 0).then(nw.when(below).then(nw.lit(_BELOW)).otherwise(rule))


def _by_grade(figures: tuple[ByGrade, ...], grade: str) -> nw.Expr:
    """The figure of each row's grade: 0 for grades below the lowest that is listed, missing without a grade."""
    value: nw.Expr = nw.when(~nw.col(grade).is_null()).then(nw.lit(0.0))
    for one in figures:
        value = nw.when(nw.col(grade) == one.grade).then(nw.lit(float(one.value))).otherwise(value)
    return value


def _below(policy: LimitPolicy) -> list[str]:
    return list(policy.scale.order[len(policy.caps) :])


def _check_rows(frame: Frame, policy: LimitPolicy, grade: str, owed: list[str], asked_by: str) -> None:
    """Refuse an unknown grade and negative debts; one query for both, since an engine may be lazy."""
    known = list(policy.scale.order)
    wrong = [~nw.col(grade).is_null() & ~nw.col(grade).is_in(known), *(nw.col(name) < 0 for name in owed)]
    found = first_row(frame.select(grade, *owed).filter(nw.any_horizontal(*wrong, ignore_nulls=True)))
    if found is None:
        return
    if found[0] is not None and found[0] not in known:
        policy.scale[found[0]]  # raises LookupError, and names the nearest grade
    name, amount = next(
        (name, amount) for name, amount in zip(owed, found[1:], strict=True) if amount is not None and amount < 0
    )
    raise ValueError(f"{asked_by} needs {name} of 0 or more; found {amount:g}")
