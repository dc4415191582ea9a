"""Distress scores of whole tables, on every engine, and one row taken apart."""

import math

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import every_engine, on, plain
from firms import KEY, random_statements
from hand_made_firm import hand_made_firm
from scipy.stats import mannwhitneyu

from cmlib.distress import (
    ALL,
    ALTMAN_Z,
    ALTMAN_Z_PRIVATE,
    BENEISH_M,
    MODELS,
    PIOTROSKI_F,
    DistressModel,
    Part,
    Zone,
    altman_z_private,
    beneish_m,
    distress_table,
    explain_distress,
    piotroski_f,
)
from cmlib.ratios import ALL as RATIOS
from cmlib.table import ratio_flags, ratio_table

FIRM = hand_made_firm()


@pytest.fixture(scope="module", name="many")
def _many():
    """Random firms; some of them are listed."""
    frame = random_statements()
    worth = np.round(np.random.default_rng(8).normal(60, 30, len(frame)), 2)
    return frame.assign(market_value_of_equity=worth)


def test_pencil():
    """The hand-made firm's third year, by hand.

    X1 = (632.10 - 385) / 1084.10, X2 = 249.50 / 1084.10, X3 = (-58 + 16.50) / 1084.10, X4 = 569.50 / 514.60,
    X5 = 750 / 1084.10. F: a loss, operations took cash, and the return fell; the loss (-58) is below the cash flow
    after interest (-37.50); loans of 189.60 on 1102.30 against 210 on 1060.25 fall; the current ratio falls, no
    capital came in, and margin and turnover fall.
    """
    row = distress_table(FIRM, [altman_z_private, "piotroski_f", BENEISH_M]).iloc[2]
    assert row["working_capital_to_assets"] == pytest.approx(247.1 / 1084.1)
    z = (0.717 * 247.1 + 0.847 * 249.5 + 3.107 * -41.5 + 0.998 * 750) / 1084.1 + 0.420 * 569.5 / 514.6
    assert row["altman_z_private"] == pytest.approx(z)
    assert (row["altman_z_private_zone"], row["piotroski_f"], row["piotroski_f_zone"]) == ("grey", 3, "middle")
    signals = [part.formula for part in PIOTROSKI_F.parts]
    assert row[signals].to_list() == [0, 0, 0, 1, 1, 0, 1, 0, 0]
    assert row["total_accruals_to_assets"] == pytest.approx(-20.5 / 1084.1)
    assert row["beneish_m_zone"] == "unlikely manipulator"


def test_a_first_year_has_neither_m_nor_f():
    table = distress_table(FIRM, [beneish_m, piotroski_f]).set_index("year")
    assert table["beneish_m"].isna().to_list() == [True, False, False]
    assert table["piotroski_f"].isna().to_list() == [True, True, False]
    for zone in ("beneish_m_zone", "piotroski_f_zone"):
        assert (table[zone].isna() == table[zone.removesuffix("_zone")].isna()).all()
    assert (table["positive_return_on_assets"] == [1, 1, 0]).all()


@every_engine
def test_every_engine_agrees(engine, many):
    models = ["altman_z_private", "piotroski_f"] if engine == "dask" else None  # Dask takes its time with long sums
    expected, found = distress_table(many, models), on(engine, distress_table, many, models)
    assert list(found) == list(expected)
    pd.testing.assert_frame_equal(plain(found, KEY), plain(expected, KEY), check_exact=True)
    assert expected["piotroski_f"].notna().any()
    assert models or expected["beneish_m"].notna().any()


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_scores_are_those_of_the_ratio_table(engine, many):
    table = plain(on(engine, distress_table, many), KEY)
    ratios = plain(on(engine, ratio_table, many, [ALL[name] for name in ALL]), KEY)
    pd.testing.assert_frame_equal(table[list(ALL)], ratios[list(ALL)], check_exact=True)


