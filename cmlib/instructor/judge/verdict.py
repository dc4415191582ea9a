"""What became of a cell, in the words of `CellOutcome`: what is shown, what it earned, what the student may read.

The outputs of a check are for instructors alone: its traceback holds lines of the test, and what it shows may hold
what was expected. A student gets the message.
"""

from collections.abc import Iterable
from dataclasses import replace

from cmlib.instructor.judge.message import NOT_PASSED, of_assertion, printed, shortened
from cmlib.instructor.judge.outputs import Output, clean
from cmlib.instructor.judge.remote import Ran
from cmlib.instructor.judge.score import has_failed, score, settled
from cmlib.instructor.outcome import CELL_KILLED, CELL_TIMED_OUT, NOT_RUN, RAISED, RAN, CellOutcome
from cmlib.instructor.sheet import CHECK, Cell

#: nbgrader's name for the error of a cell that was stopped, and two of our own.
TIMED_OUT_ERROR, KILLED_ERROR, NOT_RUN_ERROR = "CellTimeoutError", "ProcessEnded", "NotRun"

#: Remark on a check that ran where the student's code runs.
RAN_INSIDE = "this check ran in the student's process, so its points could have been forged"


def of_run(cell: Cell, ran: Ran, remark: str = "") -> CellOutcome:
    """A cell that ran inside the wall; the remark is on what happened elsewhere, if nothing happened there."""
    if ran.raised is not None:
        return CellOutcome(cell.number, RAISED, clean(ran.outputs))
    return CellOutcome(cell.number, RAN, clean(ran.outputs), remark=remark)


def of_check(cell: Cell, outputs: Iterable[Output], message: str, remark: str = "") -> CellOutcome:
    """A check; ``message`` is what a student may read of its error, "" where there was none."""
    outputs = list(outputs)
    failed = has_failed(outputs)
    shown = clean(settled(outputs, failed))
    found = score(shown, cell.points)
    if found.points == cell.points and not failed:
        message = ""
    elif not message:
        message = printed(shown) or (NOT_PASSED if not found.points else f"{found.points:g} of {cell.points:g} points")
    return CellOutcome(cell.number, RAISED if failed else RAN, shown, found.points, message, remark or found.remark)


def of_check_inside(cell: Cell, ran: Ran) -> CellOutcome:
    """A check that ran in the student's process: scored by what it says it has put out, and remarked on."""
    outputs = list(clean(ran.outputs))
    message = ""
    if ran.raised is not None:
        message = of_assertion(*ran.raised, cell.source)
        outputs += [] if has_failed(outputs) else [error(*ran.raised)]
    if "stderr" not in cell.source and "warn" not in cell.source:  # then only the student's code prints there
        outputs = [output | {"name": "stdout"} if output["output_type"] == "stream" else output for output in outputs]
    found = of_check(cell, outputs, message)
    return replace(found, remark="; ".join(each for each in (RAN_INSIDE, found.remark) if each))


def timed_out(found: CellOutcome, cell: Cell, seconds: float) -> CellOutcome:
    """The same cell, after it was found to have taken longer than ``seconds``; what it showed until then stays."""
    why = f"the cell took longer than {seconds:g} seconds and was stopped"
    return _ended(found, cell, CELL_TIMED_OUT, error(TIMED_OUT_ERROR, why), why)


def killed(found: CellOutcome, cell: Cell) -> CellOutcome:
    """The same cell, after the student's process was found to have ended while it ran."""
    return _ended(found, cell, CELL_KILLED, error(KILLED_ERROR, "the process ended"), "your code ended its process")


def not_judged(cell: Cell) -> CellOutcome:
    """A check at which an earlier walk came to its end."""
    return CellOutcome(
        cell.number,
        NOT_RUN,
        (error(NOT_RUN_ERROR, "the check did not come to an end"),),
        0.0,
        "the check did not come to an end",
        "an earlier try to judge this check did not come to an end",
    )


def nothing(cell: Cell, remark: str = "") -> CellOutcome:
    """A cell of which nothing is known yet."""
    return CellOutcome(cell.number, remark=remark)


def error(name: str, text: str) -> Output:
    """An error as the notebook format has it, without lines of code."""
    name, text = shortened(name)[:200], shortened(text)
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def _ended(found: CellOutcome, cell: Cell, became: str, ending: Output, why: str) -> CellOutcome:
    shown = [dict(each) for each in found.outputs if each["output_type"] != "error"]
    is_check = cell.kind == CHECK
    return CellOutcome(
        cell.number,
        became,
        (*settled(shown, True), ending),
        0.0 if is_check else None,
        why if is_check else "",
        found.remark,
    )
