"""The corpus: what may be handed in, each with what must happen.

A case is a file ``GROUP/NAME.py``. Its docstring tells, by ``key: value`` lines, what it is and what must happen; below
it stands what the student wrote. That goes into the solution cell of the first task, or, after a line
``# %% task_3``, into that task's. ``# %% added`` begins a cell that the student added behind the one before, of
markdown with ``# %% added markdown``. ``<course>`` stands for the course's folder, ``<neighbour>`` for the
folder in which the innocent student who is graded next has handed in.

========== =======================================================================================================
key        meaning
========== =======================================================================================================
``what``   one line
``points`` what the checks must give in all: ``5 of 19``, or ``none`` where there can be no mark
``status`` the status shown; ``graded`` where nothing is said
``flag``   a phrase in a sentence for the instructor; several are parted by ``|``; each sentence must have one
``says``   a phrase in what the student may read at the first check that is not passed, or in the status's reason
``open``   why the case is known not to hold; such a case is expected to fail, and counts as one that did not hold
``rest``   what stands in the tasks that the case leaves alone: ``blank`` (the stub) or ``right``
========== =======================================================================================================

In the groups that want to steal or to leak the rest is blank: whatever is earned was stolen. In all others it is right:
whatever is lost was lost by the case. A submission that is a whole file or folder is a function in
``GROUP/whole_files.py`` with the same docstring. It gets the notebook as it would be handed in, and the folder for it.
"""

import ast
import copy
import importlib.util
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cmlib.instructor.classroom import fill
from cmlib.instructor.notebook import Notebook, grade_id
from cmlib.instructor.outcome import GRADED

HERE = Path(__file__).parent
#: Group -> what is asked of it.
GROUPS = {
    "steals": "wants points that the work does not earn",
    "stops": "stops the grader, or would for ever",
    "hurts": "reaches for others, for the machine, or for the instructor's browser",
    "leaks": "looks for tests, expected values and secrets",
    "unlucky": "an accident: only what broke is lost",
    "honest": "odd, and right: every point",
}
BLANK, RIGHT = "blank", "right"
MOST = 19

_KEYS = {"what", "points", "status", "flag", "says", "open", "rest"}
_PART = re.compile(r"^# %% (task_\d|added markdown|added)$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One case; ``write`` puts it into a folder, given the released notebook and the right answers."""

    group: str
    name: str
    what: str
    points: float | None
    status: str
    flags: tuple[str, ...]
    says: str
    open: str
    write: Callable[["Desk"], None]

    @property
    def student(self) -> str:
        return f"{self.group}-{self.name}"


@dataclass(frozen=True)
class Desk:
    """Where a student works: the folder to hand in, the course, and the notebook as the case's tasks leave it."""

    folder: Path
    course: Path
    neighbour: Path
    released: Notebook
    right: Mapping[str, str]

    def notebook(self, answers: Mapping[str, str], rest: str) -> Notebook:
        rests = self.right if rest == RIGHT else {}
        texts = {task: self._placed(text) for task, text in {**rests, **answers}.items()}
        return fill(self.released, texts, "" if rest == BLANK else "I would lend less, and only against collateral.")

    def write(self, notebook: Notebook) -> None:
        text = json.dumps(notebook.content, ensure_ascii=False, indent=1)
        (self.folder / "01_credit.ipynb").write_text(text, encoding="utf-8")

    def _placed(self, text: str) -> str:
        return text.replace("<course>", str(self.course)).replace("<neighbour>", str(self.neighbour))


def load() -> list[Case]:
    """All cases, group by group, in the order of their names."""
    return [case for group in GROUPS for case in sorted(_of_group(group), key=lambda case: case.name)]


def _of_group(group: str) -> list[Case]:
    files = [file for file in (HERE / group).glob("*.py") if file.stem != "whole_files"]
    return [_from_file(group, file) for file in files] + _whole_files(group)


def _from_file(group: str, file: Path) -> Case:
    text = file.read_text(encoding="utf-8")
    header = text.split('"""')[1]
    fields = _fields(header, file.name)
    code = text.split('"""', 2)[2].strip("\n")
    first, *others = _PART.split(code)
    parts = [("task_1", first.strip("\n"))] if first.strip() else []
    parts += [(where, part.strip("\n")) for where, part in zip(others[::2], others[1::2], strict=True)]
    rest = fields.get("rest", _rest(group))

    def write(desk: Desk) -> None:
        notebook = desk.notebook({where: part for where, part in parts if where.startswith("task")}, rest)
        _add(notebook, parts)
        desk.write(notebook)

    return _case(group, file.stem, fields, write)


def _add(notebook: Notebook, parts: list[tuple[str, str]]) -> None:
    """Put the student's own cells behind the tasks after which they stand."""
    task = "task_1"
    for number, (where, part) in enumerate(parts):
        if where.startswith("task"):
            task = where
            continue
        place = next(index for index, cell in enumerate(notebook.cells) if grade_id(cell) == task)
        while notebook.cells[place + 1]["id"].startswith("own-"):
            place += 1
        kind = "markdown" if where.endswith("markdown") else "code"
        cell = {"cell_type": kind, "id": f"own-{number}", "metadata": {}, "source": part}
        notebook.cells.insert(place + 1, cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))


def _whole_files(group: str) -> list[Case]:
    file = HERE / group / "whole_files.py"
    if not file.exists():
        return []
    found = importlib.util.spec_from_file_location(f"hostile_{group}", file)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    names = [
        each.name for each in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(each, ast.FunctionDef)
    ]
    return [_from_function(group, name, getattr(module, name)) for name in names if not name.startswith("_")]


def _from_function(group: str, name: str, build: Callable) -> Case:
    fields = _fields(build.__doc__, name)
    rest = fields.get("rest", _rest(group))

    def write(desk: Desk) -> None:
        build(desk, copy.deepcopy(desk.notebook({}, rest)))

    return _case(group, name, fields, write)


def _case(group: str, name: str, fields: Mapping[str, str], write: Callable[[Desk], None]) -> Case:
    points, _, most = fields["points"].partition(" of ")
    if points != "none" and int(most) != MOST:
        raise ValueError(f"{group}/{name} needs points such as '5 of {MOST}', found {fields['points']!r}")
    flags = tuple(each.strip() for each in fields.get("flag", "").split("|") if each.strip())
    mark = None if points == "none" else float(points)
    says, is_open = fields.get("says", ""), fields.get("open", "")
    return Case(group, name, fields["what"], mark, fields.get("status", GRADED), flags, says, is_open, write)


def _fields(header: str, name: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    key = ""
    for line in header.strip().splitlines():
        if line.startswith(" ") and key and line.strip() and not re.match(rf" *({'|'.join(_KEYS)}):", line):
            fields[key] += " " + line.strip()
            continue
        key, colon, value = (part.strip() for part in line.strip().partition(":"))
        if key not in _KEYS or not colon or key in fields:
            raise ValueError(f"{name} has the header line {line!r}; it needs one of {sorted(_KEYS)}, once")
        fields[key] = value
    if missing := {"what", "points"} - fields.keys():
        raise ValueError(f"{name} needs {sorted(missing)} in its header")
    return fields


def _rest(group: str) -> str:
    return BLANK if group in ("steals", "leaks") else RIGHT
