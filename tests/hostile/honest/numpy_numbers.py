"""
what: answers as NumPy scalars, arrays without a dimension, and 32 bit integers
points: 19 of 19
"""
import numpy as np

growth = lambda before, after: np.asarray((after - before) / before)
# %% task_3
exposure = loans.groupby("customer", as_index=False)["amount"].sum()
exposure["share"] = np.float64(1) * exposure["amount"].to_numpy() / np.sum(exposure["amount"].to_numpy())
exposure["amount"] = exposure["amount"].astype("int32")
