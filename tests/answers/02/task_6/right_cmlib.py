"""
what: counted_collateral of cmlib; gives a Series
points: 11 of 11
"""
from cmlib.loans import counted_collateral


def to_mend(collateral, loans, today):
    running = loans[loans["matures"] > today]
    pieces = collateral.assign(owner="borrower", appraised_on=today, appraised_value=1.0)
    if not pieces["loan_id"].isin(running["loan_id"]).any():
        return []
    counted = counted_collateral(pieces, running, as_of=today)
    bad = counted.loc[counted["not_counted"] != "", ["loan_id"]].drop_duplicates()
    bad = bad.merge(running[["loan_id", "amount"]], on="loan_id")
    return bad.sort_values("loan_id").sort_values("amount", ascending=False, kind="stable")["loan_id"]
