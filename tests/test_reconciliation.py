"""Reported sales against inflows, value-added tax and electricity: pencil cases, engines, the bank's cooks."""

import dataclasses

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from banks import bank
from engines import ENGINES, every_engine, on, plain

from cmlib.statements import RECONCILIATION, ReconciliationRules, SalesCheck, reconcile_sales, suspicious_sales

KEY = ["firm_id", "year", "check"]
CHECKS = {check.name: check for check in RECONCILIATION.checks}
HIGH, LOW, IN_LINE = "sales look too high", "sales look too low", "in line"


def tables(**changes):
    """Firms A, B and C of one industry with sales of 1,200 in two years, 113 of inflows, 4 of tax and 50 kWh a month.

    ``changes`` are {(firm, year): factor} for a monthly column or a line item.
    """
    keys = [(firm, year) for firm in "ABC" for year in (2022, 2023)]
    statements = pd.DataFrame(keys, columns=["firm_id", "year"]).assign(
        revenue=1200.0, cash_received_from_customers=1200.0
    )
    months = pd.DataFrame(
        [(firm, pd.Timestamp(year, month, 1)) for firm, year in keys for month in range(1, 13)],
        columns=["firm_id", "month"],
    ).assign(account_inflow=73.0, inflow_elsewhere=40.0, vat_paid=4.0, electricity_kwh=50.0)
    for column, factors in changes.items():
        table = statements if column in statements else months
        years = table["year"] if "year" in table else table["month"].dt.year
        for (firm, year), factor in factors.items():
            table.loc[(table["firm_id"] == firm) & (years == year), column] *= factor
    return statements, months, pd.DataFrame({"firm_id": list("ABC"), "industry": "steel"})


def findings(*arguments, **keywords):
    found = reconcile_sales(*arguments, **keywords)
    return found[found["finding"] != IN_LINE].set_index(KEY)


class TestPencil:
    def test_all_in_line(self):
        found = reconcile_sales(*tables())
        assert len(found) == 3 * 2 * 6
        assert list(found) == [*KEY, "evidence", "reported", "implied", "ratio", "finding", "reason"]
        assert set(found["finding"]) == {IN_LINE}
        assert found["reason"].isna().all()
        np.testing.assert_allclose(found["ratio"], 1)
        np.testing.assert_allclose(found["implied"], 1200)

    def test_invented_sales(self):
        """A reports 1,500 in 2023, and the cash of 1,200: everything implies 1,200, a ratio of 0.8."""
        found = findings(*tables(revenue={("A", 2023): 1.25}))
        high = found[found["finding"] == HIGH]
        assert set(high.index) == {("A", 2023, name) for name in CHECKS} - {
            ("A", 2023, "cash received"), ("A", 2023, "electricity, industry"),
        }  # fmt: skip
        np.testing.assert_allclose(high["ratio"], 0.8)
        np.testing.assert_allclose(high["implied"], 1200)
        assert (high["reported"] == 1500).all()
        assert high["reason"].to_dict() == {key: CHECKS[key[2]].too_high for key in high.index}
        # The year before looks too low beside a year that is too high.
        low = found[found["finding"] == LOW]
        assert set(low.index) == {("A", 2022, "value-added tax, own years"), ("A", 2022, "electricity, own years")}
        assert low["reason"].to_dict() == {key: CHECKS[key[2]].too_low for key in low.index}
        assert suspicious_sales(reconcile_sales(*tables(revenue={("A", 2023): 1.25}))).values.tolist() == [
            ["A", 2023, 3]
        ]

    def test_invented_cash(self):
        found = findings(*tables(cash_received_from_customers={("B", 2022): 1.1}))
        assert found.index.to_list() == [("B", 2022, "cash received")]
        assert found["ratio"].iloc[0] == pytest.approx(1 / 1.1)

    def test_a_late_payer_is_one_source_only(self):
        made = reconcile_sales(*tables(account_inflow={("C", 2023): 0.8}))
        assert suspicious_sales(made).empty
        assert suspicious_sales(made, 1).values.tolist() == [["C", 2023, 1]]

    def test_two_checks_of_one_source_count_once(self):
        made = reconcile_sales(*tables(vat_paid={("C", 2023): 0.9}))
        assert (made["finding"] == HIGH).sum() == 2
        assert suspicious_sales(made).empty
        assert suspicious_sales(made, 1)["sources"].to_list() == [1]

    def test_the_own_norm_is_the_mean_of_the_other_years(self):
        statements, months, industries = tables(electricity_kwh={("A", 2022): 2.0})
        third = months.query("month.dt.year == 2023").assign(
            month=lambda table: table["month"] + pd.DateOffset(years=1)
        )
        statements = pd.concat([statements, statements.query("year == 2023").assign(year=2024)])
        made = reconcile_sales(statements, pd.concat([months, third]), industries).set_index(KEY)["ratio"]
        # kWh per unit of sales: 1, 0.5, 0.5. Others' means: 0.5, 0.75, 0.75.
        own = made[:, :, "electricity, own years"]
        assert own["A"].to_list() == pytest.approx([2, 0.5 / 0.75, 0.5 / 0.75])
        assert made["A", 2022, "electricity, industry"] == pytest.approx(2)

    @pytest.mark.parametrize("name", CHECKS)
    def test_bounds_belong_to_what_is_in_line(self, name):
        check = CHECKS[name]
        item = {"revenue": "revenue"}.get(check.reported, check.reported)
        for ratio, finding in [
            (check.least, IN_LINE), (check.least - 1e-6, HIGH), (check.most, IN_LINE), (check.most + 1e-6, LOW),
        ]:  # fmt: skip
            exact = dataclasses.replace(check, least=check.least - 1e-9, most=check.most + 1e-9)
            rules = dataclasses.replace(RECONCILIATION, checks=(exact,))
            made = reconcile_sales(*tables(**{item: {("A", 2023): 1 / ratio}}), rules=rules).set_index(KEY)
            assert made.loc[("A", 2023, name), "finding"] == finding


