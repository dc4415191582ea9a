"""The classes of customers that the course teaches, and the value class of a profit.

The deck names the classes and their strategies; the bounds are the course's own, round numbers that fit
its bank. Another bank loads its own: ``Segmentation.from_toml``.
"""

from typing import Any

from cmlib.segments.segmentation import Segment, Segmentation

#: Customers by value: what one brings in a year.
VALUE_CLASSES = Segmentation(
    name="customers by value",
    source="The course's deck, chapter 3: classes of customers by value. Bounds: the course's own.",
    column="profit",
    unit="CNY a year",
    segments=(
        Segment("loss-making", "亏损", None, "raise prices, move to self-service, or let go"),
        Segment("break-even", "保本", -50, "serve through cheap channels"),
        Segment("thin-profit", "微利", 100, "find the potential: what does the customer hold elsewhere?"),
        Segment("high-value", "高价值", 1_000, "a personal manager; keep at almost any price"),
    ),
)

#: Personal customers by what they contribute, and the strategy for each.
CONTRIBUTION_CLASSES = Segmentation(
    name="personal customers by profit contribution",
    source="The course's deck, chapter 3: VIP, target, mass and negative customers. Bounds: the course's own.",
    column="profit",
    unit="CNY a year",
    segments=(
        Segment("negative", "负效", None, "restrict (限制): no free services"),
        Segment("mass", "大众", 0, "keep (维持): standard products at low cost"),
        Segment("target", "目标", 500, "cultivate (培育): offer what makes a VIP of them"),
        Segment("VIP", "贵宾", 2_000, "expand (拓展): integrated service by one's own manager"),
    ),
)

#: Personal customers by income.
INCOME_CLASSES = Segmentation(
    name="personal customers by income",
    source="The course's deck, chapter 3: high, middle and low income. Bounds: the course's own.",
    column="monthly_income",
    unit="CNY a month",
    segments=(
        Segment("low", "低收入", None, "saving plans and payment services"),
        Segment("middle", "中等收入", 4_000, "home and consumer loans, funds for the children"),
        Segment("high", "高收入", 15_000, "investment and pension advice"),
    ),
)

#: Personal customers by age.
AGE_CLASSES = Segmentation(
    name="personal customers by age",
    source="The course's deck, chapter 3: young, middle-aged and old. Bounds: the course's own.",
    column="age",
    unit="years",
    segments=(
        Segment("young", "青年", None, "everything on the telephone; cards and consumer loans"),
        Segment("middle-aged", "中年", 35, "home loan, insurance, investment"),
        Segment("old", "老年", 60, "safe savings, pensions, patient service at the counter"),
    ),
)


def value_class(profit: Any, classes: Segmentation = VALUE_CLASSES) -> Any:
    """The value class of a customer: loss-making, break-even, thin-profit or high-value (客户价值分类).

    ``profit`` is what a customer brings in a year, in CNY: a number, a list, an array, a Series, or a
    narwhals expression; the answer is of the same kind. A missing profit has no class: ``None``. Other
    ``classes`` bring other bounds.

    Raises ``TypeError`` for what is no number.

    >>> value_class([-200, 0, 100, 999.99, 1_000]).tolist()
    ['loss-making', 'break-even', 'thin-profit', 'thin-profit', 'high-value']
    """
    return classes.classify(profit)
