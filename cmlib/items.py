"""The line items of a firm's yearly statements: one entry each, in statement order.

The names are the vocabulary of the whole library. A formula's parameters are line items,
a table of statements has them as columns. An amount of an earlier year carries a suffix:
``equity_prior`` is equity one year before, ``equity_two_years_ago`` two years, ``equity_three_years_ago`` three.

All amounts are money (CNY in the course's data). Costs and payments are positive numbers;
the totals say where they are subtracted.
"""

from dataclasses import dataclass

#: Suffix of a parameter that means an earlier year -> how many years earlier.
EARLIER = {"_prior": 1, "_two_years_ago": 2, "_three_years_ago": 3}


@dataclass(frozen=True)
class Item:
    """One line of a statement.

    ``sign`` is ``"positive"`` where a sound statement never shows less than zero, ``"either"``
    where both signs occur. ``total_of`` lists the lines that add up to this one, each with its
    factor +1 or -1; it is empty for a line that is not a total.
    """

    name: str
    zh: str
    statement: str
    meaning: str
    sign: str = "positive"
    total_of: tuple[tuple[str, int], ...] = ()
    unit: str = "CNY"


def _sum(plus: str, minus: str = "") -> tuple[tuple[str, int], ...]:
    return tuple((name, 1) for name in plus.split()) + tuple((name, -1) for name in minus.split())


_BALANCE, _INCOME, _CASH = "balance sheet", "income statement", "cash-flow statement"

