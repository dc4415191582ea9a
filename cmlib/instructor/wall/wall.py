"""The worker's handle on a wall: start the warm process, have it fork, interrupt and end forks."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from cmlib.instructor.wall.bubblewrap import command
from cmlib.instructor.wall.keeper import INTERRUPT, KILL
from cmlib.instructor.wall.limits import Limits
from cmlib.instructor.wall.needed import is_root, missing
from cmlib.instructor.wall.warm import PACKET

#: The first of the user ids that forks get where the worker is root; nobody else has ids so large.
_FIRST_UID = 900_000_000
#: Forks of one worker before an id comes again.
_UIDS = 100
#: Seconds that importing everything may take.
_START = 120.0


class WallMissing(RuntimeError):
    """No wall can be built here; the message says what is missing and how to get it."""


@dataclass(frozen=True)
class Ended:
    """How a fork ended: ``"exit 0"``, ``"signal 9"`` …, and why it was ended: a limit, ``"asked"`` or nothing."""

    how: str
    why: str


class Fork:
    """One fork of the warm process."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._ended: Ended | None = None

    def interrupt(self) -> None:
        """Raise ``KeyboardInterrupt`` in it."""
        self._order(INTERRUPT)

    def end(self) -> Ended:
        """End it with everything it started, and say how it ended."""
        self._order(KILL)
        return self.wait()

    def wait(self, timeout: float | None = None) -> Ended:
        """How it ended. Raises ``TimeoutError`` when it has not within ``timeout`` seconds."""
        if self._ended is None:
            self._control.settimeout(timeout)
            try:
                packet = self._control.recv(PACKET)
            except ConnectionResetError:  # it ended with an order of ours unread; its report comes next
                packet = self._control.recv(PACKET)
            self._control.close()
            self._ended = Ended(**_renamed(json.loads(packet))) if packet else Ended("lost", "")
        return self._ended

    def _order(self, order: bytes) -> None:
        if self._ended is None:
            try:
                self._control.send(order)
            except OSError:  # it has ended by itself; its report can still be read
                return


@dataclass(frozen=True)
class Plan:
    """What is behind a wall.

    ``warm`` are modules to import, and functions to call (``"module:function"``), before the first fork; ``show``
    are folders that submissions may read, ``hide`` folders that they must not see; ``environment`` is what their
    programs find there beside the usual. ``bare`` asks for no wall at all.
    """

    warm: tuple[str, ...] = ()
    show: tuple[Path, ...] = ()
    hide: tuple[Path, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    bare: bool = False


class Wall:
    """A warm process behind the outer wall. Use it in a ``with`` statement.

    ``absent`` tells what of the plan could not be warmed. Raises `WallMissing` where no wall can be built.
    """

    def __init__(self, plan: Plan = Plan()) -> None:
        if reason := missing():
            raise WallMissing(reason)
        self._first_uid = _FIRST_UID + _UIDS * os.getpid() if is_root() else None
        self._forks = 0
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the wall
        program = [sys.executable, "-P", "-m", "cmlib.instructor.wall.warm", str(theirs.fileno()), *plan.warm]
        with theirs:
            self._process = subprocess.Popen(
                command(program, show=plan.show, hide=plan.hide, environment=dict(plan.environment)),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
            )
        self.absent = self._until_ready()

    def fork(self, entry: str, sockets: Sequence[socket.socket], limits: Limits) -> Fork:
        """Run ``"module:function"`` with the sockets in a cage of its own. The sockets are closed here."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = {"entry": entry, "uid": self._another_uid(), "limits": asdict(limits)}
        with theirs:
            packet = json.dumps(order).encode()
            socket.send_fds(self._orders, [packet], [theirs.fileno(), *(each.fileno() for each in sockets)])
        for each in sockets:
            each.close()
        return Fork(ours)

    def _another_uid(self) -> int | None:
        """A user of its own for each fork, where the worker is root: limits on processes count by user."""
        if self._first_uid is None:
            return None
        self._forks = (self._forks + 1) % _UIDS
        return self._first_uid + self._forks

    @property
    def stands(self) -> bool:
        """Whether the warm process is there to be forked."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the warm process and every fork."""
        self._orders.close()
        self._process.kill()
        self._process.wait()
        self._said.close()

    def __enter__(self) -> "Wall":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _until_ready(self) -> list[str]:
        self._orders.settimeout(_START)
        try:
            packet = self._orders.recv(PACKET)
        except TimeoutError:
            packet = b""
        if not packet:
            self._process.kill()
            self._process.wait()
            self._said.seek(0)
            said = self._said.read().decode(errors="replace").strip() or "it said nothing"
            self._orders.close()
            raise WallMissing(f"the warm process did not start behind the wall: {said}")
        self._orders.settimeout(None)
        return list(json.loads(packet)["absent"])


def _renamed(report: dict) -> dict:
    return {"how": report["ended"], "why": report["why"]}
