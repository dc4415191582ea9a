"""The questions of the satisfaction survey."""

from typing import NamedTuple

#: The four factors of satisfaction: 核心产品, 服务与支持系统, 互动过程, 环境.
FACTORS = ("core", "support", "interaction", "environment")

#: The four levels of loyalty: 认知忠诚, 情感忠诚, 意向忠诚, 行为忠诚.
LEVELS = ("cognitive", "affective", "conative", "behavioural")

AGE_BANDS = ("under 30", "30 to 44", "45 to 59", "60 and over")


class Item(NamedTuple):
    """One question: the factor or level it belongs to, its wording, the same in Chinese."""

    group: str
    text: str
    zh: str


#: Three of each factor. They are asked twice: how it ought to be (expectation), and how it is (perception).
SERVICE_ITEMS = (
    Item("core", "The bank's products do what they are meant for.", "产品能满足需要"),
    Item("core", "Rates and fees are fair.", "利率与收费公道"),
    Item("core", "Money and data are safe.", "资金与信息安全"),
    Item("support", "Waiting times are short.", "等候时间短"),
    Item("support", "App and machines work whenever they are needed.", "手机银行与设备随时可用"),
    Item("support", "Errors are put right quickly.", "差错及时更正"),
    Item("interaction", "Staff are friendly and take their time.", "员工友善耐心"),
    Item("interaction", "Staff know their business and explain it well.", "员工专业、讲解清楚"),
    Item("interaction", "Promises are kept.", "信守承诺"),
    Item("environment", "The branch is clean and pleasant.", "网点整洁舒适"),
    Item("environment", "Seats, signs and parking are as they should be.", "座位、指引与停车便利"),
    Item("environment", "One can talk there in private.", "私密性好"),
)

#: Two of each level.
LOYALTY_ITEMS = (
    Item("cognitive", "This bank offers more than others do.", "该行优于其他银行"),
    Item("cognitive", "I know why I am with this bank.", "清楚选择该行的理由"),
    Item("affective", "I like being a customer of this bank.", "喜欢做该行客户"),
    Item("affective", "I would be sorry to leave it.", "离开会感到可惜"),
    Item("conative", "I mean to stay for the next years.", "今后仍打算留在该行"),
    Item("conative", "I will ask this bank first when I need something new.", "有新需要时首先考虑该行"),
    Item("behavioural", "I do most of my banking here.", "大部分业务在该行办理"),
    Item("behavioural", "I did not even look at other banks' offers this year.", "今年未考虑他行产品"),
)


def numbered(items: tuple[Item, ...], prefix: str) -> dict[str, Item]:
    """Name of a column -> its question, counted within each group.

    >>> list(numbered(LOYALTY_ITEMS, "loyalty"))[:3]
    ['loyalty_cognitive_1', 'loyalty_cognitive_2', 'loyalty_affective_1']
    """
    groups = [item.group for item in items]
    return {f"{prefix}_{item.group}_{groups[: place + 1].count(item.group)}": item for place, item in enumerate(items)}
