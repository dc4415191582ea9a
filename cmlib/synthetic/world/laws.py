"""What holds between the tables of the world."""

import pandas as pd

from cmlib.synthetic.law import Law
from cmlib.synthetic.world.income import LARGEST_DRIFT


def _shares_that_do_not_sum_to_one(shares: pd.DataFrame) -> pd.DataFrame:
    sums = shares.groupby(["industry", "year"], as_index=False)["share"].sum()
    return sums[(sums["share"] - 1).abs() > 1e-9]


def _interest_far_from_the_catalogue(income: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    rows = income.merge(products[["product_id", "rate", "business_line"]], on="product_id")
    rows = rows[rows["business_line"] != "intermediary"]
    interest = rows["interest_income"] + rows["interest_expense"]
    least = rows["average_balance"] * (rows["rate"] - LARGEST_DRIFT) / 12 - 0.01
    most = rows["average_balance"] * (rows["rate"] + LARGEST_DRIFT) / 12 + 0.01
    return rows[~interest.between(least, most)][["month", "product_id", "interest_income", "interest_expense"]]


def _interest_on_the_wrong_side(income: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    rows = income.merge(products[["product_id", "business_line"]], on="product_id")
    wrong = (rows["interest_income"] != 0) & (rows["business_line"] != "asset")
    wrong |= (rows["interest_expense"] != 0) & (rows["business_line"] != "liability")
    return rows[wrong][["month", "product_id", "business_line", "interest_income", "interest_expense"]]


def _fees_other_than_the_catalogue_says(income: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    rows = income.merge(products[["product_id", "fee_rate", "fee"]], on="product_id")
    fees = rows["average_balance"].fillna(0) * rows["fee_rate"] + rows["holders"].fillna(0) * rows["fee"]
    return rows[(rows["fee_income"] - fees / 12).abs() > 0.02][["month", "product_id", "fee_income"]]


def _adoptions_with_a_gap(adoptions: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    rows = adoptions.merge(products[["product_id", "launched"]], on="product_id")
    month = rows["month"].dt.year * 12 + rows["month"].dt.month
    start = rows["launched"].dt.year * 12 + rows["launched"].dt.month
    return rows[month - start != rows.groupby("product_id").cumcount()][["product_id", "month", "launched"]]


def _income_before_the_launch(income: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    rows = income.merge(products[["product_id", "launched"]], on="product_id")
    return rows[rows["month"] < rows["launched"]][["month", "product_id", "launched"]]


def _firms_in_no_known_industry(firms: pd.DataFrame, industries: pd.DataFrame) -> pd.DataFrame:
    return firms[~firms["industry"].isin(industries["industry"])][["firm_id", "industry"]]


LAWS = (
    Law("the market shares of an industry and year sum to 1", ("market_shares",), _shares_that_do_not_sum_to_one),
    Law(
        f"a month's interest is a twelfth of the balance times a rate within {LARGEST_DRIFT} of the catalogue's",
        ("income_by_product", "products"),
        _interest_far_from_the_catalogue,
    ),
    Law(
        "assets earn interest, liabilities cost interest, intermediary business does neither",
        ("income_by_product", "products"),
        _interest_on_the_wrong_side,
    ),
    Law(
        "a month's fees are a twelfth of the volume times the fee rate and of the holders times the fee",
        ("income_by_product", "products"),
        _fees_other_than_the_catalogue_says,
    ),
    Law("no product earns before it is launched", ("income_by_product", "products"), _income_before_the_launch),
    Law(
        "the months of a new service follow on each other from its launch",
        ("product_adoptions", "products"),
        _adoptions_with_a_gap,
    ),
    Law("every firm's industry is among the industries", ("firms", "industries"), _firms_in_no_known_industry),
)