def test_flags_say_why_a_score_is_missing(many):
    flags = ratio_flags(many, piotroski_f)
    assert len(flags) == distress_table(many, piotroski_f)["piotroski_f"].isna().sum()
    assert "no statement for two years before" in set(flags["reason"])


def test_columns_and_order(many):
    table = distress_table(many, ["altman_z_private", "altman_z"])
    parts = [part.formula for part in ALTMAN_Z_PRIVATE.parts]
    assert list(table) == [
        *KEY, *parts, "altman_z_private", "altman_z_private_zone", "market_equity_to_liabilities",
        "altman_z", "altman_z_zone",
    ]  # fmt: skip
    assert table["firm_id"].to_list() == many["firm_id"].to_list()
    renamed = many.rename(columns={"firm_id": "borrower", "year": "annum"})
    assert list(distress_table(renamed, ALTMAN_Z, firm="borrower", year="annum"))[:2] == ["borrower", "annum"]


def test_without_a_market_value_the_model_for_listed_firms_is_left_out():
    zones = [name for name in distress_table(FIRM) if name.endswith("_zone")]
    assert zones == [f"{name}_zone" for name in MODELS if name != "altman_z"]


@pytest.mark.parametrize(
    ("model", "totals"),
    [
        ("altman_z", {1.80999: "distress", 1.81: "grey", 2.99: "grey", 2.99001: "safe", -9: "distress"}),
        ("altman_z_private", {1.22999: "distress", 1.23: "grey", 2.90: "grey", 2.90001: "safe"}),
        ("altman_z_non_manufacturers", {1.09999: "distress", 1.10: "grey", 2.60: "grey", 2.60001: "safe"}),
        ("altman_z_emerging", {4.34999: "distress", 4.35: "grey", 5.85: "grey", 5.85001: "safe"}),
        ("beneish_m", {-1.78: "unlikely manipulator", -1.77999: "likely manipulator", -9: "unlikely manipulator"}),
        ("piotroski_f", {0: "weak", 1: "weak", 2: "middle", 7: "middle", 8: "strong", 9: "strong"}),
    ],
)
@pytest.mark.parametrize("engine", ["pandas", "polars lazy"])
def test_zones_at_their_bounds(engine, model, totals):
    """A model of the same zones whose only part is a ratio that can be set at will."""
    probe = DistressModel("probe", "试", "test", "higher", (Part("debt_to_assets", 1.0),), MODELS[model].zones)
    firms = pd.DataFrame(
        {"firm_id": range(len(totals)), "year": 2023, "total_liabilities": list(totals), "total_assets": 1.0}
    )
    found = on(engine, distress_table, firms, probe).sort_values("firm_id")
    assert found["probe_zone"].to_list() == list(totals.values())
    assert [MODELS[model].zone(total).name for total in totals] == list(totals.values())
    assert MODELS[model].zone(math.nan) is None


def test_the_emerging_zones_are_those_of_non_manufacturers_moved_by_the_constant(many):
    for near, far in zip(
        MODELS["altman_z_non_manufacturers"].zones[:2], MODELS["altman_z_emerging"].zones[:2], strict=True
    ):
        assert far.upper - near.upper == pytest.approx(MODELS["altman_z_emerging"].constant)
    table = distress_table(many, ["altman_z_non_manufacturers", "altman_z_emerging"])
    assert table["altman_z_non_manufacturers_zone"].equals(table["altman_z_emerging_zone"])


def test_an_overflow_is_missing():
    huge = DistressModel("huge", "试", "test", "higher", (Part("debt_to_assets", 1e300),), (Zone("any", None, ""),))
    row = distress_table(
        pd.DataFrame({"firm_id": ["A"], "year": [2023], "total_liabilities": [1e300], "total_assets": [1.0]}), huge
    ).iloc[0]
    assert math.isnan(row["huge"])
    assert pd.isna(row["huge_zone"])


