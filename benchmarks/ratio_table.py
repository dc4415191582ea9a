"""How much does `cmlib.table.ratio_table` cost over numpy written by hand?

Both compute every ratio of the library on the same random firm-years, in random row order and with
missing years, and must agree. The numpy side is written as one would write it for this one purpose:
no checks, no engines, no names. Example: ``python benchmarks/ratio_table.py --rows 1000000``.
"""

import argparse
import statistics
from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl
from measure import Result, in_turn, median_ratio, memory_of, peak_memory_gb, record

from cmlib import ratios
from cmlib.items import ITEMS
from cmlib.table import ratio_table


def firm_years(rows: int, seed: int) -> pd.DataFrame:
    """About ``rows`` firm-years of random amounts: ten years a firm, one in ten missing, rows shuffled."""
    rng = np.random.default_rng(seed)
    firms = rows // 9 + 1
    firm, year = np.repeat(np.arange(firms), 10), np.tile(np.arange(2014, 2024), firms)
    chosen = rng.permutation(10 * firms)[:rows]
    amounts = {
        name: rng.normal(30, 40, rows) if item.sign == "either" else rng.gamma(2, 50, rows)
        for name, item in ITEMS.items()
    }
    return pd.DataFrame({"firm_id": firm[chosen], "year": year[chosen]} | amounts, copy=False)


