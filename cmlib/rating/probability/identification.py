"""Can the data tell the coefficients? Refusals of collinear columns and of separated outcomes, by name."""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

#: A combination of the columns, each scaled to length 1, whose squared length is below this counts as nothing.
_NOTHING = 1e-12
#: A share in a combination of columns below this is rounding.
_SHARE = 1e-6


def require_identified(products: NDArray[np.float64], names: list[str], asked_by: str) -> None:
    """Raise ``ValueError`` when a column is a combination of others, and name the columns.

    ``products`` holds the sums of products of the columns, each with each, over all cases, or a multiple of them.
    """
    sizes = np.sqrt(np.diag(products))
    empty = [name for name, size in zip(names, sizes, strict=True) if size == 0]
    if empty:
        raise ValueError(f"{asked_by} cannot fit {empty}: it is 0 in every case")
    lengths, directions = np.linalg.eigh(products / np.outer(sizes, sizes))
    if lengths[0] <= _NOTHING:
        involved = [name for name, part in zip(names, directions[:, 0], strict=True) if abs(part) > _SHARE]
        others = [name for name in involved if name != "intercept"]
        if len(involved) == 2 and len(others) == 1:
            raise ValueError(f"{asked_by} cannot fit {others}: it has the same value in every case")
        raise ValueError(
            f"{asked_by} cannot tell the effects of {involved} apart: they are collinear, one is a combination of the "
            "others. Leave one out"
        )


def require_overlap(
    design: NDArray[np.float64],
    bads: NDArray[np.float64],
    cases: NDArray[np.float64],
    names: list[str],
    asked_by: str,
) -> None:
    """Raise ``ValueError`` when a combination of the columns is never lower for a default than for another case.

    Then the likelihood rises for ever along that combination. It is found by linear programming.

    Source: Albert, Anderson (1984), On the Existence of Maximum Likelihood Estimates in Logistic
    Regression Models, Biometrika 71(1), 1-10; Konis (2007), Linear Programming Algorithms for Detecting
    Separated Data in Binary Logistic Regression Models, University of Oxford, chapter 4.
    """
    scaled = design / np.abs(design).max(axis=0)
    bad, good = np.unique(scaled[bads > 0], axis=0), np.unique(scaled[cases > bads], axis=0)
    signed = np.concatenate([bad, -good])
    found = optimize.linprog(
        -signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1), method="highs"
    )
    if found.status == 0 and -found.fun > _SHARE:
        involved = [
            name for name, part in zip(names, found.x, strict=True) if abs(part) > _SHARE and name != "intercept"
        ]
        raise ValueError(
            f"{asked_by} finds no finite coefficients: {involved} tell defaults from other cases without a mistake, "
            "in all cases or in some (separation). Merge bins until each holds both, leave a variable out, "
            "or ask whether it knows the outcome"
        )