@pytest.mark.parametrize(
    ("models", "error", "message"),
    [
        ("altman", LookupError, r"knows no model 'altman' \(did you mean 'altman_z'\?\); there are \['altman_z'"),
        (RATIOS["current_ratio"], LookupError, "knows no model 'current_ratio'"),
        (3, TypeError, "needs models to be names, formulas or models; found int"),
        ([3], TypeError, "needs a model, its formula or its name; found 3"),
        ([], ValueError, "needs at least one model; found none"),
        ("altman_z", LookupError, r"needs the columns \['market_value_of_equity'\] for market_equity_to_liabilities"),
    ],
)
def test_unfit_models(models, error, message):
    with pytest.raises(error, match=f"^distress_table {message}"):
        distress_table(FIRM, models)


def test_two_models_of_one_name():
    other = DistressModel("altman_z_private", "试", "x", "higher", (Part("debt_to_assets", 1),), (Zone("a", None, ""),))
    with pytest.raises(ValueError, match="needs a name for each model; found two models 'altman_z_private'"):
        distress_table(FIRM, [altman_z_private, other])
    assert len(distress_table(FIRM, [altman_z_private, ALTMAN_Z_PRIVATE, "altman_z_private"])) == 3


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda table: table[["firm_id", "year", "equity"]], LookupError, "can compute none of .* the table lacks"),
        (lambda table: table.drop(columns="year"), LookupError, r"needs the columns \['year'\]"),
        (lambda table: table.assign(equity="a lot"), ValueError, "needs numbers in 'equity'"),
        (lambda table: table.assign(year=2023), ValueError, r"needs one row for each \['firm_id', 'year'\]"),
        (lambda table: table.head(0), ValueError, "needs at least one row"),
        (lambda table: [1], TypeError, "needs a table"),
    ],
)
def test_unfit_tables(change, error, message):
    with pytest.raises(error, match=f"^distress_table {message}"):
        distress_table(change(FIRM))


ROW = {
    "working_capital_to_assets": -0.2, "retained_earnings_to_assets": 0.1, "ebit_to_assets": -0.05,
    "book_equity_to_liabilities": 0.4, "sales_to_assets": 0.9,
}  # fmt: skip
BEFORE = ROW | {"ebit_to_assets": 0.05, "sales_to_assets": 1.0}


class TestExplanation:
    def test_the_most_costly_part_stands_first(self):
        told = explain_distress(ROW, altman_z_private)
        # -0.2 x 0.717 = -0.1434; 0.0847; -0.05 x 3.107 = -0.15535; 0.168; 0.8982
        assert told.parts["effect"].to_list() == pytest.approx([-0.15535, -0.1434, 0.0847, 0.168, 0.8982])
        assert (told.worst, told.zone.name) == ("ebit_to_assets", "distress")
        assert told.parts["effect"].sum() == pytest.approx(told.total - told.reference_total)
        assert told.reference_total == 0
        assert told.sentence == (
            "altman_z_private 0.85: distress, the firm looks like those that failed within two years. "
            "Most is lost by ebit_to_assets: -0.05 against 0.00, -0.16 points."
        )
        assert list(told.parts) == ["part", "zh", "value", "reference", "weight", "effect"]
        assert told.parts["zh"][0] == "息税前利润与期末总资产比"

    def test_against_the_year_before(self):
        told = explain_distress(pd.Series(ROW), "altman_z_private", against=pd.Series(BEFORE))
        assert told.parts["effect"].to_list() == pytest.approx([-0.3107, -0.0998, 0, 0, 0])
        assert told.parts["effect"].sum() == pytest.approx(told.total - told.reference_total)

    def test_where_less_is_better_a_rise_costs(self):
        row = {part.formula: part.neutral for part in BENEISH_M.parts} | {"total_accruals_to_assets": 0.1}
        told = explain_distress(row | {"leverage_index": 3.0}, BENEISH_M)
        assert (told.worst, told.parts["part"].iloc[-1]) == ("total_accruals_to_assets", "leverage_index")
        assert told.reference_total == pytest.approx(-2.48)
        assert explain_distress(row, BENEISH_M).sentence.endswith("0.10 against 0.00, +0.47 points.")

    def test_nothing_is_lost(self):
        good = {part.formula: 1.0 for part in PIOTROSKI_F.parts}
        told = explain_distress(good, piotroski_f)
        assert (told.worst, told.total) == (None, 9)
        assert told.sentence.endswith("No part is worse than its reference.")

    def test_a_missing_part(self):
        for nothing in (None, math.nan, pd.NA):
            told = explain_distress(ROW | {"ebit_to_assets": nothing}, altman_z_private)
            assert (told.zone, told.worst, told.missing) == (None, None, ("ebit_to_assets",))
            assert math.isnan(told.total)
            assert told.sentence == "altman_z_private is missing, because it lacks ebit_to_assets."

    def test_a_row_of_every_kind_of_table(self):
        table = distress_table(FIRM, altman_z_private)
        expected = explain_distress(table.iloc[1], altman_z_private)
        assert expected.total == pytest.approx(table["altman_z_private"].iloc[1])
        assert explain_distress(table.to_dict("records")[1], altman_z_private).parts.equals(expected.parts)

    @pytest.mark.parametrize(
        ("arguments", "error", "message"),
        [
            (({}, "altman_z"), LookupError, "needs row to be a row of distress_table; it lacks"),
            ((ROW, "altman_z_private", {}), LookupError, "needs against to be a row of distress_table; it lacks"),
            ((ROW, "altman_z_private", ROW | {"ebit_to_assets": None}), ValueError, "every part in against"),
            ((ROW, "altman"), LookupError, "knows no model 'altman'"),
        ],
    )
    def test_unfit_rows(self, arguments, error, message):
        row, model, *against = arguments
        with pytest.raises(error, match=f"^explain_distress .*{message}|^explain_distress {message}"):
            explain_distress(row, model, against=against[0] if against else None)


