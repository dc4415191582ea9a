"""What a submission's outcome means for each notebook of the assignment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import nbformat

from cmlib.instructor.outcome import MISSING, Outcome
from cmlib.instructor.record.entry import cell_entries, together
from cmlib.instructor.record.journal import CellEntry
from cmlib.instructor.record.score import scores_of
from cmlib.instructor.record.treatment import NotGradable, NotHandedIn, Scored, Treatment


@dataclass(frozen=True)
class Plan:
    """The outcome of all notebooks together, the journal's cells, and a treatment for each notebook."""

    whole: Outcome
    cells: Mapping[str, CellEntry]
    treatments: Mapping[str, Treatment]
    notebooks: Mapping[str, nbformat.NotebookNode]


def plan(
    outcome: Outcome | Mapping[str, Outcome], notebooks: Mapping[str, Mapping[str, Any]], known: Collection[str]
) -> Plan:
    """Plan the recording of notebooks that ran; ``known`` are those that the assignment has, others are left out.

    A known notebook that did not run has no marks if it has an outcome of its own, and otherwise was not handed in.
    Raises ``LookupError`` for a notebook without an outcome, and where none is known.
    """
    ran = {name: nbformat.from_dict(dict(notebook)) for name, notebook in notebooks.items() if name in known}
    outcomes = dict.fromkeys(ran, outcome) if isinstance(outcome, Outcome) else dict(outcome)
    if not ran or not ran.keys() <= outcomes.keys() or (isinstance(outcome, Outcome) and len(ran) > 1):
        raise LookupError(
            f"the assignment has the notebooks {sorted(known)}, and each that ran has an outcome of its own; "
            f"found notebooks {sorted(notebooks)} and outcomes of {sorted(outcomes)}"
        )
    scores = {name: scores_of(notebook, outcomes[name]) for name, notebook in ran.items()}
    treatments: dict[str, Treatment] = {name: _without_marks(outcomes.get(name)) for name in known}
    cells: dict[str, CellEntry] = {}
    for name, found in scores.items():
        treatments[name] = Scored({score.name: score for score in found.values()})
        cells |= cell_entries(outcomes[name], found, f"{name}/" if len(known) > 1 else "")
    return Plan(together(outcomes), cells, treatments, ran)


def _without_marks(outcome: Outcome | None) -> Treatment:
    return NotHandedIn() if outcome is None or outcome.status == MISSING else NotGradable()
