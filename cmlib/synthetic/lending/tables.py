"""The tables of lending: applications, loans, what is due, what was paid, and what secures it."""

from cmlib.synthetic.lending import resolution, security
from cmlib.synthetic.lending.amortisation import PLANS
from cmlib.synthetic.lending.applications import PRODUCTS, PURPOSES
from cmlib.synthetic.lending.books import SECURITY
from cmlib.synthetic.lending.ledger import KINDS_OF_PAYMENT
from cmlib.synthetic.schema import Column, Reference, Table, refers_to

_CATEGORIES = "1 normal, 2 special mention, 3 substandard, 4 doubtful, 5 loss"


def _loan(required: bool = True) -> Column:
    return Column("loan_id", "string", "The loan.", "贷款编号", required=required)


def _money(name: str, meaning: str, zh: str, required: bool = True) -> Column:
    return Column(name, "number", meaning, zh, "CNY", required, minimum=0)


def _count(name: str, meaning: str, zh: str, unit: str = "", least: int = 0) -> Column:
    return Column(name, "integer", meaning, zh, unit, minimum=least)


def _mark(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "integer", meaning, zh, "1 to 5", minimum=1, maximum=5)


def _word(name: str, meaning: str, zh: str, words, required: bool = True) -> Column:
    return Column(name, "string", meaning, zh, required=required, allowed=tuple(words))


_APPLICATIONS = Table(
    "loan_applications",
    "Applications for personal loans",
    "One row an application: what the bank knew when it decided. Loans that were running when the months begin have "
    "their applications of earlier years; declined applications are kept from the first month on.",
    ("application_id",),
    (
        Column("application_id", "integer", "The application.", "申请编号"),
        Column("customer_id", "string", "Who applies.", "客户编号"),
        Column("applied", "date", "Day of the application.", "申请日期"),
        Column("product_id", "string", "The kind of loan.", "产品编号", allowed=PRODUCTS),
        _word("purpose", "What the money is for.", "贷款用途", PURPOSES),
        _money("amount", "Amount asked for; an approved loan is granted in full.", "申请金额"),
        _count("term_months", "Term asked for.", "期限", "months", 1),
        _word("repayment_plan", "How it is to be repaid.", "还款方式", PLANS),
        Column("rate", "number", "Yearly rate that the bank offers.", "年利率", "fraction", minimum=0, decimals=4),
        _money("monthly_payment", "First monthly payment at that rate.", "月还款额"),
        _money("declared_income", "Monthly income as declared.", "申报月收入"),
        _money("verified_income", "Monthly income that papers prove.", "核实月收入"),
        _money("other_monthly_debt", "Monthly payments on debts elsewhere.", "其他债务月还款"),
        _money("savings", "Savings that papers prove, at this bank and others.", "存款及金融资产"),
        _count("late_payments_24m", "Late payments in the credit register in the last 24 months.", "近24月逾期次数"),
        _count("credit_enquiries_6m", "Lenders' enquiries there in the last 6 months.", "近6月征信查询次数"),
        Column("years_at_address", "number", "Years at the present address.", "现址居住年限", "years", decimals=1),
        Column("years_in_job", "number", "Years in the present job.", "现职年限", "years", decimals=1),
        _mark("employer_stability", "How safe the employer makes the income.", "单位稳定性"),
        _money("collateral_value", "Appraised value of the collateral offered; 0: none is offered.", "抵质押物价值"),
        Column("guarantor_offered", "boolean", "Whether someone would vouch for the loan.", "有无保证人"),
        _mark("officer_character_mark", "The officer's impression of the applicant's character.", "品德评分"),
        Column("taxes_in_order", "boolean", "Whether taxes are paid in order.", "纳税正常"),
        _word("decision", "What the bank decided.", "审批结果", ("approved", "declined")),
        Column("loan_id", "string", "The loan; missing if declined.", "贷款编号", required=False),
    ),
    refers_to("customer_id", "product_id", "loan_id"),
)

