"""Why one loan is in its category: every rule, in the order in which the deck reviews a loan."""

import math
import numbers
from collections.abc import Mapping

import numpy as np
import pandas as pd

from cmlib.rating.categories.classify import classify_loans
from cmlib.rating.categories.scheme import LOAN_CATEGORIES, STEPS, LoanCategories, Rule
from cmlib.rule_file import require_rules

_DAYS = "days_past_due"  # every loan needs them, whether a rule of the scheme uses them or not


def explain_loan(loan: Mapping | pd.Series, scheme: LoanCategories = LOAN_CATEGORIES) -> pd.DataFrame:
    """Every rule of the scheme and what it says about one loan.

    ``loan`` is a mapping or a pandas Series with ``days_past_due`` and whatever else is known. The answer has
    one row a rule, by the deck's steps (purpose, source of repayment, asset conversion cycle, record; then
    ability, willingness, legal liability, collateral): ``step``, ``rule``, ``at_least`` (the category),
    ``answer`` (``"yes"``, ``"no"`` or ``"not known"``), ``reason``, ``source``. Its ``attrs`` hold
    ``category``, ``category_name``, ``zh``, ``decided_by`` and ``words``.

    Raises ``TypeError`` for a loan or a scheme of another kind, and what `classify_loans` raises.

    >>> found = explain_loan({"days_past_due": 0, "evading_debt": True, "credit_impaired": False})
    >>> found.attrs["words"]
    'Doubtful (可疑): the borrower evades its bank debts (Measures, article 12 (2)). Not known: 12 of 22 rules.'
    >>> found.set_index("rule").answer[["evading debt", "credit-impaired", "legal defect"]].tolist()
    ['yes', 'no', 'not known']
    """
    if not isinstance(loan, (Mapping, pd.Series)):
        raise TypeError(f"explain_loan needs a mapping or a pandas Series, found {type(loan).__name__}")
    require_rules(scheme, LoanCategories, "scheme", "explain_loan")
    given = {name: _number(name, loan[name]) for name in dict.fromkeys([_DAYS, *scheme.columns]) if name in loan}
    found = classify_loans(pd.DataFrame([given]), scheme, keep=[]).iloc[0]
    given = {name: value for name, value in given.items() if math.isfinite(value)}
    category = None if pd.isna(found["category"]) else int(found["category"])
    fired = [] if category is None else str(found["reasons"]).split("; ")
    rules = sorted(scheme.rules, key=lambda rule: STEPS.index(rule.step))
    table = pd.DataFrame(
        [
            {
                "step": rule.step,
                "rule": rule.name,
                "at_least": rule.category,
                "answer": "yes" if rule.name in fired else _answer(rule, given, category),
                "reason": rule.reason,
                "source": rule.source,
            }
            for rule in rules
        ],
        columns=["step", "rule", "at_least", "answer", "reason", "source"],
    )
    name = None if category is None else scheme.order[category - 1]
    table.attrs |= {
        "category": category,
        "category_name": name,
        "zh": None if name is None else scheme[name].zh,
        "decided_by": None if pd.isna(found["decided_by"]) else found["decided_by"],
    }
    table.attrs["words"] = _words(table, scheme)
    return table


def _answer(rule: Rule, given: Mapping[str, float], category: int | None) -> str:
    """No when what is known rules the rule out; a rule that did not hold is open when a value for it is missing."""
    if category is None:
        return "not known"
    met = (_met(one.test, one.value, given[one.column]) for one in rule.conditions if one.column in given)
    return "not known" if all(met) else "no"


def _met(test: str, value: float | None, found: float) -> bool:
    bound = 1.0 if value is None else value
    return {
        "is true": found == bound,
        "is not true": found != bound,
        "more than": found > bound,
        "at least": found >= bound,
        "less than": found < bound,
        "at most": found <= bound,
    }[test]


def _words(table: pd.DataFrame, scheme: LoanCategories) -> str:
    attrs = table.attrs
    if attrs["category"] is None:
        return "Not classified: the days past due are not known."
    fired = table[table["answer"] == "yes"]
    title = f"{attrs['category_name'].capitalize()} ({attrs['zh']})"
    unknown = int((table["answer"] == "not known").sum())
    ending = f" Not known: {unknown} of {len(table)} rules." if unknown else ""
    if fired.empty:
        return f"{title}: no rule holds.{ending}"
    decisive = fired[fired["rule"] == attrs["decided_by"]].iloc[0]
    rest = fired[fired["rule"] != attrs["decided_by"]]
    order = sorted(range(len(rest)), key=lambda place: -scheme.rank(rest["at_least"].iloc[place]))
    also = f" Also: {'; '.join(rest['reason'].iloc[place] for place in order)}." if len(rest) else ""
    return f"{title}: {decisive['reason']} ({decisive['source']}).{also}{ending}"


def _number(name: str, value: object) -> float:
    """A figure, or yes and no as 1 and 0: a table of one row then has numbers whatever the loan was kept in."""
    if value is None or value is pd.NA:
        return math.nan
    if isinstance(value, (numbers.Real, np.bool_)):
        return float(value)
    raise TypeError(f"explain_loan needs a number, or yes or no, for {name}; found {value!r}")
