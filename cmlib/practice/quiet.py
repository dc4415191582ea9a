"""Call a student's function without what it says on the standard error stream.

nbgrader gives no point to a check that writes there, and a warning of pandas is no mistake.
"""

import io
from collections.abc import Callable
from contextlib import redirect_stderr
from typing import TypeVar

Result = TypeVar("Result")


def quietly(function: Callable[..., Result], /, *arguments: object, **named: object) -> Result:
    """What ``function(*arguments, **named)`` gives; whatever it writes to the standard error stream is dropped.

    Raises whatever the function raises.

    >>> import sys
    >>> def mean(values):
    ...     print("only two values", file=sys.stderr)
    ...     return sum(values) / len(values)
    >>> quietly(mean, [1.0, 2.0])
    1.5
    """
    with redirect_stderr(io.StringIO()):
        return function(*arguments, **named)
