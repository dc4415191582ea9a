"""What a test has redirected in its own process holds for the student's process, too.

Printed text goes where ``contextlib.redirect_stdout`` leads, warnings to ``catch_warnings``, ``input`` to a mock;
where a test has redirected nothing, text and warnings are dropped.
"""

import builtins
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cmlib.instructor.inside.things import found
from cmlib.instructor.judge.remote_library import is_refused


class Surroundings:
    """Remembers how things stand while no test has redirected anything."""

    def __init__(self) -> None:
        self.remember()

    def remember(self) -> None:
        """As things stand now, nothing is redirected. Called before each check."""
        self._streams = {"stdout": sys.stdout, "stderr": sys.stderr}
        self._stdin, self._input = sys.stdin, builtins.input
        self._show = _showing()
        self._filters = list(warnings.filters)

    def listens(self) -> bool:
        """Whether a test wants to see what is printed."""
        return any(getattr(sys, name) is not stream for name, stream in self._streams.items())

    def said(self, texts: dict[str, Any]) -> None:
        """Print what the student's code printed, by stream, as far as it is redirected."""
        for name, stream in self._streams.items():
            if texts.get(name) and getattr(sys, name) is not stream:
                getattr(sys, name).write(str(texts[name]))

    def warned(self, told: list[Any]) -> None:
        """Warn of what the student's code warned of, if a test catches or filters warnings.

        Each warning is the names of its class and that class's ancestors, and its text.
        """
        caught = _showing() != self._show
        if not caught and list(warnings.filters) == self._filters:
            return
        with _quiet(not caught):
            for each in told:
                if type(each) is list and len(each) == 2 and type(each[0]) is list:
                    warnings.warn_explicit(str(each[1]), _category(each[0]), "<student>", 1, registry={})

    def input(self, prompt: str) -> str:
        """The answer of the test to a student's ``input``."""
        if builtins.input is self._input and sys.stdin is self._stdin:
            raise EOFError("this test does not answer input()")
        return builtins.input(prompt)


def _showing() -> tuple[object, object]:
    return warnings.showwarning, getattr(warnings, "_showwarnmsg_impl", None)


@contextmanager
def _quiet(quiet: bool) -> Iterator[None]:
    """A warning that nobody catches is not shown; it may still become an error."""
    shown = warnings.showwarning
    if quiet:
        warnings.showwarning = _show_nothing
    try:
        yield
    finally:
        warnings.showwarning = shown


def _show_nothing(*_: object, **__: object) -> None:
    return None


def _category(lineage: list[Any]) -> type[Warning]:
    """The nearest ancestor that is known here."""
    for path in lineage:
        module, _, name = str(path).rpartition(".")
        if module == "builtins" or not is_refused(module):
            kind = found(module, name)
            if isinstance(kind, type) and issubclass(kind, Warning):
                return kind
    return UserWarning
