"""The data card: what the files hold, how they were made, what they are not. Every number is computed."""

import pandas as pd

from cmlib.synthetic.plan import SUBJECTS, TABLES
from cmlib.synthetic.realism import realism_table
from cmlib.synthetic.world.industry_norms import INDUSTRIES
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

_LICENCE = "Licence: Creative Commons Attribution 4.0 International (CC BY 4.0).\n"


def data_card(bank) -> str:
    """The card of a bank, as Markdown."""
    rows = {table.name: len(bank.tables[table.name]) for table in TABLES}
    last = bank.calendar.last_days[-1]
    return f"""# Data card: a synthetic bank, its customers and its staff

Made by `{bank!r}`;
`python -m cmlib build` makes these files again, byte for byte. No real person, firm or bank is in them.

{len(rows)} tables, {sum(rows.values()):,} rows: months from {bank.calendar.first_days[0]} to {last}, statements of
firms from {bank.first_year} to {bank.first_year + bank.years - 1}. Money is in CNY, rates are fractions a year,
a month is written as its first day.

{_tables(rows)}

Columns with their units and Chinese terms: `from cmlib import datasets; datasets.describe("loans")`, or
`datapackage.json` (Frictionless). `python -m cmlib check FOLDER` holds every type, range, key and reference, and the
laws between the tables (balances roll forward, schedules sum to the loan, days past due follow from payments,
statements articulate), against a folder.

## How it was made

Customers are drawn in blocks of 1,000 and firms in blocks of 100, each from random streams of its own. Who a customer
is decides what is held, moved, borrowed, answered and complained of; month by month a customer stays, drifts or
leaves. A firm has drivers (industry, size, quality of management, appetite for debt); its books are kept in whole cents
from the drivers and the state of the economy. It can begin to slide, and from the years of slide follows a known
probability of default; some sliding firms cook their books and still balance. Staff, campaigns, visits and surveys have
effects of known size, and some are planted so that a naive method goes wrong.

The truth (every parameter, probability, label and latent trait) is not in the files: it is
`cmlib.synthetic.Bank(...).truth`, and `Bank.truth_meanings()` says what each frame holds.

## Beside what is published

{_markdown(["", "published", "this bank", "source"], realism_table(bank.tables))}

The bank's firms are borrowers above a size, and their default rate is set high, so that 300 firms show enough defaults;
problem loans of firms are not written off within the months, so their share grows beyond that of a real bank.

Defaults among the firms that had not defaulted before:

{_defaults(bank)}

Medians over all years, by industry:

{_medians(bank)}

## What it is not

- It is no sample of any country's customers or firms: magnitudes are set by hand, in the order of what is published.
- The personal customers are a sample: the bank's income by product and its managers' results are of the whole bank.
- Customers use this bank beside others. Loan instalments and insurance premiums do not pass through the accounts here.
- Cards are repaid in full each month; loans have fixed rates, no penalty interest, and are not written off.
- Statements have sales net of value-added tax, no deferred tax, no minority interest, no group accounts.
- Firms' defaults do not depend on each other except through industry and economy; contagion through guarantees is
  what would happen, not what did.
- Gender, age and education are there because a bank has them and a course must speak about using them; the planted
  effects of age on hiring are there to be found, not followed.

{_LICENCE}"""


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

{_LICENCE}"""


def _tables(rows: dict[str, int]) -> str:
    parts = []
    for subject, tables in SUBJECTS.items():
        lines = [
            [f"`{table.name}`", f"{rows[table.name]:,}", ", ".join(f"`{part}`" for part in table.key), table.meaning]
            for table in tables
        ]
        parts.append(f"### {subject}\n\n" + _markdown(["table", "rows", "key", "what it holds"], lines))
    return "\n\n".join(parts)


def _defaults(bank) -> str:
    table = bank.tables["defaults"]
    after = table.groupby("firm_id")["defaulted"].cumsum() - table["defaulted"]
    by_year = table[after == 0].groupby("year")["defaulted"].agg(["size", "sum"])
    rows = [
        [str(year), f"{row['size']:,}", f"{row['sum']:,}", f"{row['sum'] / row['size']:.1%}"]
        for year, row in by_year.iterrows()
    ]
    return _markdown(["year", "firms", "defaults", "rate"], rows)


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
            shown = (_number(values[name], name) for name in _SHOWN)
            rows.append([f"{industry.name} ({industry.zh})", str(counts[industry.name]), *shown])
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
