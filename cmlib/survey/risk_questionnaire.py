"""A questionnaire of risk tolerance as data: points for every answer, and the type that a score earns."""

import itertools
from dataclasses import dataclass
from typing import Self

from cmlib.rule_file import RuleFile
from cmlib.survey.checks import is_number
from cmlib.table.door import open_table


@dataclass(frozen=True)
class RiskQuestion:
    """A question, named as its column of answers; ``points`` for its options, which are numbered from 0."""

    name: str
    text: str
    points: tuple[float, ...]


@dataclass(frozen=True)
class RiskType:
    """A type of investor: ``lower`` is its lowest score, ``highest_level`` the riskiest product that suits it."""

    name: str
    zh: str
    lower: float
    highest_level: int
    meaning: str = ""


@dataclass(frozen=True)
class RiskQuestionnaire(RuleFile):
    """Questions with their points, and the types from the most cautious to the boldest.

    Raises ``ValueError`` when there is no question or type, a name comes twice, a question has fewer than two
    options, points are no numbers, the types' lower bounds do not rise from the lowest score that can be had, a type
    is out of reach, or their highest levels fall. The message names the place.

    >>> question = RiskQuestion("q1", "Which loss would you bear?", (0, 5, 10))
    >>> types = (RiskType("C1", "保守型", 0, 1), RiskType("C2", "进取型", 6, 2))
    >>> RiskQuestionnaire("short", "example", (question,), types).highest
    10
    """

    name: str
    source: str
    questions: tuple[RiskQuestion, ...]
    types: tuple[RiskType, ...]

    def __post_init__(self) -> None:
        _check(self)

    @property
    def lowest(self) -> float:
        """The lowest score that can be had."""
        return sum(min(question.points) for question in self.questions)

    @property
    def highest(self) -> float:
        """The highest score that can be had."""
        return sum(max(question.points) for question in self.questions)

    def with_score_key(
        self, key: object, *, question: str = "question", option: str = "option", points: str = "points"
    ) -> Self:
        """The same questionnaire with the points of a score key: a table with one row a question and option.

        Raises as the door to tables does, and ``ValueError`` for another set of questions, an option that is missing
        or comes twice, and whatever the questionnaire refuses.
        """
        frame = open_table(key, asked_by="with_score_key", numeric=[option, points], key=[question, option])
        rows = frame.select(question, option, points).lazy().collect().rows()
        found: dict[str, dict[int, float]] = {}
        for name, number, worth in rows:
            found.setdefault(name, {})[number] = worth
        named = {one.name: one.text for one in self.questions}
        if set(found) != set(named):
            raise ValueError(f"with_score_key needs points for {list(named)}; found {sorted(found)}")
        for name, options in found.items():
            if set(options) != set(range(len(options))):
                raise ValueError(f"with_score_key needs options from 0 without a gap; {name!r} has {sorted(options)}")
        questions = tuple(
            RiskQuestion(name, text, tuple(found[name][number] for number in range(len(found[name]))))
            for name, text in named.items()
        )
        return type(self)(self.name, self.source, questions, self.types)


def _check(form: RiskQuestionnaire) -> None:
    place = f"risk questionnaire {form.name!r}"
    if not form.questions or not form.types:
        raise ValueError(f"{place} needs questions and types")
    for what, names in (("question", [one.name for one in form.questions]), ("type", [one.name for one in form.types])):
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"{place} has the {what} {twice!r} twice")
    for question in form.questions:
        if len(question.points) < 2 or not all(is_number(points) for points in question.points):
            raise ValueError(
                f"{place}, question {question.name!r} needs points for two options at least; found {question.points}"
            )
    first, last = form.types[0], form.types[-1]
    if first.lower != form.lowest:
        raise ValueError(f"{place}, type {first.name!r} begins at {first.lower:g}; the lowest score is {form.lowest:g}")
    if last.lower > form.highest:
        raise ValueError(
            f"{place}, type {last.name!r} begins at {last.lower:g}, above the highest score {form.highest:g}"
        )
    for before, after in itertools.pairwise(form.types):
        if after.lower <= before.lower or after.highest_level < before.highest_level:
            raise ValueError(
                f"{place}: types go from the most cautious to the boldest; {after.name!r} ({after.lower:g} points, "
                f"level {after.highest_level}) stands after {before.name!r} ({before.lower:g}, {before.highest_level})"
            )


_UP, _DOWN = (0.0, 2.5, 5.0, 7.5, 10.0), (10.0, 7.5, 5.0, 2.5, 0.0)

#: The questionnaire of the course: ten questions of five options, 100 points in all; in three the first option is bold.
RISK_QUESTIONNAIRE = RiskQuestionnaire(
    name="risk tolerance",
    source="Questions and bounds are the course's own. Five types, and products up to the type's own level: "
    "China Banking Regulatory Commission (2011), Measures on Sales of Wealth Management Products by Commercial Banks "
    "(商业银行理财产品销售管理办法), Order 5 of 2011, articles 24, 25, 27; China Banking and Insurance Regulatory "
    "Commission (2018), Measures on the Supervision of Wealth Management Business of Commercial Banks "
    "(商业银行理财业务监督管理办法), Order 6 of 2018.",
    questions=(
        RiskQuestion("q1", "How long have you been investing in more than deposits?", _UP),
        RiskQuestion("q2", "What should your money do for you?", _UP),
        RiskQuestion("q3", "What would you do if your fund lost 20% in a month?", _DOWN),
        RiskQuestion("q4", "For how long can you do without the money?", _UP),
        RiskQuestion("q5", "Which loss in a year would you bear?", _UP),
        RiskQuestion("q6", "Which part of your savings may be at risk?", _DOWN),
        RiskQuestion("q7", "How would you describe your income of the next five years?", _UP),
        RiskQuestion("q8", "What do you know of shares, bonds and funds?", _UP),
        RiskQuestion("q9", "Which of five plans would you take?", _DOWN),
        RiskQuestion("q10", "When you think of risk, what do you think of first?", _UP),
    ),
    types=(
        RiskType("C1", "保守型", 0, 1, "conservative: the money must stay whole"),
        RiskType("C2", "谨慎型", 34, 2, "cautious: little loss, little gain"),
        RiskType("C3", "稳健型", 44, 3, "balanced: some loss for some gain"),
        RiskType("C4", "积极型", 54, 4, "active: large swings for growth"),
        RiskType("C5", "进取型", 64, 5, "aggressive: bears heavy losses for high gains"),
    ),
)
