"""Holds back interrupts (Ctrl-C, ``SIGINT``) while a message is half sent or a request half noted."""

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import TypeVar

Result = TypeVar("Result")


class Held:
    """A stretch of code during which an interrupt waits; what came is delivered when the stretch ends.

    Within it, `through` runs a function that may be interrupted, and an interrupt comes through while ``open`` is
    set: around a wait in which nothing is half done. Stretches may stand within functions that are run `through`.

    Python runs handlers of signals in the main thread only; in others nothing needs to be held.
    """

    __slots__ = ("_before", "came", "open")

    def __init__(self) -> None:
        self._before: Callable[[int, FrameType | None], object] | None = None
        self.came = False
        self.open = False

    def __enter__(self) -> "Held":
        if threading.current_thread() is threading.main_thread():
            before = signal.getsignal(signal.SIGINT)
            if callable(before):  # otherwise interrupts end the process or are ignored; neither tears anything
                self._before = before
                signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            if self.came:
                signal.raise_signal(signal.SIGINT)

    def through(self, function: Callable[[], Result]) -> Result:
        """Call a function under the handler that was there before; an interrupt that came already comes first."""
        if self._before is None:
            return function()
        try:
            signal.signal(signal.SIGINT, self._before)
            if self.came:
                self.came = False
                signal.raise_signal(signal.SIGINT)
            return function()
        finally:  # without a call that an interrupt could prevent
            held = False
            while not held:
                try:
                    signal.signal(signal.SIGINT, self._note)
                    held = True
                except BaseException:  # what the handler raised, for an interrupt in this very moment
                    self.came = True

    def deliver(self) -> None:
        """Deliver what came so far; called at the beginning of a wait, after ``open`` was set."""
        if self.came and self._before is not None:
            self.came = False
            self._note(signal.SIGINT, None)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if not self.open or self._before is None:
            self.came = True
            return
        self.open = False  # stays so when the handler raises, as it commonly does
        self._before(number, frame)
        self.open = True
