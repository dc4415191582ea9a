"""Articulation: the books of a hand-made firm hold, and every edit of a line is reported by the rules it breaks."""

import math

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES
from hand_made_firm import YEARS, hand_made_firm, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.items import ITEMS
from cmlib.statements import RULES, Rule, articulation

FIRM = hand_made_firm()

# Edit of one line -> the rules that it breaks in the same year, and in the year after.
# Written from the meaning of the lines, not from RULES.
_INDIRECT = "operating_cash_flow_indirect"
BROKEN_BY = {
    "cash": ("current_assets_adds_up cash_roll_forward", "cash_roll_forward"),
    "short_term_investments": (
        "current_assets_adds_up short_term_investments_roll_forward",
        "short_term_investments_roll_forward",
    ),
    "receivables": (f"current_assets_adds_up {_INDIRECT}", _INDIRECT),
    "inventory": (f"current_assets_adds_up {_INDIRECT}", _INDIRECT),
    "other_current_assets": (f"current_assets_adds_up {_INDIRECT}", _INDIRECT),
    "current_assets": ("current_assets_adds_up total_assets_adds_up", ""),
    "fixed_assets": (
        "total_assets_adds_up fixed_and_intangible_assets_roll_forward",
        "fixed_and_intangible_assets_roll_forward",
    ),
    "intangible_assets": (
        "total_assets_adds_up fixed_and_intangible_assets_roll_forward",
        "fixed_and_intangible_assets_roll_forward",
    ),
    "total_assets": ("total_assets_adds_up balance", ""),
    "short_term_debt": ("current_liabilities_adds_up debt_roll_forward", "debt_roll_forward"),
    "current_portion_of_long_term_debt": ("current_liabilities_adds_up debt_roll_forward", "debt_roll_forward"),
    "payables": (f"current_liabilities_adds_up {_INDIRECT}", _INDIRECT),
    "other_current_liabilities": (f"current_liabilities_adds_up {_INDIRECT}", _INDIRECT),
    "current_liabilities": ("current_liabilities_adds_up total_liabilities_adds_up", ""),
    "long_term_debt": ("total_liabilities_adds_up debt_roll_forward", "debt_roll_forward"),
    "total_liabilities": ("total_liabilities_adds_up balance", ""),
    "paid_in_capital": ("equity_adds_up paid_in_capital_roll_forward", "paid_in_capital_roll_forward"),
    "retained_earnings": ("equity_adds_up retained_earnings_roll_forward", "retained_earnings_roll_forward"),
    "equity": ("equity_adds_up balance", ""),
    "main_business_revenue": ("revenue_adds_up", ""),
    "other_business_revenue": ("revenue_adds_up", ""),
    "revenue": ("revenue_adds_up operating_profit_adds_up", ""),
    "main_business_cost": ("cost_of_sales_adds_up", ""),
    "other_business_cost": ("cost_of_sales_adds_up", ""),
    "cost_of_sales": ("cost_of_sales_adds_up operating_profit_adds_up", ""),
    "business_taxes": ("operating_profit_adds_up", ""),
    "selling_expense": ("operating_profit_adds_up", ""),
    "administrative_expense": ("operating_profit_adds_up", ""),
    "impairment_loss": ("operating_profit_adds_up", ""),
    "interest_expense": (f"operating_profit_adds_up interest_is_paid {_INDIRECT}", ""),
    "operating_profit": ("operating_profit_adds_up profit_before_tax_adds_up", ""),
    "non_operating_result": ("profit_before_tax_adds_up", ""),
    "profit_before_tax": ("profit_before_tax_adds_up net_income_adds_up", ""),
    "income_tax": ("net_income_adds_up", ""),
    "net_income": (f"net_income_adds_up retained_earnings_roll_forward {_INDIRECT}", ""),
    "depreciation": (f"fixed_and_intangible_assets_roll_forward {_INDIRECT}", ""),
    "amortisation": (f"fixed_and_intangible_assets_roll_forward {_INDIRECT}", ""),
    "cash_received_from_customers": ("operating_cash_flow_adds_up", ""),
    "other_operating_receipts": ("operating_cash_flow_adds_up", ""),
    "cash_paid_to_suppliers_and_employees": ("operating_cash_flow_adds_up", ""),
    "taxes_paid": ("operating_cash_flow_adds_up", ""),
    "operating_cash_flow": (f"operating_cash_flow_adds_up net_change_in_cash_adds_up {_INDIRECT}", ""),
    "investments_sold": ("investing_cash_flow_adds_up short_term_investments_roll_forward", ""),
    "proceeds_from_disposals": ("investing_cash_flow_adds_up fixed_and_intangible_assets_roll_forward", ""),
    "capital_expenditure": ("investing_cash_flow_adds_up fixed_and_intangible_assets_roll_forward", ""),
    "investments_purchased": ("investing_cash_flow_adds_up short_term_investments_roll_forward", ""),
    "investing_cash_flow": ("investing_cash_flow_adds_up net_change_in_cash_adds_up", ""),
    "equity_issued": ("financing_cash_flow_adds_up paid_in_capital_roll_forward", ""),
    "borrowings_received": ("financing_cash_flow_adds_up debt_roll_forward", ""),
    "borrowings_repaid": ("financing_cash_flow_adds_up debt_roll_forward", ""),
    "interest_paid": ("financing_cash_flow_adds_up interest_is_paid", ""),
    "dividends_paid": ("financing_cash_flow_adds_up retained_earnings_roll_forward", ""),
    "financing_cash_flow": ("financing_cash_flow_adds_up net_change_in_cash_adds_up", ""),
    "net_change_in_cash": ("net_change_in_cash_adds_up cash_roll_forward", ""),
}
_NEEDS_YEAR_BEFORE = ("_roll_forward", "_indirect")


