"""
what: joins each year with the year before
points: 8 of 8
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id]
    before = own[["year", "receivables", "revenue"]].assign(year=own["year"] + 1)
    both = own.merge(before, on="year", suffixes=("", "_before"))
    excess = both["receivables"] / both["receivables_before"] - both["revenue"] / both["revenue_before"]
    hit = both[(excess > 0.1) & (both["operating_cash_flow"] < both["net_income"])]
    return None if hit.empty else hit["year"].min()