_ALL = (
    # Balance sheet, at the end of the year.
    Item("cash", "货币资金", _BALANCE, "Cash in hand and at banks."),
    Item("short_term_investments", "交易性金融资产", _BALANCE, "Securities that can be sold within days."),
    Item("receivables", "应收账款", _BALANCE, "What customers owe, after the allowance for bad debts."),
    Item("inventory", "存货", _BALANCE, "Materials, work in progress and goods, after write-downs."),
    Item("other_current_assets", "其他流动资产", _BALANCE, "Prepayments and other assets due within a year."),
    Item(
        "current_assets",
        "流动资产合计",
        _BALANCE,
        "Assets that turn into cash within a year.",
        total_of=_sum("cash short_term_investments receivables inventory other_current_assets"),
    ),
    Item("fixed_assets", "固定资产净值", _BALANCE, "Plant and equipment after depreciation."),
    Item("intangible_assets", "无形资产", _BALANCE, "Land-use rights, patents and software after amortisation."),
    Item(
        "total_assets",
        "资产总计",
        _BALANCE,
        "Everything the firm owns.",
        total_of=_sum("current_assets fixed_assets intangible_assets"),
    ),
    Item("short_term_debt", "短期借款", _BALANCE, "Loans granted for a year or less."),
    Item(
        "current_portion_of_long_term_debt",
        "一年内到期的长期借款",
        _BALANCE,
        "Part of the long-term loans that falls due next year.",
    ),
    Item("payables", "应付账款", _BALANCE, "What the firm owes its suppliers."),
    Item("other_current_liabilities", "其他流动负债", _BALANCE, "Wages, taxes and advances owed."),
    Item(
        "current_liabilities",
        "流动负债合计",
        _BALANCE,
        "Debt due within a year.",
        total_of=_sum("short_term_debt current_portion_of_long_term_debt payables other_current_liabilities"),
    ),
    Item("long_term_debt", "长期借款", _BALANCE, "Loans due in more than a year."),
    Item(
        "total_liabilities",
        "负债合计",
        _BALANCE,
        "Everything the firm owes.",
        total_of=_sum("current_liabilities long_term_debt"),
    ),
    Item("paid_in_capital", "实收资本", _BALANCE, "Money the owners have put in."),
    Item("retained_earnings", "留存收益", _BALANCE, "Profits kept since the firm began, reserves included.", "either"),
    Item(
        "equity",
        "所有者权益",
        _BALANCE,
        "What belongs to the owners: net assets (净资产).",
        "either",
        _sum("paid_in_capital retained_earnings"),
    ),
    # Income statement, over the year.
    Item("main_business_revenue", "主营业务收入", _INCOME, "Sales of the firm's own line of business."),
    Item("other_business_revenue", "其他业务收入", _INCOME, "Sales of scrap and materials, rents."),
    Item(
        "revenue",
        "营业收入",
        _INCOME,
        "All sales, net of value-added tax.",
        total_of=_sum("main_business_revenue other_business_revenue"),
    ),
    Item("main_business_cost", "主营业务成本", _INCOME, "Cost of the main business's sales."),
    Item("other_business_cost", "其他业务成本", _INCOME, "Cost of the other sales."),
    Item(
        "cost_of_sales",
        "营业成本",
        _INCOME,
        "Cost of everything sold, depreciation of the plant included.",
        total_of=_sum("main_business_cost other_business_cost"),
    ),
    Item("business_taxes", "税金及附加", _INCOME, "Taxes and surcharges on sales, without value-added tax."),
    Item("selling_expense", "销售费用", _INCOME, "Cost of selling and delivering."),
    Item("administrative_expense", "管理费用", _INCOME, "Cost of management, research included."),
    Item("impairment_loss", "减值损失", _INCOME, "Bad debts and inventory written down: a cost, no payment."),
    Item("interest_expense", "利息支出", _INCOME, "Interest on all loans."),
    Item(
        "operating_profit",
        "营业利润",
        _INCOME,
        "Profit of ordinary business, after interest as Chinese statements show it.",
        "either",
        _sum(
            "revenue",
            "cost_of_sales business_taxes selling_expense administrative_expense impairment_loss interest_expense",
        ),
    ),
    Item("non_operating_result", "营业外收支净额", _INCOME, "Grants and windfalls less fines and losses.", "either"),
    Item(
        "profit_before_tax",
        "利润总额",
        _INCOME,
        "Profit before income tax.",
        "either",
        _sum("operating_profit non_operating_result"),
    ),
    Item("income_tax", "所得税费用", _INCOME, "Tax on the year's profit."),
    Item(
        "net_income",
        "净利润",
        _INCOME,
        "What the year leaves to the owners.",
        "either",
        _sum("profit_before_tax", "income_tax"),
    ),
    Item("depreciation", "固定资产折旧", _INCOME, "Wear of plant and equipment, contained in the costs above."),
    Item("amortisation", "无形资产摊销", _INCOME, "Wear of intangible assets, contained in the costs above."),
    # Cash-flow statement, over the year. Payments are positive numbers.
    Item("cash_received_from_customers", "销售商品、提供劳务收到的现金", _CASH, "Cash that customers paid."),
    Item(
        "other_operating_receipts",
        "收到其他与经营活动有关的现金净额",
        _CASH,
        "Grants and other receipts less such payments.",
        "either",
    ),
    Item(
        "cash_paid_to_suppliers_and_employees",
        "购买商品及支付给职工的现金",
        _CASH,
        "Cash paid for goods, services and wages.",
    ),
    Item("taxes_paid", "支付的各项税费", _CASH, "Business and income taxes paid."),
    Item(
        "operating_cash_flow",
        "经营活动现金流量净额",
        _CASH,
        "Net cash from ordinary business, before interest.",
        "either",
        _sum(
            "cash_received_from_customers other_operating_receipts", "cash_paid_to_suppliers_and_employees taxes_paid"
        ),
    ),
    Item("investments_sold", "收回投资收到的现金", _CASH, "Cash from securities sold."),
    Item("proceeds_from_disposals", "处置固定资产收回的现金", _CASH, "Cash from plant and equipment sold."),
    Item(
        "capital_expenditure",
        "购建固定资产、无形资产支付的现金",
        _CASH,
        "Cash paid for plant, equipment and intangible assets.",
    ),
    Item("investments_purchased", "投资支付的现金", _CASH, "Cash paid for securities."),
    Item(
        "investing_cash_flow",
        "投资活动现金流量净额",
        _CASH,
        "Net cash from buying and selling assets.",
        "either",
        _sum("investments_sold proceeds_from_disposals", "capital_expenditure investments_purchased"),
    ),
    Item("equity_issued", "吸收投资收到的现金", _CASH, "Cash that owners put in."),
    Item("borrowings_received", "取得借款收到的现金", _CASH, "Cash from loans drawn, renewals included."),
    Item("borrowings_repaid", "偿还债务支付的现金", _CASH, "Cash for loans repaid, renewals included."),
    Item("interest_paid", "偿付利息支付的现金", _CASH, "Cash paid as interest."),
    Item("dividends_paid", "分配股利支付的现金", _CASH, "Cash paid to the owners."),
    Item(
        "financing_cash_flow",
        "筹资活动现金流量净额",
        _CASH,
        "Net cash from owners and lenders, after interest and dividends.",
        "either",
        _sum("equity_issued borrowings_received", "borrowings_repaid interest_paid dividends_paid"),
    ),
    Item(
        "net_change_in_cash",
        "现金净增加额",
        _CASH,
        "Change of cash over the year.",
        "either",
        _sum("operating_cash_flow investing_cash_flow financing_cash_flow"),
    ),
)

#: Name of a line item -> its entry, in statement order.
ITEMS = {item.name: item for item in _ALL}


def years_back_of(parameter: str) -> tuple[str, int]:
    """The column that a formula's parameter is read from, and how many years back.

    >>> years_back_of("equity_prior"), years_back_of("revenue")
    (('equity', 1), ('revenue', 0))
    """
    for suffix, years in EARLIER.items():
        if parameter.endswith(suffix):
            return parameter.removesuffix(suffix), years
    return parameter, 0


def base_item(parameter: str) -> tuple[str, int]:
    """As `years_back_of`, for a parameter that must be a line item.

    Raises ``LookupError`` when it is none.

    >>> base_item("equity_three_years_ago")
    ('equity', 3)
    """
    name, years = years_back_of(parameter)
    if name not in ITEMS:
        raise LookupError(f"{parameter!r} is not a line item; cmlib.items.ITEMS lists all {len(ITEMS)}")
    return name, years
