"""Data that a figure cannot show gets one sentence that says what is wrong, and leaves no figure behind."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from cmlib import plots

T = {"title": "A finding"}
WIDE = pd.DataFrame({"a": [0.4, 0.5], "b": [0.6, 0.5]}, index=[2022, 2023])
RISKS = pd.DataFrame({"risk": ["fire"], "p": [0.1], "damage": [0.2]})
MAP = {"likelihood": "p", "impact": "damage", "label": "risk"}
FLOWS = pd.DataFrame(
    1.0, index=[2022, 2023], columns=["operating_cash_flow", "investing_cash_flow", "financing_cash_flow"]
)
CARD = pd.DataFrame(
    {"group": "g", "indicator": ["debt"], "value": [1.0], "band": ["1 or more"], "points": [3.0], "maximum": [4.0]}
)
FIRM = pd.Series([1.0], index=["F1"])
ORDER = ["A", "B"]

REFUSED = [
    (lambda: plots.risk_map([1], **MAP, **T), TypeError, "risk_map needs a pandas table with risks.*; found list"),
    (lambda: plots.risk_map(RISKS.head(0), **MAP, **T), ValueError, "at least one row"),
    (lambda: plots.risk_map(RISKS.drop(columns="p"), **MAP, **T), LookupError, r"needs the columns \['p'\]"),
    (lambda: plots.risk_map(RISKS.assign(p=12.0), **MAP, **T), ValueError, "'p'; found 12. 12% is 0.12"),
    (lambda: plots.composition(WIDE.head(0), **T), ValueError, "at least one row"),
    (lambda: plots.composition(WIDE * [1, 0.5], **T), ValueError, "sum to 1 in every row; 2022 sums to 0.7"),
    (lambda: plots.composition(WIDE.mask(WIDE > 0.5), **T), ValueError, "2022 sums to nan"),
    (lambda: plots.composition(WIDE, order=["a", "c"], **T), ValueError, "'b' stands in only one"),
    (lambda: plots.lines(WIDE.head(0), ylabel="times", **T), ValueError, "at least one row"),
    (lambda: plots.lines(WIDE.assign(b="x"), ylabel="times", **T), ValueError, "needs numbers in 'b'"),
    (lambda: plots.lines(WIDE * np.nan, ylabel="times", **T), ValueError, "every value of the table is missing"),
    (lambda: plots.lines(pd.concat([WIDE, WIDE]), ylabel="times", **T), ValueError, "2022 comes twice"),
    (lambda: plots.lines(WIDE, ylabel="t", band=(WIDE.a[:1], WIDE.b, "x"), **T), ValueError, "the band lacks 2023"),
    (lambda: plots.heat_map(WIDE * 100, unit="share", **T), ValueError, "from 0 to 1"),
    (lambda: plots.heat_map(WIDE, unit="share", annotate=WIDE[["a"]], **T), ValueError, "'b' stands in only one"),
    (lambda: plots.cash_flows(FLOWS.iloc[:, :2], **T), LookupError, "financing_cash_flow"),
    (lambda: plots.cash_flows(FLOWS.head(0), **T), ValueError, "at least one row"),
    (lambda: plots.scorecard(CARD.drop(columns="band"), **T), LookupError, r"needs the columns \['band'\]"),
    (lambda: plots.scorecard(CARD.assign(points=5.0), **T), ValueError, "'debt' has 5 of 4"),
    (lambda: plots.default_rate_by_grade(["A"], [0, 1], order=ORDER, **T), ValueError, "found 1 and 2"),
    (lambda: plots.default_rate_by_grade([], [], order=ORDER, **T), ValueError, "at least one row"),
    (lambda: plots.default_rate_by_grade([None], [1], order=ORDER, **T), ValueError, "at least one row"),
    (lambda: plots.default_rate_by_grade(["Z"], [1], order=ORDER, **T), ValueError, "found 'Z'"),
    (lambda: plots.default_rate_by_grade(["A"], [2], order=ORDER, **T), ValueError, "outcomes of 0 and 1; found 2"),
    (lambda: plots.roc_curves([1], **T), TypeError, "needs a mapping"),
    (lambda: plots.roc_curves({}, **T), ValueError, "at least one curve"),
    (lambda: plots.roc_curves({"x": ([0, 1], [1])}, **T), ValueError, "'x'.*found 2 and 1"),
    (lambda: plots.roc_curves({"x": ([0, 0], [1, 2])}, **T), ValueError, "'x' has only outcomes of 0"),
    (lambda: plots.roc_curves({"x": ([0, 1], [1, None])}, **T), ValueError, "1 of 2 are missing"),
    (lambda: plots.calibration([0, 1], [0.1], **T), ValueError, "found 2 and 1"),
    (lambda: plots.calibration([0, 1], ["a", "b"], **T), ValueError, "found text"),
    (lambda: plots.calibration([0, 1], [10, 20], **T), ValueError, "found 10. 12% is 0.12"),
    (lambda: plots.calibration([0, 1], [0.1, 0.2], **T), ValueError, "between 2 and 2 groups.*found 10"),
    (lambda: plots.slope([1], FIRM, unit="points", **T), TypeError, "needs pandas Series"),
    (lambda: plots.slope(FIRM, FIRM.rename({"F1": "F2"}), unit="points", **T), ValueError, "'F1' stands in only one"),
    (
        lambda: plots.slope(pd.Series([1, 2.0]), pd.Series([1, np.nan]), unit="points", **T),
        ValueError, "1 lacks one",
    ),
    (lambda: plots.grade_paths(WIDE, order=ORDER, **T), ValueError, "grades that are in order"),
    (lambda: plots.grade_paths(WIDE.map(lambda _: None), order=ORDER, **T), ValueError, "at least one grade"),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "error", "says"), REFUSED)
def test_bad_data_gets_one_clear_sentence_and_no_figure(draw, error, says):
    with pytest.raises(error, match=says) as refusal:
        draw()
    assert "\n" not in str(refusal.value)
    assert plt.get_fignums() == []
