"""
what: makes a group of the customers without a district
points: 4 of 6
loses: test_3
hint: customers without a district are left out
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id")["balance"].sum().reset_index()
    table = customers.merge(held, on="customer_id", how="left").fillna({"balance": 0, "district": "unknown"})
    return table.groupby("district")["balance"].median()
