"""The walk through a submission: given cells run on both sides, answers inside the wall, checks with the judge."""

import time
from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from dataclasses import replace

from cmlib.instructor.judge.message import message_of, shortened
from cmlib.instructor.judge.namespace import Namespace
from cmlib.instructor.judge.outputs import Output
from cmlib.instructor.judge.partial_credit import in_points
from cmlib.instructor.judge.remote import Inside, Ran
from cmlib.instructor.judge.remote_refusal import CallTimedOut, Gone
from cmlib.instructor.judge.running import JudgeShell
from cmlib.instructor.judge.scope import scope_of
from cmlib.instructor.judge.score import has_failed
from cmlib.instructor.judge.verdict import error as error_output
from cmlib.instructor.judge.verdict import killed, not_judged, nothing, of_check, of_check_inside, of_run, timed_out
from cmlib.instructor.judge.watch import GRACE, Clock, OverTime, Watch
from cmlib.instructor.outcome import CellOutcome
from cmlib.instructor.sheet import ANSWER, CHECK, GIVEN, WRITTEN, Cell, Sheet

#: What may come out of code that runs under a watch.
_TROUBLE = (CallTimedOut, Gone, OverTime)
#: Seconds in which an interrupt arrives that has been asked for: the next cell must not get it.
_LATE = 0.2


class Lost(Exception):
    """The student's process is of no more use: it ended, or did not come back after cell ``number``.

    Everything known so far has been told, this cell included. Whoever made the processes makes new ones and walks
    again, with the checks that are done and this cell's number to skip.
    """

    def __init__(self, number: int, why: str) -> None:
        super().__init__(number, why)
        self.number = number
        self.why = why


def judge(
    sheet: Sheet,
    inside: Inside,
    tell: Callable[[CellOutcome], None],
    *,
    done: Mapping[int, CellOutcome] | None = None,
    skip: Collection[int] = (),
    interrupt: Callable[[int], None] | None = None,
    grace: float = GRACE,
) -> None:
    """Run and judge the cells of a sheet in their order, and ``tell`` of each what became of it.

    ``done`` are checks of an earlier walk, which are not judged again. Cells in ``skip`` hung or killed before:
    they do not run inside and are not told again; a check among them that is not done earns nothing. ``interrupt``
    is called, from another thread, with the number of a cell whose time is over, and has the student's process
    interrupted. Raises `Lost` when that process does not come back within ``grace`` seconds, or is gone.
    """
    _Walk(sheet, inside, tell, done or {}, frozenset(skip), interrupt or _nobody, grace).walk()


def _nobody(number: int) -> None:
    """Nobody is there to interrupt the student's process."""


