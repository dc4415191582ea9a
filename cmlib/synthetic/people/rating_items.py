"""The questions by which customers rate a service: two for each level of the product and each perception."""

from typing import NamedTuple

#: The three levels of a product, 核心产品, 形式产品, 扩展产品.
LEVELS = ("core", "formal", "extended")

#: What customers perceive of its marketing, 可获得性, 互动性, 参与情况.
PERCEPTIONS = ("availability", "interactivity", "participation")

SCALES = (*LEVELS, *PERCEPTIONS)


class RatingItem(NamedTuple):
    """One question: its column, the scale it belongs to, its wording."""

    name: str
    scale: str
    text: str
    zh: str


ITEMS = (
    RatingItem("core_1", "core", "It does what I need.", "核心产品：满足需要"),
    RatingItem("core_2", "core", "It is worth its price and trouble.", "核心产品：物有所值"),
    RatingItem("formal_1", "formal", "It is well made and easy to use.", "形式产品：设计与易用"),
    RatingItem("formal_2", "formal", "Name, look and terms are clear.", "形式产品：名称与条款清楚"),
    RatingItem("extended_1", "extended", "When something goes wrong I am helped.", "扩展产品：出现问题有人帮助"),
    RatingItem(
        "extended_2", "extended", "Advice and extras come with it that are of use to me.", "扩展产品：附加服务有用"
    ),
    RatingItem("availability_1", "availability", "I can use it when and where I want.", "可获得性：随时随地可用"),
    RatingItem("availability_2", "availability", "It was easy to get.", "可获得性：容易获得"),
    RatingItem("interactivity_1", "interactivity", "The bank answers when I ask about it.", "互动性：有问必答"),
    RatingItem(
        "interactivity_2", "interactivity", "The bank tells me what I should know about it.", "互动性：主动告知"
    ),
    RatingItem("participation_1", "participation", "I can shape it to my own wishes.", "参与情况：可按需定制"),
    RatingItem("participation_2", "participation", "The bank asks for my opinion and uses it.", "参与情况：意见被采纳"),
)
