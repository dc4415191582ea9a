"""The keeper of a cage: watches from outside what the processes use, and ends them all when it must.

It stays outside the cage's process-id namespace, so nothing inside can see or signal it.
"""

import json
import os
import select
import signal
import socket

from cmlib.instructor.wall.limits import MEGABYTE, Limits
from cmlib.instructor.wall.usage import Usage, memory_left

#: Seconds between two looks at what the processes use.
_TICK = 0.05
#: The machine itself must keep so much memory free.
_RESERVE = 128 * MEGABYTE

INTERRUPT, KILL = b"i", b"k"


def watch(inside: int, control: socket.socket, limits: Limits) -> tuple[str, str]:
    """Wait for the end of the process; returns how it ended and why it was ended, if it was."""
    ended = os.pidfd_open(inside)
    usage = Usage()
    why = ""
    while not why:
        ready, _, _ = select.select([ended, control], [], [], _TICK)
        if ended in ready:
            break
        if control in ready:
            order = control.recv(1)
            if order == INTERRUPT:
                os.kill(inside, signal.SIGINT)
            elif order in (KILL, b""):
                why = "asked"
        why = why or _passed(usage, limits)
    os.kill(inside, signal.SIGKILL)  # with the first process of a namespace, all of it ends
    _, status = os.waitpid(inside, 0)
    code = os.waitstatus_to_exitcode(status)
    return (f"exit {code}" if code >= 0 else f"signal {-code}"), why


def _passed(usage: Usage, limits: Limits) -> str:
    """Which limit the processes together have passed."""
    memory, processes = usage.now()
    if memory > limits.memory or memory_left() < _RESERVE:
        return "memory"
    return "processes" if processes > limits.processes else ""


def report(control: socket.socket, ended: str, why: str) -> None:
    try:
        control.send(json.dumps({"ended": ended, "why": why}).encode())
    except OSError:
        os._exit(1)  # the worker is gone: nobody is left to tell
