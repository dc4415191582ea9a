"""The early-warning rules of the course: what to watch between two reviews of a loan.

Monthly rules fit the account and the utilities (`firm_months` of the course's bank), yearly ones the
ratios of `cmlib.table.ratio_table`, the last ones a table of securities. Thresholds are the course's own:
round numbers that seldom trouble a sound firm. A bank sets its own from its own defaults
(`cmlib.rating.warning_thresholds`).
"""

from cmlib.rating.monitoring.warning_rules import WarningRule, WarningRules

_ACCOUNT = (
    WarningRule(
        "cheques returned", "退票", "cash flow", "cheques_returned", "above", 1, 3,
        "The firm pays with cheques that its account does not cover.",
        "Visit at once; ask for the payments due in the next month and for what covers them.",
        at_least=2, of_last=3,
    ),
    WarningRule(
        "account overdrawn", "账户透支", "cash flow", "overdraft_days", "above", 3, 2,
        "The account is below zero for days on end: cash comes in too late.",
        "Compare inflows with sales; ask for the list of receivables.",
        at_least=2, of_last=3,
    ),
    WarningRule(
        "deposits shrinking", "存款大幅下降", "cash flow", "average_deposit", "below", -0.5, 2,
        "The firm keeps half of what it used to keep, or keeps it elsewhere.",
        "Ask where the money went; look for new accounts at other banks.",
        measure="change", past=6, at_least=2, of_last=3,
    ),
    WarningRule(
        "receipts falling", "销售回款减少", "cash flow", "account_inflow", "below", -0.4, 2,
        "Customers' money comes in far below the last year's mean: sales fall, or are paid elsewhere.",
        "Compare with value-added tax and electricity: has business shrunk, or moved to another bank?",
        measure="change", past=12, at_least=2, of_last=3,
    ),
    WarningRule(
        "electricity falling", "用电量下降", "operations", "electricity_kwh", "below", -0.3, 1,
        "Machines stand still.", "Visit the plant, not the office.",
        measure="change", past=12, at_least=2, of_last=3,
    ),
    WarningRule(
        "tax payments falling", "纳税减少", "operations", "vat_paid", "below", -0.4, 1,
        "Value-added tax follows sales, whatever the statements say.", "Compare with the sales reported.",
        measure="change", past=12, at_least=2, of_last=3,
    ),
    WarningRule(
        "people dismissed", "裁员", "operations", "employees_paid", "below", -0.2, 1,
        "One in five is gone within a year.", "Ask which line of business is being closed.",
        measure="change", past=12,
    ),
    WarningRule(
        "wages not paid", "拖欠工资", "operations", "wages_paid", "below", 0, 3,
        "A firm that does not pay its people has nothing left to pay with.", "Visit at once.",
    ),
    WarningRule(
        "firm restructured", "企业重组", "operations", "restructuring", "above", 1, 1,
        "A restructuring can leave the debt in a shell.", "Have the debt confirmed by every successor.",
    ),
    WarningRule(
        "managers changed", "高管变动", "operations", "change_of_people", "above", 1, 1,
        "Those who gave their word have left.", "Meet the new people; look at their record.",
    ),
)  # fmt: skip

_STATEMENTS = (
    WarningRule(
        "current ratio low", "流动比率过低", "finances", "current_ratio", "below", 0.8, 1,
        "What falls due within a year is not covered by what turns into cash within a year.",
        "Ask for a cash plan by month.",
    ),
    WarningRule(
        "leverage high", "资产负债率过高", "finances", "debt_to_assets", "above", 0.8, 2,
        "Creditors bear most of the risk.", "No further unsecured loan; ask the owners for capital.",
    ),
    WarningRule(
        "interest not earned", "利息保障不足", "finances", "interest_cover", "below", 1, 3,
        "Profit before interest does not pay the interest.", "Reckon the repayment source anew.",
    ),
    WarningRule(
        "sales falling", "销售收入下降", "finances", "sales_growth", "below", -0.2, 1,
        "A fifth of sales is gone in a year.", "Price, volume or a lost customer? Ask which.",
    ),
    WarningRule(
        "margin at the bottom of its industry", "净利率行业垫底", "finances", "net_margin", "below", 0.1, 1,
        "Nine in ten firms of the industry earn more on their sales.", "Compare costs line by line.",
        measure="industry",
    ),
    WarningRule(
        "receivables slower", "应收账款周转变慢", "finances", "receivables_days", "above", 0.3, 2,
        "Customers pay later than they did, or the sales are not real.", "Have the largest receivables confirmed.",
        measure="change", past=2,
    ),
    WarningRule(
        "inventory slower", "存货周转变慢", "finances", "inventory_days", "above", 0.3, 1,
        "Goods are not sold, or are not worth what the books say.", "Inspect the warehouse.",
        measure="change", past=2,
    ),
    WarningRule(
        "debt service not covered", "偿债资金不足", "cash flow", "debt_service_cover", "below", 1, 2,
        "Operations do not bring what interest and instalments take.", "Which other source repays? Ask for evidence.",
    ),
    WarningRule(
        "operations take cash", "经营现金流为负", "cash flow", "operating_cash_flow_to_debt", "below", 0, 2,
        "For two years the business has taken cash instead of bringing it.", "Stop growth that eats cash.",
        at_least=2, of_last=2,
    ),
)  # fmt: skip

_SECURITY = (
    WarningRule(
        "collateral no longer covers", "抵押物不足值", "guarantor and collateral", "collateral_cover", "below", 1, 2,
        "Value of the collateral over what is outstanding has fallen to 1.", "Ask for more collateral or repayment.",
    ),
    WarningRule(
        "appraisal old", "评估过期", "guarantor and collateral", "appraisal_age_years", "above", 2, 1,
        "The value in the books is older than two years.", "Have it appraised again.",
    ),
    WarningRule(
        "insurance ends", "保险即将到期", "guarantor and collateral", "insurance_days_left", "below", 30, 1,
        "The insurance of the collateral ends within a month.", "Have it renewed, with the bank as first beneficiary.",
    ),
    WarningRule(
        "guarantor in trouble", "保证人贷款劣变", "guarantor and collateral", "guarantor_category", "above", 3, 3,
        "The guarantor's own loans are substandard or worse: the guarantee is worth little.",
        "Ask for another guarantor; look for guarantee circles.",
    ),
)  # fmt: skip

#: The early-warning rules of the course.
WARNING_RULES = WarningRules(
    name="early-warning rules of the course",
    source="The course's deck, chapter 6: monitoring of operations, finances, cash flow, guarantor and collateral.",
    rules=_ACCOUNT + _STATEMENTS + _SECURITY,
)
