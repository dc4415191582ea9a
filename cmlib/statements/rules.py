"""The rules by which the three statements hold together, as data."""

from dataclasses import dataclass

from cmlib.items import ITEMS, base_item

Terms = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Rule:
    """Two sums of line items that must be equal.

    ``found`` is what the statements show, ``expected`` what follows from their other lines; each is a
    tuple of (line item, +1 or -1), where a line item may carry the suffix ``_prior`` for the year
    before. ``assumes`` says what must be true of a firm for the rule to hold; it is empty where the
    rule is a plain sum and holds for all.

    Raises ``LookupError`` for what is no line item and ``ValueError`` for another factor or an empty side.
    """

    name: str
    meaning: str
    found: Terms
    expected: Terms
    assumes: str = ""

    def __post_init__(self) -> None:
        for side in ("found", "expected"):
            terms = getattr(self, side)
            if not terms:
                raise ValueError(f"rule {self.name!r} needs at least one line item in {side!r}")
            for item, factor in terms:
                base_item(item)
                if factor not in (1, -1):
                    raise ValueError(f"rule {self.name!r}: the factor of {item!r} must be 1 or -1, found {factor!r}")

    @property
    def line_items(self) -> tuple[str, ...]:
        """Every line item of both sides, with the suffix it carries."""
        return tuple(dict.fromkeys(item for item, _ in self.found + self.expected))


def _sum(plus: str, minus: str = "") -> Terms:
    return tuple((name, 1) for name in plus.split()) + tuple((name, -1) for name in minus.split())


_NO_REVALUATION = "no revaluation, merger or foreign currency"

#: Every rule, sums first.
RULES: tuple[Rule, ...] = (
    *(
        Rule(f"{item.name}_adds_up", f"The lines of {item.name} add up to it.", _sum(item.name), item.total_of)
        for item in ITEMS.values()
        if item.total_of
    ),
    Rule(
        "balance", "What the firm owns equals what it owes plus what belongs to the owners.",
        _sum("total_assets"), _sum("total_liabilities equity"),
    ),
    Rule(
        "cash_roll_forward", "Cash grows by the net cash of the year.",
        _sum("cash"), _sum("cash_prior net_change_in_cash"),
        "no foreign currency; all cash is free to use",
    ),
    Rule(
        "short_term_investments_roll_forward", "Securities grow by purchases less sales.",
        _sum("short_term_investments"), _sum("short_term_investments_prior investments_purchased", "investments_sold"),
        "securities are carried and sold at cost",
    ),
    Rule(
        "fixed_and_intangible_assets_roll_forward", "Long-lived assets grow by what was bought less sales and wear.",
        _sum("fixed_assets intangible_assets"),
        _sum(
            "fixed_assets_prior intangible_assets_prior capital_expenditure",
            "proceeds_from_disposals depreciation amortisation",
        ),
        f"{_NO_REVALUATION}; assets are paid for at once and sold at book value",
    ),
    Rule(
        "debt_roll_forward", "Loans grow by what was drawn less what was repaid.",
        _sum("short_term_debt current_portion_of_long_term_debt long_term_debt"),
        _sum(
            "short_term_debt_prior current_portion_of_long_term_debt_prior long_term_debt_prior borrowings_received",
            "borrowings_repaid",
        ),
        "no foreign currency, no loan taken over or forgiven",
    ),
    Rule(
        "paid_in_capital_roll_forward", "Capital grows by what the owners put in.",
        _sum("paid_in_capital"), _sum("paid_in_capital_prior equity_issued"),
        "no contribution in kind, no bonus shares",
    ),
    Rule(
        "retained_earnings_roll_forward", "Retained earnings grow by net income less dividends.",
        _sum("retained_earnings"), _sum("retained_earnings_prior net_income", "dividends_paid"),
        f"{_NO_REVALUATION}; dividends are paid in the year they are declared",
    ),
    Rule(
        "interest_is_paid", "The interest of the year is paid in the year.",
        _sum("interest_paid"), _sum("interest_expense"),
        "no interest is capitalised or left owing",
    ),
    # Receivables and inventory stand net of their allowances, so the impairment loss lowers net income
    # and these two lines alike. It cancels, and has no term of its own.
    Rule(
        "operating_cash_flow_indirect",
        "Net income before wear and interest, less what working capital swallowed, is operating cash flow.",
        _sum("operating_cash_flow"),
        _sum(
            "net_income depreciation amortisation interest_expense receivables_prior inventory_prior "
            "other_current_assets_prior payables other_current_liabilities",
            "receivables inventory other_current_assets payables_prior other_current_liabilities_prior",
        ),
        f"{_NO_REVALUATION}; assets are paid for at once and sold at book value",
    ),
)  # fmt: skip
