"""A class in which an innocent student is graded right after each case, by the same worker."""

import hashlib
import multiprocessing
import os
import shutil
import stat
import sysconfig
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hostile_cases import HERE, Case, Desk

from cmlib.instructor.classroom import fill
from cmlib.instructor.course import Course
from cmlib.instructor.grade import Batch, grade
from cmlib.instructor.notebook import Notebook, grade_id, source
from cmlib.instructor.preflight.sizes import SIZES
from cmlib.instructor.release import release
from cmlib.instructor.wall.limits import MEGABYTE, Limits

ASSIGNMENT = "01_credit"
SETTINGS = HERE.parent.parent / "assignments/nbgrader_config.py"
#: Little patience, little room: what takes too much is found out soon.
LIMITS = Limits(memory=400 * MEGABYTE, disk=128 * MEGABYTE, cell_seconds=5, seconds=90)
#: Begins the id of each innocent student; the case before it follows.
INNOCENT = "innocent-"
#: Part of the name of every file by which a case tries to leave something behind.
MARK = "left_by_a_student"
#: Folders in which cases try that.
PLACES = ("/", "/tmp", "/var/tmp", "/dev/shm", "/etc", "~", "~/.ipython/profile_default/startup", "~/.config")


@dataclass
class Class:
    """What was graded, and what was found around it."""

    course: Course
    cases: list[Case]
    batch: Batch
    before: dict[str, object]
    after: dict[str, object]
    #: Processes of the workers that were still there when the last submission was done.
    left_running: list[str]
    #: Times that workers had to be started.
    starts: int

    def result(self, student: str):
        return next(each for each in self.batch.results if each.student == student)


def grade_class(folder: Path, cases: list[Case]) -> Class:
    """Release the assignment, hand in every case and an innocent student after it, and grade all in one batch."""
    course = _course(folder)
    released = release(course, ASSIGNMENT)
    right = _right(course)
    students = [f"{INNOCENT}first"]
    _hand_in_innocent(course, released, right, students[0])
    for case in cases:
        innocent = f"{INNOCENT}{case.student}"
        place, neighbour = (course.submitted(name, ASSIGNMENT).parent for name in (case.student, innocent))
        _hand_in_innocent(course, released, right, innocent)
        place.mkdir(parents=True)
        case.write(Desk(place, course.root, neighbour, released, right))
        students += [case.student, innocent]
    before = seen(course)
    pools: list[Pairs] = []

    def workers(jobs: int) -> Pairs:
        pools.append(Pairs(jobs))
        return pools[-1]

    batch = grade(course, ASSIGNMENT, students, jobs=2, limits=LIMITS, workers=workers)
    left = [each for pool in pools for each in pool.left_running]
    return Class(course, cases, batch, before, seen(course), left, len(pools))


def seen(course: Course) -> dict[str, object]:
    """All that grading has to leave as it is: the course's own files, what was handed in, and files elsewhere."""
    found: dict[str, object] = {}
    for folder in ("source", "release", "submitted"):
        for path in sorted((course.root / folder).rglob("*")):
            found[str(path.relative_to(course.root))] = _content(path)
    found["settings"] = _content(course.root / "nbgrader_config.py")
    for place in (*PLACES, sysconfig.get_path("purelib"), str(course.root), str(course.root.parent)):
        folder = os.path.expanduser(place)
        found[place] = sorted(name for name in os.listdir(folder) if MARK in name) if os.path.isdir(folder) else []
    return found


class Pairs(Executor):
    """Single workers side by side. An innocent student goes to the worker of the case before, right behind it."""

    def __init__(self, jobs: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._workers = [ProcessPoolExecutor(1, mp_context=context) for _ in range(jobs)]
        self._waiting = [0] * jobs
        self._last, self._last_case = 0, ""
        self.left_running: list[str] = []

    def submit(self, function, /, sheet, *work) -> Future:
        student = getattr(sheet, "student", "")
        if not student or student != f"{INNOCENT}{self._last_case}":
            self._last, self._last_case = self._waiting.index(min(self._waiting)), student
        worker = self._last
        self._waiting[worker] += 1
        future = self._workers[worker].submit(function, sheet, *work)
        future.add_done_callback(lambda _: self._done(worker))
        return future

    def _done(self, worker: int) -> None:
        self._waiting[worker] -= 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for worker in self._workers:
            self.left_running += _left(worker.submit(os.getpid).result(timeout=60))
            worker.shutdown(wait, cancel_futures=cancel_futures)


def _left(worker: int, patience: float = 10) -> list[str]:
    """What runs below a worker beside its wall: bubblewrap, twice, and the warm process."""
    ends = time.monotonic() + patience
    while True:
        names = sorted(_below(worker))
        if names.count("bwrap") <= 2 and len(names) <= 3:
            return []
        if time.monotonic() > ends:
            return names
        time.sleep(0.1)


def _below(process: int) -> list[str]:
    """The programs of all processes that come from this one."""
    parents: dict[int, list[tuple[int, str]]] = {}
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            text = Path("/proc", number, "stat").read_text()
        except OSError:
            continue
        name, rest = text.partition("(")[2].rpartition(")")[0], text.rpartition(")")[2].split()
        if rest[0] != "Z":
            parents.setdefault(int(rest[1]), []).append((int(number), name))
    found, waiting = [], [process]
    while waiting:
        for number, name in parents.get(waiting.pop(), []):
            found.append(name)
            waiting.append(number)
    return found


def _course(folder: Path) -> Course:
    shutil.copytree(HERE / "course/source", folder / "source")
    shutil.copyfile(SETTINGS, folder / "nbgrader_config.py")
    return Course(folder)


def _right(course: Course) -> dict[str, str]:
    """The instructor's own answers."""
    cells = Notebook.read(course.source(ASSIGNMENT)).cells
    answers = {str(grade_id(cell)): source(cell) for cell in cells if str(grade_id(cell)).count("_") == 1}
    return {
        name: text.replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "") for name, text in answers.items()
    }


def _hand_in_innocent(course: Course, released: Notebook, right: dict[str, str], student: str) -> None:
    folder = course.submitted(student, ASSIGNMENT).parent
    folder.mkdir(parents=True)
    desk = Desk(folder, course.root, folder, released, right)
    desk.write(fill(released, right, "I would lend less, and only against collateral."))


def _content(path: Path) -> object:
    about = path.lstat()
    if stat.S_ISLNK(about.st_mode):
        return os.readlink(path)
    if stat.S_ISREG(about.st_mode):
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if about.st_size <= SIZES.notebook * 2 else ""
        return stat.S_IMODE(about.st_mode), about.st_size, digest
    return stat.S_IFMT(about.st_mode)
