"""
what: maps the sums onto the customers and pivots
points: 6 of 6
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id")["balance"].sum()
    table = customers.assign(held=customers["customer_id"].map(held).fillna(0.0))
    return table.pivot_table(index="district", values="held", aggfunc="median")["held"]