_LOANS = Table(
    "loans",
    "Loans",
    "One row a loan to a person or a firm that was running in one of the months. Of a firm's loans in its balance "
    "sheet, all of them bank loans, this bank holds 30% to 60% of the short-term ones and of the new long-term ones in "
    "which it takes part; the rest is other banks'. Instalments do not pass through the tables of accounts.",
    ("loan_id",),
    (
        _loan(),
        Column("customer_id", "string", "The borrower, if a person.", "客户编号", required=False),
        Column("firm_id", "string", "The borrower, if a firm.", "企业编号", required=False),
        Column("product_id", "string", "The kind of loan.", "产品编号", allowed=(*PRODUCTS, "P25", "P26")),
        Column("granted", "date", "Day on which the money was paid out.", "发放日期"),
        _money("amount", "Principal.", "贷款金额"),
        _count("term_months", "Months from granting to maturity: the number of instalments.", "期限", "months", 1),
        Column("rate", "number", "Yearly rate, fixed for the term.", "年利率", "fraction", minimum=0, decimals=4),
        _word("repayment_plan", "How it is repaid.", "还款方式", PLANS),
        Column("due_day", "integer", "Day of the month on which instalments are due.", "还款日", minimum=1, maximum=28),
        _word("security", "What secures it.", "担保方式", SECURITY),
        Column("matures", "date", "Day of the last instalment.", "到期日"),
        _count("instalments_paid_before", "Instalments paid before the first month shown.", "期初已还期数"),
    ),
    refers_to("customer_id", "firm_id", "product_id"),
)

_SCHEDULES = Table(
    "schedules",
    "Repayment schedules",
    "One row an instalment over the loan's whole term, past and to come. Interest is the principal outstanding x rate "
    "/ 12, rounded half up to the cent, whatever the days of the month.",
    ("loan_id", "number"),
    (
        _loan(),
        _count("number", "Number of the instalment.", "期次", least=1),
        Column("due_date", "date", "Day on which it is due.", "应还日期"),
        _money("principal", "Principal in it.", "应还本金"),
        _money("interest", "Interest in it.", "应还利息"),
        _money("outstanding", "Principal outstanding after it.", "剩余本金"),
    ),
    refers_to("loan_id"),
    "parquet",
)

_PAYMENTS = Table(
    "payments",
    "Payments on loans",
    "One row a payment on an instalment in the months shown: the whole of it (or its rest), or a part. A prepayment "
    "pays all principal that is not yet due and ends the loan; its number is that of the first instalment it "
    "replaces. Oldest instalments are paid first, and of an instalment interest first. No penalty interest is charged.",
    ("payment_id",),
    (
        Column("payment_id", "integer", "The payment.", "还款编号"),
        _loan(),
        _count("number", "Number of the instalment it pays.", "期次", least=1),
        Column("date", "date", "Day on which it came in.", "还款日期"),
        _money("amount", "What came in.", "还款金额"),
        _money("principal", "Principal in it.", "还款本金"),
        _money("interest", "Interest in it.", "还款利息"),
        _word("kind", "What it is.", "还款种类", KINDS_OF_PAYMENT),
    ),
    refers_to("loan_id"),
    "parquet",
)

_LOAN_MONTHS = Table(
    "loan_months",
    "Loans month by month",
    "One row a loan and month in which it was running, the month in which it ends included: where it stands at the "
    "month's end. Category: for persons the officer's, by days past due; a firm's loans are all in the category of "
    "the last year-end review, and at once in 2 when one falls behind, in 3 when one is more than 90 days late.",
    ("loan_id", "month"),
    (
        _loan(),
        Column("month", "date", "First day of the month.", "月份"),
        _money("outstanding", "Principal outstanding.", "贷款余额"),
        _money("overdue", "Principal and interest due and not paid.", "逾期金额"),
        _count(
            "days_past_due", "Days since the oldest instalment not fully paid fell due; else 0.", "逾期天数", "days"
        ),
        Column(
            "category",
            "integer",
            f"The bank's five categories: {_CATEGORIES}.",
            "五级分类",
            "1 to 5",
            minimum=1,
            maximum=5,
        ),
    ),
    refers_to("loan_id"),
    "parquet",
)

