"""Processes of this machine as workers: an executor that loses one submission when one of them dies, and no more.

Each has a pipe to whoever started it, and ends when that one hangs up or ends, however it ends: no worker, and
nothing that a worker has started, outlives a grader that was killed.
"""

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any

#: Seconds in which a worker that is to stop may end what it has started.
_GRACE = 5.0


class Workers(Executor):
    """``jobs`` processes, each started when it is first needed, and anew when it has died.

    The future of work whose process died raises ``ChildProcessError``.
    """

    def __init__(self, jobs: int) -> None:
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="worker")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._started: list[_Worker] = []
        self._closed = False

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future:
        """Have a process call the function, which it imports by its name."""
        return self._threads.submit(self._do, function, arguments, named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: when all is done, or at once without ``wait``."""
        if wait:
            self._threads.shutdown(cancel_futures=cancel_futures)
        with self._lock:
            self._closed = True
            for worker in self._started:
                worker.hang_up() if wait else worker.stop()
        self._threads.shutdown(cancel_futures=cancel_futures)
        for worker in self._started:
            worker.join()

    def _do(self, function: Callable[..., Any], arguments: tuple, named: dict[str, Any]) -> Any:
        worker = getattr(self._own, "worker", None)
        if worker is None or not worker.lives:
            with self._lock:
                if self._closed:
                    raise ChildProcessError("the workers have been stopped")
                worker = self._own.worker = _Worker()
                self._started.append(worker)
        return worker.do(function, arguments, named)


class _Worker:
    """One process, from the side of the one who started it."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self.lives = True

    def do(self, function: Callable[..., Any], arguments: tuple, named: dict[str, Any]) -> Any:
        try:
            self._line.send((function, arguments, named))
            succeeded, value = self._line.recv()
        except (EOFError, ConnectionError):
            self.lives = False
            self.join()
            raise ChildProcessError(f"its process ended ({_ending(self._process.exitcode)})") from None
        if not succeeded:
            raise value
        return value

    def hang_up(self) -> None:
        """Let it end; it has nothing to do."""
        self._line.close()

    def stop(self) -> None:
        """Have it end now; whoever waits for its answer learns of it."""
        if self._process.is_alive():
            self._process.terminate()

    def join(self) -> None:
        self._process.join(_GRACE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _ending(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit {code}"


def _serve(line: Connection) -> None:
    """In the worker: do what is asked, until the other side hangs up."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _leave_it_to_parent)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            request = line.recv_bytes()
        except EOFError:
            return
        _answer(line, request)


def _answer(line: Connection, request: bytes) -> None:
    try:
        function, arguments, named = pickle.loads(request)
        answer = True, function(*arguments, **named)
    except Exception as error:
        answer = False, error
    try:
        line.send(answer)
    except (pickle.PicklingError, TypeError, AttributeError) as error:  # what it gave, or raised
        line.send((False, RuntimeError(f"its answer cannot be sent: {error}: {answer[1]}")))


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(1)  # everything that was started is ended on the way out


def _leave_it_to_parent(number: int, frame: FrameType | None) -> None:
    """A terminal's Ctrl-C reaches everybody. It is not ignored: what is started from here would inherit that."""


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):  # not on Windows
        signal.pthread_kill(main, signal.SIGTERM)
        time.sleep(_GRACE)
    os._exit(1)
