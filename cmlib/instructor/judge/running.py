"""The judge's own shell: it runs the instructor's code, and records what that code alone prints and shows."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cmlib.instructor.inside.outputs import Output, Stream
from cmlib.instructor.inside.shell import Shell, make_shell

#: Part of the path of the files through which a check reaches the student's objects.
_OWN = "/cmlib/instructor/judge/remote"


class JudgeShell:
    """An IPython shell like that of the student's process, in which no student code ever runs."""

    def __init__(self) -> None:
        self.shell = Shell.instance() if Shell.initialized() else make_shell()
        # The test stands right above its traceback; without lines around each line this takes half the time.
        self.shell.InteractiveTB.set_mode(mode="Plain")
        self._transform = self.shell.transform_cell
        self.value: object = None
        self.shell.transform_cell = self._transformed  # type: ignore[method-assign]  # of this one shell only

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
        """Run a check; its outputs, and what it raised. ``value`` is what its last expression gave."""
        self.value = None
        self.shell.recorder.begin()
        try:
            result = self.shell.run_cell(source, store_history=False)
            self.value = result.result
            error = result.error_before_exec or result.error_in_exec
        finally:
            outputs = self.shell.recorder.end()
        return [_without_own_lines(output) for output in outputs], error

    def given(self, source: str) -> BaseException | None:
        """Run a given cell for what it defines; nothing is shown, so no picture is drawn. Returns what it raised."""
        formatter = self.shell.display_formatter
        assert formatter is not None
        types, formatter.active_types = formatter.active_types, ["text/plain"]
        self.shell.recorder.begin(keep=False)
        try:
            result = self.shell.run_cell(source, store_history=False, silent=True)
        finally:
            self.shell.recorder.end()
            formatter.active_types = types
        return result.error_before_exec or result.error_in_exec

    def _transformed(self, source: str) -> str:
        """IPython's transformation, which costs more than many a check and leaves several lines of Python alone."""
        if self.shell.input_transformers_post or "\n" not in source.strip():
            return self._transform(source)
        try:
            ast.parse(source)
        except (SyntaxError, ValueError):
            return self._transform(source)
        return source

    def imported(self, statement: str) -> dict[str, Any]:
        """What an import statement binds; nothing where there is no such module here."""
        found: dict[str, Any] = {}
        try:
            exec(statement, found)
        except ImportError:
            return {}
        return {name: value for name, value in found.items() if name != "__builtins__"}


def _without_own_lines(output: Output) -> Output:
    """A traceback without the frames in which the judge asks the student's process."""
    trace = output.get("traceback")
    if not isinstance(trace, list):
        return output
    return {**output, "traceback": [line for line in trace if _OWN not in line]}
