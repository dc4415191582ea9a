"""The tables of visits: those that took place, and a week to plan."""

from cmlib.synthetic.marketing import words
from cmlib.synthetic.marketing.visits import TRIGGERS
from cmlib.synthetic.people.words import DISTRICTS
from cmlib.synthetic.schema import Column, Table, refers_to


def _note(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "integer", f"Mark in the notes of the visit: {meaning}", zh, "1 to 5", minimum=1, maximum=5)


def _questions(kind: str, zh: str) -> Column:
    return Column(f"{kind}_questions", "integer", f"{kind.capitalize()} questions that the manager asked.", zh,
                  minimum=0)  # fmt: skip


VISITS = Table(
    "visits",
    "Visits",
    "One row a visit to a lead, a customer or a firm, as the manager noted it down afterwards. What concerns the "
    "decision is said only where the visit came to a close. Managers look after more customers than "
    "are shown, so these are a part of their visits.",
    ("visit_id",),
    (
        Column("visit_id", "integer", "The visit.", "拜访编号"),
        Column("kind", "string", "Whether a person or a firm was visited.", "类别", allowed=words.VISIT_KINDS),
        Column("lead_id", "string", "The lead visited.", "线索编号", required=False),
        Column("customer_id", "string", "The customer visited.", "客户编号", required=False),
        Column("firm_id", "string", "The firm visited.", "企业编号", required=False),
        Column("manager_id", "string", "The manager who made the visit.", "客户经理编号"),
        Column("date", "date", "Day of the visit.", "拜访日期"),
        Column("trigger", "string", "What gave rise to the visit: an event in the firm, or nothing (cold).", "介入时机",
               allowed=TRIGGERS),
        Column("stage", "string", "How far the visit went.", "阶段", allowed=words.VISIT_STAGES),
        Column("minutes", "integer", "How long it took.", "时长", "minutes", minimum=1),
        _note("asks_for_detail", "asks for details and figures.", "追问细节"),
        _note("decides_fast", "comes to the point and decides fast.", "决断迅速"),
        _note("talks_of_people", "talks of people and relations.", "谈论人情"),
        _note("shows_enthusiasm", "shows enthusiasm.", "热情程度"),
        _note("formality", "keeps to forms.", "正式程度"),
        _questions("situation", "状况性问题"),
        _questions("problem", "问题性问题"),
        _questions("implication", "暗示性问题"),
        Column("talk_share", "number", "Share of the time in which the manager talked.", "客户经理说话占比", "fraction",
               minimum=0, maximum=1),
        Column("objection", "string", "What the customer objected to.", "异议", allowed=words.OBJECTIONS),
        Column("objection_removed", "boolean", "Whether the objection was removed.", "异议排除"),
        Column("closing_signal", "string", "How the customer showed readiness.", "成交信号",
               allowed=words.CLOSING_SIGNALS),
        Column("technique", "string", "How the manager asked for the decision; missing if he did not.", "成交策略",
               required=False, allowed=words.TECHNIQUES),
        Column("randomised", "boolean", "Whether the technique was drawn by lot: a pilot.", "随机试点"),
        Column("agreed", "boolean", "Whether the customer agreed; never without a close.", "达成一致"),
        Column("thanked", "boolean", "Whether the manager sent thanks afterwards.", "致谢"),
        Column("revisited", "boolean", "Whether the manager came back within days to see that all was well.", "回访"),
        Column("next_visit_on", "date", "Day that was set for the next visit.", "下次拜访日期", required=False),
    ),
    references=refers_to("lead_id", "customer_id", "firm_id", "manager_id"),
    format="parquet",
)  # fmt: skip

APPOINTMENTS = Table(
    "appointments",
    "Requests for a visit",
    "One row for each customer or open lead who wants a visit in the last whole week of the months.",
    ("request_id",),
    (
        Column("request_id", "integer", "The request.", "预约编号"),
        Column("customer_id", "string", "The customer who asks.", "客户编号", required=False),
        Column("lead_id", "string", "The lead who asks.", "线索编号", required=False),
        Column("manager_id", "string", "The manager who knows the customer or lead.", "客户经理编号"),
        Column("district", "string", "Where the visit would be.", "区域", allowed=DISTRICTS),
        Column("earliest_on", "date", "First day that suits.", "最早日期"),
        Column("latest_on", "date", "Last day that suits.", "最晚日期"),
        Column("minutes", "integer", "Time that is needed.", "所需时长", "minutes", minimum=30, maximum=120),
        Column("expected_value", "number", "Margin that the visit may bring in a year.", "预期价值", "CNY", minimum=0),
    ),
    references=refers_to("customer_id", "lead_id", "manager_id"),
)  # fmt: skip

FREE_HALF_DAYS = Table(
    "free_half_days",
    "Free half days",
    "One row for each half day of the same week in which a manager is free for one visit.",
    ("half_day_id",),
    (
        Column("half_day_id", "integer", "The half day.", "半日编号"),
        Column("manager_id", "string", "The manager.", "客户经理编号"),
        Column("date", "date", "The day.", "日期"),
        Column("part_of_day", "string", "Morning or afternoon.", "时段", allowed=words.PARTS_OF_DAY),
        Column("district", "string", "Where the manager is on that day.", "区域", allowed=DISTRICTS),
    ),
    references=refers_to("manager_id"),
)
