"""What holds in the corporate customer file, mistakes and all, and in the file of institutions."""

import pandas as pd

from cmlib.synthetic.firms.corporate_words import PEERS
from cmlib.synthetic.law import Law


def _firms_without_a_file(firms: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    return firms[~firms["firm_id"].isin(files["firm_id"])][["firm_id"]]


def _managers_of_another_branch(files: pd.DataFrame, managers: pd.DataFrame) -> pd.DataFrame:
    rows = files[["firm_id", "branch_id", "manager_id"]].merge(
        managers[["manager_id", "branch_id"]], on="manager_id", suffixes=("", "_of_manager")
    )
    return rows[rows["branch_id"] != rows["branch_id_of_manager"]]


def _customers_after_their_first_statements(files: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    first = statements.groupby("firm_id", as_index=False)["year"].min()
    rows = files[["firm_id", "customer_since"]].merge(first, on="firm_id")
    return rows[rows["customer_since"].dt.year >= rows["year"]]


def _peers_and_others_mixed_up(institutions: pd.DataFrame) -> pd.DataFrame:
    peer = institutions["kind"].isin(PEERS)
    wrong = peer & institutions[["yearly_funding", "project_amount"]].notna().any(axis=1)
    wrong |= ~peer & institutions[["licence", "rating"]].notna().any(axis=1)
    return institutions[wrong][["institution_id", "kind"]]


def _dealings_before_foundation(institutions: pd.DataFrame) -> pd.DataFrame:
    early = institutions["customer_since"] <= institutions["founded"]
    return institutions[early][["institution_id", "founded", "customer_since"]]


LAWS = (
    Law("every firm has a file", ("firms", "corporate_files"), _firms_without_a_file),
    Law("a firm's manager works in the firm's branch", ("corporate_files", "managers"), _managers_of_another_branch),
    Law(
        "a firm is a customer before the year of its first statements",
        ("corporate_files", "statements"),
        _customers_after_their_first_statements,
    ),
    Law(
        "only financial peers have licence and rating, only the others yearly funds and projects",
        ("institutions",),
        _peers_and_others_mixed_up,
    ),
    Law("no dealings with an institution before it is founded", ("institutions",), _dealings_before_foundation),
)
