"""
what: names a loan once for each piece
points: 8 of 11
loses: test_4
hint: named once
"""
def to_mend(collateral, loans, today):
    pieces = collateral.merge(loans[["loan_id", "amount", "matures"]], on="loan_id")
    pieces = pieces[pieces["matures"] > today]
    insurable = pieces["kind"].isin(["house", "car", "machinery", "inventory"])
    short = ~(pieces["insured_until"] >= pieces["matures"])
    other = pieces["first_beneficiary"] != "bank"
    bad = ~pieces["registered"].astype(bool) | (insurable & (short | other))
    found = pieces[bad].sort_values(["amount", "loan_id"], ascending=[False, True])
    return found["loan_id"].tolist()