class TestGaps:
    def test_only_whole_years_count(self):
        statements, months, industries = tables()
        made = reconcile_sales(statements, months[months["month"] != pd.Timestamp("2023-07-01")], industries)
        assert set(made["year"]) == {2022}
        assert not made["check"].str.contains("own years").any()

    @pytest.mark.parametrize(
        ("column", "evidence"),
        [("vat_paid", "value-added tax"), ("inflow_elsewhere", "inflows"), ("electricity_kwh", "electricity")],
    )
    def test_a_missing_month_takes_its_evidence_away(self, column, evidence):
        statements, months, industries = tables()
        months.loc[(months["firm_id"] == "A") & (months["month"] == "2022-05-01"), column] = np.nan
        made = reconcile_sales(statements, months, industries)
        assert evidence not in set(made.query("firm_id == 'A' and year == 2022")["evidence"])
        assert evidence in set(made.query("firm_id == 'B' and year == 2022")["evidence"])

    @pytest.mark.parametrize("amount", [0.0, -5.0, np.nan, np.inf])
    def test_nothing_is_said_of_sales_that_are_not_above_zero(self, amount):
        statements, months, industries = tables()
        statements.loc[0, "revenue"] = amount
        made = reconcile_sales(statements, months, industries)
        assert made.query("firm_id == 'A' and year == 2022")["check"].to_list() == ["cash received"]
        assert np.isfinite(made["ratio"]).all()

    def test_only_columns_of_the_rules_are_needed(self):
        rules = dataclasses.replace(RECONCILIATION, checks=(CHECKS["value-added tax, own years"],))
        statements, months, _ = tables()
        made = reconcile_sales(
            statements[["firm_id", "year", "revenue"]], months[["firm_id", "month", "vat_paid"]], rules=rules
        )
        assert len(made) == 6

    def test_industry_in_the_statements_and_other_names(self):
        statements, months, industries = tables(revenue={("A", 2023): 1.25})
        expected = reconcile_sales(statements, months, industries)
        named = statements.merge(industries).rename(columns={"firm_id": "f", "year": "y", "industry": "trade"})
        found = reconcile_sales(
            named,
            months.rename(columns={"firm_id": "f", "month": "m"}),
            firm="f",
            year="y",
            month="m",
            industry="trade",
        )
        pd.testing.assert_frame_equal(found.rename(columns={"f": "firm_id", "y": "year"}), expected)
        assert list(suspicious_sales(found, firm="f", year="y")) == ["f", "y", "sources"]


