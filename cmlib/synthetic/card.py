"""The data card: what the files hold, how they were made, what they are not. Every number is computed."""

import pandas as pd

from cmlib.synthetic.firms.industries import INDUSTRIES
from cmlib.synthetic.plan import TABLES
from cmlib.table import ratio_table

_SHOWN = {
    "debt_to_assets": "debt to assets",
    "current_ratio": "current ratio",
    "receivables_days": "receivables, days",
    "inventory_days": "inventory, days",
    "main_business_margin": "main-business margin",
    "return_on_total_assets": "return on total assets",
    "sales_growth": "sales growth",
}


def data_card(bank) -> str:
    """The card of a bank, as Markdown."""
    last = bank.first_year + bank.years - 1
    return f"""# Data card: a synthetic bank's corporate borrowers

Made by `{bank!r}`;
`python -m cmlib build` makes these files again, byte for byte. No real firm, person or bank is in them.

{_tables(bank)}

Columns with their units and Chinese terms: `from cmlib import datasets; datasets.describe("statements")`,
or `datapackage.json` (Frictionless).

## How it was made

Each firm has drivers (industry, size, quality of management, appetite for debt, ambition, discipline in collecting
and stocking). Year by year its books are kept in whole cents: sales and costs from the drivers and the state of the
economy, then plant, working capital, taxes, dividends and long-term loans; the short-term loan closes the gap as far
as the bank lends, and beyond that suppliers wait. So the three statements agree to the cent,
{bank.first_year} to {last}.

A firm can begin to slide: margins shrink, customers pay late, stock piles up. From the drivers and the years of slide
follows a known probability of default in the next year. Some sliding firms cook their books, in four known ways, and
still balance. The truth (probabilities, coefficients, drivers, cooked amounts) is not in the files: it is
`cmlib.synthetic.Bank(...).truth`.

## What it looks like

{_defaults(bank)}

Medians over all years, by industry:

{_medians(bank)}

## What it is not

- It is no sample of any country's firms: magnitudes are set by hand, in the order of what is published for Chinese
  industry.
- Sales are net of value-added tax. There is no deferred tax, no loss carried forward, no minority interest, no group.
- Disposals are at book value, interest is paid in the year it falls due, all loans are bank loans.
- No firm leaves the bank: after a default it keeps filing statements.
- Shocks are independent between firms except through industry and economy; contagion is not in these tables.

Licence: Creative Commons Attribution 4.0 International (CC BY 4.0).
"""


def card_of_parts(bank, resources: list[dict]) -> str:
    """The card of a bank that was built in parts: what there is, and how it is read."""
    rows = [
        [f"`{resource['name']}`", f"{resource['rows']:,}", f"{resource['bytes'] / 1e6:,.1f}", resource["title"]]
        for resource in resources
    ]
    return f"""# Data card: a large synthetic bank

Made by `{bank!r}`, in parts: every table is a folder of Parquet files. Each part holds whole blocks of
customers or firms, and no key reaches from one part into another, but for the tables of the world.

{_markdown(["table", "rows", "MB", "what it holds"], rows)}

Read a table with any engine, as `duckdb.sql("from 'transactions/*.parquet'")`,
`polars.scan_parquet("transactions/*.parquet")` or `spark.read.parquet("transactions")`.
`datapackage.json` describes every column.

Licence: Creative Commons Attribution 4.0 International (CC BY 4.0).
"""


def _tables(bank) -> str:
    rows = []
    for table in TABLES:
        key = ", ".join(f"`{part}`" for part in table.key)
        rows.append([f"`{table.name}`", f"{len(bank.tables[table.name]):,}", key, table.meaning])
    return _markdown(["table", "rows", "key", "what it holds"], rows)


def _defaults(bank) -> str:
    table = bank.tables["defaults"]
    after = table.groupby("firm_id")["defaulted"].cumsum() - table["defaulted"]
    at_risk = table[after == 0]
    by_year = at_risk.groupby("year")["defaulted"].agg(["size", "sum"])
    rows = [
        [str(year), f"{row['size']:,}", f"{row['sum']:,}", f"{row['sum'] / row['size']:.1%}"]
        for year, row in by_year.iterrows()
    ]
    return "Defaults among the firms that had not defaulted before:\n\n" + _markdown(
        ["year", "firms", "defaults", "rate"], rows
    )


def _medians(bank) -> str:
    ratios = ratio_table(bank.tables["statements"], list(_SHOWN)).merge(
        bank.tables["firms"][["firm_id", "industry"]], on="firm_id"
    )
    medians = ratios.groupby("industry")[list(_SHOWN)].median()
    counts = bank.tables["firms"]["industry"].value_counts()
    rows = []
    for industry in INDUSTRIES:
        if industry.name in medians.index:
            values = medians.loc[industry.name]
            rows.append(
                [
                    f"{industry.name} ({industry.zh})",
                    str(counts[industry.name]),
                    *(_number(values[name], name) for name in _SHOWN),
                ]
            )
    return _markdown(["industry", "firms", *_SHOWN.values()], rows)


def _number(value: float, name: str) -> str:
    if pd.isna(value):
        return "–"
    if name.endswith("_days"):
        return f"{value:.0f}"
    return f"{value:.2f}" if name == "current_ratio" else f"{value:.1%}"


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
