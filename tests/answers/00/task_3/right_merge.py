"""
what: sums the accounts, merges, fills with 0, groups
points: 6 of 6
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id", as_index=False)["balance"].sum()
    table = customers.merge(held, on="customer_id", how="left", validate="one_to_one")
    table["balance"] = table["balance"].fillna(0)
    return table.groupby("district")["balance"].median()
