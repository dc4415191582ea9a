"""The questionnaire of risk tolerance: data, scoring, suitability."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import every_engine, on

from cmlib.survey import RISK_QUESTIONNAIRE, RiskQuestion, RiskQuestionnaire, RiskType, risk_type, suitability
from cmlib.synthetic.service.risk_questions import CLASS_STARTS, QUESTIONS

NAMES = [question.name for question in RISK_QUESTIONNAIRE.questions]
FIRST_QUESTION, SECOND_QUESTION = RiskQuestion("a", "?", (0, 5, 10)), RiskQuestion("b", "?", (4, 0))
FIRST_TYPE, SECOND_TYPE = RiskType("calm", "静", 0, 1), RiskType("bold", "勇", 6, 3)
SHORT = RiskQuestionnaire("short", "example", (FIRST_QUESTION, SECOND_QUESTION), (FIRST_TYPE, SECOND_TYPE))


def forms(number=60):
    """Forms at random, one with a gap; the last two tick the most cautious and the boldest option everywhere."""
    rng = np.random.default_rng(9)
    table = pd.DataFrame(rng.integers(0, 5, (number, 10)), columns=NAMES).astype(float)
    table.loc[0, "q4"] = np.nan
    bold_first = [question.points[0] == 10 for question in RISK_QUESTIONNAIRE.questions]
    table.loc[number] = [4.0 if first else 0.0 for first in bold_first]
    table.loc[number + 1] = [0.0 if first else 4.0 for first in bold_first]
    return table.assign(customer_id=np.arange(len(table)))


class TestQuestionnaire:
    def test_it_is_that_of_the_bank(self):
        assert RISK_QUESTIONNAIRE.with_score_key(bank(88).tables["risk_score_key"]) == RISK_QUESTIONNAIRE
        assert tuple(one.lower for one in RISK_QUESTIONNAIRE.types[1:]) == CLASS_STARTS
        assert [one.text for one in RISK_QUESTIONNAIRE.questions] == [one.text for one in QUESTIONS]

    def test_five_types_and_levels(self):
        assert [one.name for one in RISK_QUESTIONNAIRE.types] == ["C1", "C2", "C3", "C4", "C5"]
        assert [one.highest_level for one in RISK_QUESTIONNAIRE.types] == [1, 2, 3, 4, 5]
        assert (RISK_QUESTIONNAIRE.lowest, RISK_QUESTIONNAIRE.highest) == (0, 100)
        assert (SHORT.lowest, SHORT.highest) == (0, 14)

    def test_toml_there_and_back(self, tmp_path):
        RISK_QUESTIONNAIRE.to_toml(tmp_path / "form.toml")
        assert RiskQuestionnaire.from_toml(tmp_path / "form.toml") == RISK_QUESTIONNAIRE

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"questions": ()}, "needs questions and types"),
            ({"types": ()}, "needs questions and types"),
            ({"questions": (FIRST_QUESTION, FIRST_QUESTION)}, "the question 'a' twice"),
            ({"types": (FIRST_TYPE, dataclasses.replace(SECOND_TYPE, name="calm"))}, "the type 'calm' twice"),
            ({"questions": (RiskQuestion("a", "?", (0,)),)}, "'a' needs points for two options"),
            ({"questions": (RiskQuestion("a", "?", (0, float("nan"))),)}, "'a' needs points"),
            ({"types": (dataclasses.replace(FIRST_TYPE, lower=1), SECOND_TYPE)}, "begins at 1; the lowest score is 0"),
            (
                {"types": (FIRST_TYPE, dataclasses.replace(SECOND_TYPE, lower=15))},
                "begins at 15, above the highest score 14",
            ),
            ({"types": (FIRST_TYPE, dataclasses.replace(SECOND_TYPE, lower=0))}, "'bold' .* stands after 'calm'"),
            ({"types": (FIRST_TYPE, dataclasses.replace(SECOND_TYPE, highest_level=0))}, "stands after 'calm'"),
        ],
    )
    def test_refuses(self, change, message):
        with pytest.raises(ValueError, match=f"risk questionnaire 'short'.*{message}"):
            dataclasses.replace(SHORT, **change)

    def test_types_may_share_a_level_and_reach_the_top(self):
        top = dataclasses.replace(SECOND_TYPE, lower=14, highest_level=1)
        assert dataclasses.replace(SHORT, types=(FIRST_TYPE, top)).types[1].lower == 14

    @pytest.mark.parametrize(
        ("rows", "message"),
        [
            ([("a", 0, 1), ("a", 1, 2)], r"points for \['a', 'b'\]; found \['a'\]"),
            ([("a", 0, 1), ("a", 2, 2), ("b", 0, 1), ("b", 1, 0)], r"'a' has \[0.0, 2.0\]"),
            ([("a", 0, 1), ("a", 0, 2)], "one row for each"),
        ],
    )
    def test_refuses_a_score_key(self, rows, message):
        with pytest.raises(ValueError, match=f"with_score_key needs .*{message}"):
            SHORT.with_score_key(pd.DataFrame(rows, columns=["question", "option", "points"]))

    def test_points_of_another_key(self):
        rows = [("a", 1, 3.0), ("a", 0, 0.0), ("b", 0, 0.0), ("b", 1, 7.0)]
        key = pd.DataFrame(rows, columns=["question", "option", "points"])
        found = SHORT.with_score_key(key)
        assert [one.points for one in found.questions] == [(0, 3), (0, 7)]


class TestRiskType:
    @every_engine
    def test_every_engine(self, engine):
        table = forms()
        found = on(engine, risk_type, table).sort_values("customer_id").reset_index(drop=True)
        scores, types = [], []
        for form in table[NAMES].itertuples(index=False):  # by the definition, slow and plain
            if any(np.isnan(answer) for answer in form):
                scores.append(np.nan)
                types.append(None)
                continue
            score = sum(q.points[int(a)] for q, a in zip(RISK_QUESTIONNAIRE.questions, form, strict=True))
            scores.append(score)
            types.append([one.name for one in RISK_QUESTIONNAIRE.types if score >= one.lower][-1])
        assert found["risk_score"].astype(float).to_numpy() == pytest.approx(np.array(scores), nan_ok=True)
        assert [None if pd.isna(one) else one for one in found["risk_type"].astype(object)] == types
        assert found["risk_score"].iloc[-2:].tolist() == [0, 100]
        assert found["q3_points"].astype(float).iloc[-1] == 10

    @pytest.mark.parametrize(("a", "b", "kind"), [(0, 1, "calm"), (1, 1, "calm"), (1, 0, "bold"), (2, 1, "bold")])
    def test_bounds(self, a, b, kind):
        assert risk_type(pd.DataFrame({"a": [a], "b": [b]}), SHORT)["risk_type"].tolist() == [kind]

    def test_a_bound_belongs_to_the_bolder_type(self):
        form = dataclasses.replace(SHORT, types=(FIRST_TYPE, dataclasses.replace(SECOND_TYPE, lower=5)))
        assert risk_type(pd.DataFrame({"a": [1], "b": [1]}), form)["risk_type"].tolist() == ["bold"]

    @pytest.mark.parametrize(
        ("change", "error", "message"),
        [
            (lambda t: t.assign(a=3), ValueError, "'a' has the options 0 to 2; found 3"),
            (lambda t: t.assign(b=0.5), ValueError, "'b' has the options 0 to 1; found 0.5"),
            (lambda t: t.assign(b=-1), ValueError, "'b' has the options 0 to 1; found -1"),
            (lambda t: t.assign(b="yes"), ValueError, "needs numbers in 'b'"),
            (lambda t: t.drop(columns="a"), LookupError, r"needs the columns \['a'\]"),
            (lambda t: 5, TypeError, "needs a table"),
        ],
    )
    def test_refuses(self, change, error, message):
        with pytest.raises(error, match=f"risk_type.*{message}"):
            risk_type(change(pd.DataFrame({"a": [0], "b": [1]})), SHORT)


class TestSuitability:
    OFFERS = pd.DataFrame(
        {
            "number": range(7),
            "risk_type": ["C1", "C1", "C3", "C5", None, "C3", "C2"],
            "risk_level": [1.0, 2, 3, 5, 1, np.nan, 0],
        }
    )

    @every_engine
    def test_every_engine(self, engine):
        found = on(engine, suitability, self.OFFERS).sort_values("number")
        verdict = [None if pd.isna(one) else one for one in found["suitability"].astype(object)]
        level = [None if pd.isna(one) else int(one) for one in found["highest_level"]]
        yes, no = "suitable", "too risky"
        assert verdict == [yes, no, yes, yes, None, None, yes]
        assert level == [1, 1, 3, 5, None, 3, 2]

    def test_refuses(self):
        with pytest.raises(ValueError, match=r"a type among .*found 'C9'"):
            suitability(self.OFFERS.assign(risk_type="C9"))
        with pytest.raises(LookupError, match="risk_level"):
            suitability(self.OFFERS.drop(columns="risk_level"))