class _Walk:
    def __init__(
        self,
        sheet: Sheet,
        inside: Inside,
        tell: Callable[[CellOutcome], None],
        done: Mapping[int, CellOutcome],
        skip: frozenset[int],
        interrupt: Callable[[int], None],
        grace: float,
    ) -> None:
        self._sheet = sheet
        self._inside = inside
        self._hear = tell
        self._done = done
        self._skip = skip
        self._grace = grace
        #: How long the judge waits for an answer: what is interrupted has time to come back.
        self._patience = sheet.seconds + grace
        self._clock = Clock(sheet.seconds, grace * 1.25, interrupt)
        self._shell = JudgeShell()
        self._names = Namespace(self._shell.values, inside, sheet.student_names, sheet.imports, self._shell.imported)

    def walk(self) -> None:
        kinds = {GIVEN: self._given, ANSWER: self._answer, WRITTEN: self._answer, CHECK: self._check}
        with self._shell.recording(), self._clock:
            for cell in self._sheet.cells:
                if cell.kind in kinds and cell.is_code:
                    kinds[cell.kind](cell)

    def _tell(self, found: CellOutcome) -> None:
        """Messages and remarks may quote the student: on the instructor's terminal they must be plain text."""
        self._hear(replace(found, message=shortened(found.message), remark=shortened(found.remark)))

    # The kinds of cells.

    def _answer(self, cell: Cell) -> None:
        if cell.number not in self._skip:
            self._run_inside(cell, cell.source)

    def _given(self, cell: Cell) -> None:
        """The judge's run comes first: it uses the student's values as they are before the cell."""
        raised: BaseException | None = None
        watch = self._watch(cell)
        skipped = cell.number in self._skip
        try:
            with nullcontext() if skipped else self._names.for_instructor(cell.source), watch:
                raised = self._shell.given(cell.source)
        except _TROUBLE as trouble:
            raised = trouble
        if skipped:
            return
        remark = f"in the judge this given cell raised {type(raised).__name__}: {raised}"[:500] if raised else ""
        self._end_if_lost(cell, watch, nothing(cell, remark))
        self._run_inside(cell, cell.source if cell.own is None else cell.own, remark)

    def _check(self, cell: Cell) -> None:
        if cell.number in self._done:
            if cell.number not in self._skip and self._is_needed_later(cell):
                self._judged(cell)
        elif cell.number in self._skip:
            self._tell(not_judged(cell))
        elif cell.name in self._sheet.inside:
            ran, watch = self._ran(cell, cell.source)
            found = of_check_inside(cell, ran)
            self._end_if_lost(cell, watch, found)
            self._names.check_ran_inside(cell.source)
            self._tell(self._in_time(cell, watch, found))
        else:
            self._tell(self._judged(cell))

    # Running.

    def _run_inside(self, cell: Cell, source: str, remark: str = "") -> None:
        ran, watch = self._ran(cell, source)
        found = of_run(cell, ran, remark)
        self._end_if_lost(cell, watch, found)
        self._names.ran_inside(source)
        self._tell(self._in_time(cell, watch, found))

    def _ran(self, cell: Cell, source: str) -> tuple[Ran, Watch]:
        """What running code inside gave: nothing, if it did not come back."""
        watch = self._watch(cell)
        ran = Ran(())
        try:
            with watch:
                ran = self._inside.run(source, self._patience)
        except _TROUBLE:
            watch.over = watch.over or not isinstance(self._inside.trouble, Gone)
        return ran, watch

    def _judged(self, cell: Cell) -> CellOutcome:
        """Run a check in the judge, and score it."""
        outputs: list[Output] = []
        raised: BaseException | None = None
        watch = self._watch(cell)
        self._inside.surroundings.remember()
        end_seeds = self._inside.mirror_seeds()
        try:
            with self._names.for_check(cell.source), watch:
                outputs, raised = self._shell.check(cell.source)
        except _TROUBLE as trouble:
            raised = trouble
        finally:
            end_seeds()
        if raised is not None and not has_failed(outputs):
            outputs.append(error_output(type(raised).__name__, str(raised)))
        remark = ""
        if cell.name in self._sheet.partial and not has_failed(outputs):
            outputs, remark = in_points(outputs, self._shell.value)
        found = of_check(cell, outputs, "" if raised is None else self._message(raised), remark)
        found = self._with_reasons(found)
        self._end_if_lost(cell, watch, found)
        return self._in_time(cell, watch, found)

    def _message(self, raised: BaseException) -> str:
        if isinstance(raised, NameError) and raised.name in self._names.unfit:
            return f"{raised.name} is not something that can be graded"
        own = (cell.own or cell.source for cell in self._sheet.cells if cell.own or cell.kind in (ANSWER, WRITTEN))
        return message_of(raised, "\n".join(own))

    def _with_reasons(self, found: CellOutcome) -> CellOutcome:
        """For the instructor: why values of the student's could not be had."""
        reasons = [f"{name}: {why}" for name, why in self._names.unfit.items()]
        return replace(found, remark="; ".join([found.remark, *reasons] if found.remark else reasons))

    # Time, and the end of the student's process.

    def _watch(self, cell: Cell) -> Watch:
        self._inside.seconds = self._patience
        self._inside.ends = time.monotonic() + self._patience
        return Watch(self._clock, cell.number)

    def _in_time(self, cell: Cell, watch: Watch, found: CellOutcome) -> CellOutcome:
        return timed_out(found, cell, self._sheet.seconds) if watch.over else found

    def _end_if_lost(self, cell: Cell, watch: Watch, found: CellOutcome) -> None:
        """Where something went wrong, see whether the student's process is still there; tell and end if it is not."""
        self._inside.ends = None
        trouble = self._inside.trouble
        if trouble is None and not watch.over:
            return
        if watch.over:
            time.sleep(_LATE)
        if self._inside.listens(self._grace):
            return
        if cell.number in self._done:
            raise Lost(cell.number, "the student's process did not bear a check a second time")
        if watch.over:
            self._tell(timed_out(found, cell, self._sheet.seconds))
            raise Lost(cell.number, "the student's process did not come back when its time was over")
        self._tell(killed(found, cell))
        raise Lost(cell.number, str(trouble))

    def _is_needed_later(self, cell: Cell) -> bool:
        """Whether a check that is done sets a name which a cell uses that is still to be judged."""
        scope = scope_of(cell.source)
        own = scope.assigned | scope.imported
        helpers: dict[str, frozenset[str]] = {}
        for other in self._sheet.cells:
            if other.kind in (GIVEN, CHECK) and other.number != cell.number and other.is_code:
                names = scope_of(other.source)
                helpers |= names.helpers
                waits = other.number > cell.number and other.number not in self._done
                if waits and own & (names.needs(helpers) - names.assigned):
                    return True
        return False
