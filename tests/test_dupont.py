"""DuPont: factors multiply to the return on equity, effects add up to its change."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from engines import every_engine, on, plain
from firms import KEY, random_statements
from hand_made_firm import hand_made_firm

from cmlib.ratios import ALL, return_on_equity
from cmlib.statements import FACTORS, dupont, dupont_against_industry, dupont_change
from cmlib.table import ratio_table

FIRM = hand_made_firm()
NAMES = {number: [formula.__name__ for formula in formulas] for number, formulas in FACTORS.items()}
EFFECTS = {number: [f"{name}_effect" for name in names] for number, names in NAMES.items()}


def two_years(before, now, firm="A"):
    """Statements of a firm whose three factors are these in 2022 and 2023; its balance sheets do not move."""
    rows = []
    # With assets of 1000 throughout, the multiplier can only change with the average equity: 2021 and 2022 set it.
    equity = 1000 / before[2]
    rows.append((firm, 2021, 0.0, 0.0, 1000.0, equity))
    rows.append((firm, 2022, before[0] * before[1] * 1000, before[1] * 1000, 1000.0, equity))
    rows.append((firm, 2023, now[0] * now[1] * 1000, now[1] * 1000, 1000.0, 2 * 1000 / now[2] - equity))
    return pd.DataFrame(rows, columns=["firm_id", "year", "net_income", "revenue", "total_assets", "equity"])


@pytest.fixture(scope="module", name="many")
def _many():
    """Random firms of three industries whose amounts are mostly above zero."""
    frame = random_statements()
    items = [name for name in frame if name not in KEY]
    frame[items] = frame[items].abs() + 1
    rng = np.random.default_rng(4)
    frame["net_income"] = rng.normal(5, 8, len(frame))
    frame["industry"] = (frame["firm_id"] % 3).map({0: "steel", 1: "trade", 2: "food"})
    return frame


class TestFactors:
    @pytest.mark.parametrize("factors", [3, 5])
    def test_their_product_is_the_return(self, factors, many):
        table = dupont(many, factors)
        assert list(table) == [*KEY, *NAMES[factors], "return_on_equity"]
        product = table[NAMES[factors]].prod(axis=1, skipna=False)
        assert product.notna().sum() > 20
        known = product.notna()
        np.testing.assert_allclose(product[known], table["return_on_equity"][known], rtol=1e-12)
        pd.testing.assert_series_equal(
            table["return_on_equity"], ratio_table(many, return_on_equity)["return_on_equity"]
        )

    def test_five_are_three_with_the_margin_split(self, many):
        three, five = dupont(many, 3), dupont(many, 5)
        margin = five[["tax_burden", "interest_burden", "ebit_margin"]].prod(axis=1, skipna=False)
        np.testing.assert_allclose(margin.dropna(), three["net_margin"][margin.notna()], rtol=1e-12)

    def test_a_year_of_loss_has_three_factors_but_not_five(self):
        loss = dupont(FIRM, 5).set_index("year").loc[2023]
        assert loss[["tax_burden", "interest_burden"]].isna().all()
        assert loss["return_on_equity"] == pytest.approx(-58 / ((637.5 + 569.5) / 2))
        assert dupont(FIRM).set_index("year").loc[2023].notna().all()

    @pytest.mark.parametrize("factors", [4, 0, "3", True, None, 3.5])
    def test_another_number_of_factors(self, factors):
        for function in (dupont, dupont_change):
            with pytest.raises(ValueError, match=f"^{function.__name__} needs factors to be 3 or 5, found"):
                function(FIRM, factors)

    def test_factors_are_ratios(self):
        for formulas in FACTORS.values():
            assert all(ALL[formula.__name__] is formula for formula in formulas)


class TestChange:
    def test_pencil_chain(self):
        """10% x 2 x 2 = 40% becomes 8% x 3 x 2.5 = 60%: -0.02 x 2 x 2, 0.08 x 1 x 2, 0.08 x 3 x 0.5."""
        row = dupont_change(two_years((0.10, 2.0, 2.0), (0.08, 3.0, 2.5))).iloc[2]
        assert row[["return_on_equity", "reference", "difference"]].to_list() == pytest.approx([0.6, 0.4, 0.2])
        assert row[EFFECTS[3]].to_list() == pytest.approx([-0.08, 0.16, 0.12])

    def test_pencil_logarithmic(self):
        """The same change: L = 0.2 / ln 1.5, times ln 0.8, ln 1.5, ln 1.25."""
        row = dupont_change(two_years((0.10, 2.0, 2.0), (0.08, 3.0, 2.5)), method="logarithmic").iloc[2]
        mean = 0.2 / math.log(1.5)
        assert row[EFFECTS[3]].to_list() == pytest.approx([mean * math.log(ratio) for ratio in (0.8, 1.5, 1.25)])

    @pytest.mark.parametrize("factors", [3, 5])
    @pytest.mark.parametrize("method", ["chain", "logarithmic"])
    def test_effects_add_up_to_the_change(self, factors, method, many):
        table = dupont_change(many, factors, method=method)
        assert list(table) == [*KEY, "return_on_equity", "reference", "difference", *EFFECTS[factors]]
        known = table["difference"].notna()
        assert 10 < known.sum() < len(table)
        np.testing.assert_allclose(table[EFFECTS[factors]].sum(axis=1)[known], table["difference"][known], atol=1e-12)
        assert table[EFFECTS[factors]].isna().any(axis=1).equals(~known)
        assert (table["return_on_equity"] - table["reference"] - table["difference"]).abs().max() < 1e-15
        returns = ratio_table(many, return_on_equity)["return_on_equity"]
        np.testing.assert_allclose(table["return_on_equity"][known], returns[known], rtol=1e-12)

    def test_chain_takes_one_order_and_the_logarithmic_form_lies_among_all(self):
        """Each effect is one of those that a plain loop over all orders of substitution finds, or lies between."""
        rng = np.random.default_rng(6)
        draws = [rng.uniform((0.01, 0.2, 1.2), (0.3, 4, 1.9), (2, 3)) for _ in range(40)]
        firms = pd.concat([two_years(*draw, firm=f"F{number}") for number, draw in enumerate(draws)])
        chain = dupont_change(firms).query("year == 2023")[EFFECTS[3]].to_numpy()
        smooth = dupont_change(firms, method="logarithmic").query("year == 2023")[EFFECTS[3]].to_numpy()
        for number, (before, now) in enumerate(draws):
            steps = [[], [], []]
            for order in itertools.permutations(range(3)):
                values = list(before)
                for place in order:
                    old = math.prod(values)
                    values[place] = now[place]
                    steps[place].append(math.prod(values) - old)
            for place, found in enumerate(steps):
                assert min(abs(chain[number, place] - one) for one in found) < 1e-12
                assert min(found) - 1e-12 <= smooth[number, place] <= max(found) + 1e-12
            assert chain[number, 0] == pytest.approx((now[0] - before[0]) * before[1] * before[2])

    @pytest.mark.parametrize("step", [0.0, 1e-16, 1e-13, 1e-9, 1e-6, 0.9e-5, 1.1e-5, 1e-4])
    def test_the_logarithmic_form_does_not_break_where_nothing_changes(self, step):
        """Margin up by a step, turnover down by as much: L is the return itself, each effect a step of it."""
        before, now = (0.10, 2.0, 2.0), (0.10 * (1 + step), 2.0 / (1 + step), 2.0)
        row = dupont_change(two_years(before, now), method="logarithmic").iloc[2]
        assert row["net_margin_effect"] == pytest.approx(0.4 * math.log1p(step), rel=1e-4, abs=1e-15)
        assert row[EFFECTS[3]].sum() == pytest.approx(row["difference"], abs=1e-15)
        row = dupont_change(two_years(before, (0.10 * (1 + step), 2.0, 2.0)), method="logarithmic").iloc[2]
        assert row["net_margin_effect"] == pytest.approx(0.4 * step, rel=1e-3, abs=1e-15)

    def test_a_loss_stops_the_logarithmic_form_only(self):
        chain, smooth = (dupont_change(FIRM, method=method).set_index("year") for method in ("chain", "logarithmic"))
        assert chain.loc[2023].notna().all()
        assert smooth.loc[2023, ["return_on_equity", "difference", *EFFECTS[3]]].isna().all()
        assert chain.loc[2023, EFFECTS[3]].sum() == pytest.approx(chain.loc[2023, "difference"])
        assert chain.loc[[2021, 2022], "difference"].isna().all()

    def test_rows_keep_their_order_and_index(self, many):
        shuffled = many.sample(frac=1, random_state=2)
        assert dupont_change(shuffled).equals(dupont_change(many).loc[shuffled.index])

    @pytest.mark.parametrize("method", ["log", None, ""])
    def test_an_unknown_method(self, method):
        for function in (dupont_change, dupont_against_industry):
            message = f"^{function.__name__} needs method to be 'chain' or 'logarithmic', found {method!r}"
            with pytest.raises(ValueError, match=message):
                function(FIRM, method=method)

    @pytest.mark.parametrize("function", [dupont, dupont_change, dupont_against_industry])
    def test_unfit_tables(self, function):
        with pytest.raises(LookupError, match=rf"^{function.__name__} needs the columns \['revenue'\]"):
            function(FIRM.drop(columns="revenue"))
        with pytest.raises(ValueError, match=f"^{function.__name__} needs numbers in 'equity'"):
            function(FIRM.assign(equity="a lot"))


class TestIndustry:
    def test_the_reference_is_the_product_of_medians(self, many):
        table = dupont_against_industry(many)
        factors = dupont(many).merge(many[[*KEY, "industry"]], on=KEY)
        medians = factors.groupby(["industry", "year"])[NAMES[3]].transform("median")
        known = table["difference"].notna()
        assert known.sum() > 30
        np.testing.assert_allclose(table["reference"][known], medians.prod(axis=1)[known], rtol=1e-12)
        np.testing.assert_allclose(table[EFFECTS[3]].sum(axis=1)[known], table["difference"][known], atol=1e-12)
        first = (factors["net_margin"] - medians["net_margin"]) * medians.iloc[:, 1] * medians.iloc[:, 2]
        np.testing.assert_allclose(table["net_margin_effect"][known], first[known], rtol=1e-9)

    def test_industries_from_a_table_of_their_own(self, many):
        industries = many[["firm_id", "industry"]].drop_duplicates()
        expected = dupont_against_industry(many, factors=5, method="logarithmic")
        found = dupont_against_industry(many.drop(columns="industry"), industries, 5, method="logarithmic")
        pd.testing.assert_frame_equal(found, expected)

    def test_no_industry_anywhere(self):
        with pytest.raises(LookupError, match=r"needs the columns \['industry'\]"):
            dupont_against_industry(FIRM)


@every_engine
@pytest.mark.parametrize("function", [dupont, dupont_change, dupont_against_industry])
def test_every_engine_agrees(engine, function, many):
    some = many.head(60)
    keywords = {"factors": 5, "method": "logarithmic"} if function is dupont_change else {}
    found, expected = plain(on(engine, function, some, **keywords), KEY), plain(function(some, **keywords), KEY)
    assert expected.iloc[:, 2:].notna().any().all()
    pd.testing.assert_frame_equal(found, expected, rtol=1e-9)
