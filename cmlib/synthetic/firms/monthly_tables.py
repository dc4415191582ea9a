"""The tables about firms month by month: accounts, events, and marks for those who lead them."""

from cmlib.synthetic.firms.ability import RATERS
from cmlib.synthetic.firms.events import EVENTS
from cmlib.synthetic.schema import Column, Table, refers_to

_FIRM = Column("firm_id", "string", "The firm.", "企业编号")


def _money(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "number", meaning, zh, "CNY", minimum=0)


def _count(name: str, meaning: str, zh: str, unit: str, maximum: float | None = None) -> Column:
    return Column(name, "integer", meaning, zh, unit, minimum=0, maximum=maximum)


def _mark(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "integer", meaning, zh, "1 to 5", minimum=1, maximum=5)


TABLES = (
    Table(
        "firm_months",
        "Firms month by month",
        "One row a firm and month: what the account shows, and what the power company, the tax office and the payroll "
        "tell of the firm whatever its statements say.",
        ("firm_id", "month"),
        (
            _FIRM,
            Column("month", "date", "First day of the month.", "月份"),
            _money(
                "account_inflow",
                "Money received from the firm's customers on the account with us, value-added tax included.",
                "本行账户销货流入",
            ),
            _money(
                "inflow_elsewhere",
                "Money received from the firm's customers at other banks, by those banks' statements, value-added tax "
                "included.",
                "他行账户销货流入",
            ),
            _money(
                "other_inflow",
                "Other money received on the account with us: loans drawn, capital, transfers of the firm's own.",
                "其他流入",
            ),
            _money("account_outflow", "Money paid out of the account with us.", "账户流出"),
            _money("deposit_end", "Deposit with us at the end of the month.", "月末存款余额"),
            _money("average_deposit", "Average deposit with us over the days of the month.", "月日均存款"),
            _count("overdraft_days", "Days on which the account was overdrawn.", "透支天数", "days", 28),
            _count("cheques_returned", "Cheques of the firm returned unpaid.", "退票张数", "cheques"),
            _count("electricity_kwh", "Electricity used, by the power company's bills.", "用电量", "kWh"),
            _money("vat_paid", "Value-added tax paid, by the tax office's receipts.", "缴纳增值税"),
            _money("income_tax_paid", "Income tax paid, by the tax office's receipts.", "缴纳所得税"),
            _money("wages_paid", "Wages paid through us.", "代发工资"),
            _count("employees_paid", "Employees paid through us.", "代发工资人数", "persons"),
            _count("settlement_count", "Payments settled through the account.", "结算笔数", "payments"),
            _money("fee_income", "Fees that the firm paid us.", "手续费收入"),
        ),
        references=refers_to("firm_id"),
        format="parquet",
    ),
    Table(
        "firm_events",
        "Moments of entry",
        "One row an event: the five moments at which a bank is welcome in a firm.",
        ("firm_id", "date", "kind"),
        (
            _FIRM,
            Column("date", "date", "Day on which it became known.", "日期"),
            Column("kind", "string", "What happened.", "事件类型", allowed=EVENTS),
        ),
        references=refers_to("firm_id"),
    ),
    Table(
        "management_marks",
        "Marks for management's abilities",
        "One row a firm and rater: six abilities of the firm's management, marked from 1 (weak) to 5 (excellent) at "
        "the end of the last year by two people who did not speak to each other.",
        ("firm_id", "rater"),
        (
            _FIRM,
            Column("rater", "string", "Who marked.", "评分人", allowed=RATERS),
            Column("year", "integer", "Calendar year at whose end the marks were given.", "年度"),
            _mark("quality", "Character, schooling and health of the leaders.", "素质"),
            _mark("record", "What they have achieved so far.", "业绩"),
            _mark("decision", "Ability to decide.", "决策能力"),
            _mark("organisation", "Ability to organise.", "组织能力"),
            _mark("coordination", "Ability to bring people together.", "协调能力"),
            _mark("innovation", "Ability to renew the firm.", "创新能力"),
        ),
        references=refers_to("firm_id"),
    ),
)