def _areas(scores, is_one):
    """Share of pairs in which the firm-year that is one has the lower score; half is chance."""
    known = scores.notna()
    ones, others = scores[known & is_one], scores[known & ~is_one]
    return mannwhitneyu(others, ones).statistic / (len(ones) * len(others))


def test_in_the_synthetic_bank_scores_see_slides_and_cooked_books():
    made = bank(88)
    table = distress_table(made.tables["statements"]).merge(made.truth["default_probability"], on=KEY)
    cooked = made.truth["cooked_books"].query("amount > 0")[KEY].assign(cooked=True)
    table = table.merge(cooked, on=KEY, how="left").query("at_risk")
    slides = table["slide_years"] > 0
    assert _areas(table["altman_z_private"], slides) > 0.6
    assert _areas(table["altman_z_emerging"], slides) > 0.6
    assert _areas(table["piotroski_f"], slides) > 0.7
    assert table[["altman_z_emerging", "probability"]].corr(method="spearman").iloc[0, 1] < -0.5
    assert _areas(-table["beneish_m"], table["cooked"].notna()) > 0.65
    caught = table["beneish_m_zone"] == "likely manipulator"
    assert table.loc[caught, "cooked"].notna().mean() > 5 * table["cooked"].notna().mean()


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb"])
def test_another_banks_model(engine, tmp_path):
    model = DistressModel(
        "house_score", "内部评分", "a bank of its own", "higher",
        parts=(Part("current_ratio", 2.0), Part("ebit_to_assets", 5.0, neutral=0.05)),
        zones=(Zone("weak", 3.0, "ask"), Zone("sound", None, "go on")), constant=-0.5,
    )  # fmt: skip
    model.to_toml(tmp_path / "house.toml")
    loaded = DistressModel.from_toml(tmp_path / "house.toml")
    assert loaded == model
    found = on(engine, distress_table, FIRM, loaded).sort_values("year")
    # 2 x 632.10 / 385 + 5 x -41.50 / 1084.10 - 0.5
    assert found["house_score"].iloc[2] == pytest.approx(2 * 632.1 / 385 - 5 * 41.5 / 1084.1 - 0.5)
    assert found["house_score_zone"].iloc[2] == "weak"
