"""
what: no pandas at all: loops, a list of tuples, and the table only at the end
points: 19 of 19
"""
growth = lambda before, after: (after - before) / before
# %% task_3
totals = {}
for customer, amount in zip(loans["customer"], loans["amount"]):
    totals[customer] = totals.get(customer, 0) + amount
rows = [(customer, amount, amount / sum(totals.values())) for customer, amount in totals.items()]
exposure = pd.DataFrame(rows, columns=["customer", "amount", "share"])
