"""
what: options of pandas and NumPy, another number of digits, the locale, a seed, numbers as strings shown
points: 19 of 19
"""
import decimal
import random

import numpy as np
import pandas as pd

pd.set_option("display.precision", 1, "display.max_rows", 2, "display.float_format", "{:.0f}".format)
np.set_printoptions(precision=1, suppress=True)
np.seterr(all="raise")
decimal.getcontext().prec = 4
random.seed(1)
np.random.seed(1)
%precision 2
growth = lambda before, after: (after - before) / before
growth(3, 4)
