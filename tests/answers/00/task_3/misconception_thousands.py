"""
what: gives thousands
points: 0 of 6
loses: test_1, test_2, test_3
hint: found thousands
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id")["balance"].sum().reset_index()
    table = customers.merge(held, on="customer_id", how="left").fillna({"balance": 0})
    return table.groupby("district")["balance"].median() / 1000
