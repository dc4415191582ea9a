"""
what: gives 0 when there is no such year
points: 4 of 8
loses: test_3, test_4
hint: the answer is None then
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id].set_index("year").sort_index()
    for year in own.index:
        if year - 1 in own.index:
            now, before = own.loc[year], own.loc[year - 1]
            excess = now["receivables"] / before["receivables"] - now["revenue"] / before["revenue"]
            if excess > 0.10 and now["operating_cash_flow"] < now["net_income"]:
                return year
    return 0
