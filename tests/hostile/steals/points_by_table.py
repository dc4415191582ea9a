"""
what: wrong answers as columns of one row, compared row by row
points: 0 of 19
"""
import pandas as pd

growth = lambda before, after: pd.Series([77.0])
# %% task_2
best_customer = lambda sales: pd.DataFrame({"x": ["nobody"]})
