"""The questionnaire of risk tolerance (风险承受能力评估): its questions, and what each answer is worth.

Ten questions of five options; 0 to 10 points each, 100 in all. In three of them the first option
is the bold one, so that nobody passes by always ticking the same box.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Table

#: Points at which the next class begins: C1 below the first, C5 from the last on.
CLASS_STARTS = (34, 44, 54, 64)

#: Options of a question, numbered from 0; points from one to the next.
OPTIONS, POINTS_A_STEP = 5, 2.5


class Question(NamedTuple):
    """A question with its options, in the order of the form."""

    text: str
    zh: str
    options: tuple[str, ...]
    bold_first: bool = False


QUESTIONS = (
    Question("How long have you been investing in more than deposits?", "投资经验年限",
             ("never", "under a year", "one to three years", "three to ten years", "longer")),
    Question("What should your money do for you?", "投资目的",
             ("stay whole", "keep up with prices", "grow a little", "grow well", "grow as much as it can")),
    Question("What would you do if your fund lost 20% in a month?", "基金下跌20%时的做法",
             ("buy more", "keep all", "wait a month, then decide", "sell a part", "sell all"), bold_first=True),
    Question("For how long can you do without the money?", "可投资期限",
             ("months", "a year", "three years", "five years", "ten years and more")),
    Question("Which loss in a year would you bear?", "可承受的年度亏损",
             ("none", "up to 5%", "up to 10%", "up to 25%", "more")),
    Question("Which part of your savings may be at risk?", "可承担风险的资产比例",
             ("more than half", "up to a half", "up to a third", "up to a tenth", "none"), bold_first=True),
    Question("How would you describe your income of the next five years?", "未来五年收入预期",
             ("will fall", "uncertain", "steady", "will rise", "will rise much")),
    Question("What do you know of shares, bonds and funds?", "金融知识",
             ("nothing", "a little", "the main things", "much", "it is my profession")),
    Question("Which of five plans would you take?", "偏好的投资方案",
             ("from -30% to +50%", "from -18% to +32%", "from -8% to +18%", "from -2% to +8%", "2% for sure"),
             bold_first=True),
    Question("When you think of risk, what do you think of first?", "对风险的第一联想",
             ("danger", "worry", "uncertainty", "chance", "thrill")),
)  # fmt: skip

#: Names of the columns of answers.
NAMES = tuple(f"q{place}" for place in range(1, len(QUESTIONS) + 1))

#: Whether the first option is the bold one, by question.
BOLD_FIRST = np.array([question.bold_first for question in QUESTIONS])


def boldness(answers: np.ndarray) -> np.ndarray:
    """Answers counted from the cautious end, 0 to 4, whichever way the form is printed; its own inverse.

    >>> boldness(np.zeros((1, 10), dtype=int)).tolist()
    [[0, 0, 4, 0, 0, 4, 0, 0, 4, 0]]
    """
    return np.where(BOLD_FIRST, OPTIONS - 1 - answers, answers)


def score_key() -> pd.DataFrame:
    """One row a question and option, with its points."""
    number, option = np.divmod(np.arange(len(QUESTIONS) * OPTIONS), OPTIONS)
    bold = np.where(BOLD_FIRST[number], OPTIONS - 1 - option, option)
    return pd.DataFrame(
        {
            "question": np.array(NAMES, dtype=object)[number],
            "option": option,
            "question_text": [QUESTIONS[place].text for place in number],
            "option_text": [text for question in QUESTIONS for text in question.options],
            "points": POINTS_A_STEP * bold,
        }
    )


TABLE = Table(
    "risk_score_key",
    "Score key of the risk questionnaire",
    "One row a question and option: what it is worth. The points of the ten answers sum to the score, 0 to 100. "
    f"Class C1 ends below {CLASS_STARTS[0]} points, C2 below {CLASS_STARTS[1]}, C3 below {CLASS_STARTS[2]}, C4 below "
    f"{CLASS_STARTS[3]}; C5 is from there on.",
    ("question", "option"),
    (
        Column("question", "string", "The question, as the column of answers is called.", "题号", allowed=NAMES),
        Column("option", "integer", "The option, as it is coded in the answers.", "选项", minimum=0, maximum=4),
        Column("question_text", "string", "The question as it is asked.", "题目"),
        Column("option_text", "string", "The option as it is worded.", "选项内容"),
        Column("points", "number", "What the answer is worth.", "分值", "points", minimum=0, maximum=10),
    ),
)

ROOM = Room("risk score key", (TABLE.name,), lambda world, house: Made({TABLE.name: score_key()}, {}))
