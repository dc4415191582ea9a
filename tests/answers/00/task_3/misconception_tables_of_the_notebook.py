"""
what: uses the notebook's tables
points: 0 of 6
loses: test_1, test_2, test_3
hint: expected the districts east and west
"""
everybody, accounts = customers, deposits


def median_by_district(*tables):
    held = accounts.groupby("customer_id")["balance"].sum().reset_index()
    table = everybody.merge(held, on="customer_id", how="left").fillna({"balance": 0})
    return table.groupby("district")["balance"].median()
