"""The tables about who works for the bank: branches, teams, managers, how they were chosen and how they rose."""

from cmlib.synthetic.people.words import DISTRICTS, GENDERS
from cmlib.synthetic.schema import Column, Table, refers_to
from cmlib.synthetic.staff import words
from cmlib.synthetic.staff.selection import CUT, OLDER, TESTS, WEIGHTS

_MANAGER = Column("manager_id", "string", "The customer manager.", "客户经理编号")
_BRANCH = Column("branch_id", "string", "The branch.", "支行编号")
_TEAM = Column("team_id", "string", "The team.", "团队编号")
_YEAR = Column("year", "integer", "Calendar year.", "年度")
_EDUCATION = Column("education", "string", "Highest degree.", "学历", allowed=words.EDUCATIONS)
_GENDER = Column("gender", "string", "Gender.", "性别", allowed=GENDERS)
_ROUTE = Column(
    "route",
    "string",
    "From inside the bank, from another employer, or straight from university.",
    "选拔途径",
    allowed=words.ROUTES,
)
_COMPOSITE = " + ".join(
    f"{weight / 100:.2f} {test.replace('_', ' ')}" for weight, test in zip(WEIGHTS, TESTS, strict=True)
)


def _level(meaning: str) -> Column:
    names = ", ".join(f"{number} {name}" for number, name in enumerate(words.LEVELS, start=1))
    return Column("level", "integer", f"{meaning}: {names}.", "职级", "1 to 5", False, 1, 5)


def _test(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "integer", meaning, zh, "marks of 100", minimum=0, maximum=100)


TABLES = (
    Table(
        "branches",
        "Branches",
        "One row a branch. Branches for persons and for firms are apart.",
        ("branch_id",),
        (
            _BRANCH,
            Column("business", "string", "Whom the branch serves.", "业务条线", allowed=words.BUSINESSES),
            Column("region", "string", "Part of the city or country.", "地区", allowed=DISTRICTS),
            Column("city_tier", "integer", "1 for the largest cities to 4.", "城市等级", "1 to 4", True, 1, 4),
            Column("opened", "integer", "Year of opening.", "开业年份"),
            Column("staff", "integer", "People who work there.", "员工人数", "persons", minimum=1),
            Column(
                "high_value_share",
                "number",
                "Share of wealthy households (for persons) or of large firms (for firms) in the branch's market.",
                "高价值客户占比",
                "fraction",
                minimum=0,
                maximum=1,
                decimals=3,
            ),
            Column(
                "competition",
                "integer",
                "How hard other banks compete for the branch's market: 1 hardly to 5 very hard.",
                "竞争程度",
                "1 to 5",
                minimum=1,
                maximum=5,
            ),
        ),
    ),
    Table(
        "teams",
        "Teams of customer managers",
        "One row a team. A branch has two teams at most.",
        ("team_id",),
        (
            _TEAM,
            _BRANCH,
            Column("form", "string", "Form of the team.", "团队形式", allowed=words.TEAM_FORMS),
            Column("founded", "integer", "Year in which the team was founded.", "成立年份"),
        ),
        references=refers_to("branch_id"),
    ),
    Table(
        "managers",
        "Customer managers",
        "One row a customer manager: those who are there at the end, and those who left in the last years. The "
        "customers and firms in the bank's tables are a sample of the portfolios of managers who are still there.",
        ("manager_id",),
        (
            _MANAGER,
            _BRANCH,
            _TEAM,
            Column("hired", "date", "First day as a customer manager.", "入职日期"),
            _ROUTE,
            Column("birth_year", "integer", "Year of birth.", "出生年份"),
            _GENDER,
            _EDUCATION,
            _level("Level at the end, or when the manager left"),
            Column(
                "portfolio_customers",
                "integer",
                "Customers in the manager's whole portfolio, of which the bank's tables hold a sample.",
                "管户数",
                "customers",
                minimum=1,
            ),
            Column("left", "date", "Last day; missing while the manager is there.", "离职日期", required=False),
        ),
        references=refers_to("branch_id", "team_id"),
    ),
    Table(
        "candidates",
        "Candidates for posts of customer managers",
        "One row a candidate of the six years before the first month. A candidate is hired whose composite score "
        f"({_COMPOSITE}) is at least {CUT}, and nobody else is.",
        ("candidate_id",),
        (
            Column("candidate_id", "string", "The candidate.", "应聘者编号"),
            Column("year", "integer", "Year of the selection.", "年度"),
            _ROUTE,
            _GENDER,
            Column(
                "age",
                "integer",
                f"Age in that year. When those of {OLDER} and older are hired less than four fifths as often as the "
                "others, the selection works against them and every test in it needs a reason.",
                "年龄",
                "years",
                minimum=18,
            ),
            _EDUCATION,
            _test("written_test", "Knowledge of banking, in writing.", "笔试"),
            _test("psychological_test", "Social skill and resilience, by questionnaire.", "心理测试"),
            _test("interview", "Mark of the interviewers.", "面试"),
            _test("references", "Mark for what former superiors wrote.", "推荐评价"),
            Column("hired", "boolean", "Whether the candidate was hired.", "是否录用"),
            Column(
                "manager_id",
                "string",
                "The customer manager that the candidate became.",
                "客户经理编号",
                required=False,
            ),
        ),
        references=refers_to("manager_id"),
    ),
    Table(
        "performance_years",
        "Yearly performance index",
        "One row a manager and complete year after the year of being hired, in the last years: the bank's index of "
        "performance, with the branch's market taken out. 100 is the usual manager.",
        ("manager_id", "year"),
        (_MANAGER, _YEAR, Column("performance", "number", "Performance index.", "绩效指数", "index", decimals=1)),
        references=refers_to("manager_id"),
    ),
    Table(
        "level_years",
        "Career levels",
        "One row a manager and year, from seven years before the first month's year (or being hired) on to the last "
        "complete year or the year of leaving.",
        ("manager_id", "year"),
        (
            _MANAGER,
            _YEAR,
            _level("Level at the end of the year, missing in the year of leaving"),
            Column("left", "boolean", "Whether the manager left during the year.", "是否离职"),
        ),
        references=refers_to("manager_id"),
    ),
)
