"""Grade a class: look at each submission, have workers run and judge it, record what they give.

The workers are an executor in the sense of ``concurrent.futures``: processes here, or a cluster. This process alone
reads submissions and writes marks. What is graded stays graded when it is stopped, and nothing stops the batch.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from cmlib.instructor.course import Course
from cmlib.instructor.executed import executed
from cmlib.instructor.outcome import NEEDS_A_LOOK, Outcome
from cmlib.instructor.preflight.check import Checked, preflight
from cmlib.instructor.prepare import Prepared, prepare, proven, wall_plan
from cmlib.instructor.record.digest import digest_of
from cmlib.instructor.record.entry import together
from cmlib.instructor.record.recorder import Recorder
from cmlib.instructor.record.trouble import EVERYBODYS, said
from cmlib.instructor.result import Result, result_of
from cmlib.instructor.sheet import ANSWER, CHECK, WRITTEN
from cmlib.instructor.wall.limits import LIMITS, Limits
from cmlib.instructor.wall.needed import missing
from cmlib.instructor.wall.wall import Plan, WallMissing
from cmlib.instructor.worker import grade_sheet
from cmlib.instructor.workers import Workers

#: Submissions in the workers' hands, for each of them: one at work and one to come.
_AHEAD = 2
#: Times that a submission is tried when its worker dies.
_TRIES = 2
#: Students in a row who cannot be recorded, because of the disk or the gradebook, before it is no use to go on.
_FAILURES = 2


@dataclass(frozen=True)
class Batch:
    """The results in the order of the students, and what the instructor should know of the assignment itself."""

    results: list[Result]
    flags: tuple[str, ...] = ()


@dataclass
class _Student:
    """One student's submission on its way."""

    name: str
    checked: Mapping[str, Checked]
    digest: str
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    tries: int = 0


def grade(
    course: Course,
    assignment: str,
    students: Iterable[str],
    *,
    jobs: int = 2,
    limits: Limits = LIMITS,
    regrade: bool = False,
    unsafe: bool = False,
    db: str | None = None,
    workers: Callable[[int], Executor] | None = None,
    on_result: Callable[[Result], None] = lambda result: None,
) -> Batch:
    """Grade the students' submissions, ``jobs`` at a time.

    A submission that is graded already and has not changed since is left alone, unless ``regrade`` says otherwise.
    ``unsafe`` grades without a wall. ``db`` is another gradebook than the course's, ``workers`` makes another
    executor than processes on this machine. ``on_result`` is called as each student is done.

    Trouble with a submission never raises, it becomes the result's status. Raises `WallMissing` where there can be no
    wall, ``LookupError`` when there is no such assignment or it has not been released, ``BlockingIOError`` while
    another grader is at work, ``OSError`` where the disk or the gradebook takes nothing any more, ``ValueError`` for
    fewer jobs than one.
    """
    if jobs < 1:
        raise ValueError(f"grading needs at least one job, found {jobs}")
    if not unsafe and workers is None and (reason := missing()):
        raise WallMissing(reason)
    with Recorder(course, assignment, db) as recorder, _pool(workers, jobs) as pool:
        prepared = prepare(course, assignment, limits, db)
        plan = wall_plan(course, prepared, bare=unsafe)
        batch = _Batch(course, assignment, prepared, plan, limits, recorder, pool, on_result)
        return batch.grade(list(students), jobs * _AHEAD, regrade)


class _Pool:
    """An executor that is made anew when it breaks."""

    def __init__(self, make: Callable[[], Executor]) -> None:
        self._make = make
        self._executor = make()

    def submit(self, function: Callable[..., Any], *arguments: object) -> Future:
        try:
            return self._executor.submit(function, *arguments)
        except BrokenProcessPool:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = self._make()
            return self._executor.submit(function, *arguments)

    def close(self, *, wait: bool) -> None:
        self._executor.shutdown(wait=wait, cancel_futures=True)


@contextmanager
def _pool(workers: Callable[[int], Executor] | None, jobs: int) -> Iterator[_Pool]:
    make = workers or Workers
    pool = _Pool(lambda: make(jobs))
    try:
        yield pool
    except BaseException:  # somebody wants it to stop, now
        pool.close(wait=False)
        raise
    pool.close(wait=True)


