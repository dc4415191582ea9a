"""The tables of service: complaints, comments, events in customers' lives, contacts; the survey has its own file."""

from cmlib.synthetic.people.words import COMPLAINT_TOPICS
from cmlib.synthetic.schema import Column, Table, refers_to
from cmlib.synthetic.service import care, comment_phrases, complaints, risk_questions
from cmlib.synthetic.service.orientation import ORIENTATIONS

_CUSTOMER = Column("customer_id", "string", "The customer.", "客户编号")

COMPLAINTS = Table(
    "complaints",
    "Complaints",
    "One row a complaint. It is settled in time within five days. Whether it has cost the bank the customer is seen on "
    "the day of review; of complaints whose day of review lies after the last day of the data nobody knows yet.",
    ("complaint_id",),
    (
        Column("complaint_id", "integer", "The complaint.", "投诉编号"),
        _CUSTOMER,
        Column("received_on", "date", "Day on which it was received.", "受理日期"),
        Column("topic", "string", "What it is about.", "投诉主题", allowed=COMPLAINT_TOPICS),
        Column("channel", "string", "How it reached the bank.", "投诉渠道", allowed=complaints.CHANNELS),
        Column("settled_on", "date", "Day on which it was settled; missing if it never was, or not yet.", "办结日期",
               required=False),
        Column("settled_in_time", "boolean", "Whether it was settled within five days.", "是否按时办结"),
        Column("steps_done", "integer", "How many of the five steps were taken: 1 listen, 2 apologise, 3 investigate, "
               "4 settle, 5 ask again whether all is well.", "已完成步骤", "1 to 5", minimum=1, maximum=5),
        Column("review_on", "date", "Last day of the sixth month after the month of the complaint: who is still a "
               "customer after that day has stayed.", "回访考核日"),
    ),
    references=refers_to("customer_id"),
)  # fmt: skip

COMMENTS = Table(
    "comments",
    "Comments of customers",
    "One row a short comment, as the customer typed or said it.",
    ("comment_id",),
    (
        Column("comment_id", "integer", "The comment.", "留言编号"),
        _CUSTOMER,
        Column("date", "date", "Day of the comment.", "日期"),
        Column("channel", "string", "Where it was left.", "渠道", allowed=comment_phrases.CHANNELS),
        Column("text", "string", "The words.", "内容"),
    ),
    references=refers_to("customer_id"),
)

CARE_EVENTS = Table(
    "care_events",
    "Events in customers' lives",
    "One row an event of which the bank has heard, the first of its kind for each customer; it hears of few.",
    ("care_event_id",),
    (
        Column("care_event_id", "integer", "The event.", "事件编号"),
        _CUSTOMER,
        Column("date", "date", "Day of the event.", "日期"),
        Column("kind", "string", "What happened.", "事件类型", allowed=care.LIFE_EVENTS),
    ),
    references=refers_to("customer_id"),
)

CONTACT_LOG = Table(
    "contact_log",
    "Contacts to keep wealth customers",
    f"One row a contact with a customer of at least {care.TRUTH.care_wealth:,.0f} CNY: what the manager did, and "
    "whether the customer afterwards meant to stay.",
    ("contact_id",),
    (
        Column("contact_id", "integer", "The contact.", "联络编号"),
        _CUSTOMER,
        Column("manager_id", "string", "The customer's manager.", "客户经理编号"),
        Column("date", "date", "Day of the contact.", "日期"),
        Column("kind", "string", "What the manager did.", "维护方式", allowed=care.CONTACTS),
        Column("orientation", "string", "What the customer wants of the bank.", "客户导向", allowed=ORIENTATIONS),
        Column("would_stay", "boolean", "Whether the customer would stay if another bank offered the same; asked some "
               "days later.", "留存意向"),
    ),
    references=refers_to("customer_id", "manager_id"),
)  # fmt: skip

RISK_QUESTIONNAIRE = Table(
    "risk_questionnaire",
    "Answers to the risk questionnaire",
    "One row a customer and attempt: the options ticked. What they are worth stands in risk_score_key.",
    ("customer_id", "attempt"),
    (
        _CUSTOMER,
        Column("attempt", "integer", "1 for the first attempt, 2 for the second, about a year later.", "次数",
               minimum=1, maximum=2),
        Column("taken_on", "date", "Day on which the questionnaire was filled in.", "测评日期"),
        *(
            Column(name, "integer", f"“{question.text}” The number of the option ticked.", question.zh, "0 to 4",
                   minimum=0, maximum=risk_questions.OPTIONS - 1)
            for name, question in zip(risk_questions.NAMES, risk_questions.QUESTIONS, strict=True)
        ),
    ),
    references=refers_to("customer_id"),
)  # fmt: skip

TABLES = (COMPLAINTS, COMMENTS, CARE_EVENTS, CONTACT_LOG, risk_questions.TABLE, RISK_QUESTIONNAIRE)
