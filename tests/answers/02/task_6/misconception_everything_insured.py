"""
what: asks insurance of what cannot be insured
points: 4 of 11
loses: test_2, test_3
hint: what cannot be insured
"""
def to_mend(collateral, loans, today):
    pieces = collateral.merge(loans[["loan_id", "amount", "matures"]], on="loan_id")
    pieces = pieces[pieces["matures"] > today]
    insurable = pieces["kind"].isin(["house", "car", "machinery", "inventory"])
    short = ~(pieces["insured_until"] >= pieces["matures"])
    other = pieces["first_beneficiary"] != "bank"
    bad = ~pieces["registered"].astype(bool) | short | other
    found = pieces[bad].drop_duplicates("loan_id").sort_values(["amount", "loan_id"], ascending=[False, True])
    return found["loan_id"].tolist()
