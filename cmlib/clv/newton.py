"""Newton's method for a log-likelihood in logarithms of its parameters.

With the exact Hessian a handful of passes over the data is enough, and the last one is the
information that standard errors need. Where the surface is not concave, the step goes uphill along
each principal direction; where it promises too much, it is halved.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
#: Value, gradient and Hessian of a log-likelihood, added up over all customers.
Surface = tuple[float, Array, Array]

#: The gain in log-likelihood that the next step promises when the search stops; that step is still made.
_GAIN = 1e-7
_LONGEST_STEP = 2.0
#: A parameter that has moved this far from its start, a factor of 9 million, runs off to zero or infinity.
_FARTHEST = 16.0
_ITERATIONS = 100
_HALVINGS = 15


@dataclass(frozen=True)
class Summit:
    """Where the search ended: logarithms of the parameters, the log-likelihood and its Hessian there."""

    point: Array
    log_likelihood: float
    hessian: Array
    reached: bool


def climb(surface: Callable[[Array], Surface], start: Array) -> Summit:
    """Find the maximum of a log-likelihood, from ``start``, in logarithms of the parameters.

    ``reached`` is False when there was none to be found: a parameter ran off, or no step leads upwards.
    """
    point = np.asarray(start, dtype=float)
    value, gradient, hessian = surface(point)
    for _ in range(_ITERATIONS):
        curvature, directions = np.linalg.eigh(-hessian)
        steepness = np.maximum(np.abs(curvature), 1e-12 * np.abs(curvature).max())
        step = directions @ ((directions.T @ gradient) / steepness)
        gain = float(gradient @ step)
        if gain < _GAIN:
            if curvature[0] > 0 and np.abs(step).max() < _LONGEST_STEP:
                return Summit(point + step, value + gain / 2, hessian, True)
            break  # flat, and no summit: nothing is left to gain
        if np.abs(point - start).max() > _FARTHEST:
            break
        step *= min(1.0, _LONGEST_STEP / np.abs(step).max())
        found = _uphill(surface, point, value, step, float(gradient @ step))
        if found is None:
            break
        point, (value, gradient, hessian) = found
    return Summit(point, value, hessian, False)


def _uphill(
    surface: Callable[[Array], Surface], point: Array, value: float, step: Array, gain: float
) -> tuple[Array, Surface] | None:
    """The first of the step, its half, its quarter and so on that goes up as far as its slope promises."""
    noise = 1e-13 * (abs(value) + 1)
    for halvings in range(_HALVINGS):
        share = 0.5**halvings
        there = point + share * step
        with np.errstate(all="ignore"):  # a step too far may overflow: then it is not taken
            reached = surface(there)
        if reached[0] >= value + 1e-4 * share * gain - noise and all(np.isfinite(part).all() for part in reached):
            return there, reached
    return None
