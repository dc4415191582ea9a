"""
what: trusts that the rows come in order of the years
points: 1 of 8
loses: test_2, test_3, test_4
hint: no year is found for a firm that has one
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id]
    before = own.shift()
    excess = own["receivables"] / before["receivables"] - own["revenue"] / before["revenue"]
    hit = own[(own["year"] == before["year"] + 1) & (excess > 0.10) & (own["operating_cash_flow"] < own["net_income"])]
    return int(hit["year"].iloc[0]) if len(hit) else None
