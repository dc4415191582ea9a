"""
what: takes one of the two signs for enough
points: 1 of 8
loses: test_2, test_3, test_4
hint: the year is too early
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id].set_index("year").sort_index()
    for year in own.index[1:]:
        if year - 1 in own.index:
            receivables = own.at[year, "receivables"] / own.at[year - 1, "receivables"]
            sales = own.at[year, "revenue"] / own.at[year - 1, "revenue"]
            if receivables - sales > 0.1 or own.at[year, "operating_cash_flow"] < own.at[year, "net_income"]:
                return year
    return None
