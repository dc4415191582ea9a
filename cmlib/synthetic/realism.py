"""The bank beside what is published: magnitudes, each with its source, and the bank's own figure.

Published figures are of a country, a year and a definition that are not the bank's; they show the
order of magnitude and where the bank is knowingly different.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.rating import ENTERPRISE_CARD, score
from cmlib.table import ratio_table

Tables = Mapping[str, pd.DataFrame]

_NBS_OCTOBER = "National Bureau of Statistics of China, industrial enterprises January to October 2024, 27 Nov 2024"
_NBS_JULY = "National Bureau of Statistics of China, industrial enterprises January to July 2024, 27 Aug 2024"
_YEARBOOK_2012 = "China Statistical Yearbook 2012, table 14-15 (firms with foreign funds, 2011)"
_YEARBOOK_2009 = "China Statistical Yearbook 2009, table 13-1 (2008)"
_SP = "S&P Global Ratings, annual global corporate default and rating transition studies 2021 to 2024"
_REGULATOR = "National Financial Regulatory Administration of China, commercial banks at the end of 2024"


@dataclass(frozen=True)
class Comparison:
    """One magnitude: what is published, by whom, and how the bank's own figure is computed."""

    subject: str
    published: str
    source: str
    of_bank: Callable[[Tables], str]


def realism_table(tables: Tables) -> list[list[str]]:
    """Rows of subject, published figure, the bank's figure, source."""
    return [[each.subject, each.published, each.of_bank(tables), each.source] for each in COMPARISONS]


def _last_year(tables: Tables) -> pd.DataFrame:
    statements = tables["statements"]
    return statements[statements["year"] == statements["year"].max()]


def _manufacturers(tables: Tables) -> pd.DataFrame:
    firms = tables["firms"]
    made = firms.loc[firms["industry"] != "wholesale trade", "firm_id"]
    return _last_year(tables)[lambda frame: frame["firm_id"].isin(made)]


def _share(part: str, whole: str) -> Callable[[Tables], str]:
    return lambda tables: f"{_manufacturers(tables)[part].sum() / _manufacturers(tables)[whole].sum():.1%}"


def _cost_per_hundred(tables: Tables) -> str:
    books = _manufacturers(tables)
    return f"{100 * books['main_business_cost'].sum() / books['main_business_revenue'].sum():.1f}"


def _collection_days(tables: Tables) -> str:
    books = _manufacturers(tables)
    return f"{365 * books['receivables'].sum() / books['revenue'].sum():.0f} days"


def _revenue_per_assets(tables: Tables) -> str:
    books = _manufacturers(tables)
    return f"{100 * books['revenue'].sum() / books['total_assets'].sum():.0f}"


def _debt_of(industry: str) -> Callable[[Tables], str]:
    def of_bank(tables: Tables) -> str:
        firms = tables["firms"]
        books = _last_year(tables)
        books = books[books["firm_id"].isin(firms.loc[firms["industry"] == industry, "firm_id"])]
        return f"{books['total_liabilities'].sum() / books['total_assets'].sum():.1%}" if len(books) else "–"

    return of_bank


def _sizes(tables: Tables) -> str:
    """Large from 400 million of sales, medium from 20 million: the sales limits of the official size classes."""
    sales = _manufacturers(tables)["revenue"]
    large, medium = sales >= 4e8, (sales >= 2e7) & (sales < 4e8)
    shares = ", ".join(f"{chosen.mean():.0%}" for chosen in (large, medium, ~large & ~medium))
    return f"{shares}; large ones have {sales[large].sum() / sales.sum():.0%} of sales"


def _defaults_by_grade(tables: Tables) -> str:
    """Default rate in the following year of firms that have not defaulted, by the grade of the enterprise card."""
    key = ["firm_id", "year"]
    rows = ratio_table(tables["statements"]).merge(tables["statements"][[*key, "equity"]], on=key)
    rated = score(rows.merge(tables["judgements"], on=key), ENTERPRISE_CARD, missing="zero")
    events = tables["defaults"].assign(ever=lambda frame: frame.groupby("firm_id")["defaulted"].cumsum())
    next_year = tables["defaults"].assign(year=lambda frame: frame["year"] - 1)
    known = rated.merge(events[events["ever"] == 0][key], on=key).merge(next_year, on=key)
    limits, names = [0, 50, 60, 70, 100.01], ["below BB", "BB", "BBB", "A and better"]
    rates = known.groupby(pd.cut(known["total"], limits, right=False, labels=names), observed=True)["defaulted"].mean()
    return ", ".join(f"{name} {rate:.1%}" for name, rate in rates[::-1].items())


def _default_rate(tables: Tables) -> str:
    table = tables["defaults"]
    after = table.groupby("firm_id")["defaulted"].cumsum() - table["defaulted"]
    by_year = table[after == 0].groupby("year")["defaulted"].mean()
    return f"{by_year.mean():.1%} (years from {by_year.min():.1%} to {by_year.max():.1%})"


