"""
what: looks only whether there is an insurance today
points: 0 of 11
loses: test_1, test_2, test_3, test_4
hint: expected L3 (beneficiary) and L2
"""
def to_mend(collateral, loans, today):
    pieces = collateral.merge(loans[["loan_id", "amount", "matures"]], on="loan_id")
    pieces = pieces[pieces["matures"] > today]
    insurable = pieces["kind"].isin(["house", "car", "machinery", "inventory"])
    short = ~(pieces["insured_until"] >= today)
    other = pieces["first_beneficiary"] != "bank"
    bad = ~pieces["registered"].astype(bool) | (insurable & (short | other))
    found = pieces[bad].drop_duplicates("loan_id").sort_values(["amount", "loan_id"], ascending=[False, True])
    return found["loan_id"].tolist()
