"""From what could the firm pay what fell due?"""

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES
from hand_made_firm import hand_made_firm, rows

from cmlib.cashflow import SOURCES, debt_service_cover, repayment_evidence, repayment_source
from cmlib.items import ITEMS

FIRM = hand_made_firm()


def _two_years(**amounts):
    """Two years of a firm to which nothing happens but what is named; ``_prior`` goes into the first."""
    lines = (
        "operating_cash_flow interest_paid current_portion_of_long_term_debt cash short_term_investments "
        "proceeds_from_disposals equity_issued borrowings_received borrowings_repaid short_term_debt"
    )
    before, now = dict.fromkeys(lines.split(), 0.0), dict.fromkeys(lines.split(), 0.0)
    for name, amount in amounts.items():
        (before if name.endswith("_prior") else now)[name.removesuffix("_prior")] = amount
    return pd.DataFrame([{"firm_id": "A", "year": 2022, **before}, {"firm_id": "A", "year": 2023, **now}])


def _repaid(renewed=True, **amounts):
    return repayment_source(_two_years(**amounts), renewed=renewed).iloc[1]


DUE_100 = {"interest_paid": 20, "current_portion_of_long_term_debt_prior": 80}

_HAS = "operating_cash_flow cash_prior proceeds_from_disposals equity_issued borrowings_received borrowings_repaid"

# What the firm has, in the order of _HAS -> verdict, and what each source pays, with the rest left open.
PENCIL = [
    ((150, 0, 0, 0, 0, 0), "operations", (100, 0, 0, 0, 0, 0)),
    ((100, 7, 7, 7, 7, 7), "operations", (100, 0, 0, 0, 0, 0)),
    ((99.99, 50, 0, 0, 0, 0), "cash in hand", (99.99, 0.01, 0, 0, 0, 0)),
    ((60, 30, 99, 0, 0, 0), "asset sales", (60, 30, 10, 0, 0, 0)),
    ((60, 0, 99, 0, 0, 0), "asset sales", (60, 0, 40, 0, 0, 0)),
    ((60, 30, 0, 70, 0, 0), "owners", (60, 30, 0, 10, 0, 0)),
    ((60, 0, 0, 0, 70, 80), "new borrowing", (60, 0, 0, 0, 40, 0)),
    # 140 repaid, of which 80 were due: 60 of the 90 drawn replaced loans that were not due, 30 are left.
    ((60, 0, 0, 0, 90, 140), "not covered", (60, 0, 0, 0, 30, 10)),
    ((60, 1, 2, 3, 4, 0), "not covered", (60, 1, 2, 3, 4, 30)),
    ((0, 0, 0, 0, 0, 0), "not covered", (0, 0, 0, 0, 0, 100)),
    # Operations took 50: the sources below must pay for that as well.
    ((-50, 150, 0, 0, 0, 0), "cash in hand", (-50, 150, 0, 0, 0, 0)),
    ((-50, 120, 0, 5, 0, 0), "not covered", (-50, 120, 0, 5, 0, 25)),
]


@pytest.fixture(scope="module")
def many():
    """Two years of 300 firms with random amounts, half of them 0."""
    rng = np.random.default_rng(11)
    firms = [_two_years().assign(firm_id=f"F{number}") for number in range(300)]
    table = pd.concat(firms, ignore_index=True)
    amounts = [name for name in table if name in ITEMS]
    drawn = rng.integers(0, 100, (len(table), len(amounts))) * rng.integers(0, 2, (len(table), len(amounts)))
    table[amounts] = drawn.astype(float)
    table["operating_cash_flow"] -= 30.0
    return table


