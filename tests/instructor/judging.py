"""Whole submissions judged for the tests, without a wall: a warm process forks a student's process and a judge.

Run as a program it is the warm process; imported it starts one and plays the worker.
"""

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cmlib.instructor.judge.plain import to_plain
from cmlib.instructor.judge.process import outcomes
from cmlib.instructor.sheet import ANSWER, CHECK, GIVEN, Cell, Sheet
from cmlib.instructor.wire.channel import Channel


@cache
def shared_court():
    """One court for all tests of a run."""
    court = Court()
    atexit.register(court.close)
    return court


def given(source, **more):
    return {"kind": GIVEN, "source": source, **more}


def answer(source, **more):
    return {"kind": ANSWER, "source": source, **more}


def check(source, points=2, **more):
    return {"kind": CHECK, "source": source, "points": points, **more}


def sheet_of(cells, **details):
    """A sheet of cells in their order; a cell's name is ``cell_`` and its number."""
    numbered = tuple(Cell(number, name=f"cell_{number}", **cell) for number, cell in enumerate(cells))
    return Sheet("s01", "toy", "toy", numbered, **{"seconds": 5.0, **details})


@dataclass
class Judged:
    """What the worker heard: the last word on each cell, all events, and how often processes were made."""

    cells: dict = field(default_factory=dict)
    events: list = field(default_factory=list)
    lost: list = field(default_factory=list)

    @property
    def points(self):
        return {number: each.points for number, each in self.cells.items() if each.points is not None}


class Court:
    """Judges sheets, each in fresh forks."""

    def __init__(self):
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, str(Path(__file__)), str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        assert self._orders.recv(10) == b"ready"

    def close(self):
        self._orders.close()
        self._process.wait(20)

    def judge(self, *cells, folder="/", again=True, **details):
        """Judge the cells as a worker does: when the student's process is lost, in new forks, without that cell."""
        judged, sheet, skip = Judged(), sheet_of(cells, **details), []
        while True:
            done = {number: each for number, each in judged.cells.items() if each.points is not None}
            lost = self._walk(judged, sheet, done, skip, folder)
            if lost is None:
                return judged
            judged.lost.append(lost)
            skip.append(lost[0])
            if not again:
                return judged

    def _walk(self, judged, sheet, done, skip, folder):
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._orders, [str(folder).encode()], [theirs.fileno()])
        student = int(self._orders.recv(20))
        channel = Channel(ours)
        plain = {number: to_plain(each) for number, each in done.items()}
        channel.send({"sheet": to_plain(sheet), "done": plain, "skip": skip, "grace": 0.5})
        try:
            while True:
                event = channel.receive(timeout=60)
                judged.events.append(event)
                if "interrupt" in event:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(student, signal.SIGINT)
                elif "cell" in event:
                    judged.cells.update(outcomes({event["cell"]["number"]: event["cell"]}))
                elif "lost" in event:
                    return event["lost"], event["why"]
                else:
                    assert event == {"finished": True}
                    return None
        finally:
            channel.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(student, signal.SIGKILL)


def main(descriptor):
    import matplotlib.pyplot  # noqa: F401  # warm, like the two below
    import numpy  # noqa: F401
    import pandas  # noqa: F401

    from cmlib.instructor.inside.serve import serve
    from cmlib.instructor.inside.shell import make_shell
    from cmlib.instructor.judge import process

    orders = socket.socket(fileno=descriptor)
    shell = make_shell()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    orders.send(b"ready")
    while True:
        packet, descriptors, _, _ = socket.recv_fds(orders, 1000, 1)
        if not packet:
            return
        worker = socket.socket(fileno=descriptors[0])
        judges, students = socket.socketpair()
        pid = _fork(packet, [orders, worker, judges], lambda wire=students: serve(wire, shell))
        _fork(packet, [orders, students], lambda wire=judges, line=worker: process.main(line, wire))
        for each in (worker, judges, students):
            each.close()
        orders.send(str(pid).encode())


def _fork(folder, others, work):
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in others:
            each.close()
        os.chdir(folder)
        work()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
