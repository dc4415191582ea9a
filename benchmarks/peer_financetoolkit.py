"""Runs in FinanceToolkit's own environment: the ratios of statements in a Parquet file by its controller.

Arguments: the file, the folder for the results, the number of runs. Prints seconds, one run a line.
"""

import logging
import sys
import time
import warnings
from pathlib import Path

import pandas as pd

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from financetoolkit.ratios.ratios_controller import Ratios  # noqa: E402 - after its warnings are silenced

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


def wide(statements: pd.DataFrame, lines: dict[str, list[str]]) -> pd.DataFrame:
    """Rows: firm and line; columns: years, the form that the controller takes."""
    long = pd.concat(
        [statements[["firm_id", "year"]].assign(line=name, value=statements[items].sum(axis=1)) for name, items in lines.items()]
    )
    table = long.pivot(index=["firm_id", "line"], columns="year", values="value")
    table.columns = pd.PeriodIndex(table.columns, freq="Y")
    return table


def main() -> None:
    """Measure."""
    file, folder, runs = sys.argv[1:4]
    statements = pd.read_parquet(file)
    statements["firm_id"] = "F" + statements["firm_id"].astype(str)
    parts = {name: wide(statements, lines) for name, lines in LINES.items()}
    firms = list(statements["firm_id"].unique())
    for run in range(int(runs)):
        began = time.perf_counter()
        controller = Ratios(firms, {}, parts["balance"], parts["income"], parts["cash"], rounding=None)
        found = {ours: getattr(controller, method)() for method, ours in METHODS.items()}
        print(time.perf_counter() - began, flush=True)
    lacking = [name for name, table in found.items() if not len(table)]
    if lacking:
        sys.exit(f"the controller computed nothing for {lacking}")
    for name, table in found.items():
        table.columns = [str(column) for column in table.columns]
        pd.DataFrame(table).to_parquet(Path(folder, f"{name}.parquet"))


if __name__ == "__main__":
    main()
