"""A simulated class: who they are, what they hand in, and the mark that each must get.

Students have ids, not names. What they answer is drawn from the answer bank with a seed, so the
mark of each is known before anything is graded. Some hand in broken files; for those the status is
known as well:

================= ================================================= ===============================
what is broken    how                                               must become
================= ================================================= ===============================
endless loop      the first task's cell never ends                  timed out; that task 0
corrupt file      the file is cut off in the middle                 could not be read
wrong file name   the file is called ``NAME (1).ipynb``             graded, and flagged
duplicated check  the first check is copied and pasted with its id  graded, and flagged
================= ================================================= ===============================
"""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cmlib.instructor.answers import Answer
from cmlib.instructor.course import Course
from cmlib.instructor.notebook import Notebook, grade_id
from cmlib.instructor.outcome import GRADED, TIMED_OUT, UNREADABLE

ENDLESS_LOOP = "while True:\n    pass"

#: How a submission is broken -> the status it must get.
BROKEN = {
    "endless loop": TIMED_OUT,
    "corrupt file": UNREADABLE,
    "wrong file name": GRADED,
    "duplicated check": GRADED,
}

#: Kind of student -> chances of a right answer, a misconception, a typed-in constant, no answer at a task.
_CHANCES = {
    "strong": (0.90, 0.10, 0.00, 0.00),
    "average": (0.60, 0.30, 0.05, 0.05),
    "weak": (0.25, 0.40, 0.15, 0.20),
}
_KINDS = ("right", "misconception", "constant", "blank")


@dataclass(frozen=True)
class Student:
    """One simulated student: ``answers`` maps each task to an answer, or to None for the blank stub."""

    id: str
    kind: str
    answers: Mapping[str, Answer | None]
    broken: str = ""

    @property
    def status(self) -> str:
        """The status that grading must give."""
        return BROKEN.get(self.broken, GRADED)

    @property
    def is_flagged(self) -> bool:
        """Whether the instructor must be told of something that the marks do not show."""
        return self.broken in ("wrong file name", "duplicated check")

    @property
    def mark(self) -> float | None:
        """The mark that grading must give: the sum of the answers' points; None where there is none."""
        if self.status not in (GRADED, TIMED_OUT):
            return None
        return sum(answer.points for task, answer in self.answers.items() if answer and task != self.endless_task)

    @property
    def endless_task(self) -> str | None:
        """The task whose cell never ends, if any."""
        return next(iter(self.answers)) if self.broken == "endless loop" else None


def simulate_class(bank: Mapping[str, list[Answer]], students: int, seed: int) -> list[Student]:
    """Draw a class from a bank: the same class for the same bank, size and seed.

    One broken file of each kind once there are 8 students or more, a blank submission for each 12
    students; of the rest about 3 in 10 are strong, 5 average, 2 weak.

    Raises ``ValueError`` for fewer than one student or a bank without right answers to some task.
    """
    if students < 1:
        raise ValueError(f"simulate_class needs at least 1 student, found {students}")
    for task, answers in bank.items():
        if not any(answer.kind == "right" for answer in answers):
            raise ValueError(
                f"simulate_class needs a right answer to {task}; the bank has {[each.name for each in answers]}"
            )
    random = np.random.default_rng([seed, students])
    broken = list(BROKEN)[: students // 2]
    blank = students // 12
    others = students - len(broken) - blank
    strong, weak = round(0.3 * others), round(0.2 * others)
    kinds = ["strong"] * strong + ["average"] * (others - strong - weak) + ["weak"] * weak + ["blank"] * blank
    random.shuffle(kinds)
    for position, how in enumerate(broken):  # spread evenly; the slowest, the endless loop, comes first
        kinds.insert(1 + position * students // len(broken), how)
    return [_student(f"s{number:02d}", kind, bank, random) for number, kind in enumerate(kinds, start=1)]


def _student(name: str, kind: str, bank: Mapping[str, list[Answer]], random: np.random.Generator) -> Student:
    if kind == "blank":
        return Student(name, kind, dict.fromkeys(bank))
    chances = _CHANCES.get(kind, _CHANCES["average"])
    answers = {task: _draw(choices, chances, random) for task, choices in bank.items()}
    return Student(name, "average", answers, broken=kind) if kind in BROKEN else Student(name, kind, answers)


def _draw(answers: list[Answer], chances: tuple[float, ...], random: np.random.Generator) -> Answer | None:
    """A kind of answer by its chance, then any answer of that kind; a kind the task lacks becomes a right one."""
    kind = random.choice(_KINDS, p=chances)
    if kind == "blank":
        return None
    of_kind = [answer for answer in answers if answer.kind == kind] or [
        answer for answer in answers if answer.kind == "right"
    ]
    return of_kind[random.integers(len(of_kind))]


def fill(released: Notebook, codes: Mapping[str, str | None], written: str = "") -> Notebook:
    """The released notebook with code in its solution cells and a text in its written answers.

    ``codes`` maps a task's grade id to code; a task that is absent or None keeps its stub, and so do
    the written answers when ``written`` is empty. Raises ``LookupError`` for an unknown task.
    """
    if unknown := sorted(codes.keys() - released.tasks.keys()):
        raise LookupError(f"the released notebook has no solution cell {unknown}; it has {list(released.tasks)}")
    content = copy.deepcopy(released.content)
    for cell in content["cells"]:
        text = codes.get(grade_id(cell)) or (written if grade_id(cell) in released.written else None)
        if text:
            cell["source"] = text
    return Notebook(content)


def hand_in(course: Course, assignment: str, released: Notebook, student: Student) -> Path:
    """Write the student's submission into the course, broken where the student's is; returns its file."""
    codes = {task: answer.code if answer else None for task, answer in student.answers.items()}
    if student.endless_task:
        codes[student.endless_task] = ENDLESS_LOOP
    written = "" if student.kind == "blank" else f"{student.id} would lend less, and only against collateral."
    notebook = fill(released, codes, written)
    if student.broken == "duplicated check":
        _duplicate(notebook, next(iter(released.checks)))
    text = json.dumps(notebook.content, ensure_ascii=False, indent=1)
    if student.broken == "corrupt file":
        text = text[: len(text) // 2]
    path = course.submitted(student.id, assignment)
    if student.broken == "wrong file name":
        path = path.with_name(f"{assignment} (1).ipynb")
    path.parent.mkdir(parents=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _duplicate(notebook: Notebook, check: str) -> None:
    position = next(index for index, cell in enumerate(notebook.cells) if grade_id(cell) == check)
    twin = copy.deepcopy(notebook.cells[position])
    twin["id"] = f"{twin.get('id', check)}-copy"
    notebook.cells.insert(position + 1, twin)
