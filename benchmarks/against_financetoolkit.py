"""`ratio_table` beside FinanceToolkit's controller, on the ratios that both define alike.

Both get the same random statements, and their results must agree. FinanceToolkit runs in an
environment of its own; only the work of its controller is timed, not the reading of the file nor the
turning of the table into its wide form.
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from measure import Result, record, seconds_of
from peers import python_with, run_there

from cmlib.items import ITEMS
from cmlib.table import ratio_table

YEARS = range(2019, 2024)
PEER = "financetoolkit==2.3.0"

#: Its name of a line -> line items that add up to it.
LINES = {
    "balance": {
        "Cash and Cash Equivalents": ["cash"],
        "Short Term Investments": ["short_term_investments"],
        "Cash and Short Term Investments": ["cash", "short_term_investments"],
        "Accounts Receivable": ["receivables"],
        "Inventory": ["inventory"],
        "Total Current Assets": ["current_assets"],
        "Property, Plant and Equipment": ["fixed_assets"],
        "Fixed Assets": ["fixed_assets"],
        "Total Assets": ["total_assets"],
        "Accounts Payable": ["payables"],
        "Short Term Debt": ["short_term_debt"],
        "Long Term Debt": ["long_term_debt"],
        "Total Current Liabilities": ["current_liabilities"],
        "Total Liabilities": ["total_liabilities"],
        "Total Debt": ["total_liabilities"],
        "Total Shareholder Equity": ["equity"],
        "Total Equity": ["equity"],
    },
    "income": {
        "Revenue": ["revenue"],
        "Cost of Goods Sold": ["cost_of_sales"],
        "Gross Profit": ["gross_profit"],
        "Operating Income": ["operating_profit"],
        "Interest Expense": ["interest_expense"],
        "Income Before Tax": ["profit_before_tax"],
        "Income Tax Expense": ["income_tax"],
        "Net Income": ["net_income"],
    },
    "cash": {
        "Cash Flow from Operations": ["operating_cash_flow"],
        "Operating Cash Flow": ["operating_cash_flow"],
        "Capital Expenditure": ["minus_capital_expenditure"],
        "Net Income": ["net_income"],
    },
}

#: Its method -> our ratio of the same meaning. Three more share a name, but not a definition: its quick ratio counts
#: cash, securities and receivables, its interest cover operating income, its return on assets net income.
METHODS = {
    "get_current_ratio": "current_ratio",
    "get_cash_ratio": "cash_ratio",
    "get_working_capital": "working_capital",
    "get_operating_cash_flow_ratio": "operating_cash_flow_to_current_liabilities",
    "get_debt_to_assets_ratio": "debt_to_assets",
    "get_debt_to_equity_ratio": "debt_to_equity",
    "get_receivables_turnover": "receivables_turnover",
    "get_days_of_sales_outstanding": "receivables_days",
    "get_inventory_turnover_ratio": "inventory_turnover",
    "get_days_of_inventory_outstanding": "inventory_days",
    "get_accounts_payables_turnover_ratio": "payables_turnover",
    "get_days_of_accounts_payable_outstanding": "payables_days",
    "get_fixed_asset_turnover": "fixed_asset_turnover",
    "get_asset_turnover_ratio": "total_asset_turnover",
    "get_cash_conversion_cycle": "cash_conversion_cycle",
    "get_gross_margin": "gross_margin",
    "get_operating_margin": "operating_margin",
    "get_net_profit_margin": "net_margin",
    "get_return_on_equity": "return_on_equity",
    "get_operating_cash_flow_sales_ratio": "cash_return_on_sales",
    "get_income_quality_ratio": "quality_of_earnings",
}


def statements_of(rows: int) -> pd.DataFrame:
    """Random firm-years, every firm with five years."""
    rng = np.random.default_rng(3)
    firms = rows // len(YEARS)
    keys = {"firm_id": np.repeat(np.arange(firms), len(YEARS)), "year": np.tile(YEARS, firms)}
    table = pd.DataFrame(keys | {name: rng.gamma(2, 50, len(keys["year"])) for name in ITEMS})
    table["gross_profit"] = table["revenue"] - table["cost_of_sales"]
    return table.assign(minus_capital_expenditure=-table["capital_expenditure"])


def agree(ours: pd.DataFrame, folder: Path) -> None:
    """Raise ``AssertionError`` unless the other's results are ours."""
    ours = ours.set_index(["firm_id", "year"])
    for name in METHODS.values():
        theirs = pd.read_parquet(folder / f"{name}.parquet").stack()
        theirs.index = pd.MultiIndex.from_tuples([(int(firm[1:]), int(year)) for firm, year in theirs.index])
        np.testing.assert_allclose(ours[name].reindex(theirs.index), theirs.astype(float), rtol=1e-9, err_msg=name)


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rows", type=int, default=100_000, help="number of firm-years (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each (default: %(default)s)")
    given = parser.parse_args()
    python = python_with(PEER, "pyarrow")
    statements = statements_of(given.rows)
    asked = list(METHODS.values())
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "statements.parquet")
        statements.to_parquet(file)
        script = Path(__file__).with_name("peer_financetoolkit.py")
        arguments = file, scratch, given.repeats, json.dumps(LINES), json.dumps(METHODS)
        theirs = [float(line) for line in run_there(python, script, *arguments).split()]
        agree(ratio_table(statements, asked), Path(scratch))
    ours = [seconds_of(lambda: ratio_table(statements, asked)) for _ in range(given.repeats)]
    times = statistics.median(ours) / statistics.median(theirs)
    work = f"{len(asked)} ratios that both define alike, {given.rows:,} firm-years"
    result = Result(work, "FinanceToolkit's controller", "at least 30x faster", times, statistics.median(ours))
    record(__file__, [result], financetoolkit=PEER.partition("==")[2])


if __name__ == "__main__":
    main()
