"""One engine for every kind of table: the same points everywhere, nothing for what is missing."""

import math
from decimal import Decimal

import dask.dataframe
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

from cmlib.rating import ENTERPRISE_CARD, GRADES, Band, Grade, GradeScale, Group, Indicator, Level, Scorecard, score

CARD = ENTERPRISE_CARD
JUDGED = [one.column for one in CARD.indicators if one.levels]


def firms(number=200):
    """Firms on, between and beyond all bounds; in the first rows each indicator is once no number of every kind."""
    rng = np.random.default_rng([6, 7])
    columns = {"firm_id": np.arange(number), "year": np.full(number, 2023)}
    for one in CARD.indicators:
        bounds = [level.value for level in one.levels] or [band.upper for band in one.bands[:-1]]
        between = rng.uniform(bounds[0] - 1, bounds[-1] * 1.5, number)
        drawn = rng.choice(bounds, number)
        columns[one.column] = drawn.astype(float) if one.levels else np.where(rng.random(number) < 0.3, drawn, between)
    table = pd.DataFrame(columns)
    spoilt = [(nothing, column) for nothing in (math.nan, math.inf, -math.inf) for column in CARD.columns]
    for row, (nothing, column) in enumerate(spoilt):
        table.loc[row, column] = nothing
    return table


FIRMS = firms()
SPOILT = 3 * len(CARD.columns)


def points_by_definition(indicator, value):
    """The points as the card states them, band by band: slow and plain."""
    if not math.isfinite(value):
        return math.nan
    if indicator.levels:
        (earned,) = [level.points for level in indicator.levels if level.value == value]
    else:
        (earned,) = [
            band.points
            for band in indicator.bands
            if (band.lower is None or band.lower <= value) and (band.upper is None or value < band.upper)
        ]
    return float(earned)


def expected(table):
    answer = table[["firm_id", "year"]].copy()
    for one in CARD.indicators:
        answer[one.points_column] = [points_by_definition(one, value) for value in table[one.column]]
    for group in CARD.groups:
        answer[group.points_column] = sum(answer[one.points_column] for one in group.indicators)
    answer["total"] = sum(answer[group.points_column] for group in CARD.groups)
    answer["grade"] = [GRADES.grade(total) for total in answer["total"]]
    return answer


def from_records(make):
    """Tables of engines that tell missing from NaN get missing values."""
    return lambda table: make({name: [None if pd.isna(v) else v for v in table[name].tolist()] for name in table})


def duckdb_relation(table):
    arrow = from_records(pl.DataFrame)(table).to_arrow()
    return duckdb.from_arrow(arrow)


ENGINES = {
    "pandas": lambda table: table,
    "pandas nullable": lambda table: table.convert_dtypes(),
    "pandas on pyarrow": lambda table: table.convert_dtypes(dtype_backend="pyarrow"),
    "polars": from_records(pl.DataFrame),
    "polars with NaN": lambda table: pl.DataFrame(table.to_dict("list")),
    "polars lazy": from_records(pl.LazyFrame),
    "pyarrow": lambda table: from_records(pl.DataFrame)(table).to_arrow(),
    "pyarrow with NaN": lambda table: pl.DataFrame(table.to_dict("list")).to_arrow(),
    "duckdb": duckdb_relation,
    "duckdb with NaN": lambda table: duckdb.from_arrow(pl.DataFrame(table.to_dict("list")).to_arrow()),
    "dask": lambda table: dask.dataframe.from_pandas(table, npartitions=3),
}


#: Building a Dask graph takes seconds: it takes part where an engine could answer differently.
QUICK = [name for name in ENGINES if name != "dask"]


@pytest.fixture(params=QUICK)
def engine(request):
    return ENGINES[request.param]


def as_pandas(answer):
    """Any engine's answer as plain pandas, in the order of the firms."""
    if isinstance(answer, pl.LazyFrame):
        answer = answer.collect()
    for way in ("toPandas", "compute", "to_df", "to_pandas"):
        if hasattr(answer, way):
            answer = getattr(answer, way)()
            break
    plain = {name: [None if pd.isna(value) else value for value in answer[name]] for name in answer}
    return pd.DataFrame(plain).sort_values("firm_id", ignore_index=True)


