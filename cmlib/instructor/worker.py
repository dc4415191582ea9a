"""Grade one sheet: two forks of the warm process, one for the student and one for the judge, made anew when lost.

Pure data in, pure data out: a worker knows neither the course folder nor the gradebook, so it can run anywhere,
in a pool of processes or on another machine.
"""

import atexit
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from cmlib.instructor.judge.plain import from_plain, to_plain
from cmlib.instructor.judge.verdict import KILLED_ERROR, error
from cmlib.instructor.outcome import (
    CELL_KILLED,
    CELL_TIMED_OUT,
    GRADED,
    NOT_RUN,
    OUT_OF_MEMORY,
    TIMED_OUT,
    CellOutcome,
    Outcome,
)
from cmlib.instructor.sheet import CHECK, TEXT, Cell, Sheet
from cmlib.instructor.wall.bare import Bare, BareFork
from cmlib.instructor.wall.limits import Limits
from cmlib.instructor.wall.wall import Ended, Fork, Plan, Wall, WallMissing
from cmlib.instructor.wire.channel import Channel

#: What is warm before the first submission, whatever the assignment imports.
WARM = (
    "cmlib.instructor.judge.process",
    "cmlib.instructor.inside.main",
    "cmlib.instructor.inside.shell:make_shell",
)
#: Walks through one sheet. Each ends in another cell; who needs more has broken something on purpose.
_WALKS = 8
#: Seconds beyond a cell's own time after which the judge itself is taken to hang.
_PATIENCE = 15.0
_WHY = {
    "memory": "used more memory than it may",
    "processes": "started more processes than it may",
}


def grade_sheet(sheet: Sheet, plan: Plan, limits: Limits) -> Outcome:
    """Run and judge a submission within the limits. Raises ``RuntimeError`` where no process can be started.

    Raises `cmlib.instructor.wall.wall.WallMissing` where there can be no wall.
    """
    return _Grading(sheet, _wall(plan), limits).outcome()


_walls = threading.local()


def _wall(plan: Plan) -> Wall | Bare:
    """This thread's wall for the plan: built once, ended with the process."""
    known: dict[Plan, Wall | Bare] = _walls.__dict__.setdefault("known", {})
    if plan not in known or not known[plan].stands:
        known[plan] = Bare(plan) if plan.bare else _sound(Wall(plan))
        atexit.register(known[plan].close)
    return known[plan]


def _sound(wall: Wall) -> Wall:
    """The wall, if all of our own is warm behind it."""
    if cold := [said for said in wall.absent if said.startswith(WARM)]:
        wall.close()
        raise WallMissing(f"the warm process is not complete: {'; '.join(cold)}")
    return wall


