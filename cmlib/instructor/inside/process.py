"""What holds while student code runs: input, printed text and warnings go where they should."""

import builtins
import os
import random
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from IPython.core.error import StdinNotImplementedError

from cmlib.instructor.inside.descriptors import Descriptors
from cmlib.instructor.inside.outputs import Output, Recorder, Stream


class Process:
    """The student's process: one for the whole conversation."""

    def __init__(self, recorder: Recorder, ask_input: Callable[[str], str]) -> None:
        self._recorder = recorder
        self._ask_input = ask_input
        self._pid = os.getpid()
        self._asks = False
        _new_random_numbers()
        self._originals = [each for each in (sys.__stdout__, sys.__stderr__) if each is not None]
        self._descriptors = Descriptors(recorder)
        sys.stdin = open(os.devnull)  # noqa: SIM115  # as long as the process lives nobody types here
        recorder.before = self._descriptors.drain
        sys.stdout, sys.stderr = Stream("stdout", 1, recorder), Stream("stderr", 2, recorder)
        builtins.input = self._input
        signal.signal(signal.SIGINT, signal.default_int_handler)  # the conversation decides when it may come

    @contextmanager
    def run(self, *, asks: bool) -> Iterator[None]:
        """Student code runs in here; with ``asks`` its ``input`` asks the judge."""
        before, self._asks = self._asks, asks
        try:
            yield
        finally:
            self._asks = before
            if os.getpid() != self._pid:  # a fork that did not end: only the process itself answers
                os._exit(0)

    def record(self, *, keep: bool) -> int:
        """Start a recording of what is printed and shown, and return its number."""
        return self._recorder.begin(keep=keep)

    def recorded(self, recording: int) -> list[Output]:
        """What the recording holds, which ends here."""
        for stream in self._originals:
            try:
                stream.flush()
            except (OSError, ValueError):  # student code has closed it
                continue
        return self._recorder.end(recording)

    def close_figures(self) -> None:
        """What the judge's calls have drawn is not shown by the next cell."""
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")

    def _input(self, prompt: object = "", /) -> str:
        if not self._asks:
            raise StdinNotImplementedError("input() cannot be answered while a notebook is graded")
        return self._ask_input(str(prompt))


def _new_random_numbers() -> None:
    """Processes that were forked from one must not draw the same numbers."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def set_random_state(which: str, state: object) -> None:
    """Random numbers go on from here as they would in the judge."""
    if which == "random":
        random.setstate(state)  # type: ignore[arg-type]  # random checks it
    elif "numpy" in sys.modules:
        sys.modules["numpy"].random.set_state(state)


@contextmanager
def warnings_caught() -> Iterator[list[warnings.WarningMessage]]:
    """Every warning that the student's own filters let through."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", append=True)
        yield caught
