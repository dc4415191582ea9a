"""
what: warnings of all kinds, at the definition and in the call
points: 19 of 19
"""

import warnings

import numpy as np

warnings.simplefilter("always")
warnings.warn("an old version", DeprecationWarning)


def growth(before, after):
    warnings.warn("not annualised")
    np.log(np.array([0.0, -1.0]))
    return (after - before) / before
