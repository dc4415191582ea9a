"""The tables of how customers are found: leads, contacts between customers, referrals."""

from cmlib.synthetic.marketing import words
from cmlib.synthetic.people.words import DISTRICTS, OCCUPATIONS, SEARCH_CHANNELS
from cmlib.synthetic.schema import Column, Reference, Table, refers_to


def _mark(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "integer", meaning, zh, "1 to 5", minimum=1, maximum=5)


def _day(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "date", meaning, zh, required=False)


_RELATION = Column("relation", "string", "How they know each other.", "关系", allowed=words.RELATIONS)

LEADS = Table(
    "leads",
    "Leads",
    "One row a lead: a person whom a customer manager found, through one of the six search channels, and how far it "
    "went. Every customer who joined in the months shown is here. A lead found before the months is here if it was "
    "still open when they began; a lead without a date of signing or losing is still open at their end.",
    ("lead_id",),
    (
        Column("lead_id", "string", "The lead.", "线索编号"),
        Column("channel", "string", "How the person was found.", "寻找渠道", allowed=SEARCH_CHANNELS),
        Column("manager_id", "string", "The customer manager who works on the lead.", "客户经理编号"),
        Column("found_on", "date", "Day on which the person was found.", "发现日期"),
        Column("cost", "number", "What finding and following this lead has cost.", "获客成本", "CNY", minimum=0),
        Column("age_band", "string", "Age, as it is estimated.", "年龄段", "years", allowed=words.AGE_BANDS),
        Column("occupation", "string", "Occupation.", "职业", allowed=OCCUPATIONS),
        Column("district", "string", "Where the person lives.", "区域", allowed=DISTRICTS),
        Column("income_band", "string", "Income, as estimated; in one case of five a band too high or too low.",
               "估计收入段", "CNY a month", allowed=words.INCOME_BANDS),
        Column("estimated_assets", "number", "What the person might bring to the bank: a guess before the first talk.",
               "估计资产", "CNY", minimum=1_000),
        _mark("credit_quality", "Mark before the first talk: quality and credit.", "品质与信用"),
        _mark("occupation_ability", "Mark before the first talk: occupation and ability.", "职业与能力"),
        _mark("tax_record", "Mark before the first talk: tax record and absence of bad credit.", "纳税记录"),
        _mark("lifestyle_health", "Mark before the first talk: way of life and health.", "生活与健康"),
        _mark("financial_awareness", "Mark before the first talk: awareness of finance.", "金融意识"),
        Column("stage", "string", "The last stage that was reached.", "阶段", allowed=words.LEAD_STAGES),
        _day("appointment_on", "Day on which an appointment was made.", "约见日期"),
        _day("visit_on", "Day of the first visit.", "拜访日期"),
        _day("proposal_on", "Day on which a proposal was made.", "方案日期"),
        _day("signed_on", "Day on which the person became a customer.", "签约日期"),
        _day("lost_on", "Day on which the lead was given up.", "流失日期"),
        Column("customer_id", "string", "The customer whom a signed lead became.", "客户编号", required=False),
    ),
    references=refers_to("manager_id", "customer_id"),
)  # fmt: skip

CONTACTS = Table(
    "contacts",
    "Who knows whom",
    "One row for two customers who know each other; the relation has no direction.",
    ("customer_id", "other_customer_id"),
    (
        Column("customer_id", "string", "One of the two: the lower number.", "客户编号"),
        Column("other_customer_id", "string", "The other.", "另一客户编号"),
        _RELATION,
        Column("closeness", "integer", "From 1 (distant) to 5 (close).", "亲疏程度", "1 to 5", minimum=1, maximum=5),
    ),
    references=(*refers_to("customer_id"), Reference("other_customer_id", "customers", "customer_id")),
)

REFERRALS = Table(
    "referrals",
    "Referrals",
    "One row for each lead found by chain referral of which it is known who gave the name.",
    ("referral_id",),
    (
        Column("referral_id", "integer", "The referral.", "推荐编号"),
        Column("referrer_id", "string", "The customer who gave the name.", "推荐人编号"),
        Column("lead_id", "string", "The lead that came of it.", "线索编号"),
        Column("referred_id", "string", "The customer whom the lead became; missing if it was lost or is open.",
               "被推荐客户编号", required=False),
        _RELATION,
        Column("referred_on", "date", "Day on which the name was given.", "推荐日期"),
    ),
    references=(
        *refers_to("lead_id"),
        Reference("referrer_id", "customers", "customer_id"),
        Reference("referred_id", "customers", "customer_id"),
    ),
)  # fmt: skip
