"""The tables of the corporate customer file and of institutions."""

from cmlib.synthetic.firms import corporate_words as words
from cmlib.synthetic.schema import Column, Table, refers_to

_BRANCH = Column("branch_id", "string", "The branch.", "网点编号")


def _entry(name: str, type_: str, meaning: str, zh: str, unit: str = "", allowed=(), decimals: int = 2) -> Column:
    minimum = None if type_ in ("string", "date") else 0
    return Column(name, type_, meaning, zh, unit, required=False, minimum=minimum, allowed=allowed, decimals=decimals)


def _share(name: str, meaning: str, zh: str) -> Column:
    return _entry(name, "number", meaning, zh, "fraction", decimals=4)


CORPORATE_FILES = Table(
    "corporate_files",
    "Corporate customer file",
    "One row a firm, as staff entered it when the last statements were in: with gaps, and with mistakes. Only firm, "
    "branch, manager and needs are never wrong.",
    ("firm_id",),
    (
        Column("firm_id", "string", "The firm.", "企业编号"),
        _BRANCH,
        Column("manager_id", "string", "The customer manager.", "客户经理编号"),
        Column("customer_since", "date", "First day as a customer.", "建立关系日期"),
        _entry("legal_form", "string", "Legal form.", "法律形式", allowed=words.LEGAL_FORMS),
        _entry("registered_capital", "number", "Capital that the owners promised.", "注册资本", "CNY"),
        _entry("paid_in_capital", "number", "Capital that the owners have paid in.", "实收资本", "CNY"),
        _entry("employees", "integer", "Persons employed.", "职工人数", "persons"),
        _entry(
            "size_class",
            "string",
            "Size: group for the head of a group; else by persons and sales, both of which must reach the limit: "
            "large from 1,000 persons and 400 million CNY, medium from 300 and 20 million; in wholesale large from 200 "
            "and 400 million, medium from 20 and 50 million.",
            "企业规模",
            allowed=words.SIZE_CLASSES,
        ),
        _entry("shareholders", "integer", "Direct owners; a family or the employees count as one.", "股东数"),
        _share("largest_shareholder_share", "Share of the largest direct owner.", "第一大股东持股比例"),
        _share("market_share", "Part of the market in which the firm sells.", "市场份额"),
        _share(
            "top_five_customer_share", "Part of sales that goes to the five largest customers.", "前五大客户销售占比"
        ),
        _share("export_share", "Part of sales that goes abroad.", "出口占比"),
        _entry("main_project", "string", "Main project; missing if none.", "主要项目", allowed=words.PROJECTS),
        _entry("project_amount", "number", "Cost of the project; missing if none.", "项目总投资", "CNY"),
        _entry("debts_elsewhere", "number", "Loans owed to other banks, as the firm says.", "他行负债", "CNY"),
        Column("needs", "string", "Which line of business the firm needs most.", "需求类型", allowed=words.NEEDS),
        _entry(
            "motive_noted",
            "string",
            "What the firm looks for first, as the manager sees it.",
            "主要动机",
            allowed=words.FIRM_MOTIVES,
        ),
    ),
    references=refers_to("firm_id", "branch_id", "manager_id"),
)

INSTITUTIONS = Table(
    "institutions",
    "Institutions",
    "One row an institution that the bank deals with: government, public institutions, and financial peers. With gaps.",
    ("institution_id",),
    (
        Column("institution_id", "string", "The institution.", "机构编号"),
        _BRANCH,
        Column("kind", "string", "Kind of institution.", "机构类型", allowed=words.INSTITUTION_KINDS),
        _entry("founded", "integer", "Year of foundation.", "成立年份"),
        Column("customer_since", "integer", "Year in which dealings began.", "合作起始年份"),
        _entry("funding_source", "string", "Who pays for it.", "资金来源", allowed=words.FUNDING_SOURCES),
        _entry("yearly_funding", "number", "Funds a year; financial peers have none.", "年度经费", "CNY"),
        _entry(
            "project_amount", "number", "Main project; missing if none, and for financial peers.", "项目金额", "CNY"
        ),
        _entry(
            "licence",
            "string",
            "State of the financial licence; only financial peers have one.",
            "金融许可证状态",
            allowed=words.LICENCES,
        ),
        _entry(
            "rating", "string", "Rating by an agency; only financial peers have one.", "外部评级", allowed=words.RATINGS
        ),
        _entry("assets", "number", "Total assets.", "资产总额", "CNY"),
        _entry("placed_with_us", "number", "Deposits and placements with this bank.", "在我行存款", "CNY"),
        _entry("owed_to_us", "number", "Loans and placements from this bank.", "我行融资余额", "CNY"),
        Column(
            "prospects",
            "integer",
            "Prospects: 1 poor, 5 excellent.",
            "发展前景",
            "1 to 5",
            required=False,
            minimum=1,
            maximum=5,
        ),
    ),
    references=refers_to("branch_id"),
)

TABLES = (CORPORATE_FILES, INSTITUTIONS)
