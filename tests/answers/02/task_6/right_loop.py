"""
what: one piece after the other; gives a tuple
points: 11 of 11
"""
def to_mend(collateral, loans, today):
    running = {row.loan_id: row for row in loans.itertuples() if row.matures > today}
    bad = {}
    for piece in collateral.itertuples():
        loan = running.get(piece.loan_id)
        if loan is None:
            continue
        good = bool(piece.registered)
        if piece.kind in ("house", "car", "machinery", "inventory"):
            good = good and not pd.isna(piece.insured_until) and piece.insured_until >= loan.matures
            good = good and not pd.isna(piece.first_beneficiary) and piece.first_beneficiary == "bank"
        if not good:
            bad[piece.loan_id] = loan.amount
    return tuple(sorted(bad, key=lambda one: (-bad[one], one)))
