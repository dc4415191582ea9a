"""The tables about what managers do: training, monthly results, targets, appraisals, time for visits."""

from cmlib.synthetic.schema import Column, Table, refers_to
from cmlib.synthetic.staff import words
from cmlib.synthetic.staff.incentives import CAP, PAY_ABOVE, PAY_AT_TARGET

_MANAGER = Column("manager_id", "string", "The customer manager.", "客户经理编号")


def _amount(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "number", meaning, zh, "CNY", minimum=0)


def _count(name: str, meaning: str, zh: str, unit: str) -> Column:
    return Column(name, "integer", meaning, zh, unit, minimum=0)


TABLES = (
    Table(
        "training",
        "Training of customer managers",
        "One row a manager who was trained during the months shown; nobody was trained twice.",
        ("manager_id",),
        (
            _MANAGER,
            Column(
                "form",
                "string",
                "Central course, visits to other banks, exchange of posts, or shadowing an experienced colleague.",
                "培训形式",
                allowed=words.TRAINING_FORMS,
            ),
            Column("month", "date", "First day of the month of the training.", "培训月份"),
            Column("hours", "integer", "Hours of training.", "学时", "hours", minimum=1),
        ),
        references=refers_to("manager_id"),
    ),
    Table(
        "manager_months",
        "Monthly results of customer managers",
        "One row a manager and month in which the manager was there to the last day. Results are those of the "
        "manager's whole portfolio. The customers and firms in this bank's other tables are a sample of it, so results "
        "are not sums over them.",
        ("manager_id", "month"),
        (
            _MANAGER,
            Column("month", "date", "First day of the month.", "月份"),
            _amount("new_deposits", "Deposits brought in.", "新增存款"),
            _amount("new_loans", "Loans granted.", "新发放贷款"),
            _amount("fee_income", "Income from intermediary business.", "中间业务收入"),
            _count("new_customers", "Customers won.", "新增客户", "customers"),
            _count("customers_visited", "Customers visited.", "走访客户", "customers"),
            Column(
                "feedback_days",
                "number",
                "Days until a customer's question is answered.",
                "反馈时间",
                "days",
                minimum=0,
            ),
            Column("processing_days", "number", "Days until an application is decided.", "处理时间", "days", minimum=0),
            Column(
                "bad_loan_share",
                "number",
                "Problem loans as a share of the portfolio's loans.",
                "不良贷款率",
                "fraction",
                minimum=0,
                maximum=1,
                decimals=4,
            ),
            Column(
                "customer_satisfaction",
                "number",
                "Mean mark of customers asked this month.",
                "客户满意度",
                "1 to 5",
                minimum=1,
                maximum=5,
            ),
            _count("complaints", "Complaints about the manager's service.", "投诉数", "complaints"),
        ),
        references=refers_to("manager_id"),
        format="parquet",
    ),
    Table(
        "targets",
        "Quarterly targets and bonuses",
        "One row a manager and complete quarter in which the manager was there to the last day. The target is for new "
        f"deposits. Under the plan slope the bonus is {PAY_AT_TARGET:,.0f} CNY x achieved / target. Under the plan "
        f"cliff and cap it is nothing below the target; from the target on {PAY_AT_TARGET:,.0f} CNY + "
        f"{PAY_ABOVE:,.0f} CNY x (achieved / target - 1), where more than {CAP} of the target counts as {CAP}.",
        ("manager_id", "quarter"),
        (
            _MANAGER,
            Column("quarter", "string", "The quarter, as 2025Q4.", "季度"),
            Column("plan", "string", "The pay plan.", "薪酬方案", allowed=words.PLANS),
            Column("target", "integer", "New deposits wanted.", "目标", "CNY", minimum=1),
            Column("achieved", "integer", "New deposits of the quarter's three months.", "完成额", "CNY", minimum=0),
            _amount("bonus", "Bonus of the quarter.", "奖金"),
        ),
        references=refers_to("manager_id"),
    ),
    Table(
        "appraisals",
        "Half-yearly appraisals",
        "One row a manager, rater and criterion of the last two complete half-years. The customer panel judges only "
        "what customers see.",
        ("half_year", "manager_id", "rater_id", "criterion"),
        (
            Column("half_year", "string", "The half-year, as 2025H2.", "半年度"),
            Column("manager_id", "string", "The manager who is rated.", "被评客户经理"),
            Column(
                "rater_id",
                "string",
                "Who rates: a manager, the head of a branch (H and the branch), or a member of a branch's customer "
                "panel (P, the branch and a number).",
                "评价人",
            ),
            Column(
                "rater_kind", "string", "What the rater is to the manager.", "评价人类别", allowed=words.RATER_KINDS
            ),
            Column(
                "criterion",
                "string",
                "What is rated: five points of behaviour, four of ability.",
                "评价项目",
                allowed=words.CRITERIA,
            ),
            Column("mark", "integer", "The mark.", "分数", "1 to 100", minimum=1, maximum=100),
        ),
        references=refers_to("manager_id"),
        format="parquet",
    ),
)