class _Grading:
    """The tries at one sheet. Each goes on after the cell at which the one before it came to its end."""

    def __init__(self, sheet: Sheet, wall: Wall | Bare, limits: Limits) -> None:
        self._sheet = sheet
        self._wall = wall
        self._limits = limits
        self._cells: dict[int, CellOutcome] = {}
        self._skip: list[int] = []
        self._flags: list[str] = []
        self._ran_out = self._late = ""

    def outcome(self) -> Outcome:
        began = time.monotonic()
        ends = began + self._limits.seconds
        if not any(self._walked_to_the_end(ends) for _ in range(_WALKS) if time.monotonic() < ends):
            self._give_up(time.monotonic() < ends)
        return self._told(time.monotonic() - began)

    def _walked_to_the_end(self, ends: float) -> bool:
        """Walk the sheet once; whether the walk came to its end."""
        with self._processes() as (channel, inside, judge):
            channel.send(self._work())
            while True:
                patience = min(self._sheet.seconds + _PATIENCE, ends - time.monotonic())
                try:
                    event = channel.receive(max(patience, 0.001))
                except TimeoutError:
                    return self._judge_lost("took too long")
                except EOFError:
                    return self._judge_lost(_ending(judge.wait()))
                if "cell" in event:
                    cell = from_plain(CellOutcome, event["cell"])
                    self._cells[cell.number] = cell
                elif "interrupt" in event:
                    inside.interrupt()
                elif "lost" in event:
                    self._student_lost(event["lost"], inside.end())
                    return False
                elif "failed" in event:
                    return self._judge_lost(f"failed ({event['failed']})")
                else:
                    return True

    def _work(self) -> dict[str, object]:
        given = {path: self._sheet.files[path] for path in self._sheet.given_files if path in self._sheet.files}
        checks = {cell.number for cell in self._sheet.cells if cell.kind == CHECK}
        done = {number: to_plain(cell) for number, cell in self._cells.items() if number in checks}
        return {"sheet": to_plain(replace(self._sheet, files=given)), "done": done, "skip": self._skip}

    @contextmanager
    def _processes(self) -> Iterator[tuple[Channel, Fork | BareFork, Fork | BareFork]]:
        files, wire, work = socket.socketpair(), socket.socketpair(), socket.socketpair()
        inside = self._wall.fork("cmlib.instructor.inside.main:main", [files[1], wire[1]], self._limits)
        judge = self._wall.fork("cmlib.instructor.judge.process:main", [work[1], wire[0]], self._limits)
        channel = Channel(work[0])
        try:
            laying = Channel(files[0])
            try:
                laying.send(dict(self._sheet.files))
            except BrokenPipeError:
                raise RuntimeError(f"a student's process could not be started: {_ending(inside.wait())}") from None
            finally:
                laying.close()
            yield channel, inside, judge
        finally:
            channel.close()
            inside.end()
            judge.end()

    def _student_lost(self, number: int, ended: Ended) -> None:
        """The student's process ended in this cell: it is not run again."""
        self._skip.append(number)
        name = self._name(number)
        if ended.why in _WHY:
            self._ran_out = self._ran_out or f"{name}: the student's process {_WHY[ended.why]}"
        elif self._cells[number].became == CELL_KILLED:
            self._flags.append(f"{name}: the student's process ended ({ended.how})")

    def _judge_lost(self, why: str) -> bool:
        """The judge ended or hangs in the cell after the last that it told of; that cell earns nothing."""
        cell = self._next()
        if cell is None:
            return True
        self._cells[cell.number] = _lost(cell, f"the check could not be judged: it {why}")
        self._skip.append(cell.number)
        self._flags.append(f"{cell.name or f'cell {cell.number + 1}'}: the judge's process {why}")
        return False

    def _next(self) -> Cell | None:
        """The first cell of which nothing is known."""
        runs = (cell for cell in self._sheet.cells if cell.is_code and cell.kind != TEXT)
        return next((cell for cell in runs if cell.number not in self._cells and cell.number not in self._skip), None)

    def _give_up(self, in_time: bool) -> None:
        """What was not reached earns nothing."""
        broken = f"the processes of this submission came to their end {_WALKS} times"
        why = broken if in_time else f"the whole notebook took longer than {self._limits.seconds:g} seconds"
        for cell in self._sheet.cells:
            if cell.kind == CHECK and cell.number not in self._cells:
                self._cells[cell.number] = replace(_lost(cell, why), became=NOT_RUN)
        if in_time:
            self._flags.append(f"{broken}; the rest was not run")
        else:
            self._late = why

    def _told(self, seconds: float) -> Outcome:
        stopped = [self._name(number) for number, cell in self._cells.items() if cell.became == CELL_TIMED_OUT]
        if self._late:
            status, reason = TIMED_OUT, self._late
        elif self._ran_out:
            status, reason = OUT_OF_MEMORY, self._ran_out
        elif stopped:
            status, reason = TIMED_OUT, f"ran too long: {', '.join(stopped)}"
        else:
            status, reason = GRADED, ""
        remarks = [f"{self._name(number)}: {cell.remark}" for number, cell in self._cells.items() if cell.remark]
        return Outcome(self._sheet.student, status, reason, self._cells, (*self._flags, *remarks), seconds)

    def _name(self, number: int) -> str:
        name = next((cell.name for cell in self._sheet.cells if cell.number == number), "")
        return name or f"cell {number + 1}"


def _lost(cell: Cell, why: str) -> CellOutcome:
    return CellOutcome(cell.number, CELL_KILLED, (error(KILLED_ERROR, why),), 0.0 if cell.kind == CHECK else None, why)


def _ending(ended: Ended) -> str:
    return f"{_WHY.get(ended.why, ended.why)} ({ended.how})" if ended.why else f"ended ({ended.how})"
