"""
what: rows and columns in another order, another index, categories, an additional column
points: 19 of 19
"""
growth = lambda before, after: after / before - 1
# %% task_3
exposure = loans.groupby("customer").agg(amount=("amount", "sum"), number=("amount", "size"))
exposure["share"] = exposure["amount"] / exposure["amount"].sum()
exposure = exposure.sort_values("amount", ascending=False).reset_index()[["share", "number", "amount", "customer"]]
exposure.index = ["x", "y", "z"]
exposure.attrs["source"] = "shop"