def _problem_loans(tables: Tables) -> str:
    months = tables["loan_months"]
    last = months[months["month"] == months["month"].max()]
    amounts = last.groupby("category")["outstanding"].sum()
    bad, watched = amounts[amounts.index >= 3].sum(), amounts.get(2, 0)
    return f"{bad / amounts.sum():.1%}; {watched / amounts.sum():.1%}"


def _interest_margin(tables: Tables) -> str:
    months = tables["income_by_product"].merge(tables["products"][["product_id", "business_line"]], on="product_id")
    income = months["interest_income"].sum() - months["interest_expense"].sum()
    assets = months.loc[months["business_line"] == "asset", "average_balance"].sum() / 12
    return f"{income / assets:.2%}"


def _deposits(tables: Tables) -> pd.Series:
    """Deposits at the end of the last month, one entry a customer who has any, in falling order."""
    balances = tables["balances"].merge(tables["holdings"][["holding_id", "product_id"]], on="holding_id")
    kinds = tables["products"].query("product_group == 'deposits'")["product_id"]
    last = balances[(balances["month"] == balances["month"].max()) & balances["product_id"].isin(kinds)]
    return last.groupby("customer_id")["balance"].sum().sort_values(ascending=False)


def _top_depositors(tables: Tables) -> str:
    deposits = _deposits(tables).to_numpy()
    rising = deposits[::-1]
    gini = 2 * np.sum(np.arange(1, len(rising) + 1) * rising) / (len(rising) * rising.sum()) - (len(rising) + 1) / len(
        rising
    )
    return f"{deposits[: max(1, len(deposits) // 20)].sum() / deposits.sum():.0%} (Gini coefficient {gini:.2f})"


def _attrition(tables: Tables) -> str:
    customers = tables["customers"]
    months = tables["macro_months"]["month"]
    start, end = months.min(), months.max() + pd.offsets.MonthEnd(0)
    until = customers["left"].fillna(end)
    years = ((until - customers["joined"].clip(lower=start)).dt.days / 365.25).sum()
    return f"{customers['left'].notna().sum() / years:.1%}"


def _weekdays(tables: Tables) -> str:
    cards = tables["transactions"].query("kind == 'card payment'")
    spent = -cards["amount"].groupby(cards["date"].dt.day_of_week).sum()
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return ", ".join(f"{names[day][:3]} {share:.0%}" for day, share in (spent / spent.sum()).items())


def _payments(tables: Tables) -> str:
    kinds = ["card payment", "bill payment", "cash withdrawal", "transfer out"]
    payments = tables["transactions"]["kind"].isin(kinds).sum()
    return f"{payments / len(tables['customer_months']):.1f}"


COMPARISONS = (
    Comparison("manufacturers: debt to assets, all together", "57.6%", _NBS_JULY, _share("total_liabilities", "total_assets")),
    Comparison("manufacturers: cost of sales per 100 of sales", "85.4", _NBS_OCTOBER, _cost_per_hundred),
    Comparison("manufacturers: profit before tax to sales", "5.3%", _NBS_OCTOBER, _share("profit_before_tax", "revenue")),
    Comparison("manufacturers: sales per 100 of assets", "77", _NBS_OCTOBER, _revenue_per_assets),
    Comparison("manufacturers: days of receivables", "67 days", _NBS_OCTOBER, _collection_days),
    Comparison("textiles: debt to assets", "52.1%", _YEARBOOK_2012, _debt_of("textiles and clothing")),
    Comparison("chemicals: debt to assets", "53.6%", _YEARBOOK_2012, _debt_of("chemicals")),
    Comparison("food: debt to assets", "51.0% to 62.0%", _YEARBOOK_2012, _debt_of("food processing")),
    Comparison("large, medium, small firms", "1%, 9%, 91%; large ones have 35% of sales", _YEARBOOK_2009, _sizes),
    Comparison("firms: defaults a year", "3.7% of speculative grades in 2023, 0.6% to 11% from 1981 to 1991", _SP, _default_rate),
    Comparison("firms: defaults in the next year by grade", "about: BBB 0.15%, BB 0.6%, B 3%, CCC and below 27%", _SP, _defaults_by_grade),
    Comparison("loans: share non-performing; under special mention", "1.5%; 2.2%", _REGULATOR, _problem_loans),
    Comparison("net interest margin", "1.52%", _REGULATOR, _interest_margin),
    Comparison("share of deposits of the top 5% of depositors", "53%", "Juelsrud (2021), Economics Letters 199, Norway 2018", _top_depositors),
    Comparison("customers who leave in a year", "9.6%", "J.D. Power, US retail banking study 2012", _attrition),
    Comparison("card spending by weekday", "Friday and Saturday above every other day", "JPMorgan Chase Institute, big spend on the weekend (2016)", _weekdays),
    Comparison("payments a customer and month", "35", "Greene and Stavins, 2020 Diary of Consumer Payment Choice, Federal Reserve Bank of Atlanta", _payments),
)  # fmt: skip