def _edited(item, year, by):
    firm = hand_made_firm(f"{item} in {year}")
    firm.loc[firm["year"] == year, item] += by
    return firm


class TestArticulation:
    def test_hand_made_firm_holds(self):
        breaks = articulation(FIRM)
        assert list(breaks) == ["firm_id", "year", "rule", "expected", "found", "difference"]
        assert len(breaks) == 0

    @pytest.mark.parametrize("cents", [0.01, -1.00])
    def test_every_edit_is_reported_by_exactly_the_rules_it_breaks(self, cents):
        assert set(BROKEN_BY) == set(ITEMS)
        edits = [_edited(item, year, by=cents) for item in ITEMS for year in YEARS]
        breaks = articulation(pd.concat(edits))
        expected = set()
        for item, (same_year, year_after) in BROKEN_BY.items():
            for year in YEARS:
                name = f"{item} in {year}"
                for rule in same_year.split():
                    if year > YEARS[0] or not rule.endswith(_NEEDS_YEAR_BEFORE):
                        expected.add((name, year, rule))
                expected |= {(name, year + 1, rule) for rule in year_after.split() if year < YEARS[-1]}
        assert set(breaks[["firm_id", "year", "rule"]].itertuples(index=False, name=None)) == expected
        assert breaks["difference"].abs().to_numpy() == pytest.approx(abs(cents), abs=1e-9)

    def test_no_rule_escapes_the_edits(self):
        reported = {rule for same_year, _ in BROKEN_BY.values() for rule in same_year.split()}
        assert reported == {rule.name for rule in RULES}

    def test_found_and_expected_are_the_two_sides(self):
        (row,) = rows(articulation(_edited("total_assets", 2022, by=3), rules="balance"))
        assert (row["expected"], row["found"], row["difference"]) == (1120.5, 1123.5, 3)

    def test_invented_sales_with_invented_receivables_pass(self):
        # The lesson of the module: articulation is necessary, not sufficient.
        firm = FIRM.copy()
        inflated = (
            "main_business_revenue revenue operating_profit profit_before_tax net_income "
            "retained_earnings equity receivables current_assets total_assets"
        )
        firm.loc[2, inflated.split()] += 250
        assert len(articulation(firm)) == 0

    def test_profit_that_bypasses_retained_earnings_is_found(self):
        firm = FIRM.copy()
        inflated = ["main_business_revenue", "revenue", "operating_profit", "profit_before_tax", "net_income"]
        firm.loc[2, inflated] += 250
        assert {row["rule"] for row in rows(articulation(firm))} == {"retained_earnings_roll_forward", _INDIRECT}

    def test_amounts_of_a_trillion_still_show_one_cent_and_no_rounding(self):
        large = FIRM.assign(**{name: FIRM[name] * 1e9 for name in ITEMS})
        assert large["total_assets"].max() > 1e12
        assert len(articulation(large)) == 0
        large.loc[1, "total_liabilities"] += 0.01
        assert [row["rule"] for row in rows(articulation(large))] == ["balance", "total_liabilities_adds_up"]

    @given(st.lists(st.floats(-1e17, 1e17), min_size=5, max_size=5))
    @settings(derandomize=True, max_examples=30, deadline=None)
    def test_rounding_of_huge_sums_is_no_break(self, parts):
        names = [name for name, _ in ITEMS["current_assets"].total_of]
        firm = pd.DataFrame({"firm_id": ["A"], "year": [2023], **dict(zip(names, parts, strict=True))})
        firm["current_assets"] = math.fsum(parts)
        assert len(articulation(firm)) == 0

    def test_tolerance_is_in_money(self):
        edited = _edited("revenue", 2023, by=40)
        assert len(articulation(edited, tolerance=39.99)) == 2
        assert len(articulation(edited, tolerance=40)) == 0

    def test_a_left_out_year_is_not_taken_for_the_year_before(self):
        assert len(articulation(FIRM[FIRM["year"] != 2022])) == 0

    def test_a_missing_amount_proves_nothing(self):
        firm = FIRM.copy()
        firm.loc[1, "cash"] = np.nan
        assert len(articulation(firm)) == 0

    def test_rules_without_their_columns_are_left_out(self):
        few = _edited("equity", 2023, by=5)[["firm_id", "year", "total_assets", "total_liabilities", "equity"]]
        assert [row["rule"] for row in rows(articulation(few))] == ["balance"]

    def test_a_rule_of_ones_own(self):
        rule = Rule(
            "all_debt_is_short", "Nothing long.", found=(("long_term_debt", 1),), expected=(("cash", 1), ("cash", -1))
        )
        assert [row["found"] for row in rows(articulation(FIRM, rules=[rule]))] == [160.0, 160.0, 129.6]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_same_breaks_in_every_engine(self, engine):
        firms = pd.concat([FIRM, _edited("cash", 2021, by=1), _edited("net_income", 2023, by=-2)])
        rules = ["cash_roll_forward", "net_income_adds_up", _INDIRECT]
        table = ENGINES[engine][0](firms)
        breaks = articulation(table, rules=rules)
        assert type(breaks) is type(table)
        assert rows(breaks) == rows(articulation(firms, rules=rules))
        assert [row["rule"] for row in rows(breaks)] == ["cash_roll_forward", "net_income_adds_up", _INDIRECT]

    @pytest.mark.parametrize(
        ("arguments", "error", "message"),
        [
            ({"rules": ["balanse"]}, LookupError, "articulation has no rule 'balanse' (did you mean 'balance'?)"),
            ({"rules": []}, ValueError, "articulation needs at least one rule"),
            ({"tolerance": -1}, ValueError, "tolerance of zero or more, in money, found -1"),
            ({"tolerance": math.nan}, ValueError, "tolerance of zero or more, in money, found nan"),
            ({"tolerance": "1"}, ValueError, "tolerance of zero or more, in money, found '1'"),
        ],
    )
    def test_bad_arguments(self, arguments, error, message):
        with pytest.raises(error) as raised:
            articulation(FIRM, **arguments)
        assert message in str(raised.value)

    def test_bad_tables(self):
        with pytest.raises(LookupError, match=r"can check no rule on this table; .* needs \['total_assets'"):
            articulation(FIRM[["firm_id", "year", "cash"]])
        with pytest.raises(LookupError, match=r"needs the columns \['equity'\]"):
            articulation(FIRM.drop(columns="equity"), rules="balance")
        with pytest.raises(ValueError, match="needs whole numbers in 'year'"):
            articulation(FIRM.astype({"year": str}))

    @pytest.mark.parametrize(
        ("found", "expected", "error", "message"),
        [
            ((("kash", 1),), (("cash", 1),), LookupError, "'kash' is not a line item"),
            ((("cash", 1),), (("cash", 2),), ValueError, "the factor of 'cash' must be 1 or -1, found 2"),
            ((), (("cash", 1),), ValueError, "needs at least one line item in 'found'"),
        ],
    )
    def test_a_rule_refuses_disorder(self, found, expected, error, message):
        with pytest.raises(error) as raised:
            Rule("odd", "Odd.", found, expected)
        assert message in str(raised.value)
