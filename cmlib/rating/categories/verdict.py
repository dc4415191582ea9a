"""Which rules hold for each loan, and what follows: the category, the rule that decides, the reasons."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from cmlib.rating.categories.scheme import Condition, LoanCategories, Rule
from cmlib.table.door import Frame

_CODE = "which rules hold"
_MOST_RULES = 62  # that fit into one whole number


def usable_rules(scheme: LoanCategories, names: Sequence[str]) -> list[Rule]:
    """The rules for which a table has all columns that must say something for them to hold."""
    needed = {one.name: [each.column for each in one.conditions if each.test != "is not true"] for one in scheme.rules}
    return [one for one in scheme.rules if all(column in names for column in needed[one.name])]


def holds(rule: Rule, names: Sequence[str]) -> nw.Expr:
    """Whether all conditions of a rule hold, where yes and no are 1 and 0; never missing.

    A column that the table lacks has nothing to say against a rule that takes no for an answer.
    """
    tests = [_condition(one) for one in rule.conditions if one.column in names]
    return nw.all_horizontal(*tests, ignore_nulls=False) if tests else nw.lit(True)


def with_verdict(frame: Frame, rules: Sequence[Rule], scheme: LoanCategories) -> Frame:
    """The table with ``category``, ``decided_by`` and ``reasons``, as if every value were known."""
    names = frame.collect_schema().names()
    if not rules:
        nothing = nw.when(nw.col(names[0]).is_null() & ~nw.col(names[0]).is_null()).then(nw.lit(""))
        category = nw.lit(1, dtype=nw.Int64).alias("category")
        return frame.with_columns(category, nothing.alias("decided_by"), nw.lit("").alias("reasons"))
    frame = frame.with_columns(*(holds(one, names).alias(_flag(one)) for one in rules))
    if isinstance(frame, nw.DataFrame) and len(rules) <= _MOST_RULES:
        return _by_code(frame, rules, scheme)
    frame = frame.with_columns(_worst(rules, scheme).alias("category"))
    return frame.with_columns(_decided_by(rules, scheme).alias("decided_by"), _reasons(rules).alias("reasons"))


def _condition(condition: Condition) -> nw.Expr:
    """True or false; a missing value makes it false, but "is not true" true."""
    value = nw.col(condition.column)
    tests = {
        "is true": lambda: value == 1,
        "is not true": lambda: value.is_null() | (value == 0),
        "more than": lambda: value > condition.value,
        "at least": lambda: value >= condition.value,
        "less than": lambda: value < condition.value,
        "at most": lambda: value <= condition.value,
    }
    return tests[condition.test]().fill_null(condition.test == "is not true")


def _by_code(frame: Frame, rules: Sequence[Rule], scheme: LoanCategories) -> Frame:
    """Write each text once for each set of rules that holds somewhere: in memory, long texts are what takes time."""
    bits = [nw.when(nw.col(_flag(one))).then(nw.lit(2**place)).otherwise(nw.lit(0)) for place, one in enumerate(rules)]
    frame = frame.with_columns(nw.sum_horizontal(*bits).cast(nw.Int64).alias(_CODE))
    codes = frame[_CODE].unique().to_list()
    fired = [[one for place, one in enumerate(rules) if code >> place & 1] for code in codes]
    worst = [max((scheme.rank(one.category) for one in held), default=1) for held in fired]
    decisive = [
        next((one.name for one in held if scheme.rank(one.category) == rank), "")
        for held, rank in zip(fired, worst, strict=True)
    ]
    reasons = ["; ".join(one.name for one in held) for held in fired]
    code = nw.col(_CODE)
    named = code.replace_strict(codes, decisive, return_dtype=nw.String)
    return frame.with_columns(
        code.replace_strict(codes, worst, return_dtype=nw.Int64).alias("category"),
        nw.when(code > 0).then(named).alias("decided_by"),
        code.replace_strict(codes, reasons, return_dtype=nw.String).alias("reasons"),
    )


def _flag(rule: Rule) -> str:
    """Name of the column that says whether a rule holds."""
    return f"rule: {rule.name}"


def _worst(rules: Sequence[Rule], scheme: LoanCategories) -> nw.Expr:
    """The worst category among the rules that hold: mild ones first, so that worse ones go over them."""
    category: nw.Expr = nw.lit(1, dtype=nw.Int64)
    for place, name in enumerate(scheme.problem_loans, start=2):
        flags = [nw.col(_flag(one)) for one in rules if one.category == name]
        if flags:
            holding = nw.any_horizontal(*flags, ignore_nulls=False)
            category = nw.when(holding).then(nw.lit(place, dtype=nw.Int64)).otherwise(category)
    return category


def _decided_by(rules: Sequence[Rule], scheme: LoanCategories) -> nw.Expr:
    last, *earlier = reversed(rules)
    name: nw.Expr = nw.when(_decides(last, scheme)).then(nw.lit(last.name))
    for one in earlier:
        name = nw.when(_decides(one, scheme)).then(nw.lit(one.name)).otherwise(name)
    return name


def _decides(rule: Rule, scheme: LoanCategories) -> nw.Expr:
    return nw.col(_flag(rule)) & (nw.col("category") == scheme.rank(rule.category))


def _reasons(rules: Sequence[Rule]) -> nw.Expr:
    named = [nw.when(nw.col(_flag(one))).then(nw.lit(one.name)) for one in rules]
    return nw.concat_str(*named, separator="; ", ignore_nulls=True)