class TestRepaymentSource:
    @pytest.mark.parametrize(("amounts", "verdict", "paid"), PENCIL)
    def test_pencil(self, amounts, verdict, paid):
        row = _repaid(**DUE_100, **dict(zip(_HAS.split(), amounts, strict=True)))
        assert row["due"] == 100
        assert row["verdict"] == verdict
        columns = [source.column for source in SOURCES] + ["not_covered"]
        assert row[columns].to_list() == pytest.approx(paid)

    def test_hand_made_firm(self):
        found = repayment_source(FIRM).set_index("year")
        assert found.loc[2021].drop("firm_id").isna().all()  # no year before
        assert (found.loc[2022, "due"], found.loc[2022, "verdict"]) == (14.25 + 40, "operations")
        # 2023: 16.50 + 50 due, operations took 21, of 113 + 70 in hand 87.50 are needed
        assert found.loc[2023, ["due", "from_operations", "from_cash_in_hand"]].to_list() == [66.5, -21, 87.5]
        assert found.loc[2023, "verdict"] == "cash in hand"

    def test_securities_are_cash_in_hand_and_selling_them_is_no_second_source(self):
        row = _repaid(**DUE_100, operating_cash_flow=60, cash_prior=30, short_term_investments_prior=25)
        assert (row["from_cash_in_hand"], row["from_asset_sales"], row["verdict"]) == (40, 0, "cash in hand")

    def test_nothing_due(self):
        assert _repaid(operating_cash_flow=5)["verdict"] == "nothing due"
        assert _repaid(operating_cash_flow=-5)["verdict"] == "nothing due"

    def test_short_term_loans_that_are_not_renewed_fall_due(self):
        amounts = {"operating_cash_flow": 150, "short_term_debt_prior": 200, **DUE_100}
        rolled = {"borrowings_received": 200, "borrowings_repaid": 280}
        assert _repaid(**amounts, **rolled)["verdict"] == "operations"
        harder = _repaid(renewed=False, **amounts, **rolled)
        assert (harder["due"], harder["from_operations"], harder["from_new_borrowing"]) == (300, 150, 150)
        assert harder["verdict"] == "new borrowing"
        assert _repaid(renewed=False, **amounts)["not_covered"] == 150

    def test_rounding_is_no_debt(self):
        assert 0.1 + 0.2 > 0.3
        row = _repaid(interest_paid=0.1, current_portion_of_long_term_debt_prior=0.2, operating_cash_flow=0.3)
        assert row["verdict"] == "operations"

    def test_sources_and_rest_add_up_to_what_was_due(self, many):
        found = repayment_source(many).dropna()
        assert len(found) == 300
        total = sum(found[source.column] for source in SOURCES) + found["not_covered"]
        assert total.to_numpy() == pytest.approx(found["due"].to_numpy(), abs=1e-9)
        assert set(found["verdict"]) == {"nothing due", "not covered", *[source.verdict for source in SOURCES]}

    def test_operations_pay_exactly_when_debt_service_is_covered(self, many):
        found = repayment_source(many).dropna().reset_index(drop=True)
        before, now = many.iloc[0::2].reset_index(drop=True), many.iloc[1::2].reset_index(drop=True)
        cover = debt_service_cover(
            operating_cash_flow=now["operating_cash_flow"],
            interest_paid=now["interest_paid"],
            current_portion_of_long_term_debt_prior=before["current_portion_of_long_term_debt"],
        ).set_axis(now["firm_id"])
        verdicts = found.set_index("firm_id")["verdict"]
        covered = cover[cover.notna()].index
        assert ((verdicts[covered] == "operations") == (cover[covered] >= 1)).all()
        assert (verdicts.drop(covered) == "nothing due").all()

    def test_a_source_is_used_only_when_those_above_are_exhausted(self, many):
        found = repayment_source(many).dropna().reset_index(drop=True)
        before, now = many.iloc[0::2].reset_index(drop=True), many.iloc[1::2].reset_index(drop=True)
        in_hand = before["cash"] + before["short_term_investments"]
        beyond_cash = found[["from_asset_sales", "from_owners", "from_new_borrowing", "not_covered"]].sum(axis=1) > 0
        beyond_sales = found[["from_owners", "from_new_borrowing", "not_covered"]].sum(axis=1) > 0
        assert 0 < beyond_sales.sum() < beyond_cash.sum() < 300
        assert (found["from_cash_in_hand"] == in_hand)[beyond_cash].all()
        assert (found["from_asset_sales"] == now["proceeds_from_disposals"])[beyond_sales].all()

    def test_currency_changes_no_verdict(self, many):
        doubled = many.assign(**{name: many[name] * 2 for name in ITEMS if name in many})
        assert repayment_source(doubled)["verdict"].equals(repayment_source(many)["verdict"])

    def test_rows_keep_their_order_and_index(self, many):
        found, shuffled = repayment_source(many), many.sample(frac=1, random_state=2)
        assert repayment_source(shuffled).equals(found.loc[shuffled.index])

    def test_a_missing_amount_leaves_no_verdict(self):
        for name in ("cash", "interest_paid", "equity_issued"):
            table = _two_years(**DUE_100, operating_cash_flow=500).assign(**{name: np.nan})
            assert repayment_source(table).drop(columns=["firm_id", "year"]).isna().all(axis=None)

    @pytest.mark.parametrize(
        ("change", "error", "message"),
        [
            (lambda table: table.drop(columns="equity_issued"), LookupError, r"needs the columns \['equity_issued'\]"),
            (lambda table: table.astype({"year": str}), ValueError, "needs whole numbers in 'year'"),
            (lambda table: table.assign(cash="a lot"), ValueError, "needs numbers in 'cash'"),
            (lambda table: table.assign(year=2023), ValueError, r"one row for each \['firm_id', 'year'\]"),
        ],
    )
    def test_bad_tables(self, change, error, message):
        with pytest.raises(error, match=f"repayment_source {message}|repayment_source needs {message}"):
            repayment_source(change(_two_years()))

    def test_renewed_is_true_or_false(self):
        with pytest.raises(TypeError, match="renewed to be True or False, found 'no'"):
            repayment_source(_two_years(), renewed="no")


class TestRepaymentEvidence:
    def test_sentence(self):
        row = _repaid(**DUE_100, operating_cash_flow=-1050, cash_prior=1150)
        assert (
            repayment_evidence(row)
            == "Due 100.00; operations took 1,050.00, cash in hand 1,150.00. Verdict: cash in hand."
        )

    def test_one_sentence_for_a_dictionary_too(self):
        row = _repaid(**DUE_100)
        assert (
            repayment_evidence(row.to_dict())
            == repayment_evidence(row)
            == "Due 100.00; left open 100.00. Verdict: not covered."
        )

    def test_no_year_before(self):
        assert (
            repayment_evidence(repayment_source(FIRM).iloc[0]) == "No verdict: a line is missing, or the year before."
        )

    def test_another_row(self):
        with pytest.raises(LookupError, match=r"it lacks \['verdict'\]"):
            repayment_evidence(_repaid(**DUE_100).drop("verdict"))


@pytest.mark.parametrize("engine", ENGINES)
def test_same_result_in_every_engine(engine):
    firms = pd.concat([hand_made_firm("B"), FIRM.assign(operating_cash_flow=np.nan)], ignore_index=True)
    table = ENGINES[engine][0](firms)
    result = repayment_source(table)
    assert type(result) is type(table)
    assert rows(result) == rows(repayment_source(firms))
