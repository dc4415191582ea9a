"""
what: adds up the district
points: 0 of 6
loses: test_1, test_2, test_3
hint: the sum of the east
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id")["balance"].sum().reset_index()
    return customers.merge(held, on="customer_id", how="left").groupby("district")["balance"].sum()