@np.errstate(all="ignore")
def by_hand(s: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Every ratio in plain numpy; an undefined one is NaN."""
    order = np.lexsort((s["year"], s["firm_id"]))
    firm, year = s["firm_id"][order], s["year"][order]

    def rows_back(years):
        rows = np.full(len(order), -1)
        for step in range(1, years + 1):
            same = (firm[step:] == firm[:-step]) & (year[step:] - year[:-step] == years)
            rows[order[step:][same]] = order[:-step][same]
        return rows

    before, three_before = rows_back(1), rows_back(3)

    def prior(name, rows=before):
        return np.where(rows >= 0, s[name][rows], np.nan)

    def average(name, opening):
        return (opening + s[name]) / 2

    def over(numerator, denominator):
        return np.where(denominator > 0, numerator / denominator, np.nan)

    def growth(name, opening):
        return over(s[name] - opening, opening)

    def three_year_growth(name):
        times = over(s[name], prior(name, three_before))
        return np.where(times >= 0, times, np.nan) ** (1 / 3) - 1

    sales, cost, cash_flow = s["revenue"], s["cost_of_sales"], s["operating_cash_flow"]
    profit, interest, equity, owed = s["profit_before_tax"], s["interest_expense"], s["equity"], s["total_liabilities"]
    current, due, assets = s["current_assets"], s["current_liabilities"], s["total_assets"]
    ebit = profit + interest
    assets_prior, equity_prior = prior("total_assets"), prior("equity")
    mean_assets, mean_equity = average("total_assets", assets_prior), average("equity", equity_prior)
    mean_receivables = average("receivables", prior("receivables"))
    mean_inventory = average("inventory", prior("inventory"))
    mean_payables = average("payables", prior("payables"))
    debts = ("short_term_debt", "current_portion_of_long_term_debt", "long_term_debt")
    falling_due = prior("current_portion_of_long_term_debt")
    opening = prior("short_term_debt") + falling_due + prior("long_term_debt") + equity_prior
    closing = sum(s[name] for name in debts) + equity
    receivables_days = over(365 * mean_receivables, sales)
    inventory_days = over(365 * mean_inventory, cost)
    payables_days = over(365 * mean_payables, cost)
    expenses = cost + s["business_taxes"] + s["selling_expense"] + s["administrative_expense"] + interest
    main = s["main_business_revenue"]
    return {
        "current_ratio": over(current, due),
        "quick_ratio": over(current - s["inventory"], due),
        "cash_ratio": over(s["cash"] + s["short_term_investments"], due),
        "working_capital": current - due,
        "operating_cash_flow_to_current_liabilities": over(cash_flow, due),
        "debt_to_assets": over(owed, assets),
        "debt_to_equity": over(owed, equity),
        "equity_multiplier": over(assets, equity),
        "interest_cover": over(ebit, interest),
        "debt_to_tangible_net_worth": over(owed, equity - s["intangible_assets"]),
        "long_term_debt_to_capital": over(s["long_term_debt"], s["long_term_debt"] + equity),
        "operating_cash_flow_to_debt": over(cash_flow, owed),
        "capital_immobilisation": over(assets - current, mean_equity),
        "receivables_turnover": over(sales, mean_receivables),
        "receivables_days": receivables_days,
        "inventory_turnover": over(cost, mean_inventory),
        "inventory_days": inventory_days,
        "payables_turnover": over(cost, mean_payables),
        "payables_days": payables_days,
        "current_asset_turnover": over(sales, average("current_assets", prior("current_assets"))),
        "fixed_asset_turnover": over(sales, average("fixed_assets", prior("fixed_assets"))),
        "total_asset_turnover": over(sales, mean_assets),
        "cash_conversion_cycle": inventory_days + receivables_days - payables_days,
        "gross_margin": over(sales - cost, sales),
        "operating_margin": over(s["operating_profit"], sales),
        "main_business_margin": over(main - s["main_business_cost"] - s["business_taxes"], main),
        "net_margin": over(s["net_income"], sales),
        "ebitda_margin": over(ebit + s["depreciation"] + s["amortisation"], sales),
        "return_on_total_assets": over(ebit, mean_assets),
        "return_on_equity": over(s["net_income"], mean_equity),
        "return_on_invested_capital": over(ebit - s["income_tax"], (opening + closing) / 2),
        "cost_expense_profit_ratio": over(profit, expenses),
        "tax_burden": over(s["net_income"], profit),
        "interest_burden": over(profit, ebit),
        "ebit_margin": over(ebit, sales),
        "average_equity_multiplier": over(mean_assets, mean_equity),
        "sales_growth": growth("revenue", prior("revenue")),
        "profit_growth": growth("profit_before_tax", prior("profit_before_tax")),
        "asset_growth": growth("total_assets", assets_prior),
        "capital_accumulation": growth("equity", equity_prior),
        "capital_three_year_growth": three_year_growth("equity"),
        "sales_three_year_growth": three_year_growth("revenue"),
        "profit_three_year_growth": three_year_growth("profit_before_tax"),
        "quality_of_earnings": over(cash_flow, s["net_income"]),
        "cash_return_on_sales": over(cash_flow, sales),
        "free_cash_flow": cash_flow - s["capital_expenditure"],
        "reinvestment_rate": over(s["capital_expenditure"], cash_flow),
        "debt_service_cover": over(cash_flow, s["interest_paid"] + falling_due),
    }


def candidates() -> dict[str, Callable[[pd.DataFrame], Callable[[], object]]]:
    """What is measured: name -> from the statements to a call without arguments."""

    def by_hand_of(statements):
        arrays = {name: statements[name].to_numpy() for name in statements}
        return lambda: by_hand(arrays)

    def with_text(statements):
        named = statements.assign(firm_id=statements["firm_id"].map("F{:07d}".format))
        return lambda: ratio_table(named)

    calls = {
        "numpy by hand": by_hand_of,
        "pandas": lambda statements: lambda: ratio_table(statements),
        "pandas, firms as text": with_text,
    }

    def polars_of(statements):
        return pl.DataFrame({name: statements[name].to_numpy() for name in statements})

    def eager(statements):
        frame = polars_of(statements)
        return lambda: ratio_table(frame)

    def lazy(statements):
        frame = polars_of(statements).lazy()
        return lambda: ratio_table(frame).collect()

    return calls | {"polars": eager, "polars, lazy": lazy}


def check_agreement(statements: pd.DataFrame) -> None:
    """Raise ``AssertionError`` unless both sides give the same numbers."""
    expected = candidates()["numpy by hand"](statements)()
    found = ratio_table(statements)
    assert list(expected) == list(ratios.ALL), "numpy by hand must compute every ratio of the library"
    for name, values in expected.items():
        np.testing.assert_allclose(found[name].to_numpy(), values, rtol=1e-9, atol=0, err_msg=name)


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="number of firm-years (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each, of which the median counts (default: 5)")
    parser.add_argument("--seed", type=int, default=7, help="of the random amounts (default: %(default)s)")
    parser.add_argument("--memory-of", help=argparse.SUPPRESS)  # runs one candidate in a process of its own
    given = parser.parse_args()
    if given.memory_of:
        candidates()[given.memory_of](firm_years(given.rows, given.seed))()
        print(peak_memory_gb())
        return
    memory = {name: memory_of(__file__, "--rows", given.rows, "--memory-of", name) for name in candidates()}
    statements = firm_years(given.rows, given.seed)
    check_agreement(statements)
    calls = {name: prepare(statements) for name, prepare in candidates().items()}
    taken = in_turn(calls, given.repeats)
    by_hand_seconds = taken.pop("numpy by hand")
    size = statements.memory_usage(deep=True).sum() / 1e9
    print(f"the statements alone: {size:.2f} GB; numpy by hand: {statistics.median(by_hand_seconds):.2f} s")
    results = [
        Result(
            f"{len(ratios.ALL)} ratios, {given.rows:,} firm-years in random order, {name}",
            "hand-written numpy",
            "at most 2.5x",
            median_ratio(seconds, by_hand_seconds),
            statistics.median(seconds),
            memory[name],
        )
        for name, seconds in taken.items()
    ]
    record(__file__, results, "polars")


if __name__ == "__main__":
    main()
