"""A rehearsal: release, a simulated class hands in, everything is graded, every mark is compared.

It leaves a whole course folder and a report behind to look at, and says where the marks differ from
those that the answer bank predicts.
"""

import math
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cmlib.instructor.answers import Answer
from cmlib.instructor.classroom import Student, hand_in, simulate_class
from cmlib.instructor.course import Course
from cmlib.instructor.grade import grade
from cmlib.instructor.kill_matrix import unfit
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.release import release
from cmlib.instructor.report.write import write_report
from cmlib.instructor.result import Result
from cmlib.instructor.summary import Misunderstanding, misunderstood, number
from cmlib.instructor.wall.needed import missing

#: The file by which a rehearsal knows a folder that it made itself and may wipe.
STAMP = "made-by-cmlib-rehearse"


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal gave. ``differences`` names each mark or status that is not the expected one."""

    released: Notebook
    students: list[Student]
    results: list[Result]
    differences: list[str]
    causes: dict[Misunderstanding, str]
    report: Path
    seconds: float
    summary: str


def rehearse(
    course: Course,
    assignment: str,
    bank: Mapping[str, list[Answer]],
    folder: Path,
    *,
    students: int = 24,
    seed: int = 7,
    jobs: int = 2,
    on_result: Callable[[Result], None] = lambda result: None,
) -> Rehearsal:
    """Rehearse an assignment in a scratch folder, which is made anew.

    Raises ``FileExistsError`` when ``folder`` is there and no rehearsal made it, ``LookupError``
    for an unknown assignment, ``ValueError`` when the bank does not fit the assignment.
    """
    began = time.perf_counter()
    course.source(assignment)
    scratch = course.copy_to(fresh_folder(Path(folder)), assignment)
    released = release(scratch, assignment)
    if reasons := unfit(released, bank):
        raise ValueError(f"the answer bank does not fit {assignment!r}: {'; '.join(reasons)}")
    people = simulate_class({task: bank[task] for task in released.tasks}, students, seed)
    for student in people:
        hand_in(scratch, assignment, released, student)
    names = [each.id for each in people]
    no_wall = missing()
    results = grade(scratch, assignment, names, jobs=jobs, unsafe=bool(no_wall), on_result=on_result).results
    causes = _causes(misunderstood(results, released), people, released)
    different = differences(people, results)
    seconds = time.perf_counter() - began
    summary = _summary(results, different, seconds, no_wall)
    report = scratch.root / "report.html"
    title = f"Rehearsal of {assignment}"
    write_report(scratch, assignment, report, title=title, note=summary, bank=bank, causes=causes)
    return Rehearsal(released, people, results, different, causes, report, seconds, summary)


def fresh_folder(folder: Path) -> Path:
    """An empty folder with our stamp; what an earlier rehearsal left there is removed.

    Raises ``FileExistsError`` for a folder that holds anything and was not made here.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / STAMP).is_file())):
        raise FileExistsError(f"{folder} was not made by a rehearsal and is left alone; name another with --folder")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / STAMP).write_text("The next rehearsal wipes this folder.\n", encoding="utf-8")
    return folder


def differences(people: Sequence[Student], results: Sequence[Result]) -> list[str]:
    """A sentence for each student whose mark or status is not the expected one."""
    found = []
    for student, result in zip(people, results, strict=True):
        marks = [mark for mark in (student.mark, result.mark) if mark is not None]
        same_mark = len(marks) == 0 or (len(marks) == 2 and math.isclose(*marks, abs_tol=1e-9))
        if not same_mark or student.status != result.status:
            found.append(
                f"{student.id}: expected {number(student.mark)}, {student.status}; "
                f"found {number(result.mark)}, {result.status}" + (f" ({result.reason})" if result.reason else "")
            )
        if student.is_flagged and not result.flags:
            found.append(f"{student.id}: expected a flag ({student.broken}), found none")
    return found


def _causes(
    found: Sequence[Misunderstanding], people: Sequence[Student], released: Notebook
) -> dict[Misunderstanding, str]:
    """For each message, what the answers of the students who saw it really do; the bank knows."""
    by_id = {student.id: student for student in people}
    causes = {}
    for each in found:
        task = released.task_of(each.check)
        answers = [by_id[student].answers[task] for student in each.students if by_id[student].endless_task != task]
        does = dict.fromkeys(answer.what for answer in answers if answer)
        loops = ["a loop that never ends"] if len(answers) < len(each.students) else []
        causes[each] = "; ".join([*does, *loops])
    return causes


def _summary(results: Sequence[Result], differences: Sequence[str], seconds: float, no_wall: str) -> str:
    marked = sum(result.mark is not None for result in results)
    rest = len(results) - marked
    verdict = "every mark and status as expected" if not differences else f"{len(differences)} not as expected"
    wall = f"Graded without a wall: {no_wall}" if no_wall else "Graded behind bubblewrap."
    return f"{len(results)} students, {marked} with a mark, {rest} for a human; {verdict}; {seconds:.0f} s. {wall}"
