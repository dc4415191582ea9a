"""What student code has raised, told to the judge in plain facts."""

from collections.abc import Callable

from cmlib.instructor.inside.describe import Facts, describe_class, is_own

#: Set on an exception that a callable of the judge has raised: the judge knows it by this number.
JUDGES = "_raised_by_judge"


def describe_raised(error: BaseException, number_of: Callable[[object], int]) -> Facts:
    """Class, arguments, text and attributes of an exception; ``args`` and ``state`` may hold references."""
    kind = type(error)
    state = BaseException.__dict__["__dict__"].__get__(error)
    return {
        "class": describe_class(kind, number_of),
        "builtin": next(each.__name__ for each in kind.__mro__ if each.__module__ == "builtins"),
        "args": tuple(error.args),
        "text": text_of(error),
        "number": number_of(error) if is_own(kind) else 0,
        "judges": state.get(JUDGES, 0),
        "state": {name: value for name, value in state.items() if type(name) is str and name != JUDGES},
    }


def text_of(error: BaseException) -> str:
    """The text of an exception; its class's name where the class cannot tell it."""
    try:
        return str.__str__(str(error))[:10_000]
    except Exception:  # a student's own __str__ may raise; the class must do
        return type(error).__name__
