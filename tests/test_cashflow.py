"""Structure of cash flow, sign patterns, source of repayment."""

import itertools

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES
from hand_made_firm import hand_made_firm, rows

from cmlib.cashflow import (
    PATTERNS,
    debt_service_cover,
    free_cash_flow,
    pattern,
    structure,
)
from cmlib.items import ITEMS

FIRM = hand_made_firm()
ACTIVITIES = ("operating", "investing", "financing")


def _doubled(table):
    return table.assign(**{name: table[name] * 2 for name in ITEMS if name in table})


class TestStructure:
    def test_pencil(self):
        # 2022: in 920 + 15.75 + 140; out 740 + 45 + 12.75, 120.75, 144.25. The 12.75 are net other payments.
        year = structure(FIRM).set_index("year").loc[2022]
        assert year["operating_inflow"] == 920
        assert year["operating_outflow"] == 797.75
        assert year["operating_net"] == 122.25
        assert (year["investing_inflow"], year["investing_outflow"], year["investing_net"]) == (15.75, 120.75, -105)
        assert (year["financing_inflow"], year["financing_outflow"], year["financing_net"]) == (140, 144.25, -4.25)
        assert (year["total_inflow"], year["total_outflow"], year["total_net"]) == (1075.75, 1062.75, 13)
        assert year["operating_share_of_inflows"] == 920 / 1075.75
        assert year["financing_share_of_outflows"] == 144.25 / 1062.75

    def test_nets_are_the_totals_of_the_statement(self):
        found = structure(FIRM)
        for activity in ACTIVITIES:
            assert found[f"{activity}_net"].to_list() == pytest.approx(FIRM[f"{activity}_cash_flow"].to_list())
        assert found["total_net"].to_list() == pytest.approx(FIRM["net_change_in_cash"].to_list())

    def test_shares_add_up_to_one(self):
        found = structure(FIRM)
        for side in ("inflows", "outflows"):
            assert sum(found[f"{activity}_share_of_{side}"] for activity in ACTIVITIES).to_list() == pytest.approx(
                [1] * 3
            )

    def test_currency_changes_no_share(self):
        shares = [name for name in structure(FIRM) if "_share_of_" in name]
        assert len(shares) == 6
        assert structure(_doubled(FIRM))[shares].equals(structure(FIRM)[shares])

    def test_no_inflow_no_share_of_it(self):
        still = FIRM.assign(**dict.fromkeys(ITEMS, 0.0) | {"taxes_paid": 1.0})
        found = structure(still).iloc[0]
        assert np.isnan(found["operating_share_of_inflows"])
        assert found["operating_share_of_outflows"] == 1

    def test_a_missing_line_makes_missing_what_rests_on_it(self):
        found = structure(FIRM.assign(taxes_paid=np.nan)).iloc[0]
        for name in ("operating_outflow", "operating_net", "total_outflow", "investing_share_of_outflows"):
            assert np.isnan(found[name])
        assert found["investing_net"] == -90
        assert found["financing_outflow"] == 98

    def test_lacking_column(self):
        with pytest.raises(LookupError, match=r"structure needs the columns \['taxes_paid'\]"):
            structure(FIRM.drop(columns="taxes_paid"))


def _flows(operating, investing, financing):
    flows = {"operating_cash_flow": operating, "investing_cash_flow": investing, "financing_cash_flow": financing}
    return pd.DataFrame({"firm_id": ["A"], "year": [2023], **flows})


# Dickinson (2011), The Accounting Review 86(6), 1969-1994: stages by the signs of the three flows.
STAGES = {
    "introduction": {"--+"},
    "growth": {"+-+"},
    "mature": {"+--"},
    "shake-out": {"---", "+++", "++-"},
    "decline": {"-++", "-+-"},
}


class TestPattern:
    def test_eight_different_patterns(self):
        assert {entry.signs for entry in PATTERNS} == set(map("".join, itertools.product("+-", repeat=3)))
        assert len({entry.name for entry in PATTERNS}) == len({entry.reading for entry in PATTERNS}) == 8

    def test_stages_as_published(self):
        found = {stage: {entry.signs for entry in PATTERNS if entry.stage == stage} for stage in STAGES}
        assert found == STAGES

    @pytest.mark.parametrize("entry", PATTERNS, ids=lambda entry: entry.signs)
    def test_each_pattern_is_read_off_its_flows(self, entry):
        (row,) = rows(pattern(_flows(*[{"+": 0.01, "-": -7e9}[sign] for sign in entry.signs])))
        assert (row["signs"], row["name"], row["stage"], row["reading"]) == (
            entry.signs, entry.name, entry.stage, entry.reading,
        )  # fmt: skip

    def test_hand_made_firm(self):
        assert pattern(FIRM)["stage"].to_list() == ["mature", "mature", "decline"]
        assert pattern(FIRM)["signs"].to_list() == ["+--", "+--", "-+-"]

    def test_a_flow_of_zero_brought_nothing_in(self):
        assert pattern(_flows(5, -5, 0.0))["signs"].item() == "+--"
        assert pattern(_flows(0.0, 0.0, -0.0))["signs"].item() == "---"

    @pytest.mark.parametrize("lacking", range(3))
    @pytest.mark.parametrize("nothing", [np.nan, np.inf])
    def test_without_a_flow_no_pattern(self, lacking, nothing):
        flows = [1.0, 1.0, 1.0]
        flows[lacking] = nothing
        assert pattern(_flows(*flows))[["signs", "name", "stage", "reading"]].isna().all(axis=None)

    def test_bad_tables(self):
        with pytest.raises(LookupError, match=r"pattern needs the columns \['financing_cash_flow'\]"):
            pattern(FIRM.drop(columns="financing_cash_flow"))
        with pytest.raises(ValueError, match="pattern needs numbers in 'operating_cash_flow'"):
            pattern(_flows("plus", 1, 1))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("function", [structure, pattern])
def test_same_result_in_every_engine(engine, function):
    firms = pd.concat([hand_made_firm("B"), FIRM.assign(operating_cash_flow=np.nan)], ignore_index=True)
    table = ENGINES[engine][0](firms)
    result = function(table)
    assert type(result) is type(table)
    assert rows(result) == rows(function(firms))


def test_cash_flow_ratios_live_here_too():
    assert free_cash_flow(operating_cash_flow=75, capital_expenditure=50) == 25
    assert (
        debt_service_cover(operating_cash_flow=75, interest_paid=20, current_portion_of_long_term_debt_prior=30) == 1.5
    )
