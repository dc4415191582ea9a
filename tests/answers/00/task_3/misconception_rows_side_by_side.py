"""
what: puts the sums beside the customers by the place of the row
points: 0 of 6
loses: test_1, test_2, test_3
hint: in the west there is only D
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id")["balance"].sum().reset_index()
    table = customers.reset_index(drop=True).assign(held=held["balance"])
    return table.fillna({"held": 0}).groupby("district")["held"].median()
