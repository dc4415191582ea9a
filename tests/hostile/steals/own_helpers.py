"""
what: the instructor's helper, tables and modules are overwritten
points: 0 of 19
"""
close = lambda found, wanted: True
np = pd = None
rate = 0
sales = [("nobody", 1)]
loans = None
growth = lambda before, after: 0
# %% task_2
best_customer = lambda sales: "nobody"