@every_engine
def test_every_engine_agrees(engine):
    statements, months, industries = tables(
        revenue={("A", 2023): 1.25}, vat_paid={("C", 2022): 0.9}, account_inflow={("C", 2022): 0.7}
    )
    named = ["cash received", "value-added tax, own years", "inflows, industry"]  # every norm once
    if engine == "dask":  # sorting for the medians takes it half a minute; test_dupont.py does so on Dask
        named = [*named[:2], "electricity, own years"]
    rules = dataclasses.replace(RECONCILIATION, checks=tuple(CHECKS[name] for name in named))
    if engine == "duckdb":  # relations of two connections cannot be joined
        connection = duckdb.connect()
        there = [connection.from_df(table) for table in (statements, months, industries)]
    else:
        there = [ENGINES[engine][0](table) for table in (statements, months, industries)]
    made = reconcile_sales(*there, rules=rules)
    assert type(made) is type(there[0])
    expected = reconcile_sales(statements, months, industries, rules=rules)
    pd.testing.assert_frame_equal(plain(ENGINES[engine][1](made), KEY), plain(expected, KEY), rtol=1e-12)
    suspects = plain(on(engine, suspicious_sales, expected, 1), ["firm_id", "year"])
    assert suspects.values.tolist() == [["A", 2023, 2], ["C", 2022, 2]]


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "error", "message"),
        [
            (lambda s, m, i: (s.drop(columns="revenue"), m, i), LookupError, r"reconcile_sales needs .*\['revenue'\]"),
            (
                lambda s, m, i: (s, m.drop(columns="vat_paid"), i),
                LookupError,
                r"reconcile_sales needs .*\['vat_paid'\]",
            ),
            (lambda s, m, i: (s, m.assign(month=m["month"].astype(str)), i), ValueError, "needs dates in 'month'"),
            (lambda s, m, i: (s, m.assign(vat_paid="x"), i), ValueError, "reconcile_sales needs numbers in 'vat_paid'"),
            (lambda s, m, i: (s, pd.concat([m, m]), i), ValueError, "reconcile_sales needs one row for each"),
            (lambda s, m, i: (s.assign(year=2022), m, i), ValueError, "reconcile_sales needs one row for each"),
            (lambda s, m, i: (s.assign(year=s["year"] + 0.5), m, i), ValueError, "needs whole numbers in 'year'"),
            (lambda s, m, i: (s, m, None), LookupError, r"needs the columns \['industry'\]"),
            (lambda s, m, i: (s, m, i.head(2)), ValueError, "needs an industry for every firm"),
            (lambda s, m, i: (s, pl.from_pandas(m), i), TypeError, "reconcile_sales needs all tables from one engine"),
            (lambda s, m, i: (s, 3, i), TypeError, "reconcile_sales needs a table"),
        ],
    )
    def test_tables(self, change, error, message):
        with pytest.raises(error, match=message):
            reconcile_sales(*change(*tables()))

    @pytest.mark.parametrize("least", [0, -1, 1.5, True, "2", None])
    def test_number_of_sources(self, least):
        with pytest.raises(ValueError, match="suspicious_sales needs least_sources to be 1 or more"):
            suspicious_sales(reconcile_sales(*tables()), least)

    def test_another_table(self):
        with pytest.raises(LookupError, match=r"suspicious_sales needs the columns \['evidence', 'finding'\]"):
            suspicious_sales(tables()[0])

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"checks": ()}, "at least one check"),
            ({"value_added_tax_rate": -0.1}, "value_added_tax_rate is a fraction, found -0.1"),
            ({"value_added_tax_rate": float("nan")}, "value_added_tax_rate is a fraction, found nan"),
            ({"checks": (RECONCILIATION.checks[0],) * 2}, "check 'cash received': the name comes twice"),
            ({"evidence": "water"}, "evidence is one of inflows, value-added tax, electricity; found 'water'"),
            ({"norm": "mine"}, "norm is one of none, own years, industry; found 'mine'"),
            ({"least": 1.0}, "least lies from 0 to 1, most above 1; found 1.0"),
            ({"least": -0.1}, "least lies from 0 to 1"),
            ({"most": 1.0}, "found 0.97 and 1.0"),
        ],
    )
    def test_rules(self, change, message):
        checks = (RECONCILIATION.checks[0],)
        if not change.keys() & {"checks", "value_added_tax_rate"}:
            change = {"checks": (dataclasses.replace(checks[0], **change),)}
        with pytest.raises(ValueError, match=message):
            dataclasses.replace(RECONCILIATION, **change)

    def test_an_item_that_is_none(self):
        check = dataclasses.replace(CHECKS["electricity, own years"], reported="sales")
        with pytest.raises(LookupError, match="'sales' is not a line item"):
            reconcile_sales(*tables(), rules=dataclasses.replace(RECONCILIATION, checks=(check,)))


def test_rules_load_from_a_file(tmp_path):
    RECONCILIATION.to_toml(tmp_path / "rules.toml")
    loaded = ReconciliationRules.from_toml(tmp_path / "rules.toml")
    assert loaded == RECONCILIATION
    assert isinstance(loaded.checks[0], SalesCheck)


@pytest.mark.parametrize("seed", [88, 3])
def test_in_the_synthetic_bank_firms_that_invent_sales_are_found(seed):
    made = bank(seed)
    reconciled = reconcile_sales(made.tables["statements"], made.tables["firm_months"], made.tables["firms"])
    suspects = suspicious_sales(reconciled)
    invented = made.truth["cooked_books"].query("amount > 0 and method == 'fictitious sales'")
    invented = invented[invented["year"].isin(reconciled["year"])]
    assert set(invented["firm_id"]) <= set(suspects["firm_id"])
    hits = suspects.merge(invented, on=["firm_id", "year"])
    assert len(hits) >= 3
    assert len(suspects) - len(hits) <= 0.005 * len(reconciled.drop_duplicates(["firm_id", "year"]))
    high = reconciled.assign(high=reconciled["finding"] == HIGH).groupby("check")["high"].mean()
    assert high.max() < 0.03
