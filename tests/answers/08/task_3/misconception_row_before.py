"""
what: takes the row before for the year before
points: 6 of 8
loses: test_4
hint: an older year was taken for the year before
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id].sort_values("year")
    excess = own["receivables"].pct_change() - own["revenue"].pct_change()
    hit = own[(excess > 0.10) & (own["operating_cash_flow"] < own["net_income"])]
    return int(hit["year"].iloc[0]) if len(hit) else None
