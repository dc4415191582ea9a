"""
what: answers that are too large to cross, or cost much to read
points: 0 of 19
rest: blank
"""
import numpy as np
import pandas as pd

growth = lambda before, after: np.zeros(20_000_000)
# %% task_2
best_customer = lambda sales: "C1" * 3_000_000
# %% task_3
exposure = pd.DataFrame(np.zeros((3, 400_000)))
# %% task_4
class Portfolio:
    def __init__(self, amounts): pass
    def __len__(self): return 10 ** 18
    def weighted(self, weight): return list(range(200_000))