_COLLATERAL = Table(
    "collateral",
    "Collateral",
    "One row a thing mortgaged or pledged for a loan. It must be registered; what can be insured must be insured for "
    "the loan's whole term with the bank as first beneficiary. A few break these rules.",
    ("collateral_id",),
    (
        Column("collateral_id", "string", "The thing.", "抵质押物编号"),
        _loan(),
        _word("kind", "What it is.", "抵质押物种类", security.KINDS),
        _word("owner", "Whose it is.", "所有权人", security.OWNERS),
        _money("value_at_granting", "Appraised value when the loan was granted.", "发放时评估价值"),
        _money("appraised_value", "Value by the last appraisal.", "评估价值"),
        Column("appraised_on", "date", "Day of the last appraisal.", "评估日期"),
        Column("insured_until", "date", "Last day insured; missing where it cannot be.", "保险到期日", required=False),
        _word("first_beneficiary", "Whom the insurer pays first.", "第一受益人", security.BENEFICIARIES, False),
        Column("registered", "boolean", "Whether the mortgage or pledge is registered.", "是否登记"),
    ),
    refers_to("loan_id"),
)

_GUARANTORS = Table(
    "guarantors",
    "Guarantors",
    "One row a guarantor of a loan: a person (a customer of the bank if named), another firm, or a guarantee company.",
    ("loan_id", "number"),
    (
        _loan(),
        _count("number", "Number among the loan's guarantors.", "序号", least=1),
        _word("guarantor_kind", "Who vouches.", "保证人类型", security.GUARANTORS),
        Column("guarantor_firm_id", "string", "The guarantor, if a firm.", "保证企业编号", required=False),
        Column("guarantor_customer_id", "string", "The guarantor, if a customer.", "保证客户编号", required=False),
        _money("amount", "Amount vouched for.", "保证金额"),
    ),
    (
        *refers_to("loan_id"),
        Reference("guarantor_firm_id", "firms", "firm_id"),
        Reference("guarantor_customer_id", "customers", "customer_id"),
    ),
)

_HAIRCUTS = Table(
    "haircuts",
    "Haircuts on collateral",
    "One row a kind of collateral: the part of its value that the bank does not count on.",
    ("kind",),
    (
        _word("kind", "What it is.", "抵质押物种类", security.KINDS),
        Column("haircut", "number", "Part of the value left out.", "折扣率", "fraction", minimum=0, maximum=1),
    ),
)

_RESOLUTION = Table(
    "resolution_cases",
    "Problem loans resolved",
    "One row a problem loan of earlier years that has been brought to an end: the state it was in, the route the bank "
    "took, how long it took, what it cost and what came back.",
    ("case_id",),
    (
        Column("case_id", "integer", "The case.", "案件编号"),
        _word("loan_kind", "The kind of loan.", "贷款种类", resolution.LOAN_KINDS),
        _money("exposure", "Principal and interest owed at the start.", "风险敞口"),
        Column(
            "collateral_ratio", "number", "Collateral after haircuts / exposure.", "抵押覆盖率", "fraction", minimum=0
        ),
        _mark("borrower_willing", "Mark for the borrower's will to repay.", "还款意愿"),
        _count("months_past_due", "Months past due when the route was chosen.", "逾期月数", "months", 1),
        _word("route", "The route taken.", "处置方式", resolution.ROUTES),
        _count("months_to_end", "Months until the money came and the case was closed.", "处置时长", "months", 1),
        _money("cost", "What the bank spent on it, paid when the case begins.", "处置费用"),
        _money("recovered", "What came back, counted as coming at the end.", "回收金额"),
    ),
)

TABLES = (
    _APPLICATIONS,
    _LOANS,
    _SCHEDULES,
    _PAYMENTS,
    _LOAN_MONTHS,
    _COLLATERAL,
    _GUARANTORS,
    _HAIRCUTS,
    _RESOLUTION,
)
