"""What holds in the customer file, mistakes and all, and between it and the ratings."""

import pandas as pd

from cmlib.synthetic.law import Law


def _leaving_before_joining(customers: pd.DataFrame) -> pd.DataFrame:
    return customers[customers["left"] < customers["joined"]][["customer_id", "joined", "left"]]


def _telephone_numbers_in_full(customers: pd.DataFrame) -> pd.DataFrame:
    phone = customers["contact_phone"]
    masked = phone.isna() | phone.str.fullmatch(r"1\d\d\*{4}\d{1,4}").fillna(False).astype(bool)
    return customers[~masked][["customer_id", "contact_phone"]]


def _managers_of_another_branch(customers: pd.DataFrame, managers: pd.DataFrame) -> pd.DataFrame:
    rows = customers[["customer_id", "branch_id", "manager_id"]].merge(
        managers[["manager_id", "branch_id"]], on="manager_id", suffixes=("", "_of_manager")
    )
    return rows[rows["branch_id"] != rows["branch_id_of_manager"]]


def _ratings_by_others_than_customers(ratings: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    rows = ratings[["customer_id", "rated_on"]].merge(customers[["customer_id", "joined", "left"]], on="customer_id")
    year_later = rows["rated_on"] + pd.DateOffset(years=1)
    return rows[(rows["rated_on"] < rows["joined"]) | (rows["left"] < year_later)]


def _ratings_before_the_launch(ratings: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    rows = ratings[["customer_id", "product_id", "rated_on"]].merge(
        products[["product_id", "launched"]], on="product_id"
    )
    return rows[rows["rated_on"] < rows["launched"]]


LAWS = (
    Law("nobody leaves before joining", ("customers",), _leaving_before_joining),
    Law("no telephone number stands in full", ("customers",), _telephone_numbers_in_full),
    Law("a customer's manager works in the customer's branch", ("customers", "managers"), _managers_of_another_branch),
    Law(
        "who rates a service is a customer then and a year later",
        ("product_ratings", "customers"),
        _ratings_by_others_than_customers,
    ),
    Law("no service is rated before its launch", ("product_ratings", "products"), _ratings_before_the_launch),
)
