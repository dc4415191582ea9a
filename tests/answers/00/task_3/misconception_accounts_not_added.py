"""
what: takes the median over accounts, not over customers
points: 0 of 6
loses: test_1, test_2, test_3
hint: that is a median of accounts
"""
def median_by_district(customers, deposits):
    table = customers.merge(deposits, on="customer_id", how="left").fillna({"balance": 0})
    return table.groupby("district")["balance"].median()
