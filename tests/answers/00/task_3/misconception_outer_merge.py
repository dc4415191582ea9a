"""
what: keeps people who are not in customers, as a group of their own
points: 4 of 6
loses: test_3
hint: group too many
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id")["balance"].sum().reset_index()
    table = customers.merge(held, on="customer_id", how="outer").fillna({"balance": 0})
    return table.groupby("district", dropna=False)["balance"].median()