def assert_is(answer, wanted):
    found = as_pandas(answer)
    assert list(found) == list(wanted)
    for name in wanted:
        missing = wanted[name].isna().tolist()
        assert found[name].isna().tolist() == missing, name
        assert found[name].dropna().tolist() == wanted[name].dropna().tolist(), name


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_gives_the_points_of_the_card(name):
    table = ENGINES[name](FIRMS)
    answer = score(table, CARD)
    assert type(answer) is type(table)
    assert_is(answer, expected(FIRMS))


def test_the_total_is_the_sum_of_the_groups_and_of_the_indicators():
    scored = score(FIRMS, CARD)
    groups = scored[[group.points_column for group in CARD.groups]]
    indicators = scored[[one.points_column for one in CARD.indicators]]
    assert groups.sum(axis=1, skipna=False).equals(scored.total)
    assert indicators.sum(axis=1, skipna=False).equals(scored.total)
    assert scored.total.notna().sum() == len(FIRMS) - SPOILT


def test_what_is_no_number_never_scores(engine):
    kept, zero = (as_pandas(score(engine(FIRMS), CARD, missing=how)) for how in ("keep", "zero"))
    for row, one in enumerate([*CARD.indicators] * 3):
        assert pd.isna(kept.loc[row, one.points_column])
        assert zero.loc[row, one.points_column] == 0
    assert kept.loc[: SPOILT - 1, ["total", "grade"]].isna().all(axis=None)
    assert kept.loc[SPOILT:, ["total", "grade"]].notna().all(axis=None)
    assert zero[["total", "grade"]].notna().all(axis=None)


def test_a_missing_value_may_count_as_nothing():
    kept, zero = (score(FIRMS, CARD, missing=how) for how in ("keep", "zero"))
    parts = kept[[one.points_column for one in CARD.indicators]]
    assert zero.total.tolist() == parts.sum(axis=1, skipna=True).tolist()
    assert zero.grade.tolist() == [GRADES.grade(total) for total in zero.total]


def test_an_unknown_way_with_missing_values_is_refused():
    with pytest.raises(ValueError, match="score: missing is 'keep' or 'zero', found 'drop'"):
        score(FIRMS, CARD, missing="drop")


def refusal(table, wrong):
    with pytest.raises(ValueError, match=r"^score: 'loan_risk' \(Loan risk\) is judged 1, 2, 3, 4, 5; found") as caught:
        score(table, CARD)
    assert str(caught.value).endswith(f"found {wrong} for firm_id 150, year 2023")


@pytest.mark.parametrize("wrong", [0, 6, 2.5, -1, 1_000])
def test_a_judgement_that_is_no_level_is_refused(wrong):
    refusal(FIRMS.assign(loan_risk=FIRMS.loan_risk.where(FIRMS.firm_id != 150, wrong)), f"{wrong:,}")


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_tells_the_firm_with_a_wrong_judgement(name):
    refusal(ENGINES[name](FIRMS.assign(loan_risk=FIRMS.loan_risk.where(FIRMS.firm_id != 150, 9))), "9")


def test_whole_numbers_and_decimals_of_a_database_are_numbers():
    assert_is(
        score(FIRMS.iloc[SPOILT:].astype(dict.fromkeys(JUDGED, int)), CARD), expected(FIRMS.iloc[SPOILT:].reset_index())
    )
    relation = duckdb_relation(FIRMS)
    quick = relation.project("* exclude (quick_ratio), 0.85::decimal(10, 4) as quick_ratio")
    assert set(as_pandas(score(quick, CARD)).quick_ratio_points) == {3}


