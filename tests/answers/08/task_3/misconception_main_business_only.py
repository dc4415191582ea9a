"""
what: takes the sales of the main business for all sales
points: 5 of 8
loses: test_2
hint: sales are revenue
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id].set_index("year").sort_index()
    for year in own.index:
        if year - 1 in own.index:
            now, before = own.loc[year], own.loc[year - 1]
            sales = now["main_business_revenue"] / before["main_business_revenue"]
            excess = now["receivables"] / before["receivables"] - sales
            if excess > 0.10 and now["operating_cash_flow"] < now["net_income"]:
                return year
    return None
