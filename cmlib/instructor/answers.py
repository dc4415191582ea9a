"""The answer bank: answers to an assignment's tasks whose points are known beforehand.

It proves that the grading is fair, and the simulated class of ``python -m cmlib rehearse`` answers
from it. A bank is a folder of readable files: one folder a task, one Python file an answer::

    tests/answers/08/
        task_1/
            right_loop.py
            right_groupby.py
            right_numpy.py
            misconception_percent_for_fraction.py
            constant.py
        task_2/
            ...

**Task.** The folder's name is the nbgrader ``grade_id`` of the task's solution cell. The grade ids
of its checks begin with the same name: ``task_1_test_1``, ``task_1_test_2`` ... In the solution
cell the student writes code; each check is an autograded test cell.

**Answer.** The file's name tells the kind: ``right_STYLE.py`` earns every point,
``misconception_NAME.py`` is a mistake students really make, ``constant.py`` (or
``constant_NAME.py``) types in the result of the public data. *Blank*, the released stub, needs no
file: it must earn 0 at every check.

The file begins with a docstring of ``key: value`` lines; the code below it is put into the solution
cell in place of everything that stands there, the stub and the lines around it included. It may use
whatever the notebook's earlier cells define. A value may go on in the next line if that line is
indented::

    \"""
    what: growth in percent where a fraction is asked
    points: 2 of 8
    loses: test_2, test_3
    hint: a fraction, not a percentage
    \"""
    def growth(before, after):
        return 100 * (after - before) / before

========== ====================================== ===============================================
key        needed by                              meaning
========== ====================================== ===============================================
``what``   every answer                           one line: what this answer does
``points`` every answer                           points at the task's checks together, and their
                                                  greatest possible sum: ``2 of 8``
``loses``  misconception and constant             the checks at which it loses points, all of
                                                  them, without the task's name
``hint``   misconception (constant may have one)  a phrase in what the student sees at the
                                                  *first* check that ``loses`` names; capitals
                                                  and line breaks do not matter
========== ====================================== ===============================================

Tasks must not lean on each other: the bank is graded with the k-th answer of every task in one
notebook, so a check uses only names of its own task and of the notebook's given cells.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

_KEYS = ("what", "points", "loses", "hint")
_NEEDED = {
    "right": {"what", "points"},
    "misconception": {"what", "points", "loses", "hint"},
    "constant": {"what", "points", "loses"},
}


@dataclass(frozen=True)
class Answer:
    """One answer to one task.

    ``points`` is what it must earn of ``maximum``. ``loses`` lists the full grade ids of the checks
    at which it loses points; ``hint`` must stand in the message at the first of them.
    """

    task: str
    name: str
    kind: str
    what: str
    code: str
    points: float
    maximum: float
    loses: tuple[str, ...] = ()
    hint: str = ""


def load_bank(folder: str | Path) -> dict[str, list[Answer]]:
    """Read a bank: task -> its answers, both in the order of their names (task_2 before task_10).

    Raises ``FileNotFoundError`` when there is no such folder or nothing in it, ``ValueError`` for a
    file that is not an answer, naming the file and what is wrong.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"load_bank needs a folder of answers; there is none at {folder}")
    tasks = sorted((each for each in folder.iterdir() if each.is_dir() and each.name[0] not in "._"), key=_natural)
    bank = {task.name: [read_answer(file) for file in sorted(task.glob("*.py"), key=_natural)] for task in tasks}
    bank = {task: answers for task, answers in bank.items() if answers}
    if not bank:
        raise FileNotFoundError(
            f"load_bank found no answer in {folder}; it needs one folder a task, for example task_1/right_loop.py"
        )
    return bank


def read_answer(file: str | Path) -> Answer:
    """Read one file of a bank; its folder is the task. Raises ``ValueError`` as `load_bank` does."""
    file = Path(file)
    kind = file.stem.split("_")[0]
    if kind not in _NEEDED or (kind != "constant" and kind == file.stem):
        raise ValueError(f"{_place(file)} is called neither right_STYLE.py nor misconception_NAME.py nor constant.py")
    header, code = _split(file)
    fields = _fields(header, file)
    if missing := sorted(_NEEDED[kind] - fields.keys(), key=_KEYS.index):
        raise ValueError(f"{_place(file)} needs {' and '.join(missing)} in its header; it has {sorted(fields)}")
    points, maximum = _points(fields["points"], file)
    loses = tuple(f"{file.parent.name}_{check}" for check in fields.get("loses", "").replace(",", " ").split())
    if kind == "right" and (points != maximum or loses):
        raise ValueError(f"{_place(file)} is a right answer and must earn all its points, found {fields['points']!r}")
    if kind != "right" and points >= maximum:
        raise ValueError(f"{_place(file)} must lose points, found {fields['points']!r}")
    return Answer(
        file.parent.name, file.stem, kind, fields["what"], code, points, maximum, loses, fields.get("hint", "")
    )


def _natural(path: Path):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path.name)]


def _place(file: Path) -> str:
    return f"answer {file.parent.name}/{file.name}"


def _split(file: Path) -> tuple[str, str]:
    """The docstring and the code below it."""
    text = file.read_text(encoding="utf-8")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise ValueError(f"{_place(file)} is not Python: {error.msg} in line {error.lineno}") from None
    header = ast.get_docstring(tree)
    if header is None:
        raise ValueError(f"{_place(file)} must begin with a docstring of 'key: value' lines")
    code = "\n".join(text.splitlines()[tree.body[0].end_lineno :]).strip()
    if not code:
        raise ValueError(f"{_place(file)} has no code below its header; the blank answer needs no file")
    return header, code


def _fields(header: str, file: Path) -> dict[str, str]:
    fields: dict[str, str] = {}
    key = None
    for line in filter(str.strip, header.splitlines()):
        if line[0].isspace() and key:
            fields[key] += " " + line.strip()
            continue
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or key not in _KEYS or not value:
            raise ValueError(
                f"{_place(file)} has the header line {line!r}; it needs one of {', '.join(_KEYS)}, and a value"
            )
        if key in fields:
            raise ValueError(f"{_place(file)} has {key!r} twice in its header")
        fields[key] = value
    return fields


def _points(text: str, file: Path) -> tuple[float, float]:
    found = re.fullmatch(r"(\d+(?:\.\d+)?) of (\d+(?:\.\d+)?)", text)
    if not found or float(found[1]) > float(found[2]):
        raise ValueError(f"{_place(file)} needs points such as '2 of 8', found {text!r}")
    return float(found[1]), float(found[2])
