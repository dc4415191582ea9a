"""Grade the whole answer bank: does every answer earn what it should, and say why it does not?

A wrong answer that keeps its points has *survived*; the matrix shows which are killed, and by which
check. Each notebook takes the k-th answer of every task, so a bank with nine answers a task needs
nine notebooks and one with the blank stubs.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from cmlib.instructor.answers import Answer
from cmlib.instructor.classroom import Student, hand_in
from cmlib.instructor.course import Course
from cmlib.instructor.grade import grade
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.result import Result
from cmlib.instructor.wall.needed import missing

BLANK = "blank"


@dataclass(frozen=True)
class Verdict:
    """What one answer earned at one task. ``why`` lists what is not as the bank says; empty when all is."""

    task: str
    answer: str
    expected: float
    earned: float | None
    lost: tuple[str, ...]
    message: str
    why: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        return not self.why


def kill_matrix(
    course: Course,
    assignment: str,
    released: Notebook,
    bank: Mapping[str, list[Answer]],
    *,
    tasks: Collection[str] | None = None,
    jobs: int = 2,
    on_result: Callable[[Result], None] = lambda result: None,
) -> list[Verdict]:
    """Grade every answer of the bank in a course where the assignment is released and nothing handed in.

    Returns one `Verdict` for each task and answer, the blank stub included. With ``tasks``, only these are judged
    and the others are left blank. Raises ``ValueError`` when bank and notebook do not fit together (`unfit` says how).
    """
    if reasons := unfit(released, bank):
        raise ValueError(f"the answer bank does not fit {assignment!r}: {'; '.join(reasons)}")
    bank = {task: answers if tasks is None or task in tasks else [] for task, answers in bank.items()}
    _, *rounds = everybody = students_of(bank)
    for student in everybody:
        hand_in(course, assignment, released, student)
    names = [each.id for each in everybody]
    results = grade(course, assignment, names, jobs=jobs, unsafe=bool(missing()), on_result=on_result).results
    verdicts = []
    for task in bank if tasks is None else tasks:
        verdicts.append(_judge_blank(task, released, results[0]))
        for student, result in zip(rounds, results[1:], strict=True):
            if answer := student.answers[task]:
                verdicts.append(_judge(answer, released, result))
    return verdicts


def students_of(bank: Mapping[str, list[Answer]]) -> list[Student]:
    """One student who answers nothing, then one for the k-th answer of every task."""
    return [
        Student("blank", "blank", dict.fromkeys(bank)),
        *(
            Student(f"answers-{number:02d}", "bank", dict(zip(bank, column, strict=True)))
            for number, column in enumerate(zip_longest(*bank.values()), start=1)
        ),
    ]


def unfit(released: Notebook, bank: Mapping[str, list[Answer]]) -> list[str]:
    """Why a bank cannot belong to a notebook: tasks, checks or points that the other does not know."""
    reasons = [f"no answers to {task}" for task in released.tasks if task not in bank]
    reasons += [f"answers to {task}, which is no solution cell" for task in bank if task not in released.tasks]
    reasons += [
        f"the check {check} belongs to no task" for check in released.checks if released.task_of(check) == check
    ]
    for task in bank.keys() & released.tasks.keys():
        checks = released.checks_of(task)
        for answer in bank[task]:
            if answer.maximum != sum(checks.values()):
                reasons.append(
                    f"{task}/{answer.name} says of {answer.maximum:g}, the checks give {sum(checks.values()):g}"
                )
            reasons += [
                f"{task}/{answer.name} loses {check}, which is no check"
                for check in answer.loses
                if check not in checks
            ]
    return reasons


def _judge_blank(task: str, released: Notebook, result: Result) -> Verdict:
    earned, lost, why = _earned(task, released, result)
    if earned:
        why = (*why, f"an unanswered task earns {earned:g} points")
    return Verdict(task, BLANK, 0.0, earned, lost, "", why)


def _judge(answer: Answer, released: Notebook, result: Result) -> Verdict:
    earned, lost, why = _earned(answer.task, released, result)
    message = result.messages.get((*answer.loses, *lost, "")[0], "")
    if earned is not None and abs(earned - answer.points) > 1e-9:
        why = (*why, f"earns {earned:g} points, expected {answer.points:g}")
    if earned is not None and answer.kind != "right" and set(lost) != set(answer.loses):
        why = (*why, f"loses at {', '.join(lost) or 'no check'}, expected {', '.join(answer.loses)}")
    if answer.hint and _plain(answer.hint) not in _plain(message):
        why = (*why, f"the hint {answer.hint!r} is not in what the student sees: {message!r}")
    return Verdict(answer.task, answer.name, answer.points, earned, lost, message, why)


def _earned(task: str, released: Notebook, result: Result) -> tuple[float | None, tuple[str, ...], tuple[str, ...]]:
    """Points, checks not passed in full, and why the notebook could not be graded."""
    if not result.scored:
        return None, (), (f"{result.status}: {result.reason}",)
    checks = released.checks_of(task)
    lost = tuple(check for check, points in checks.items() if result.cells[check] < points)
    return (
        sum(result.cells[check] for check in checks),
        lost,
        (f"{result.status}: {result.reason}",) if result.reason else (),
    )


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
