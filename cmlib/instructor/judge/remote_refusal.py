"""Why something is no answer: errors that a test cell may raise on account of the student's process."""


class NotGradable(AssertionError):
    """A value that cannot be compared, because it is not plain data. As an ``AssertionError`` it costs the points."""


class CallTimedOut(BaseException):
    """The student's code ran too long. No ``except Exception`` of a test may take it for an answer."""


class Gone(BaseException):
    """The student's process has ended, or speaks no sense any more."""


def not_gradable(name: str, other: object = 0) -> NotGradable:
    """The error for a comparison of an object of type ``name`` with ``other``."""
    return NotGradable(f"an object of type {name} cannot be graded: expected {_expected(other)}")


def _expected(other: object) -> str:
    kind = type(other)
    if kind in (list, tuple, dict, set, frozenset, range):
        return f"a {kind.__name__}"
    if kind is bool:
        return "True or False"
    if kind in (str, bytes):
        return "text"
    if kind.__module__.startswith("pandas"):
        return f"a {kind.__name__}"
    return "an array" if kind.__name__ == "ndarray" else "a number"
