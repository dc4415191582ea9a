"""When collateral counts: registration, insurance and what else a bank asks for, as data."""

from dataclasses import dataclass

from cmlib.rule_file import RuleFile

#: What a rule can ask of collateral. `cmlib.loans.collateral` says how each is tested.
REGISTERED = "registered"
INSURED = "insured until the loan ends"
BENEFICIARY = "first beneficiary of the insurance"
OWNER = "owner"
APPRAISED = "appraised within months"
TESTS = (REGISTERED, INSURED, BENEFICIARY, OWNER, APPRAISED)

#: What follows when a rule is broken: the bank does not count on the collateral, or merely notes it.
NOT_COUNTED, NOTED = EFFECTS = ("not counted", "noted")


@dataclass(frozen=True)
class CollateralRule:
    """One thing that a bank asks of collateral.

    ``test`` is one of ``TESTS``, ``reason`` what is said when it fails, ``effect`` one of ``EFFECTS``.
    ``kinds`` are the kinds of collateral that it is asked of; of all when there are none. ``word`` is the
    beneficiary or owner that is wanted, ``months`` how old an appraisal may be.
    """

    name: str
    zh: str
    test: str
    reason: str
    effect: str = NOT_COUNTED
    kinds: tuple[str, ...] = ()
    word: str | None = None
    months: int | None = None


@dataclass(frozen=True)
class CollateralRules(RuleFile):
    """The rules of a bank about collateral.

    Raises ``ValueError`` when there is no rule, a name comes twice, a test or effect is unknown, or a rule
    lacks the word or months that its test needs, or has what it does not need. The message names the rule.
    """

    name: str
    source: str
    rules: tuple[CollateralRule, ...]

    def __post_init__(self) -> None:
        place = f"collateral rules {self.name!r}"
        if not self.rules:
            raise ValueError(f"{place} need at least one rule")
        names = [rule.name for rule in self.rules]
        for rule in self.rules:
            _check(rule, f"{place}, rule {rule.name!r}")
            if names.count(rule.name) > 1:
                raise ValueError(f"{place} have the rule {rule.name!r} twice")


def _check(rule: CollateralRule, place: str) -> None:
    for what, value, allowed in (("test", rule.test, TESTS), ("effect", rule.effect, EFFECTS)):
        if value not in allowed:
            raise ValueError(f"{place}: {what} must be one of {', '.join(map(repr, allowed))}; found {value!r}")
    if (rule.word is not None) != (rule.test in (BENEFICIARY, OWNER)):
        raise ValueError(f"{place}: a word belongs to the tests {BENEFICIARY!r} and {OWNER!r}; found {rule.word!r}")
    if (rule.months is not None) != (rule.test == APPRAISED):
        raise ValueError(f"{place}: months belong to the test {APPRAISED!r}; found {rule.months!r}")
    if rule.months is not None and rule.months < 1:
        raise ValueError(f"{place}: months must be 1 or more; found {rule.months!r}")


_INSURABLE = ("house", "car", "machinery", "inventory")

#: The rules of the course.
COLLATERAL_RULES = CollateralRules(
    name="collateral",
    source=(
        "The course's deck, chapter 2: registration; insurance for the loan's whole term with the bank as first "
        "beneficiary. Registration: Civil Code of the PRC (2020), arts. 402, 403, 441 and 445. Yearly revaluation: "
        "China Banking Regulatory Commission (2017), Guidelines on the Management of Collateral of Commercial Banks "
        "(商业银行押品管理指引), Yinjianfa [2017] No. 16."
    ),
    rules=(
        CollateralRule("collateral_not_registered", "未办理登记", REGISTERED, "not registered"),
        CollateralRule(
            "insurance_ends_early", "保险期短于贷款期", INSURED, "insurance ends before the loan", kinds=_INSURABLE
        ),
        CollateralRule(
            "bank_not_first_beneficiary",
            "银行非第一受益人",
            BENEFICIARY,
            "bank is not first beneficiary",
            kinds=_INSURABLE,
            word="bank",
        ),
        CollateralRule(
            "third_party_owner",
            "第三人提供担保",
            OWNER,
            "owned by a third party, whose consent must be on file",
            effect=NOTED,
            word="borrower",
        ),
        CollateralRule(
            "appraisal_too_old",
            "估值过期",
            APPRAISED,
            "last appraisal more than a year ago",
            effect=NOTED,
            kinds=(*_INSURABLE, "land use right", "receivables"),
            months=12,
        ),
    ),
)
