"""
what: shifts rows in order of the years and checks that no year lies between
points: 8 of 8
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id].sort_values("year").reset_index(drop=True)
    growth = own[["receivables", "revenue"]].pct_change()
    neighbours = own["year"].diff() == 1
    signs = neighbours & (growth["receivables"] > growth["revenue"] + 0.10)
    signs &= own["net_income"] > own["operating_cash_flow"]
    return min(own["year"][signs], default=float("nan"))
