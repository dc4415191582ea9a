"""The tables about firms that file statements: who they are, their books, the officer's marks, their defaults."""

from cmlib.items import ITEMS
from cmlib.synthetic.schema import Column, Table, refers_to

_FIRM = Column("firm_id", "string", "The firm.", "企业编号")
_YEAR = Column("year", "integer", "Calendar year, which is the business year.", "年度")


def _mark(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "integer", meaning, zh, "1 to 5")


_STATEMENT_LINES = tuple(Column(i.name, "number", f"{i.meaning} ({i.statement})", i.zh, i.unit) for i in ITEMS.values())

TABLES = (
    Table(
        "firms",
        "Corporate borrowers",
        "One row a firm: what does not change from year to year.",
        ("firm_id",),
        (
            _FIRM,
            Column("industry", "string", "Industry in which the firm earns most of its sales.", "行业"),
            Column("region", "string", "Part of the country where the firm has its seat.", "地区"),
            Column("ownership", "string", "private, state, foreign or collective.", "所有制"),
            Column("founded", "integer", "Year in which the firm was founded.", "成立年份"),
        ),
    ),
    Table(
        "statements",
        "Yearly financial statements",
        "One row a firm and year: balance sheet, income statement and cash-flow statement as the firm reported them. "
        "A few firms have cooked their books.",
        ("firm_id", "year"),
        (_FIRM, _YEAR, *_STATEMENT_LINES),
        references=refers_to("firm_id"),
    ),
    Table(
        "judgements",
        "The credit officer's marks",
        "One row a firm and year: what statements do not say, marked from 1 (weak) to 5 (excellent) at the end of the "
        "year.",
        ("firm_id", "year"),
        (
            _FIRM,
            _YEAR,
            _mark("leadership", "Quality of the leaders.", "领导者素质"),
            _mark("management", "Quality of management.", "管理素质"),
            _mark("technology", "Quality of technology.", "技术素质"),
            _mark("market_competitiveness", "Strength in the firm's market.", "市场竞争力"),
            _mark("industry_policy", "How far the state's policy favours the industry.", "产业政策"),
            Column(
                "loan_risk",
                "integer",
                "The worst of the five categories among the firm's loans: 1 normal, 2 special mention, 3 substandard, "
                "4 doubtful, 5 loss.",
                "贷款风险",
                "1 to 5",
            ),
        ),
        references=refers_to("firm_id"),
    ),
    Table(
        "defaults",
        "Defaults",
        "One row a firm and year: 1 in the year in which the firm first failed to pay, else 0. A firm keeps filing "
        "statements after its default; it cannot default again.",
        ("firm_id", "year"),
        (_FIRM, _YEAR, Column("defaulted", "integer", "1 if the firm defaulted during this year, else 0.", "违约")),
        references=refers_to("firm_id"),
    ),
)
