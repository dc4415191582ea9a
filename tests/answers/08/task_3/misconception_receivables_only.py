"""
what: forgets the cash
points: 1 of 8
loses: test_2, test_3, test_4
hint: both signs must be there
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id].set_index("year").sort_index()
    for year in own.index:
        if year - 1 in own.index:
            now, before = own.loc[year], own.loc[year - 1]
            if now["receivables"] / before["receivables"] - now["revenue"] / before["revenue"] > 0.1:
                return year
    return None
