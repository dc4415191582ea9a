"""What nbgrader's gradebook remembers of a released notebook's cells."""

from dataclasses import dataclass
from pathlib import Path

#: Seconds for which another program may keep the gradebook for itself.
_PATIENCE = 30.0


@dataclass(frozen=True)
class ReleasedCell:
    """A cell at the time of its release, hidden tests included; ``points`` is None for an ungraded one."""

    name: str
    cell_type: str
    source: str
    checksum: str | None
    locked: bool
    points: float | None = None


def read_gradebook(address: str, assignment: str, notebook: str) -> dict[str, ReleasedCell]:
    """The cells by grade id; none when there is no gradebook or it does not know the notebook.

    Only reads, and makes no gradebook where there is none. Raises ``ValueError`` when it cannot be read.
    """
    from nbgrader.api import Assignment, GradeCell, Notebook, SourceCell, TaskCell
    from sqlalchemy import create_engine, select
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.orm import Session
    from sqlalchemy.pool import NullPool

    from cmlib.instructor.record.opening import address as parsed

    place = parsed(address, _PATIENCE)
    if place.get_backend_name() == "sqlite" and not (place.database and Path(place.database).is_file()):
        return {}
    engine = create_engine(place, poolclass=NullPool)
    try:
        with Session(engine) as session:
            known = (Assignment.name == assignment, Notebook.name == notebook)
            found = select(Notebook.id).join(Assignment, Notebook.assignment_id == Assignment.id).where(*known)
            identity = session.scalar(found)
            if identity is None:
                return {}
            points: dict[str, float] = {}
            for kind in (GradeCell, TaskCell):
                rows = session.execute(select(kind.name, kind.max_score).where(kind.notebook_id == identity))
                points |= {name: float(most) for name, most in rows}
            columns = (SourceCell.name, SourceCell.cell_type, SourceCell.source, SourceCell.checksum, SourceCell.locked)
            rows = session.execute(select(*columns).where(SourceCell.notebook_id == identity))
            return {
                name: ReleasedCell(name, kind, source or "", checksum, bool(locked), points.get(name))
                for name, kind, source, checksum, locked in rows
            }
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise ValueError(f"the gradebook cannot be read: {reason}") from error
    finally:
        engine.dispose()
