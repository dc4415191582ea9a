"""
what: loses the customers without an account
points: 0 of 6
loses: test_1, test_2, test_3
hint: keeps C with how
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id")["balance"].sum().reset_index()
    return customers.merge(held, on="customer_id").groupby("district")["balance"].median()