@pytest.mark.parametrize(
    ("column", "values", "found"),
    [
        ("current_ratio", ["1.5"] * 3, r"needs numbers in 'current_ratio'; found String.*'1\.5'"),
        ("loan_risk", ["normal"] * 3, r"needs numbers in 'loan_risk'; found String.*'normal'"),
        ("equity", [Decimal(5)] * 3, r"needs numbers in 'equity'; found Object"),
        ("leadership", [True] * 3, r"needs numbers in 'leadership'; found Boolean"),
    ],
)
def test_text_decimals_and_yes_or_no_are_refused(column, values, found):
    table = FIRMS.head(3).astype({column: object})
    table[column] = pd.Series(values)
    with pytest.raises(ValueError, match=f"^score {found}"):
        score(table, CARD)


def test_a_missing_column_is_named(engine):
    with pytest.raises(LookupError, match=r"^score needs the columns \['quick_ratio'\].*did you mean 'quick_ration'"):
        score(engine(FIRMS.rename(columns={"quick_ratio": "quick_ration"})), CARD)


@pytest.mark.parametrize(
    "make", [pd.DataFrame, pl.from_pandas, lambda table: duckdb_relation(FIRMS).filter("firm_id < 0")]
)
def test_an_empty_table_is_refused(make):
    with pytest.raises(ValueError, match=r"^score needs at least one row"):
        score(make(FIRMS.head(0)), CARD)


def test_what_is_no_table_is_refused():
    with pytest.raises(TypeError, match=r"^score needs a table .* found list"):
        score([1, 2], CARD)


def test_a_firm_year_may_come_only_once(engine):
    twice = pd.concat([FIRMS.tail(5), FIRMS.tail(1)], ignore_index=True)
    with pytest.raises(
        ValueError, match=r"score needs one row for each \['firm_id', 'year'\]; .*199.* stands in 2 rows"
    ):
        score(engine(twice), CARD)


def test_key_columns_are_kept_where_the_table_has_them():
    values = FIRMS[[*CARD.columns]]
    assert "firm_id" not in score(values, CARD)
    assert list(score(values.assign(year=2023), CARD))[:2] == ["year", "leadership_points"]
    named = FIRMS.rename(columns={"firm_id": "firm", "year": "period"}).assign(note="text")
    assert list(score(named, CARD, firm="firm", year="period"))[:3] == ["firm", "period", "leadership_points"]
    assert score(FIRMS, CARD, firm=None, year=None).columns[0] == "leadership_points"
    with pytest.raises(LookupError, match=r"^score needs the columns \['company'\]"):
        score(FIRMS, CARD, firm="company")


def test_the_index_of_a_pandas_table_is_kept():
    table = FIRMS.tail(4).set_axis([3, 3, 1, 0])
    assert score(table, CARD).index.tolist() == [3, 3, 1, 0]
    assert score(table, CARD).total.tolist() == expected(FIRMS).total.tail(4).tolist()


def test_the_table_that_was_given_stays_as_it_is():
    table = FIRMS.copy()
    score(table, CARD)
    pd.testing.assert_frame_equal(table, FIRMS)


def test_tenths_of_points_reach_the_grade_that_they_add_up_to(engine):
    """Ten times 0.1 is 0.9999999999999999 when it is added up in floating point; the firm has 1 point."""
    tenths = tuple(Indicator(f"part {n}", "", f"part_{n}", 0.1, levels=(Level(0, 0), Level(1, 0.1))) for n in range(10))
    scale = GradeScale("one", "test", (Grade("full", 1, 1), Grade("part", 0, 0)))
    card = Scorecard("tenths", "test", (Group("all", "", 1, tenths),), total=1, grades=scale)
    table = pd.DataFrame({"firm_id": [1]} | {column: [1] for column in card.columns})
    answer = as_pandas(score(engine(table), card))
    assert (answer.all_points[0], answer.total[0], answer.grade[0]) == (1, 1, "full")


def test_a_card_may_reward_the_middle():
    humped = (Band(None, 1, 0), Band(1, 4, 100), Band(4, None, 50))
    ratio = Indicator("Current ratio", "", "current_ratio", 100, better="neither", bands=humped)
    card = Scorecard("humped", "test", (Group("solvency", "", 100, (ratio,)),))
    assert score(pd.DataFrame({"current_ratio": [0.5, 1, 3.9, 4]}), card).total.tolist() == [0, 100, 100, 50]
