"""
what: gives the last year with both signs
points: 5 of 8
loses: test_2
hint: the year is too late
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id].set_index("year").sort_index()
    found = None
    for year in own.index:
        if year - 1 in own.index:
            receivables = own.at[year, "receivables"] / own.at[year - 1, "receivables"]
            sales = own.at[year, "revenue"] / own.at[year - 1, "revenue"]
            if receivables - sales > 0.1 and own.at[year, "operating_cash_flow"] < own.at[year, "net_income"]:
                found = year
    return found
