"""The tables of campaigns: what they were, and what came of each contact."""

from cmlib.synthetic.marketing.campaigns import CHANNELS
from cmlib.synthetic.schema import Column, Table, refers_to

CAMPAIGNS = Table(
    "campaigns",
    "Campaigns",
    "One row a campaign. Each offers a free service in two wordings, and is tried on a part of the customers.",
    ("campaign_id",),
    (
        Column("campaign_id", "string", "The campaign.", "营销活动编号"),
        Column("name", "string", "Its name.", "名称"),
        Column("product_id", "string", "The product that the service belongs to.", "产品编号"),
        Column("channel", "string", "How customers are contacted.", "渠道", allowed=CHANNELS),
        Column("offer_a", "string", "What is offered under A.", "方案A"),
        Column("offer_b", "string", "What is offered under B.", "方案B"),
        Column("starts_on", "date", "First day.", "开始日期"),
        Column("ends_on", "date", "Last day.", "结束日期"),
        Column("cost_per_contact", "number", "What a contact costs.", "单次接触成本", "CNY", minimum=0),
        Column("margin_per_response", "number", "What a service taken up brings, on average.", "单次响应收益", "CNY",
               minimum=0),
    ),
    references=refers_to("product_id"),
)  # fmt: skip

CAMPAIGN_CONTACTS = Table(
    "campaign_contacts",
    "Contacts and responses",
    "One row for each customer chosen for a campaign, by lot. Some of them, again by lot, were left alone: they are "
    "here to show who takes up the service unasked. All but the outcome and call_minutes is known beforehand.",
    ("contact_id",),
    (
        Column("contact_id", "integer", "The contact.", "接触编号"),
        Column("campaign_id", "string", "The campaign.", "营销活动编号"),
        Column("customer_id", "string", "The customer.", "客户编号"),
        Column("offer", "string", "A or B, by lot; missing if the customer was left alone.", "方案", required=False,
               allowed=("A", "B")),
        Column("contacted_on", "date", "Day of the contact, or for those left alone the day on which it would have "
               "been.", "接触日期"),
        Column("age", "integer", "Age on that day.", "年龄", "years", minimum=18, maximum=120),
        Column("income_band", "integer", "From 1 (under 4,000 CNY a month) to 5 (30,000 and over).", "收入段", "1 to 5",
               minimum=1, maximum=5),
        Column("mobile_days", "integer", "Of the thirty days before, those with a login to mobile banking.",
               "手机银行登录天数", "days", minimum=0, maximum=30),
        Column("previous_contacts", "integer", "Contacts in earlier campaigns.", "此前接触次数", minimum=0),
        Column("previous_responses", "integer", "Services taken up in earlier campaigns.", "此前响应次数", minimum=0),
        Column("days_since_last_contact", "integer", "Days since the last contact; missing if there was none.",
               "距上次接触天数", "days", required=False, minimum=0),
        Column("contacted", "boolean", "False for those who were left alone, by lot.", "是否接触"),
        Column("call_minutes", "number", "How long the call was: known only afterwards.", "通话时长", "minutes",
               required=False, minimum=0, decimals=1),
        Column("responded", "boolean", "Whether the customer took up the service within a month.", "是否响应"),
        Column("response_value", "number", "Margin that came of it.", "响应收益", "CNY", minimum=0),
    ),
    references=refers_to("campaign_id", "customer_id"),
)  # fmt: skip
