"""
what: asks for a difference of 10 between fractions
points: 0 of 8
loses: test_1, test_2, test_3, test_4
hint: found None
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id].set_index("year").sort_index()
    for year in own.index:
        if year - 1 in own.index:
            now, before = own.loc[year], own.loc[year - 1]
            excess = now["receivables"] / before["receivables"] - now["revenue"] / before["revenue"]
            if excess > 10 and now["operating_cash_flow"] < now["net_income"]:
                return year
    return None
