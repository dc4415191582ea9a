"""An explanation says of every point why, and never contradicts the score."""

import math
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pytest
from test_rating_engine import FIRMS
from test_rating_enterprise import FIRM

from cmlib.rating import ENTERPRISE_CARD, GRADES, explain, group_points, score

CARD = ENTERPRISE_CARD


@pytest.mark.parametrize("missing", ["keep", "zero"])
def test_an_explanation_agrees_with_the_score(missing):
    table = FIRMS.iloc[::5]
    scored = score(table, CARD, missing=missing)
    for (_, row), (_, points) in zip(table.iterrows(), scored.iterrows(), strict=True):
        reasons = explain(row, CARD, missing=missing)
        assert reasons.points.tolist() == pytest.approx(
            [points[one.points_column] for one in CARD.indicators], nan_ok=True
        )
        assert group_points(reasons).points.tolist() == pytest.approx(
            [points[group.points_column] for group in CARD.groups], nan_ok=True
        )
        if math.isnan(points["total"]):
            assert (reasons.attrs["total"], reasons.attrs["grade"], reasons.attrs["meaning"]) == (None, None, None)
        else:
            assert (reasons.attrs["total"], reasons.attrs["grade"]) == (points["total"], points["grade"])
            assert reasons.attrs["meaning"] == GRADES[points["grade"]].meaning


def test_every_kind_of_row_is_explained_alike():
    table = pd.DataFrame([{"firm_id": 7, "year": 2023} | FIRM])
    wanted = explain({"firm_id": 7, "year": 2023} | FIRM, CARD)
    polars = pl.from_pandas(table)
    rows = [table.iloc[0], table, polars, polars.lazy(), polars.to_arrow(), duckdb.from_arrow(polars.to_arrow())]
    for row in [*rows, table.convert_dtypes()]:
        found = explain(row, CARD)
        pd.testing.assert_frame_equal(found, wanted)
        assert found.attrs == wanted.attrs
    assert (wanted.attrs["firm"], wanted.attrs["year"], wanted.attrs["maximum"]) == (7, 2023, 100)


def sentences(**changes):
    return explain(FIRM | changes, CARD).set_index("column").why


def test_the_sentences_give_value_band_and_points():
    why = sentences()
    assert why["current_ratio"] == "Current ratio 1.38 lies in 1.25 to 1.50: 4 of 6 points."
    assert why["equity"] == "Net assets CNY 120,000,000 lies in 50,000,000 to 200,000,000: 2 of 4 points."
    assert why["profit_three_year_growth"] == "Growth of profit -0.02 is below 0.0: 0 of 1 points."
    assert why["loan_risk"] == "Loan risk is judged 2, special mention: 4 of 8 points."
    assert sentences(interest_cover=31.7)["interest_cover"] == "Interest cover 31.70 is 12 or more: 8 of 8 points."


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.4999, "1.4999 lies in 1.25 to 1.50"), (1.5, "1.50 lies in 1.50 to 2.00"), (1.24999, "1.24999 lies")],
)
def test_a_sentence_never_rounds_a_value_into_another_band(value, shown):
    assert f"Current ratio {shown}" in sentences(current_ratio=value)["current_ratio"]
    assert "-0.001 is below 0.00" in sentences(return_on_equity=-0.001)["return_on_equity"]


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf, -math.inf, pd.NA])
def test_a_missing_value_says_why_and_what_follows(nothing):
    kept = explain(FIRM | {"interest_cover": nothing}, CARD).set_index("column").loc["interest_cover"]
    assert kept.why == "Interest cover is missing (a firm that pays no interest has none): its 8 points stay open."
    assert kept.band == "missing"
    assert math.isnan(kept["value"])
    assert math.isnan(kept.points)
    zero = explain(FIRM | {"interest_cover": nothing}, CARD, missing="zero").set_index("column").loc["interest_cover"]
    assert zero.why.endswith("has none): 0 of 8 points, for what is not shown earns nothing.")
    assert zero.points == 0


@pytest.mark.parametrize(
    ("row", "error", "message"),
    [
        (
            {"quick_ratio": 1},
            LookupError,
            r"^explain needs the columns \['leadership', .*; the table has \['quick_ratio'\]",
        ),
        (FIRM | {"quick_ratio": "1.2"}, ValueError, r"^explain needs numbers in 'quick_ratio'; found String"),
        (FIRM | {"quick_ratio": Decimal(1)}, ValueError, r"^explain needs numbers in 'quick_ratio'"),
        (FIRM | {"leadership": True}, ValueError, r"^explain needs numbers in 'leadership'; found Boolean"),
        (
            FIRM | {"leadership": 6},
            ValueError,
            r"^explain: 'leadership' \(Quality of leadership\) is judged 1, 2, .*found 6",
        ),
        (FIRMS.head(2), ValueError, r"^explain needs a table of one row, found several"),
        (FIRMS.head(0), ValueError, r"^explain needs at least one row"),
        ([1, 2], TypeError, r"^explain needs .* found list"),
    ],
)
def test_what_cannot_be_explained_is_refused(row, error, message):
    with pytest.raises(error, match=message):
        explain(row, CARD)


def test_an_unknown_way_with_missing_values_is_refused():
    with pytest.raises(ValueError, match="explain: missing is 'keep' or 'zero', found 'drop'"):
        explain(FIRM, CARD, missing="drop")
