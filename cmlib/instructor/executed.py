"""The notebook that is recorded: the rebuilt one, with what its cells put out when they ran."""

from typing import Any

from cmlib.instructor.outcome import Outcome

#: Where a graded cell's metadata hold what its student may read.
KEPT = "cmlib"


def executed(notebook: Any, outcome: Outcome) -> Any:
    """Put the outputs into the notebook, whose cells are numbered as the outcome's are; returns it.

    A check keeps what its student may read: the outputs tell more, and feedback shows this alone.
    """
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and number in outcome.cells:
            cell.outputs = [type(notebook)(output) for output in outcome.cells[number].outputs]
            if outcome.cells[number].message:
                cell.metadata[KEPT] = {"message": outcome.cells[number].message}
    return notebook
