"""No wall: each fork is a program started anew, with nothing between it and this machine.

It serves where no wall is to be had and somebody has said that this is all right. The judge still runs in a
process of its own, so marks cannot be forged in the student's; files, network and other programs are open to it.
"""

import contextlib
import importlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from types import TracebackType

from cmlib.instructor.wall.limits import Limits
from cmlib.instructor.wall.wall import Ended, Plan

#: Seconds between two looks at whether the worker is still there.
_LOOK = 0.5


class BareFork:
    """A program in a session and a folder of its own."""

    def __init__(self, program: Sequence[str], descriptors: Sequence[int], environment: dict[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            program,
            cwd=self._folder.name,
            env=environment,
            pass_fds=descriptors,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._asked = ""

    def interrupt(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)

    def end(self) -> Ended:
        if self._process.poll() is None:
            self._asked = "asked"
        with contextlib.suppress(ProcessLookupError, PermissionError):  # the group is gone
            os.killpg(self._process.pid, signal.SIGKILL)
        return self.wait()

    def wait(self, timeout: float | None = None) -> Ended:
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(str(error)) from None
        self._folder.cleanup()
        return Ended(f"exit {code}" if code >= 0 else f"signal {-code}", self._asked)


class Bare:
    """What `Wall` is, without a wall."""

    stands = True

    def __init__(self, plan: Plan) -> None:
        self._environment = {**os.environ, "MPLBACKEND": "agg", "NBGRADER_EXECUTION": "autograde"}
        self._environment |= {"PYTHONDONTWRITEBYTECODE": "1", **dict(plan.environment)}

    def fork(self, entry: str, sockets: Sequence[socket.socket], limits: Limits) -> BareFork:
        descriptors = [each.fileno() for each in sockets]
        program = [sys.executable, "-P", "-m", "cmlib.instructor.wall.bare", entry, *map(str, descriptors)]
        try:
            return BareFork(program, descriptors, self._environment)
        finally:
            for each in sockets:
                each.close()

    def close(self) -> None:
        """Nothing is left to end."""

    def __enter__(self) -> "Bare":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def main(arguments: Sequence[str]) -> None:
    """Run ``module:function`` with the sockets of these descriptors."""
    if hasattr(os, "killpg"):
        threading.Thread(target=_end_with_parent, args=(os.getppid(), os.getcwd()), daemon=True).start()
    module, _, function = arguments[0].partition(":")
    sockets = [socket.socket(fileno=int(each)) for each in arguments[1:]]
    getattr(importlib.import_module(module), function)(*sockets)


def _end_with_parent(parent: int, folder: str) -> None:
    """A worker that was killed can end nothing and clear nothing away."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
