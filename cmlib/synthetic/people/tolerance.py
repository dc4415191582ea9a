"""Classes of risk tolerance: what investments suit a customer."""

import numpy as np

#: Tolerance of investment risk is sorted into five classes at these values: C1 (cautious) to C5 (bold).
TOLERANCE_CUTS = (-1.0, -0.4, 0.2, 0.8)


def tolerance_class(tolerance: np.ndarray) -> np.ndarray:
    """Class of risk tolerance, 1 to 5: investments up to this level of risk suit the customer.

    >>> tolerance_class(np.array([-2.0, 0.0, 3.0]))
    array([1, 3, 5])
    """
    return 1 + np.searchsorted(TOLERANCE_CUTS, tolerance, side="right")