class _Batch:
    def __init__(
        self,
        course: Course,
        assignment: str,
        prepared: dict[str, Prepared],
        plan: Plan,
        limits: Limits,
        recorder: Recorder,
        pool: _Pool,
        on_result: Callable[[Result], None],
    ) -> None:
        self._course = course
        self._assignment = assignment
        self._prepared = prepared
        self._plan = plan
        self._limits = limits
        self._recorder = recorder
        self._pool = pool
        self._on_result = on_result
        self._results: dict[str, Result] = {}
        self._at_work: dict[Future, tuple[_Student, str]] = {}
        self._failed_in_a_row = 0

    def grade(self, students: list[str], ahead: int, regrade: bool) -> Batch:
        self._prove()
        for name in students:
            student = self._look(name)
            if not regrade and self._recorder.already(name, student.digest):
                self._done(name)
                continue
            self._hand_out(student)
            while len(self._at_work) >= ahead:
                self._take_back()
        while self._at_work:
            self._take_back()
        flags = [flag for each in self._prepared.values() for flag in each.flags]
        return Batch([self._results[name] for name in students], tuple(dict.fromkeys(flags)))

    def _prove(self) -> None:
        """Have the reference solution graded first: it shows what works from outside the wall."""
        work = [self._pool.submit(proven, each, self._plan, self._limits) for each in self._prepared.values()]
        self._prepared = {name: future.result() for name, future in zip(self._prepared, work, strict=True)}
        self._copies = {name: _digest_of_copy(each, self._limits) for name, each in self._prepared.items()}

    def _look(self, name: str) -> _Student:
        checked = {
            notebook: preflight(self._course, self._assignment, name, each.copy)
            for notebook, each in self._prepared.items()
        }
        return _Student(name, checked, digest_of(self._copies, *map(_parts, checked.values())))

    def _hand_out(self, student: _Student) -> None:
        student.tries += 1
        student.outcomes = {
            notebook: Outcome(student.name, each.status, each.reason, flags=each.flags)
            for notebook, each in student.checked.items()
            if not each.is_sound
        }
        for notebook, each in student.checked.items():
            if each.sheet is not None:
                sheet = self._prepared[notebook].complete(each.sheet)
                self._at_work[self._pool.submit(grade_sheet, sheet, self._plan, self._limits)] = student, notebook
        if len(student.outcomes) == len(student.checked):
            self._record(student)

    def _take_back(self) -> None:
        """Wait for one sheet at least, and record who is complete."""
        done, _ = wait(self._at_work, return_when=FIRST_COMPLETED)
        for future in done:
            student, notebook = self._at_work.pop(future)
            try:
                found = future.result()
            except WallMissing:
                raise
            except Exception as error:  # the worker's trouble, not the student's
                if student.tries < _TRIES:
                    self._try_again(student)
                    continue
                found = Outcome(student.name, NEEDS_A_LOOK, f"the worker failed: {type(error).__name__}: {error}")
            flags = (*student.checked[notebook].flags, *found.flags)
            student.outcomes[notebook] = replace(found, flags=flags)
            if len(student.outcomes) == len(student.checked):
                self._record(student)

    def _try_again(self, student: _Student) -> None:
        for future in [future for future, (other, _) in self._at_work.items() if other is student]:
            future.cancel()
            del self._at_work[future]
        self._hand_out(student)

    def _record(self, student: _Student) -> None:
        ran = {
            notebook: executed(student.checked[notebook].notebook, outcome)
            for notebook, outcome in student.outcomes.items()
            if outcome.cells
        }
        when = next((each.submitted_at for each in student.checked.values() if each.submitted_at), None)
        files = {
            path: text for each in student.checked.values() if each.sheet for path, text in each.sheet.files.items()
        }
        try:
            if ran:
                self._recorder.record(student.outcomes, ran, files, student.digest, when)
            else:
                self._recorder.clear(together(student.outcomes), student.digest, when)
            self._failed_in_a_row = 0
        except (OSError, LookupError, ValueError) as error:
            self._failed_in_a_row += isinstance(error, OSError) and error.errno in EVERYBODYS
            if self._failed_in_a_row == _FAILURES:
                raise
            reason = f"could not be recorded: {said(error)}; marks of an earlier run may still be in the gradebook"
            self._recorder.note(Outcome(student.name, NEEDS_A_LOOK, reason), student.digest)
        self._done(student.name)

    def _done(self, name: str) -> None:
        entry = self._recorder.entry(name)
        if entry is None:
            raise RuntimeError(f"the journal has no entry of {name!r}, who was recorded")
        marks: dict[str, dict] = {CHECK: {}, WRITTEN: {}, ANSWER: {}}
        for notebook, each in self._prepared.items():
            prefix = f"{notebook}/" if len(self._prepared) > 1 else ""
            for cell in each.copy.cells:
                if cell.name and cell.kind in marks:
                    marks[cell.kind][prefix + cell.name] = cell.source if cell.kind == ANSWER else cell.points
        self._results[name] = result_of(entry, marks[CHECK], marks[WRITTEN], marks[ANSWER])
        self._on_result(self._results[name])


def _digest_of_copy(prepared: Prepared, limits: Limits) -> bytes:
    """Everything of the instructor's that a mark depends on."""
    copy = prepared.copy
    cells = "\n".join(f"{cell.kind} {cell.name} {cell.points} {cell.source!r}" for cell in copy.cells)
    settings = f"{prepared.student_names} {sorted(prepared.imports.items())} {prepared.inside} {limits}"
    return f"{settings}\n{cells}\n{digest_of(copy.files)}".encode("utf-8", "surrogatepass")


def _parts(checked: Checked) -> dict[str, bytes]:
    """Everything of the student's that a mark depends on."""
    said = f"{checked.status} {checked.reason} {checked.submitted_at}".encode("utf-8", "surrogatepass")
    if checked.sheet is None:
        return {"": said}
    cells = "\n".join(f"{cell.kind} {cell.name} {cell.source!r} {cell.own!r}" for cell in checked.sheet.cells)
    return {**checked.sheet.files, "": said + cells.encode("utf-8", "surrogatepass")}
