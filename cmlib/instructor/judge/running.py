"""The judge's own shell: it runs the instructor's code, and records what that code alone prints and shows."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cmlib.instructor.inside.outputs import Output, Stream
from cmlib.instructor.inside.shell import Shell, make_shell


class JudgeShell:
    """An IPython shell like that of the student's process, in which no student code ever runs."""

    def __init__(self) -> None:
        self.shell = Shell.instance() if Shell.initialized() else make_shell()

    @property
    def values(self) -> dict[str, Any]:
        """The notebook's namespace."""
        return self.shell.user_ns

    @contextmanager
    def recording(self) -> Iterator[None]:
        """In here, what is printed goes to the outputs of the cell that runs."""
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream("stdout", 1, self.shell.recorder), Stream("stderr", 2, self.shell.recorder)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before

    def check(self, source: str) -> tuple[list[Output], BaseException | None]:
        """Run a check; its outputs, and what it raised."""
        self.shell.recorder.begin()
        try:
            result = self.shell.run_cell(source, store_history=False)
            error = result.error_before_exec or result.error_in_exec
        finally:
            outputs = self.shell.recorder.end()
        return outputs, error

    def given(self, source: str) -> BaseException | None:
        """Run a given cell for what it defines; nothing is shown. Returns what it raised."""
        self.shell.recorder.begin(keep=False)
        try:
            result = self.shell.run_cell(source, store_history=False, silent=True)
        finally:
            self.shell.recorder.end()
        return result.error_before_exec or result.error_in_exec

    def imported(self, statement: str) -> dict[str, Any]:
        """What an import statement binds; nothing where there is no such module here."""
        found: dict[str, Any] = {}
        try:
            exec(statement, found)
        except ImportError:
            return {}
        return {name: value for name, value in found.items() if name != "__builtins__"}
