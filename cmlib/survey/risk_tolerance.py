"""What risk a customer can bear, and which products suit him: a questionnaire evaluated on any engine."""

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.survey.cases import first_case
from cmlib.survey.risk_questionnaire import RISK_QUESTIONNAIRE, RiskQuestion, RiskQuestionnaire
from cmlib.table.door import first_row, open_table


def risk_type(answers: IntoFrameT, questionnaire: RiskQuestionnaire = RISK_QUESTIONNAIRE) -> IntoFrameT:
    """Score a questionnaire of risk tolerance (风险承受能力评估) and name each customer's type.

    ``answers`` is a table of any engine, one row a filled-in form, with a column for every question that holds the
    number of the option ticked, from 0. The answer is the same table with ``<question>_points`` for every question,
    ``risk_score`` and ``risk_type``. Where an answer is missing, its points, the score and the type are.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for text among the
    answers, an option that does not exist, and an empty table.

    >>> import pandas as pd
    >>> form = pd.DataFrame([dict.fromkeys((f"q{n}" for n in range(1, 11)), 2)])
    >>> risk_type(form)[["risk_score", "risk_type"]]
       risk_score risk_type
    0        50.0        C3
    """
    names = [question.name for question in questionnaire.questions]
    frame = open_table(answers, asked_by="risk_type", numeric=names)
    _require_options(frame, questionnaire)
    points = {question.name: _points(question) for question in questionnaire.questions}
    frame = frame.with_columns(*(expression.alias(f"{name}_points") for name, expression in points.items()))
    score = nw.col(f"{names[0]}_points")
    for name in names[1:]:
        score = score + nw.col(f"{name}_points")
    frame = frame.with_columns(risk_score=score)
    kind = first_case((nw.col("risk_score") >= one.lower, one.name) for one in reversed(questionnaire.types))
    native: IntoFrameT = frame.with_columns(risk_type=kind).to_native()
    return native


def suitability(
    table: IntoFrameT,
    questionnaire: RiskQuestionnaire = RISK_QUESTIONNAIRE,
    *,
    risk_type: str = "risk_type",
    risk_level: str = "risk_level",
) -> IntoFrameT:
    """Does a product suit a customer (风险匹配, 适当性)? Its level must not be above his type's.

    ``table`` is of any engine, one row a customer and product, with the customer's type (C1 to C5) and the product's
    level of risk as a number (1 to 5 for R1 to R5; 0 for a deposit). The answer is the same table with
    ``highest_level``, that of the type, and ``suitability``: ``"suitable"`` or ``"too risky"``. Both are missing where
    the type is, the second also where the level is.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for a type that
    the questionnaire does not have, for text among the levels, and for an empty table.

    Source: that of the questionnaire.

    >>> import pandas as pd
    >>> offers = pd.DataFrame({"risk_type": ["C2", "C5"], "risk_level": [3, 3]})
    >>> suitability(offers)["suitability"].tolist()
    ['too risky', 'suitable']
    """
    frame = open_table(table, asked_by="suitability", numeric=[risk_level], text=[risk_type])
    known = [one.name for one in questionnaire.types]
    wrong = first_row(frame.filter(~nw.col(risk_type).is_null() & ~nw.col(risk_type).is_in(known)).select(risk_type))
    if wrong is not None:
        raise ValueError(f"suitability needs a type among {known} in {risk_type!r}; found {wrong[0]!r}")
    level = first_case((nw.col(risk_type) == one.name, one.highest_level) for one in questionnaire.types)
    frame = frame.with_columns(highest_level=level)
    wanted, allowed = nw.col(risk_level), nw.col("highest_level")
    verdict = first_case([(wanted <= allowed, "suitable"), (wanted > allowed, "too risky")])
    native: IntoFrameT = frame.with_columns(suitability=verdict).to_native()
    return native


def _points(question: RiskQuestion) -> nw.Expr:
    """Points of an answer; every guard is positive, so that a missing answer has none."""
    return first_case((nw.col(question.name) == option, float(worth)) for option, worth in enumerate(question.points))


def _require_options(frame: nw.DataFrame | nw.LazyFrame, questionnaire: RiskQuestionnaire) -> None:
    """Refuse an option that does not exist; one query for all questions, since an engine may be lazy."""
    wrong = [
        ~nw.col(one.name).is_null() & ~nw.col(one.name).is_in([float(option) for option in range(len(one.points))])
        for one in questionnaire.questions
    ]
    names = [one.name for one in questionnaire.questions]
    found = first_row(frame.filter(nw.any_horizontal(*wrong, ignore_nulls=True)).select(*names))
    if found is not None:
        for question, answer in zip(questionnaire.questions, found, strict=True):
            if answer is not None and answer not in range(len(question.points)):
                raise ValueError(
                    f"risk_type: {question.name!r} has the options 0 to {len(question.points) - 1}; found {answer:g}"
                )
