"""
what: takes 10% more growth for 10 percentage points
points: 1 of 8
loses: test_2, test_3, test_4
hint: more than 10 percentage points
"""
def first_warning(statements, firm_id):
    own = statements[statements["firm_id"] == firm_id].set_index("year").sort_index()
    for year in own.index:
        if year - 1 in own.index:
            now, before = own.loc[year], own.loc[year - 1]
            receivables, sales = (now[name] / before[name] - 1 for name in ("receivables", "revenue"))
            if receivables > 1.10 * sales and now["operating_cash_flow"] < now["net_income"]:
                return year
    return None
