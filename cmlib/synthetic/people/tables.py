"""The tables about persons: the customer file, and what customers say of the bank's services."""

from cmlib.synthetic.people import words
from cmlib.synthetic.people.entries import E_CONTACTS, RISK_TYPES
from cmlib.synthetic.people.rating_items import ITEMS
from cmlib.synthetic.schema import Column, Table, refers_to

_CUSTOMER = Column("customer_id", "string", "The customer.", "客户编号")


def _entry(name: str, type_: str, meaning: str, zh: str, unit: str = "", allowed=(), **more) -> Column:
    return Column(name, type_, meaning, zh, unit, required=False, allowed=allowed, **more)


CUSTOMERS = Table(
    "customers",
    "Personal customer file",
    "One row a personal customer, as staff entered it: with gaps, and with mistakes. Persons, jobs and incomes are as "
    "when the months shown began, or as at joining for who came later. Only the first five columns are never wrong.",
    ("customer_id",),
    (
        _CUSTOMER,
        Column("branch_id", "string", "The branch.", "网点编号"),
        Column("manager_id", "string", "The customer manager.", "客户经理编号"),
        Column("joined", "date", "First day as a customer.", "开户日期"),
        Column("left", "date", "Last day as a customer; missing while one is.", "离开日期", required=False),
        Column("gender", "string", "Gender.", "性别", allowed=words.GENDERS),
        Column("birth_date", "date", "Date of birth.", "出生日期"),
        _entry("education", "string", "Highest education.", "学历", allowed=words.EDUCATIONS),
        _entry("marital_status", "string", "Marital status.", "婚姻状况", allowed=words.MARITAL),
        _entry("children", "integer", "Children at home.", "子女数", "persons", minimum=0),
        _entry(
            "household_size",
            "integer",
            "Persons in the household, with the customer.",
            "家庭人数",
            "persons",
            minimum=0,
        ),
        _entry("occupation", "string", "Occupation.", "职业", allowed=words.OCCUPATIONS),
        _entry(
            "employer_industry",
            "string",
            "Industry of the employer or the own business; students and the retired have none.",
            "就业行业",
            allowed=words.EMPLOYER_INDUSTRIES,
        ),
        _entry(
            "years_in_job",
            "number",
            "Years in the job; students and the retired have none.",
            "任职年限",
            "years",
            minimum=0,
        ),
        _entry("monthly_income", "number", "Income before tax.", "月收入", "CNY a month", minimum=0),
        _entry("district", "string", "Part of the city.", "城区", allowed=words.DISTRICTS),
        _entry("home", "string", "How the customer lives.", "住房情况", allowed=words.HOMES),
        _entry("lifestyle", "string", "What the customer lives for.", "生活方式", allowed=words.LIFESTYLES),
        _entry(
            "contact_phone",
            "string",
            "Telephone number with four figures hidden, as in 139****4821: three figures before the stars, four after.",
            "联系电话",
        ),
        _entry("e_contact", "string", "How the customer may be written to.", "电子联系方式", allowed=E_CONTACTS),
        _entry(
            "found_through", "string", "How the bank found the customer.", "客户来源", allowed=words.SEARCH_CHANNELS
        ),
        _entry(
            "attitude_to_bank",
            "integer",
            "The manager's impression of the customer's attitude to the bank: 1 hostile, 5 warm.",
            "对银行的态度",
            "1 to 5",
            minimum=1,
            maximum=5,
        ),
        _entry(
            "style_noted", "string", "The manager's note of how the customer talks.", "沟通风格", allowed=words.STYLES
        ),
        _entry(
            "risk_type_noted",
            "string",
            "Class of risk tolerance noted: C1 cautious, C2 steady, C3 balanced, C4 growth, C5 bold.",
            "风险类型",
            allowed=RISK_TYPES,
        ),
    ),
    references=refers_to("branch_id", "manager_id"),
)

RATINGS = Table(
    "product_ratings",
    "Ratings of new services",
    "One row a customer who uses one of the bank's new services: how he or she rated it on scales from 1 (not at all) "
    "to 7 (fully), and whether it was still used a year later. Asked were customers who were there both times.",
    ("customer_id",),
    (
        _CUSTOMER,
        Column("product_id", "string", "The service.", "产品编号"),
        Column("rated_on", "date", "Day of the first interview.", "评价日期"),
        *(
            Column(
                item.name,
                "integer",
                f"“{item.text}” (level or perception: {item.scale})",
                item.zh,
                "1 to 7",
                minimum=1,
                maximum=7,
            )
            for item in ITEMS
        ),
        Column("satisfied", "integer", "“All in all I am satisfied.”", "总体满意度", "1 to 7", minimum=1, maximum=7),
        Column("kept", "boolean", "Whether the service was still used a year later.", "一年后是否仍在使用"),
    ),
    references=refers_to("customer_id", "product_id"),
)

TABLES = (CUSTOMERS, RATINGS)
