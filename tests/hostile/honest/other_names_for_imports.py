"""
what: other aliases, star imports, imports within functions, names of the libraries used for something else
points: 19 of 19
"""
from math import *
import numpy
import pandas as pandas_library

np = "not needed"


def growth(before, after):
    from operator import truediv

    return truediv(after - before, before)
# %% task_3
pd = pandas_library
exposure = loans.groupby("customer", as_index=False)["amount"].sum()
exposure["share"] = exposure["amount"] / exposure["amount"].sum()
