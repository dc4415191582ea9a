"""
what: takes the mean of each district
points: 2 of 6
loses: test_1, test_2
hint: that is the mean of the east
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id")["balance"].sum().reset_index()
    table = customers.merge(held, on="customer_id", how="left").fillna({"balance": 0})
    return table.groupby("district")["balance"].mean()
