"""
what: missing values of every kind
points: 0 of 19
"""
import pandas as pd

growth = lambda before, after: pd.NA
# %% task_2
best_customer = lambda sales: pd.NaT
# %% task_3
exposure = pd.DataFrame()
# %% task_4
class Portfolio:
    def __init__(self, amounts): pass
    def __len__(self): return False
    def weighted(self, weight): return NotImplemented
