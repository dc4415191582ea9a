"""The clock of the cells: a cell whose time is over is interrupted, inside the wall first, then in the judge."""

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType, TracebackType

#: Seconds that the student's process has to come back after an interrupt.
GRACE = 2.0


class OverTime(BaseException):
    """Raised in the judge's own code. No ``except Exception`` of a test may take it for an answer."""


class Watch:
    """One cell under the clock; its ``with`` block is what is watched. ``over`` says that it took too long."""

    def __init__(self, clock: "Clock", number: int) -> None:
        self.number = number
        self.over = False
        self._clock = clock

    def __enter__(self) -> "Watch":
        self._clock.begin(self)
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._clock.end()


class Clock:
    """Gives each watch ``seconds``. Use it as a context manager round the whole walk.

    When they are over ``interrupt`` is called with the watch's number, once, from another thread. Code of this
    process that still runs ``grace`` seconds later gets `OverTime`, again and again, for a test may catch it. The
    clock takes a signal of its own, so that a test may use the alarm clock.
    """

    def __init__(self, seconds: float, grace: float, interrupt: Callable[[int], None]) -> None:
        self._seconds = seconds
        self._grace = grace
        self._interrupt = interrupt
        self._change = threading.Condition()
        self._watch: Watch | None = None
        self._next = 0.0
        self._running = False

    def __enter__(self) -> "Clock":
        self._runner = threading.get_ident()
        self._can_stop = threading.current_thread() is threading.main_thread()
        if self._can_stop:
            self._before = signal.signal(signal.SIGUSR1, self._stop)
        self._running = True
        self._thread = threading.Thread(target=self._tick, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._change:
            self._running = False
            self._change.notify()
        self._thread.join()
        if self._can_stop:
            signal.signal(signal.SIGUSR1, self._before)

    def begin(self, watch: Watch) -> None:
        """From now on the watch's time runs."""
        self._next = time.monotonic() + self._seconds
        self._watch = watch

    def end(self) -> None:
        """What was watched is over."""
        self._watch = None

    def _tick(self) -> None:
        """Waits without being told of each cell: no cell's time can be over sooner than ``seconds`` from now."""
        with self._change:
            while self._running:
                watch, now = self._watch, time.monotonic()
                if watch is None:
                    self._change.wait(self._seconds)
                elif now < self._next:
                    self._change.wait(self._next - now)
                elif not watch.over:
                    watch.over = True
                    self._next = now + self._grace
                    self._interrupt(watch.number)
                else:
                    self._next = now + self._grace
                    if self._can_stop:
                        signal.pthread_kill(self._runner, signal.SIGUSR1)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._watch is not None:
            raise OverTime
