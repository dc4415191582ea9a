"""The tables of the satisfaction survey."""

from cmlib.synthetic.schema import Column, Reference, Table, refers_to
from cmlib.synthetic.service.orientation import ORIENTATIONS
from cmlib.synthetic.service.survey_items import AGE_BANDS, LOYALTY_ITEMS, SERVICE_ITEMS, numbered

_CUSTOMER = Column("customer_id", "string", "The customer.", "客户编号")


def _marks(items, prefix: str, kind: str, zh: str) -> tuple[Column, ...]:
    return tuple(
        Column(name, "integer", f"{kind}: “{item.text}”", f"{zh}：{item.zh}", "1 to 7", minimum=1, maximum=7)
        for name, item in numbered(items, prefix).items()
    )


INVITATIONS = Table(
    "survey_invitations",
    "Invitations to the satisfaction survey",
    "One row a customer invited. Of the customers of each age band the same share was drawn by lot.",
    ("customer_id",),
    (
        _CUSTOMER,
        Column("invited_on", "date", "Day of the invitation.", "邀请日期"),
        Column("age_band", "string", "Age on the first day of the month.", "年龄段", "years", allowed=AGE_BANDS),
        Column("responded", "boolean", "Whether the customer answered.", "是否答复"),
    ),
    references=refers_to("customer_id"),
)

ANSWERS = Table(
    "survey_answers",
    "Answers to the satisfaction survey",
    "One row a customer who answered. Each service item was asked twice: how much it ought to be so with a good bank "
    "(expectation), and how far it is so with this one (perception). A few gave the same mark all the way down.",
    ("customer_id",),
    (
        _CUSTOMER,
        Column("answered_on", "date", "Day of the answer.", "答复日期"),
        *_marks(SERVICE_ITEMS, "expectation", "Expectation", "期望"),
        *_marks(SERVICE_ITEMS, "perception", "Perception", "感知"),
        *_marks(LOYALTY_ITEMS, "loyalty", "Loyalty", "忠诚"),
        Column("overall_satisfaction", "integer", "“All in all, how satisfied are you?”", "总体满意度", "1 to 10",
               minimum=1, maximum=10),
        Column("recommend", "integer", "“How likely are you to recommend the bank?”", "推荐意愿", "0 to 10",
               minimum=0, maximum=10),
        Column("orientation", "string", "What the customer wants of the bank first.", "客户导向", allowed=ORIENTATIONS),
        Column("keep_counter", "boolean", "“Keep the counter open at lunch rather than the app's support in the "
               "evening?”", "是否保留午间柜台"),
    ),
    references=(Reference("customer_id", INVITATIONS.name, "customer_id"),),
)  # fmt: skip

TABLES = (INVITATIONS, ANSWERS)
